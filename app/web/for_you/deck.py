"""For You: the deck of who reads, page by page of one snapshot, and what they saw of it."""

from typing import Annotated, Any

from flask import abort, current_app, get_flashed_messages, request, url_for
from pydantic import BaseModel, Field, ValidationError
from werkzeug.wrappers import Response

from app.accounts.viewers import Viewer
from app.extensions import db
from app.feed import cursor, deck, plain, seen, settings, standing
from app.feed.cursor import Place
from app.feed.deck import DEFAULT_SIZE, Page
from app.feed.deck_parts import DECK_LENGTH
from app.feed.extension import store
from app.feed.reasons import Reason
from app.feed.settings import DeckSettings
from app.trending import cursor as ranking_cursor
from app.web.for_you import beginning
from app.web.for_you.decks import deck_blueprint
from app.web.for_you.feedback import SAID
from app.web.identity import reading, viewer
from app.web.members import member, per_member
from app.web.render import keep_private, render, render_private, send_to, wants_partial
from app.web.requested import wished

PAGE = DEFAULT_SIZE

blueprint = deck_blueprint("for_you", url_prefix="/for-you")


class Positions(BaseModel):
    """Cards that were on screen, of the snapshot of this number."""

    snapshot: Annotated[int, Field(ge=0, lt=10**15)]
    positions: list[Annotated[int, Field(ge=0, lt=DECK_LENGTH)]] = Field(min_length=1, max_length=DECK_LENGTH)


@blueprint.get("")
def index() -> Response:
    """Where the member is in their deck, or the page after `?cursor=`; for others, what this is."""
    if viewer() is None:
        return render("for_you/welcome.html")
    known = member()
    theirs = settings.of_member(db.session(), known.id)
    if not theirs.is_on:
        return _plain(theirs)
    text = request.args.get("cursor")
    after = cursor.load(text, known.id, _secret()) if text else None
    page = deck.page(db.session(), store(), reading(), theirs, PAGE, after)
    return render_private("for_you/index.html", "for_you/_items.html", **_told(known, theirs, page, after))


@blueprint.get("/newer")
def newer() -> Response:
    """Whether a deck was built after the one `?than=`; without htmx, the newest."""
    member()
    if not wants_partial():
        return send_to(url_for(".index"))
    text = request.args.get("than", "")
    than = int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else abort(400)
    return render_private("for_you/_newer.html", is_newer=store().number > than)


@blueprint.post("/seen")
@per_member(seen.ACKNOWLEDGEMENTS_OF_MEMBER)
def create_seen() -> Response:
    """What was on screen, by `positions`; or a whole page by its `cursor`, and on to the next, or `off` and back."""
    known = member()
    if not settings.of_member(db.session(), known.id).is_on:
        return keep_private(send_to(url_for(".index"), 303))
    if "cursor" in request.form:
        return _turn_page(known, cursor.load(request.form["cursor"], known.id, _secret()))
    try:
        given = Positions.model_validate({**request.form, "positions": request.form.getlist("positions")})
    except ValidationError:
        abort(400)
    seen.see(db.session(), store(), known, given.positions, given.snapshot)
    db.session.commit()
    return keep_private(Response(status=204))


def _turn_page(known: Viewer, place: Place) -> Response:
    who = (db.session(), store(), known)
    if wished():
        seen.see_page(*who, place)
    else:
        seen.unsee(*who, range(place.begin, place.end), place.snapshot)
    db.session.commit()
    is_over = place.end >= DECK_LENGTH or not wished()
    return keep_private(send_to(url_for(".index", cursor=None if is_over else request.form["cursor"]), 303))


def _told(known: Viewer, theirs: DeckSettings, page: Page, after: Place | None) -> dict[str, Any]:
    place, following = page.place, page.following
    before = Place(place.snapshot, max(0, place.begin - PAGE), place.begin) if place and place.begin else None
    return {
        "page": page,
        "is_first": after is None,
        "built_at": standing.built_at(place.snapshot) if place else None,
        "is_old": place is not None and place.snapshot != store().number,
        "own_ends_at": _own_ends_at(page),
        "more": _cursor(following, known),
        "all": _cursor(place, known),
        "before": _cursor(before, known),
        "theirs": theirs,
        "begin_form": beginning.form(theirs) if beginning.knows_nothing(theirs) else None,
        "languages": beginning.offered(theirs.languages),
        "said": get_flashed_messages(category_filter=[SAID]),
    }


def _own_ends_at(page: Page) -> int | None:
    """The position before which it is told that what was chosen ends; None when that is not on this page."""
    charts = [item.position for item in page.items if item.stated.reason is Reason.CHART]
    return charts[0] if page.place and page.place.begin <= page.chosen and charts else None


def _plain(theirs: DeckSettings) -> Response:
    text = request.args.get("after")
    chart = plain.page(theirs.region, PAGE, ranking_cursor.load(text, _secret()) if text else None)
    more = ranking_cursor.dump(chart.after, _secret()) if chart.after else None
    told: dict[str, Any] = {"page": chart, "more": more, "theirs": theirs, "is_first": text is None}
    return render_private("for_you/off.html", "for_you/_chart.html", **told)


def _cursor(place: Place | None, known: Viewer) -> str | None:
    return cursor.dump(place, known.id, _secret()) if place else None


def _secret() -> str:
    return str(current_app.secret_key)
