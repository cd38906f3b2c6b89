"""Whose browser asks: Flask-Login over a row of `user_sessions`, whose id is all that the session cookie holds."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask, after_this_request, g, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user
from sqlalchemy import ColumnElement
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from app.accounts import sessions, viewers
from app.accounts.access import ANYONE, Identity
from app.accounts.viewers import Viewer
from app.extensions import db
from app.models import User
from app.social.reader import Reader, reader_and_waiting, reader_columns, reader_of
from app.web.render import has_session

logger = logging.getLogger(__name__)

login_manager = LoginManager()
login_manager.session_protection = None  # the row of the session decides whether it is good, and nothing else


class Member(UserMixin):  # type: ignore[misc]
    """Whom Flask-Login takes for its user."""

    def __init__(self, identity: Identity) -> None:
        self.identity = identity

    def get_id(self) -> str:
        """The id of the session's row."""
        return str(self.identity.session_id)


def install(app: Flask) -> None:
    """Let the pages of `app` know who is logged in."""
    # Not by init_app: its hook, for a cookie that we do not use, would read the session of every answer, and then
    # all of them, also posters and JSON, would vary on cookies.
    app.login_manager = login_manager  # type: ignore[attr-defined]
    app.permanent_session_lifetime = sessions.REMEMBERED_LIFE
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False
    app.jinja_env.globals |= {"viewer": viewer, "waiting": waiting}


def identity() -> Identity:
    """Whom the request is from. Raises SQLAlchemy's error when that can be found out neither in Redis nor there."""
    found: Identity = current_user.identity if has_session() and current_user.is_authenticated else ANYONE
    return found


def viewer() -> Viewer | None:
    """Who is logged in, to greet them: a public page is for everybody also when it cannot be found out who reads."""
    if "viewer" not in g:
        try:
            g.viewer = identity().viewer
        except SQLAlchemyError as error:
            logger.warning("request %s: who is logged in cannot be found out: %s", g.get("request_id"), error)
            g.viewer = None
    found: Viewer | None = g.viewer
    return found


def reading() -> Reader:
    """Who reads, with what they keep out of their sight, found once a request.

    Raises SQLAlchemy's error when that cannot be found out: what is hidden from somebody must not show for want of it.
    """
    if "reading" not in g:
        known, now = identity().viewer, datetime.now(UTC)
        g.reading = reader_and_waiting(db.session(), known, now) if known else (Reader(now), 0)
    found: Reader = g.reading[0]
    return found


def reading_columns() -> tuple[ColumnElement[Any], ...]:
    """What a view that selects one row anyway can select with it, and hand to `note_reading`, to spare a statement."""
    known = viewer()
    return () if known is None else reader_columns(known, datetime.now(UTC))


def note_reading(told: Sequence[Any]) -> None:
    """`reading` from then on is of what `reading_columns` told."""
    known = viewer()
    if known and told:
        words, waiting = told
        g.reading = reader_of(known, datetime.now(UTC), words or ()), waiting


def waiting() -> int:
    """How many wait for the member's approval; 0 on pages that need no `reading`, for it is not worth a statement."""
    number: int = g.reading[1] if "reading" in g else 0
    return number


def log_in(user: User, remember: bool, now: datetime) -> None:
    """Begin a session in this browser, under an id that nobody saw before, end the one before it, and commit."""
    _end_session(now)
    device = sessions.device_of(request.headers.get("User-Agent", ""))
    begun = sessions.begin(db.session(), user, "page", device, request.remote_addr or "", remember, now)
    session_id = begun.id
    db.session.commit()
    session.clear()
    session.permanent = remember
    login_user(Member(Identity(viewers.of_session(session_id, now), session_id)))


def log_out(now: datetime) -> None:
    """End the session of this browser and commit."""
    _end_session(now)
    db.session.commit()
    session.clear()


def own_path(text: str | None) -> str | None:
    """`text` when it is a path on this site and nothing that a browser would take for another one."""
    is_own = text is not None and text.startswith("/") and not text.startswith("//")
    if text is None or not is_own or "\\" in text or not text.isprintable():
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else text


@login_manager.user_loader  # type: ignore[untyped-decorator]
def _member(session_id: str) -> Member | None:
    now = datetime.now(UTC)
    known = UUID(session_id)
    found = viewers.of_session(known, now)
    if found is None:  # it has ended; without its cookie pages come from caches again
        session.clear()
        return None
    after_this_request(lambda response: _note_seen(known, now, response))
    return Member(Identity(found, known))


def _note_seen(session_id: UUID, now: datetime, response: Response) -> Response:
    try:
        db.session.rollback()  # of a view that failed, nothing shall be committed with this
        if sessions.touch(db.session(), session_id, now):
            db.session.commit()
    except SQLAlchemyError as error:  # who it is was told by the cache, and that answers many requests
        db.session.rollback()
        logger.warning("that a session was seen could not be noted: %s", error)
    return response


def _end_session(now: datetime) -> None:
    before = identity()
    if before.viewer and before.session_id:
        sessions.revoke(db.session(), before.viewer.id, before.session_id, now)
