"""A member's profile: who they are, what they wrote and like, whom they follow and who follows them."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from app.extensions import db
from app.social import comments, likes, members, posts
from app.social.members import SeenMember, UnknownMember
from app.social.paging import Page, Window
from app.web import requested
from app.web.identity import reading
from app.web.render import render, send_to

blueprint = Blueprint("profiles", __name__)

_LISTS: dict[str, Callable[[SeenMember, Window], Page[Any]]] = {
    "posts": lambda seen, window: posts.by_member(db.session(), reading(), seen.user.id, window),
    "comments": lambda seen, window: comments.by_member(db.session(), reading(), seen.user.id, window),
    "likes": lambda seen, window: likes.of_member(db.session(), reading(), seen.user, window),
    "followers": lambda seen, window: members.followers(db.session(), reading(), seen.user, window),
    "following": lambda seen, window: members.following(db.session(), reading(), seen.user, window),
}


@blueprint.get("/@<username>", defaults={"tab": "posts"})
@blueprint.get(f"/@<username>/<any({', '.join(_LISTS)}):tab>")
def show(username: str, tab: str) -> Response:
    """One list of a profile, or that it is for followers; another spelling of the name leads to the right one."""
    seen = members.find(db.session(), reading(), username)
    if seen.user.username != username:
        return send_to(url_for(".show", username=seen.user.username, tab=tab))
    is_own = seen.user.id == reading().id
    shows_likes = seen.user.shows_likes or is_own
    if tab == "likes" and not shows_likes:
        raise UnknownMember(username)
    listed = _LISTS[tab](seen, requested.window()) if seen.is_open else None
    partial = f"people/_{tab}.html" if seen.is_open else "people/_private.html"
    told = {"seen": seen, "tab": tab, "listed": listed, "is_own": is_own, "shows_likes": shows_likes}
    return render("people/show.html", partial, partial=partial, **told)
