"""The taste sheet of the member who asks."""

from datetime import UTC, datetime

from apiflask import APIBlueprint

from app.accounts import access
from app.api import throttles
from app.api.identity import identity, keep_apart
from app.api.schemas.taste import TasteAnswer, TasteChanged, TasteSheet
from app.extensions import db
from app.feed import sheet
from app.feed.extension import store
from app.feed.sheet import TasteChanges

taste = APIBlueprint("taste", __name__, tag="For You", url_prefix="/v1/taste")
taste.after_request(keep_apart)


@taste.get("")
@taste.output(TasteAnswer)
@taste.doc(security="bearer")
def show() -> TasteAnswer:
    """What your deck is built for: each interest with its weight and the events behind it

    At most 15 of a kind, and all that you decided about; 5 events behind each. The last 500 events count.
    """
    viewer, now = access.member(identity()), datetime.now(UTC)
    return TasteAnswer(data=TasteSheet.of(sheet.read(db.session(), viewer, now), now))


@taste.patch("")
@throttles.feedback("PATCH")
@taste.input(TasteChanges, arg_name="changes")
@taste.output(TasteChanged)
@taste.doc(security="bearer")
def update(changes: TasteChanges) -> TasteChanged:
    """Change it; what is left out stays as it is, and your deck follows at once"""
    viewer, now = access.member(identity()), datetime.now(UTC)
    effect = sheet.change(db.session(), store(), viewer, changes, now)
    answer = TasteChanged.of(sheet.read(db.session(), viewer, now), effect, now)
    db.session.commit()
    return answer
