"""One video: its facts, where it stands now, and where the charts held it."""

from flask import Blueprint
from werkzeug.wrappers import Response

from app.extensions import db
from app.trending import videos
from app.web.render import render

blueprint = Blueprint("videos", __name__)


@blueprint.get("/videos/<video_id>")
def show(video_id: str) -> Response:
    return render("videos/show.html", detail=videos.detail(db.session(), video_id))
