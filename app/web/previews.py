"""The pictures that other sites show beside a link: what they tell, their addresses, and their bounded cache."""

from zlib import crc32

from flask import Blueprint, abort, request, url_for
from werkzeug.wrappers import Response

from app.extensions import db, limiter
from app.infra import stale_cache
from app.models import REGIONS
from app.trending import lists, videos
from app.trending.lists import RankedList
from app.trending.videos import VideoDetail
from app.web.ages import is_stale
from app.web.assets import keep_version
from app.web.preview_image import WIDTH, Preview, draw
from app.web.regions import rising_in

WIDTHS = (WIDTH, WIDTH // 2)
LIMIT = "120 per minute"

SLOTS = 512
"""The cache holds this many pictures of at most some 20 kB; one that falls into another's slot takes its place."""

_PAGES = {
    "upswell": Preview("See what is rising, region by region", detail="Seven regions, and the reasons for each place"),
    "lens": Preview("The border lens", detail="What is rising on both sides of a border, and what only here"),
}

blueprint = Blueprint("previews", __name__, url_prefix="/previews/<int:width>")


def of_chart(ranked: RankedList) -> Preview:
    """A list: its region, and the titles of its first three places."""
    code = ranked.region_code
    name = REGIONS[code].name
    if ranked.captured_at is None:
        return Preview(name, eyebrow="No chart yet", region=code)
    titles = tuple(entry.video.title for entry in ranked.entries[:3])
    return Preview(name, rising_in(code, is_stale(ranked.captured_at)), region=code, places=titles)


def of_video(detail: VideoDetail) -> Preview:
    """A video: its best place now, or the region that had it first."""
    title, channel = detail.facts.title, detail.facts.channel_title or ""
    for best in detail.standings[:1]:
        return Preview(
            title, _rising(best.region_code, is_stale(best.captured_at)), channel, best.region_code, best.rank
        )
    for first in detail.appearances[:1]:
        return Preview(title, _rising(first.region_code, True), channel, first.region_code)
    return Preview(title, detail=channel)


def chart_preview_url(ranked: RankedList) -> str:
    """The whole address of a list's picture; it changes with the picture."""
    return _url("chart", of_chart(ranked), region=ranked.region_code)


def video_preview_url(detail: VideoDetail, width: int = WIDTH) -> str:
    """The whole address of a video's picture; `width` is one of WIDTHS."""
    return _url("video", of_video(detail), width, video_id=detail.facts.id)


def page_preview_url(name: str) -> str:
    """The whole address of the picture of a page that is the same for everybody."""
    return _url("page", _PAGES[name], name=name)


@blueprint.get("/charts/<region>.png")
@limiter.shared_limit(LIMIT, scope="previews")
def chart(width: int, region: str) -> Response:
    ranked, _ = lists.current(lists.region_code(region))
    return _answer(of_chart(ranked), width)


@blueprint.get("/videos/<video_id>.png")
@limiter.shared_limit(LIMIT, scope="previews")
def video(width: int, video_id: str) -> Response:
    return _answer(of_video(videos.detail(db.session(), video_id)), width)


@blueprint.get("/pages/<name>.png")
@limiter.shared_limit(LIMIT, scope="previews")
def page(width: int, name: str) -> Response:
    return _answer(_PAGES.get(name) or abort(404), width)


def _rising(code: str, is_past: bool) -> str:
    return f"{rising_in(code, is_past)} {REGIONS[code].name}"


def _url(endpoint: str, preview: Preview, width: int = WIDTH, **values: str) -> str:
    return url_for(f"previews.{endpoint}", width=width, v=preview.version, _external=True, **values)


def _answer(preview: Preview, width: int) -> Response:
    """The picture as it is now; for ever when the address asks for this version."""
    if width not in WIDTHS:
        abort(404)
    response = Response(mimetype="image/png")
    keep_version(response, preview.version)
    response.set_etag(f"{preview.version}-{width}")
    response.make_conditional(request)
    if response.status_code != 304:
        response.set_data(_cached(preview, width))
    return response


def _cached(preview: Preview, width: int) -> bytes:
    """The PNG, drawn unless the slot of its address holds this very version."""
    slot = f"preview:{crc32(request.path.encode()) % SLOTS}"
    name = f"{request.path} {preview.version}".encode()

    def draw_named() -> bytes:
        return name + b"\0" + draw(preview, width)

    body, _ = stale_cache.fetch(slot, draw_named, lists.STALE, lists.STALE)
    if not body.startswith(name + b"\0"):
        body = stale_cache.put(slot, draw_named(), lists.STALE)
    return body[len(name) + 1 :]
