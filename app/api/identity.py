"""Whom a request to the JSON interface is from: read from its bearer when a view asks, and passed down from there."""

import logging
from datetime import UTC, datetime
from uuid import UUID

from flask import Response, g, request
from sqlalchemy.exc import SQLAlchemyError

from app.accounts import access_tokens, service_tokens, sessions, viewers
from app.accounts.access import ANYONE, Identity, NotIdentified
from app.extensions import db
from app.social.reader import Reader, reader

logger = logging.getLogger(__name__)


class BadBearer(NotIdentified):
    """The request has a token, and it is not good."""


def identity() -> Identity:
    """The bearer's identity, or anyone's without a token. Raises `BadBearer`.

    Public views do not ask, so that they neither wait nor fail for a token that they do not need.
    """
    if "identity" not in g:
        g.identity = _identified(datetime.now(UTC))
    found: Identity = g.identity
    return found


def reading() -> Reader:
    """Who reads, for the rule of visibility; anybody without a token, as a machine, and until activated."""
    if "reader" not in g:
        viewer = identity().viewer
        g.reader = reader(db.session(), viewer if viewer and viewer.is_active else None, datetime.now(UTC))
    found: Reader = g.reader
    return found


def keep_apart(response: Response) -> Response:
    """After each request of a blueprint whose answers differ by reader: caches keep those of members for them alone.

    No cache answers without asking here: what is deleted or hidden is so at once, for everybody.
    """
    kept_by = "private" if "Authorization" in request.headers else "public"
    response.headers.setdefault("Cache-Control", f"{kept_by}, no-cache")
    response.vary.add("Authorization")
    return response


def _identified(now: datetime) -> Identity:
    scheme, _, token = request.headers.get("Authorization", "").strip().partition(" ")
    if scheme.lower() != "bearer":
        return ANYONE
    return _member(token.strip(), now) if "." in token else _machine(token.strip())


def _member(token: str, now: datetime) -> Identity:
    try:
        claims = access_tokens.verify(token, now)
    except access_tokens.ExpiredToken:
        raise BadBearer("The access token has expired. Trade the refresh token for the next one.")
    except access_tokens.BadToken:
        raise BadBearer("This is not an access token of this site.")
    viewer = viewers.of_session(claims.sid, now)
    if viewer is None or (viewer.id, viewer.session_version) != (claims.sub, claims.ver):
        raise BadBearer("The session of this access token has ended. Log in again.")
    _note_seen(claims.sid, now)
    return Identity(viewer, claims.sid)


def _machine(secret: str) -> Identity:
    token = service_tokens.find(db.session(), secret)
    if token is None:
        raise BadBearer("This is not a token of this site, or it was revoked.")
    return Identity(scopes=frozenset(token.scopes))


def _note_seen(session_id: UUID, now: datetime) -> None:
    try:
        if sessions.touch(db.session(), session_id, now):
            db.session.commit()
    except SQLAlchemyError as error:  # who it is was told by the cache, and that answers many requests
        db.session.rollback()
        logger.warning("that a session was seen could not be noted: %s", error)
