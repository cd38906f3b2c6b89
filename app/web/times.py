"""The time machine's controls: which times of a region are kept, and the way from a form to the list of one."""

from datetime import datetime, timedelta

from flask import Blueprint, abort, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from app.trending import lists
from app.trending.lists import OutsideHistory
from app.web import chart_filters, errors, moments
from app.web.chart_filters import Filters
from app.web.render import render, send_to, wants_partial

HOUR = timedelta(hours=1)

blueprint = Blueprint("times", __name__)


@blueprint.get("/trending/<region>/times")
def index(region: str) -> Response:
    """The controls; with `?hours=` after the first time or `?at=`, on to that list, or to htmx the controls there."""
    code, filters = lists.region_code(region), chart_filters.asked()
    first, last = span = lists.span(code)
    if first is None or last is None:
        return send_to(filters.url(code, at=None))
    chosen = _chosen(filters, first, last)
    if chosen and not wants_partial():
        return send_to(filters.url(code, at=moments.address(chosen)))
    return render(
        "times/index.html", "times/_controls.html", region_code=code, span=span, filters=filters, chosen=chosen or last
    )


@blueprint.errorhandler(OutsideHistory)
def outside(_: OutsideHistory) -> Response | tuple[Response, int]:
    """Tell which times of the asked region there are; not cached, for it is an error."""
    if wants_partial():
        return errors.answer(NotFound("No list is kept from that time."))
    code = lists.region_code((request.view_args or {})["region"])
    return render("times/outside.html", region_code=code, span=lists.span(code)), NotFound.code


def _chosen(filters: Filters, first: datetime, last: datetime) -> datetime | None:
    text = request.args.get("hours", "")
    if not text:
        return filters.moment
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        abort(400, "The number of hours after the first list is a whole number, such as ?hours=24.")
    return min(first + int(text) * HOUR, last)
