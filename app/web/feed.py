"""The Following feed as a page: newest first, further down page by page, and what came since above, when asked for."""

from typing import Any

from flask import abort, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response

from app.accounts.forms import messages
from app.extensions import db
from app.social import following_feed, suggestions
from app.social.feed_filters import NO_FILTERS, Filters
from app.social.ids import MAX_ID, parse_id
from app.social.paging import DEFAULT_LIMIT, MAX_LIMIT, Page, Window
from app.social.posts import SeenPost
from app.web.identity import reading
from app.web.members import member, members_blueprint
from app.web.render import render_private, send_to, wants_partial

MOST_SHOWN = 200
"""Posts that a page shows at the most when it is come back to."""
SUGGESTED = 5

blueprint = members_blueprint("feed", url_prefix="/feed")


@blueprint.get("")
def index() -> Response:
    """The newest posts, those older than `?max_id=`, or as many as were `?shown=` below the one on `?top=`."""
    member()
    filters, wrong = _filters()
    if wrong:
        return render_private("feed/index.html", None, 422, asked=request.args, wrong=wrong, page=None)
    window = _window()
    page = following_feed.page(db.session(), reading(), window, filters)
    response = render_private("feed/index.html", "feed/_items.html", **_shown(page, window, filters))
    if window.max_id and wants_partial():
        response.headers["HX-Replace-Url"] = _url(filters, **_place(page))
    return response


@blueprint.get("/newer")
def newer() -> Response:
    """How many posts came above the one `?than=`; without htmx, the newest posts."""
    member()
    filters, wrong = _filters()
    if wrong or not wants_partial():
        return send_to(url_for(".index"))
    count = following_feed.newer_than(db.session(), reading(), _number("than") or 0, filters)
    return render_private("feed/_newer.html", newer=count, most=MAX_LIMIT, newest_url=_url(filters))


def _shown(page: Page[SeenPost], window: Window, filters: Filters) -> dict[str, Any]:
    place = _place(page)
    reads_nobody = window == Window() and filters == NO_FILTERS and not _of_others(page)
    older = {"max_id": page.rows[-1].post.id, **place} if page.has_older else None
    return {
        "page": page,
        "asked": request.args,
        "wrong": {},
        "is_narrowed": filters != NO_FILTERS,
        "is_first": window.max_id is None,
        "more": _url(filters, **older) if older else None,
        "newest_url": _url(filters),
        "newer_url": url_for(".newer", than=place.get("top", 0), **_query(filters)),
        "reads_nobody": reads_nobody,
        "suggested": suggestions.suggested(db.session(), reading(), SUGGESTED) if reads_nobody else [],
    }


def _of_others(page: Page[SeenPost]) -> bool:
    return any(seen.author.id != reading().id for seen in page.rows)


def _filters() -> tuple[Filters, dict[str, list[str]]]:
    """What the form above the posts asks for, or what is wrong with it."""
    given = {name: text for name in ("tags", "search") if (text := request.args.get(name, "").strip())}
    try:
        return Filters.model_validate(given), {}
    except ValidationError as error:
        return NO_FILTERS, messages(error)


def _window() -> Window:
    """The part of the feed that the address asks for."""
    older_than, top = _number("max_id"), _number("top")
    if older_than is not None:
        return Window(max_id=older_than)
    if top is None:
        return Window()
    return Window(limit=max(1, min(_number("shown") or DEFAULT_LIMIT, MOST_SHOWN)), max_id=min(top + 1, MAX_ID))


def _place(page: Page[SeenPost]) -> dict[str, int]:
    """What has been opened: its first post, and how many from there."""
    if not page.rows:
        return {}
    if _number("max_id") is None:
        return {"top": page.rows[0].post.id, "shown": len(page.rows)}
    before = _number("shown") or 0
    return {"top": _number("top") or page.rows[0].post.id, "shown": before + len(page.rows)}


def _number(name: str) -> int | None:
    text = request.args.get(name)
    number = None if text is None else parse_id(text)
    if text is not None and number is None:
        abort(400, "This link to the rest of a list is not one that Upswell made, or it was cut short.")
    return number


def _url(filters: Filters, **place: Any) -> str:
    return url_for(".index", **_query(filters), **place)


def _query(filters: Filters) -> dict[str, Any]:
    return {"tags": filters.tags, "search": filters.search or ""} if filters != NO_FILTERS else {}
