"""Posters: pictures drawn here, so that a page asks nobody else for them."""

from hashlib import sha256

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from app.extensions import limiter
from app.models import Video
from app.trending.facts import VideoFacts
from app.web.assets import keep_version
from app.web.poster import DRAWING, draw

blueprint = Blueprint("posters", __name__)


def poster_url(video: VideoFacts) -> str:
    """The address of a video's poster; it tells all that the drawing needs, and changes with it."""
    return _url(video.id, video.title, video.category_id)


def poster_of(video: Video) -> str:
    """The same of a video as the database has it."""
    return _url(video.source_id, video.title, video.category_id)


@blueprint.get("/posters/<int:category>-<string(length=12):seed>.svg")
@limiter.exempt
def show(category: int, seed: str) -> Response:
    """A poster for a category, varied by a seed; 320 × 180."""
    response = Response(draw(category, seed), mimetype="image/svg+xml")
    keep_version(response, str(DRAWING))
    response.add_etag(weak=True)
    return response.make_conditional(request)


def _url(source_id: str, title: str, category_id: int | None) -> str:
    seed = sha256(f"{source_id}\n{title}".encode()).hexdigest()[:12]
    return url_for("posters.show", category=category_id or 0, seed=seed, v=DRAWING)
