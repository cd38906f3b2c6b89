"""oEmbed (https://oembed.com): what another site shows for a link to a video here.

The answer is of the type `link`: a title, a name and a picture. A `rich` one would need a frame, which pages refuse.
"""

from urllib.parse import unquote, urlsplit

from flask import Blueprint, abort, current_app, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from app.extensions import db
from app.trending import videos
from app.web import documents, requested
from app.web.preview_image import HEIGHT, WIDTH
from app.web.previews import WIDTHS, video_preview_url

CACHE_SECONDS = 3600
_NOT_A_VIDEO = "Give the whole address of a video's page on this site."

blueprint = Blueprint("oembed", __name__)


@blueprint.get("/oembed")
def show() -> Response:
    """A video page's title and picture, as JSON or XML; the picture fits `maxwidth` and `maxheight`."""
    form = request.args.get("format", "json")
    if form not in {"json", "xml"}:
        abort(501, "The formats are json and xml.")
    told = _tell(_video_id(request.args.get("url", "")), _limit("maxwidth"), _limit("maxheight"))
    if form == "xml":
        return documents.xml("outward/oembed.xml", "text/xml", CACHE_SECONDS, told=told)
    return documents.as_json(told, "application/json", CACHE_SECONDS)


def _tell(video_id: str, most_wide: int, most_high: int) -> dict[str, object]:
    detail = videos.detail(db.session(), video_id)
    told: dict[str, object] = {
        "version": "1.0",
        "type": "link",
        "title": detail.facts.title,
        "provider_name": "Upswell",
        "provider_url": url_for("trending.home", _external=True),
        "cache_age": CACHE_SECONDS,
    }
    if detail.facts.channel_title:
        told["author_name"] = detail.facts.channel_title
    for width in WIDTHS:
        height = width * HEIGHT // WIDTH
        if width <= most_wide and height <= most_high:
            picture = video_preview_url(detail, width)
            return told | {"thumbnail_url": picture, "thumbnail_width": width, "thumbnail_height": height}
    return told


def _video_id(url: str) -> str:
    """The id in the address of a video's page; 404 for every other address."""
    try:
        parts = urlsplit(url)
        endpoint, values = current_app.url_map.bind(request.host).match(unquote(parts.path))
    except (ValueError, HTTPException):
        abort(404, _NOT_A_VIDEO)
    is_here = parts.scheme in {"http", "https"} and parts.netloc.lower() == request.host.lower()
    if not is_here or endpoint != "videos.show":
        abort(404, _NOT_A_VIDEO)
    return str(values["video_id"])


def _limit(name: str) -> int:
    """A number of pixels in the query; no limit when it is not there."""
    limit = requested.number(name, f"{name} is a number of pixels.")
    return WIDTH if limit is None else limit
