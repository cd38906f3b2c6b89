"""What the member who asks watches."""

from datetime import UTC, datetime

from apiflask import APIBlueprint

from app.accounts import access
from app.api import throttles
from app.api.identity import identity, keep_apart
from app.api.schemas.taste import WatchDraft
from app.extensions import db
from app.feed import watches as domain
from app.trending.videos import key_of

watches = APIBlueprint("watches", __name__, tag="For You", url_prefix="/v1/videos")
watches.after_request(keep_apart)


@watches.put("/<video_id>/watch")
@throttles.marks("PUT")
@watches.input(WatchDraft, arg_name="draft")
@watches.output({}, status_code=204)
@watches.doc(security="bearer")
def update(video_id: str, draft: WatchDraft) -> tuple[str, int]:
    """Tell that you watched a video; nobody else sees it

    Told again within half an hour it is the same watch. Nothing is kept while your deck does not learn.
    """
    viewer = access.member(identity())
    domain.record(db.session(), viewer, key_of(db.session(), video_id), draft.kind, datetime.now(UTC))
    db.session.commit()
    return "", 204
