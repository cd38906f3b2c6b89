"""Posts to read: one with its comments, its versions, and those with a tag."""

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from app.extensions import db
from app.social import posts
from app.social.texts import normal_tag
from app.web.identity import reading
from app.web.posts.pages import older, post_page, versions_page
from app.web.render import render
from app.web.requested import window

blueprint = Blueprint("posts", __name__)


@blueprint.get("/posts/<post_id>")
def show(post_id: str) -> Response:
    seen = posts.find(db.session(), reading(), post_id)
    return render("posts/show.html", "posts/_threads.html", **post_page(seen, window()))


@blueprint.get("/posts/<post_id>/versions")
def edits(post_id: str) -> Response:
    seen = posts.find(db.session(), reading(), post_id)
    return render("posts/versions.html", "posts/_versions.html", **versions_page(seen))


@blueprint.get("/tags/<tag>")
def tag(tag: str) -> Response:
    name = normal_tag(tag)
    page = posts.with_tag(db.session(), reading(), name, window())
    more = older(page, lambda max_id: url_for(".tag", tag=name, max_id=max_id))
    return render("posts/tag.html", "posts/_items.html", tag=name, rows=page.rows, more=more)
