"""One video: its facts, where it stands now, its lines through the lists, and its way across borders."""

from datetime import UTC, datetime

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response

from app.extensions import db
from app.infra.gateway import CONTENT_SECURITY_POLICY
from app.social import marks, posts
from app.social.marks import VideoMarks
from app.social.paging import Window
from app.social.reader import Reader, reader_of
from app.trending import videos
from app.web import video_lines
from app.web.identity import note_reading, reading, reading_columns, viewer
from app.web.render import render

MOST_RISERS = 4
MOST_POSTS = 10
DEMO = "demo"
PLAYER_HOST = "https://www.youtube-nocookie.com"

blueprint = Blueprint("videos", __name__)


@blueprint.get("/videos/<video_id>")
def show(video_id: str) -> Response:
    """A video; `?span=` chooses how far back its lines are drawn."""
    span = request.args.get("span")
    if span is not None and span not in video_lines.SPANS:
        abort(400, f"A span is one of {', '.join(video_lines.SPANS)}, as in ?span=7d.")
    marked_as, told = marks.video_columns(_reader()), reading_columns()
    detail = videos.detail(db.session(), video_id, *marked_as, *told)
    marked = VideoMarks(*detail.more[: len(marked_as)])
    note_reading(detail.more[len(marked_as) :])
    written = posts.about_video(db.session(), reading(), detail.key, Window(MOST_POSTS)) if marked.posts_count else None
    drawn = video_lines.of_video(db.session(), detail, span)
    risers = videos.risers_of_channel(db.session(), detail.key, MOST_RISERS)
    player = None if detail.facts.source == DEMO else f"{PLAYER_HOST}/embed/{detail.facts.id}"
    shown = {"detail": detail, "drawn": drawn, "risers": risers, "player": player, "marked": marked, "written": written}
    response = render("videos/show.html", "videos/_lines.html", **shown)
    if player:
        response.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; frame-src {PLAYER_HOST}"
    return response


def _reader() -> Reader:
    """Who reads; what words they muted is asked for with the video."""
    known, now = viewer(), datetime.now(UTC)
    return reader_of(known, now) if known else Reader(now)
