"""Likes and saves of posts and videos: buttons that say what they will do, so that sending one twice does no harm."""

from collections.abc import Callable

from flask import url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from app.accounts.viewers import Viewer
from app.extensions import db
from app.social import marks, posts
from app.social.marks import MARKS_OF_MEMBER
from app.trending import videos
from app.web.identity import reading
from app.web.members import member, members_blueprint, per_member
from app.web.render import keep_private, render_private, send_to, wants_partial
from app.web.requested import came_from, wished

Turn = Callable[[Session, Viewer, int], None]

blueprint = members_blueprint("marks")


@blueprint.post("/posts/<post_id>/like")
@per_member(MARKS_OF_MEMBER)
def like_post(post_id: str) -> Response:
    return _post(post_id, marks.like_post, marks.unlike_post, "posts/_like.html")


@blueprint.post("/posts/<post_id>/save")
@per_member(MARKS_OF_MEMBER)
def save_post(post_id: str) -> Response:
    return _post(post_id, marks.save_post, marks.unsave_post, "posts/_save.html")


@blueprint.post("/videos/<video_id>/like")
@per_member(MARKS_OF_MEMBER)
def like_video(video_id: str) -> Response:
    return _video(video_id, marks.like_video, marks.unlike_video, "videos/_like.html")


@blueprint.post("/videos/<video_id>/save")
@per_member(MARKS_OF_MEMBER)
def save_video(video_id: str) -> Response:
    return _video(video_id, marks.save_video, marks.unsave_video, "videos/_save.html")


def _post(post_id: str, turn_on: Turn, turn_off: Turn, partial: str) -> Response:
    viewer, seen = member(), posts.find(db.session(), reading(), post_id)
    (turn_on if wished() else turn_off)(db.session(), viewer, seen.post.id)
    db.session.commit()
    if not wants_partial():
        page = url_for("posts.show", post_id=post_id)
        return keep_private(send_to(f"{came_from(page)}#post-{post_id}", 303))
    return render_private(partial, seen=posts.find(db.session(), reading(), post_id))


def _video(video_id: str, turn_on: Turn, turn_off: Turn, partial: str) -> Response:
    viewer, key = member(), videos.key_of(db.session(), video_id)
    (turn_on if wished() else turn_off)(db.session(), viewer, key)
    db.session.commit()
    if not wants_partial():
        return keep_private(send_to(came_from(url_for("videos.show", video_id=video_id)), 303))
    return render_private(partial, marked=marks.of_video(db.session(), reading(), key), video_id=video_id)
