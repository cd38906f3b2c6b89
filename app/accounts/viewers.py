"""Who is looking: members and their sessions as they are now, from a cache that every commit writes through.

Whatever commits a change of a `User` or `UserSession` object in `db.session` is seen at once by this process and
within 2 s by the others. What bypasses the objects, such as a bulk statement, is seen within 5 s.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson
from pydantic import TypeAdapter
from sqlalchemy import Select, bindparam, event, select
from sqlalchemy.orm import Session, UOWTransaction

from app.extensions import db
from app.infra import near_cache
from app.models import Role, User, UserSession


@dataclass(frozen=True, slots=True)
class Viewer:
    """A member, as far as deciding and greeting needs."""

    id: int
    username: str
    email: str
    role: Role
    is_active: bool
    session_version: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class _Standing:
    """What decides whether a session is good."""

    user_id: int
    version: int
    expires_at: datetime
    is_revoked: bool


_VIEWER: TypeAdapter[Viewer | None] = TypeAdapter(Viewer | None)
_STANDING: TypeAdapter[_Standing | None] = TypeAdapter(_Standing | None)
_SHAPE = sha256(orjson.dumps([_VIEWER.json_schema(), _STANDING.json_schema()])).hexdigest()[:8]
"""Stands in every key, so that a release never reads what another one cached in another shape."""

_USER = select(
    User.id, User.username, User.email, User.role, User.activated_at, User.session_version, User.created_at
).where(User.id == bindparam("key"))
_SESSION = select(UserSession.user_id, UserSession.version, UserSession.expires_at, UserSession.revoked_at).where(
    UserSession.id == bindparam("key")
)


def of_user(user_id: int) -> Viewer | None:
    """The member with this id. Raises SQLAlchemy's error when neither the cache nor the database answers."""
    return _VIEWER.validate_json(near_cache.fetch(_user_key(user_id), lambda: _user_value(_row(_USER, user_id))))


def of_session(session_id: UUID, now: datetime) -> Viewer | None:
    """The member whose session this is, while it is good: known, not revoked, not expired, of the user's version."""
    stored = near_cache.fetch(_session_key(session_id), lambda: _session_value(_row(_SESSION, session_id)))
    standing = _STANDING.validate_json(stored)
    if standing is None or standing.is_revoked or standing.expires_at <= now:
        return None
    viewer = of_user(standing.user_id)
    return viewer if viewer and viewer.session_version == standing.version else None


def _row(columns: Select[*tuple[Any, ...]], key: int | UUID) -> Any:
    """The row as the database has it, leaving alone what the session of this request has changed."""
    with db.session.no_autoflush:
        return db.session.execute(columns, {"key": key}).one_or_none()


def _user_value(row: Any) -> bytes:
    if row is None:
        return b"null"
    version, is_active = row.session_version, row.activated_at is not None
    viewer = Viewer(row.id, row.username, row.email, Role(row.role), is_active, version, row.created_at)
    return _VIEWER.dump_json(viewer)


def _session_value(row: Any) -> bytes:
    if row is None:
        return b"null"
    return _STANDING.dump_json(_Standing(row.user_id, row.version, row.expires_at, row.revoked_at is not None))


def _user_key(user_id: int) -> str:
    return f"viewer:{_SHAPE}:{user_id}"


def _session_key(session_id: UUID) -> str:
    return f"session:{_SHAPE}:{session_id}"


@event.listens_for(db.session, "after_flush")
def _note_changes(session: Session, _context: UOWTransaction) -> None:
    changed = {row for row in (*session.new, *session.dirty) if isinstance(row, User | UserSession)}
    gone = {_key_of(row): b"null" for row in session.deleted if isinstance(row, User | UserSession)}
    session.info.setdefault("viewers_changed", set()).update(changed)
    session.info.setdefault("viewers_written", {}).update(gone)


@event.listens_for(db.session, "before_commit")
def _take_values(session: Session) -> None:
    """Read the values while they can still be read; the commit expires them."""
    session.flush()
    written = session.info.setdefault("viewers_written", {})
    for row in session.info.pop("viewers_changed", ()):
        if row in session:
            written[_key_of(row)] = _user_value(row) if isinstance(row, User) else _session_value(row)


@event.listens_for(db.session, "after_commit")
def _write_through(session: Session) -> None:
    if session.in_nested_transaction():
        return
    for key, value in session.info.pop("viewers_written", {}).items():
        near_cache.put(key, value)


@event.listens_for(db.session, "after_rollback")
def _drop_changes(session: Session) -> None:
    session.info.pop("viewers_changed", None)
    session.info.pop("viewers_written", None)


def _key_of(row: User | UserSession) -> str:
    return _user_key(row.id) if isinstance(row, User) else _session_key(row.id)
