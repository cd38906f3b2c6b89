"""The charts: what is rising in a region."""

from dataclasses import dataclass

from flask import Blueprint, abort, current_app, request, url_for
from werkzeug.wrappers import Response

from app.trending import charts, cursor, lists
from app.trending.charts import Page, Position
from app.trending.lists import Entry, RankedList
from app.web import regions
from app.web.render import render, send_to, wants_partial

blueprint = Blueprint("trending", __name__)


@dataclass(slots=True)
class Opened:
    """The list that is read, and the newest one of its region: the same unless an older one is pinned."""

    ranked: RankedList
    newest: RankedList


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
        query = request.query_string.decode()
        return send_to(url_for(".index", region=code) + (f"?{query}" if query else ""), 301)
    category, after, through = _category(), _position("cursor"), _position("through")
    opened = _open(code, after or through)
    entries = charts.of_category(opened.ranked.entries, category)
    page = _page(entries, after.rank if after else 0, through.rank if through and not after else 0)
    response = render(
        "trending/index.html",
        "trending/_places.html" if after else "trending/_chart.html",
        ranked=opened.ranked,
        newest=opened.newest,
        page=page,
        category=category,
        categories=charts.categories(opened.ranked.entries),
        is_first=after is None,
        more=_cursor(opened.ranked, page.after),
    )
    if after and wants_partial():
        end = _cursor(opened.ranked, page.after or max((entry.rank for entry in entries), default=after.rank))
        response.headers["HX-Replace-Url"] = url_for(".index", region=code, category=category, through=end)
    return regions.remember(response, code)


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


def _open(code: str, position: Position | None) -> Opened:
    newest, _ = lists.current(code)
    if position is None or position.ranking_id == newest.ranking_id:
        return Opened(newest, newest)
    pinned = lists.pinned(position.ranking_id)
    if pinned.region_code != code:
        raise cursor.BadCursor
    return Opened(pinned, newest)


def _page(entries: list[Entry], after: int, through: int) -> Page:
    """The page after a rank, with as many following ones as it takes to reach the rank `through`."""
    page = charts.page(entries, after, per_channel=charts.PER_CHANNEL)
    while page.after is not None and page.after < through:
        following = charts.page(entries, page.after, per_channel=charts.PER_CHANNEL)
        page = Page(page.items + following.items, following.after)
    return page
