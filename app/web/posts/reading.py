"""Posts to read: one with its comments, its versions, those with a tag, those about a video."""

from flask import Blueprint, abort
from pydantic_core import PydanticCustomError
from werkzeug.wrappers import Response

from app.extensions import db
from app.social import posting, posts
from app.social.posts import UnknownPost
from app.social.texts import normal_tags
from app.trending import videos
from app.web.identity import reading, viewer
from app.web.posts import pages
from app.web.render import render, render_private
from app.web.requested import window

blueprint = Blueprint("posts", __name__)


@blueprint.get("/posts/<post_id>")
def show(post_id: str) -> Response:
    """A post with its comments; to its author one that they deleted, to undo that."""
    try:
        seen = posts.find(db.session(), reading(), post_id)
    except UnknownPost:
        return _deleted(post_id)
    return render("posts/show.html", "posts/_threads.html", **pages.post_page(seen, window()))


@blueprint.get("/posts/<post_id>/versions")
def versions(post_id: str) -> Response:
    seen = posts.find(db.session(), reading(), post_id)
    return render("posts/versions.html", "posts/_edits.html", **pages.versions_page(seen, window()))


@blueprint.get("/tags/<tag>")
def tag(tag: str) -> Response:
    try:
        (name,) = normal_tags([tag])
    except PydanticCustomError:
        abort(404, "No tag is written like this: tags are of letters, digits and hyphens.")
    page = posts.with_tag(db.session(), reading(), name, window())
    return render("posts/tag.html", "posts/_items.html", tag=name, **pages.items(page, ".tag", tag=name))


@blueprint.get("/videos/<video_id>/posts")
def about_video(video_id: str) -> Response:
    key, facts = videos.find(db.session(), video_id)
    page = posts.about_video(db.session(), reading(), key, window())
    shown = pages.items(page, ".about_video", video_id=facts.id)
    return render("posts/about_video.html", "posts/_items.html", video=facts, **shown)


def _deleted(post_id: str) -> Response:
    known = viewer()
    if known is None:
        raise UnknownPost(post_id)
    post, until = posting.deleted(db.session(), known, post_id, reading().now)
    return render_private("posts/deleted.html", code=410, post=post, until=until)
