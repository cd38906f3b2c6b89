"""The member who asks, and their sessions."""

from datetime import UTC, datetime
from uuid import UUID

from apiflask import APIBlueprint
from werkzeug.exceptions import NotFound

from app.accounts import access, sessions
from app.accounts.viewers import Viewer
from app.api import throttles
from app.api.identity import identity, keep_apart, reading
from app.api.schemas.accounts import SessionAnswer, SessionList
from app.api.schemas.people import MeAnswer
from app.extensions import db
from app.models import User
from app.social import members, profiles
from app.social.profiles import ProfileChanges

NO_SESSION = "You have no such session."

me = APIBlueprint("me", __name__, tag="Accounts", url_prefix="/v1/me")


me.after_request(keep_apart)


@me.get("")
@me.output(MeAnswer)
@me.doc(security="bearer")
def show() -> MeAnswer:
    """Yourself"""
    return _answer(access.member(identity()))


@me.patch("")
@throttles.relations("PATCH")
@me.input(ProfileChanges, arg_name="changes")
@me.output(MeAnswer)
@me.doc(security="bearer")
def update(changes: ProfileChanges) -> MeAnswer:
    """Change your profile

    What is left out stays as it is. When you are private no longer, everybody who waits to follow you does.
    """
    viewer = access.member(identity())
    profiles.edit(db.session(), viewer, changes)
    db.session.commit()
    return _answer(viewer)


@me.get("/sessions")
@me.output(SessionList)
@me.doc(security="bearer")
def sessions_index() -> SessionList:
    """Where you are logged in, the place seen last first"""
    viewer, current = access.member(identity()), identity().session_id
    found = sessions.mine(db.session(), viewer.id, datetime.now(UTC))
    return SessionList.of(found, current)


@me.delete("/sessions")
@me.output({}, status_code=204)
@me.doc(security="bearer")
def sessions_clear() -> tuple[str, int]:
    """Log out everywhere, here as well"""
    viewer = access.member(identity())
    sessions.revoke_all(db.session(), db.session.get_one(User, viewer.id), datetime.now(UTC))
    db.session.commit()
    return "", 204


@me.get("/sessions/<session_id>")
@me.output(SessionAnswer)
@me.doc(security="bearer")
def sessions_show(session_id: str) -> SessionAnswer:
    """One of your sessions"""
    viewer, current = access.member(identity()), identity().session_id
    for row in sessions.mine(db.session(), viewer.id, datetime.now(UTC)):
        if str(row.id) == session_id:
            return SessionAnswer.of(row, current)
    raise NotFound(NO_SESSION)


@me.delete("/sessions/<session_id>")
@me.output({}, status_code=204)
@me.doc(security="bearer")
def sessions_destroy(session_id: str) -> tuple[str, int]:
    """End one of your sessions

    Every process refuses its tokens within five seconds.
    """
    viewer = access.member(identity())
    if not sessions.revoke(db.session(), viewer.id, _uuid(session_id), datetime.now(UTC)):
        raise NotFound(NO_SESSION)
    db.session.commit()
    return "", 204


def _answer(viewer: Viewer) -> MeAnswer:
    return MeAnswer.of(members.find(db.session(), reading(), viewer.id), viewer)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound(NO_SESSION)
