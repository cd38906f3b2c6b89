"""The charts: what is rising in a region."""

from flask import Blueprint, abort, current_app, request, url_for
from werkzeug.wrappers import Response

from app.trending import charts, cursor, lists
from app.trending.charts import Page, Position
from app.trending.lists import Entry, RankedList
from app.web import regions
from app.web.render import render, send_to, wants_partial

blueprint = Blueprint("trending", __name__)


@blueprint.get("/")
def home() -> Response:
    """Go to the chart of the visitor's region, so that each chart has one address that can be cached."""
    response = send_to(url_for(".index", region=regions.remembered()))
    response.vary.update(("Cookie", "Accept-Language"))
    response.cache_control.private = True
    response.cache_control.max_age = 0
    return response


@blueprint.get("/trending/<region>")
def index(region: str) -> Response:
    """A region's list: the first page, the one after `?cursor=`, or all pages up to `?through=`."""
    code = lists.region_code(region)
    if region != code:
        return _send_to_canonical(code)
    category, after, through = _category(), _position("cursor"), _position("through")
    ranked, newest = _open(code, after or through)
    page = _page(charts.of_category(ranked.entries, category), after, through)
    response = render(
        "trending/index.html",
        "trending/_places.html" if after else "trending/_chart.html",
        ranked=ranked,
        newest=newest,
        page=page,
        category=category,
        more=_cursor(ranked, page.after),
        is_first=after is None,
    )
    if after and wants_partial():
        response.headers["HX-Replace-Url"] = _address_through(ranked, category, page)
    return regions.remember(response, code)


def _send_to_canonical(code: str) -> Response:
    query = request.query_string.decode()
    return send_to(url_for(".index", region=code) + (f"?{query}" if query else ""), 301)


def _category() -> int | None:
    text = request.args.get("category", "")
    if text and not (text.isascii() and text.isdigit()):
        abort(400, "A category is a number, such as ?category=10. Choose one beside the chart.")
    return int(text) if text else None


def _position(name: str) -> Position | None:
    text = request.args.get(name)
    return cursor.load(text, str(current_app.secret_key)) if text else None


def _cursor(ranked: RankedList, rank: int | None) -> str | None:
    if rank is None or ranked.ranking_id is None:
        return None
    return cursor.dump(Position(ranked.ranking_id, rank), str(current_app.secret_key))


def _address_through(ranked: RankedList, category: int | None, page: Page) -> str:
    """Where a reload finds all that was opened so far, in the same ranking."""
    end = _cursor(ranked, page.after or ranked.entries[-1].rank)
    return url_for(".index", region=ranked.region_code, category=category, through=end)


def _open(code: str, position: Position | None) -> tuple[RankedList, RankedList]:
    """The list to read, and the newest of its region: the same unless an older one is pinned."""
    newest, _ = lists.current(code)
    if position is None or position.ranking_id == newest.ranking_id:
        return newest, newest
    pinned = lists.pinned(position.ranking_id)
    if pinned.region_code != code:
        raise cursor.BadCursor
    return pinned, newest


def _page(entries: list[Entry], after: Position | None, through: Position | None) -> Page:
    """The page after a position; or the first, with as many following ones as it takes to reach `through`."""
    page = charts.page(entries, after.rank if after else 0, per_channel=charts.PER_CHANNEL)
    while after is None and through and page.after is not None and page.after < through.rank:
        following = charts.page(entries, page.after, per_channel=charts.PER_CHANNEL)
        page = Page(page.items + following.items, following.after)
    return page
