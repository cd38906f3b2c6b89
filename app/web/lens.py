"""The border lens: all lists beside each other, two compared, and what each is made of."""

from datetime import datetime
from typing import cast, get_args

from flask import Blueprint, abort, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from app.models import REGIONS
from app.trending import lens, lists, snapshots
from app.trending.lens import LensRow, Reach
from app.trending.lists import OutsideHistory, RankedList
from app.trending.snapshots import Snapshots
from app.web import ages, errors, moments
from app.web.render import render, wants_partial

ROWS = 40
MOST_ROWS = lens.TOP * len(REGIONS)
"""No lens is longer: this many videos, if each region's first places hold videos of its own."""

blueprint = Blueprint("lens", __name__)


@blueprint.get("/lens")
def index() -> Response:
    """The lists of all regions, now or `?at=` a time, of one `?reach=`; or two of them with `?compare=PL,SE`."""
    moment, pair = moments.asked(), _pair()
    shown = _lists(moment)
    told = {"moment": moment, "lists": shown, "as_of": _as_of(moment, shown)}
    if pair:
        return _compared(shown[pair[0]], shown[pair[1]], **told)
    return _matrix(lens.rows(shown), **told)


def _compared(left: RankedList, right: RankedList, **told: object) -> Response:
    return render(
        "lens/compare.html",
        "lens/_compared.html",
        left=left,
        right=right,
        beside=lens.beside(left, right),
        compared=lens.compare(left, right),
        **told,
    )


def _matrix(rows: list[LensRow], **told: object) -> Response:
    limit = _limit()
    return render(
        "lens/index.html",
        "lens/_matrix.html",
        rows=rows,
        of_reach={one: lens.of_reach(rows, one) for one in (None, *get_args(Reach))},
        reach=_reach(),
        limit=limit,
        longer=min(limit + ROWS, MOST_ROWS),
        arrivals=lens.arrivals(rows),
        origins=lens.origins(rows),
        **told,
    )


@blueprint.get("/lens/categories")
def categories() -> Response:
    """The categories of every region's list, now or `?at=` a time."""
    moment = moments.asked()
    shown = _lists(moment)
    rows = lens.category_rows(shown)
    drawn = lens.stacked(rows, shown)
    return render(
        "lens/categories.html", moment=moment, lists=shown, as_of=_as_of(moment, shown), rows=rows, drawn=drawn
    )


@blueprint.errorhandler(OutsideHistory)
def outside(_: OutsideHistory) -> Response | tuple[Response, int]:
    """Tell which times there are; not cached, for it is an error."""
    if wants_partial():
        return errors.answer(NotFound("No region has a list of that time."))
    return render("lens/outside.html", spans={code: lists.span(code) for code in REGIONS}), NotFound.code


def _lists(moment: datetime | None) -> Snapshots:
    return snapshots.current(REGIONS) if moment is None else snapshots.at(REGIONS, moment)


def _as_of(moment: datetime | None, shown: Snapshots) -> datetime | None:
    """The time that ages are told from: what was asked, or the newest capture where all are old; None for now."""
    newest = max((ranked.captured_at for ranked in shown.values() if ranked.captured_at), default=None)
    return newest if moment is None and newest and ages.is_stale(newest) else moment


def _pair() -> list[str]:
    """The two regions of `?compare=PL,SE`, which a form sends as two values; none without it."""
    codes = [lists.region_code(text) for text in ",".join(request.args.getlist("compare")).split(",") if text]
    if codes and (len(codes), len(set(codes))) != (2, 2):
        abort(400, "Two different regions are compared, as in ?compare=PL,SE.")
    return codes


def _reach() -> Reach | None:
    text = request.args.get("reach") or None
    if text is not None and text not in get_args(Reach):
        abort(400, "A reach is one of one, several and everywhere, as in ?reach=one.")
    return cast("Reach | None", text)


def _limit() -> int:
    text = request.args.get("rows", str(ROWS))
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= MOST_ROWS):
        abort(400, f"The number of rows is from 1 to {MOST_ROWS}, as in ?rows={ROWS}.")
    return int(text)
