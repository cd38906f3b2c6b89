"""A member's profile: who they are, what they wrote and like, whom they follow and who follows them."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import User
from app.social import comments, marks, members, posts
from app.social.members import UnknownMember
from app.social.paging import Page, Window
from app.web.identity import reading
from app.web.render import render, send_to
from app.web.requested import window
from app.web.spans import SPANS

blueprint = Blueprint("profiles", __name__)

_LISTS: dict[str, Callable[[User, Window], Page[Any]]] = {
    "posts": lambda user, window: posts.by_member(db.session(), reading(), user.id, window),
    "comments": lambda user, window: comments.by_member(db.session(), reading(), user.id, window),
    "likes": lambda user, window: marks.posts_liked(db.session(), reading(), user.id, window),
    "liked-videos": lambda user, window: marks.videos_liked(db.session(), user.id, window),
    "followers": lambda user, window: members.followers(db.session(), reading(), user, window),
    "following": lambda user, window: members.following(db.session(), reading(), user, window),
}
_TABS = ", ".join(f"'{one}'" for one in _LISTS)


@blueprint.get("/@<username>", defaults={"tab": "posts"})
@blueprint.get(f"/@<username>/<any({_TABS}):tab>")
def show(username: str, tab: str) -> Response:
    """One list of a profile, or that it is for followers; another spelling of the name leads to the right one."""
    seen = members.find(db.session(), reading(), username)
    if seen.user.username != username:
        return send_to(url_for(".show", username=seen.user.username, tab=tab))
    shows_likes = marks.shows_likes(seen, reading())
    if tab in {"likes", "liked-videos"} and seen.is_open and not shows_likes:
        raise UnknownMember(username)
    listed = _LISTS[tab](seen.user, window()) if seen.is_open else None
    rows = f"people/_{tab.replace('-', '_')}.html" if listed else "people/_private.html"
    told = {
        "seen": seen,
        "tab": tab,
        "listed": listed,
        "is_own": seen.user.id == reading().id,
        "shows_likes": shows_likes,
        "spans": SPANS,
    }
    return render("people/show.html", rows, rows_template=rows, **told)
