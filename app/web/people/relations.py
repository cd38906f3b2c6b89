"""What a member does about another: follow, mute, block, and have them follow no longer."""

from flask import flash, url_for
from werkzeug.wrappers import Response

from app.accounts.attempts import RELATIONS_OF_MEMBER
from app.extensions import db
from app.social import following, hiding, members
from app.social.members import SeenMember
from app.web import spans
from app.web.identity import reading
from app.web.members import member, members_blueprint, per_member
from app.web.render import keep_private, render_private, send_to, wants_partial
from app.web.requested import came_from, wished

blueprint = members_blueprint("relations")


@blueprint.post("/@<username>/follow")
@per_member(RELATIONS_OF_MEMBER)
def follow(username: str) -> Response:
    viewer, seen = member(), _seen(username)
    if wished():
        following.follow(db.session(), viewer, seen.user)
    else:
        following.unfollow(db.session(), viewer, seen.user)
    db.session.commit()
    if not wants_partial():
        return _back(username)
    return render_private("people/_follow.html", seen=_seen(username), is_answer=True)


@blueprint.post("/@<username>/remove-follower")
@per_member(RELATIONS_OF_MEMBER)
def remove_follower(username: str) -> Response:
    viewer, seen = member(), _seen(username)
    following.remove_follower(db.session(), viewer, seen.user)
    db.session.commit()
    flash(f"@{username} follows you no longer. They are not told.")
    return _back(username)


@blueprint.post("/@<username>/mute")
@per_member(RELATIONS_OF_MEMBER)
def mute(username: str) -> Response:
    viewer, seen = member(), _seen(username)
    if wished():
        hiding.mute(db.session(), viewer, seen.user, spans.end(reading().now))
        told = f"You muted @{username}: what they write stays out of your lists. They are not told."
    else:
        hiding.unmute(db.session(), viewer, seen.user)
        told = f"What @{username} writes is in your lists again."
    db.session.commit()
    flash(told)
    return _back(username)


@blueprint.post("/@<username>/block")
@per_member(RELATIONS_OF_MEMBER)
def block(username: str) -> Response:
    """Only this way: who is blocked is no longer found here, and is unblocked in the settings."""
    viewer, seen = member(), _seen(username)
    hiding.block(db.session(), viewer, seen.user)
    db.session.commit()
    flash(f"You blocked @{username}. Neither of you sees the other any more. You can undo it here.")
    return keep_private(send_to(url_for("privacy.show"), 303))


def _seen(username: str) -> SeenMember:
    return members.find(db.session(), reading(), username)


def _back(username: str) -> Response:
    return keep_private(send_to(came_from(url_for("profiles.show", username=username)), 303))
