"""The charts: what is rising in a region, now or at a time."""

from flask import Blueprint, abort, current_app, request, url_for
from werkzeug.wrappers import Response

from app.trending import charts, cursor, lists
from app.trending.charts import Page, Position
from app.trending.lists import Entry, OutsideHistory, RankedList
from app.web import chart_filters, regions, requested, times
from app.web.chart_filters import Filters
from app.web.render import render, send_to, wants_partial

blueprint = Blueprint("trending", __name__)
blueprint.register_error_handler(OutsideHistory, times.outside)


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
    """A region's list, now or `?at=` a time: the first page, the one after `?cursor=`, or all up to `?through=`."""
    code = lists.region_code(region)
    if region != code:
        return send_to(url_for(".index", region=code) + requested.query(), 301)
    filters, after, through = chart_filters.asked(), _position("cursor"), _position("through")
    told = _told(code, filters, after, through)
    response = render("trending/index.html", f"trending/{'_places' if after else '_swapped'}.html", **told)
    if after and wants_partial():
        response.headers["HX-Replace-Url"] = filters.url(code, through=told["shown"])
    return regions.remember(response, code)


@blueprint.get("/trending/<region>/newer")
def newer(region: str) -> Response:
    """How many videos came into what was shown of an older list, up to `?than=`; without htmx, the newest list."""
    code, filters, position = lists.region_code(region), chart_filters.asked(), _position("than")
    if position is None:
        abort(400, "The list to compare with is missing from this address.")
    if not wants_partial():
        return send_to(filters.url(code))
    pinned, newest = _open(code, position, filters)
    count = _newer(filters, pinned, newest, position.rank)
    return render("trending/_newer.html", newest=newest, newer=count, filters=filters)


def _told(code: str, filters: Filters, after: Position | None, through: Position | None) -> dict[str, object]:
    """What the templates tell of a list and of the page that is shown of it."""
    ranked, newest = _open(code, after or through, filters)
    page = _page(filters.of(ranked.entries), after, through, filters.per_channel)
    last = page.after or (ranked.entries[-1].rank if ranked.entries else None)
    return {
        "ranked": ranked,
        "newest": newest,
        "span": lists.span(code) if filters.moment else None,
        "page": page,
        "filters": filters,
        "more": _cursor(ranked, page.after),
        "shown": _cursor(ranked, last),
        "newer": _newer(filters, ranked, newest, last or 0),
        "is_first": after is None,
    }


def _position(name: str) -> Position | None:
    text = request.args.get(name)
    return cursor.load(text, str(current_app.secret_key)) if text else None


def _cursor(ranked: RankedList, rank: int | None) -> str | None:
    if rank is None or ranked.ranking_id is None:
        return None
    return cursor.dump(Position(ranked.ranking_id, rank), str(current_app.secret_key))


def _open(code: str, position: Position | None, filters: Filters) -> tuple[RankedList, RankedList]:
    """The list to read, and the newest of its region: the same unless an older one is pinned or a time asked for."""
    newest, _ = lists.current(code)
    if position is not None:
        pinned = newest if position.ranking_id == newest.ranking_id else lists.pinned(position.ranking_id)
        if pinned.region_code != code:
            raise cursor.BadCursor
        return pinned, newest
    return (newest if filters.moment is None else lists.at(code, filters.moment)), newest


def _newer(filters: Filters, pinned: RankedList, newest: RankedList, through: int) -> int:
    """How many videos came into the first places since, as many places as the pinned list shows up to a rank."""
    if filters.moment is not None or pinned.ranking_id == newest.ranking_id:
        return 0
    opened = filters.of(pinned.entries)
    return charts.newer(opened, filters.of(newest.entries), sum(entry.rank <= through for entry in opened))


def _page(entries: list[Entry], after: Position | None, through: Position | None, per_channel: int | None) -> Page:
    """The page after a position; or the first, with as many following ones as it takes to reach `through`."""
    page = charts.page(entries, after.rank if after else 0, per_channel=per_channel)
    while after is None and through and page.after is not None and page.after < through.rank:
        following = charts.page(entries, page.after, per_channel=per_channel)
        page = Page(page.items + following.items, following.after)
    return page
