"""The receipt of a place: why a video stands, or stood, where it does in a region, on a page of its own."""

from datetime import datetime, timedelta

from flask import Blueprint
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import REGIONS
from app.trending import lists, videos
from app.trending.lines import HOUR, region_lines
from app.trending.lists import Entry, OutsideHistory
from app.trending.videos import VideoDetail
from app.web import errors, moments, times
from app.web.render import render

LINE_SPAN = timedelta(days=30)
Line = list[tuple[datetime, int]]

blueprint = Blueprint("receipts", __name__)
blueprint.register_error_handler(OutsideHistory, times.outside)


@blueprint.get("/videos/<video_id>/receipts/<region>")
def show(video_id: str, region: str) -> Response:
    """Its receipt in the region's list of now, or of the time in `?at=`."""
    code, moment = lists.region_code(region), moments.asked()
    detail = videos.detail(db.session(), video_id)
    ranked = lists.current(code)[0] if moment is None else lists.at(code, moment)
    entry = next((one for one in ranked.entries if one.video.id == detail.facts.id), None)
    if entry is None or ranked.captured_at is None:
        return _absent(code, moment)
    return render(
        "receipts/show.html",
        detail=detail,
        region_code=code,
        moment=moment,
        ranked=ranked,
        entry=entry,
        day=_day(entry, ranked.captured_at),
        month=_month(detail, code, ranked.captured_at),
    )


def _absent(code: str, moment: datetime | None) -> Response:
    when = f"{REGIONS[code].in_sentence} {'now' if moment is None else 'at that time'}"
    return errors.answer(NotFound(f"This video is not in the list of {when}, so it has no receipt there."))


def _day(entry: Entry, until: datetime) -> Line:
    """The ranks of the 24 hours before, and of that hour."""
    hours = len(entry.line) - 1
    return [(until - (hours - number) * HOUR, rank) for number, rank in enumerate(entry.line) if rank is not None]


def _month(detail: VideoDetail, code: str, until: datetime) -> Line:
    points = region_lines(db.session(), detail.key, until - LINE_SPAN, until).get(code, [])
    return [(point.captured_at, point.rank) for point in points]
