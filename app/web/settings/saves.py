"""What a member saved: posts and videos, each the latest first."""

from flask import url_for
from werkzeug.wrappers import Response

from app.extensions import db
from app.social import marks
from app.web.identity import reading
from app.web.members import member
from app.web.render import render_private
from app.web.requested import window
from app.web.settings.members import settings_blueprint

blueprint = settings_blueprint("saves")


@blueprint.get("")
def index() -> Response:
    """The posts."""
    page = marks.posts_saved(db.session(), reading(), member().id, window())
    more = url_for(".index", max_id=page.rows[-1].id) if page.has_older else None
    rows = [one.thing for one in page.rows]
    return render_private("settings/saves.html", "posts/_items.html", rows=rows, more=more, level=3)


@blueprint.get("/videos")
def videos() -> Response:
    page = marks.videos_saved(db.session(), member().id, window())
    more = url_for(".videos", max_id=page.rows[-1].id) if page.has_older else None
    return render_private("settings/saved_videos.html", "settings/_saved_videos.html", rows=page.rows, more=more)
