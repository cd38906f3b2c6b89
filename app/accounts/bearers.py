"""From the bearer token of a request to whom it is from."""

import logging
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from app.accounts import access_tokens, service_tokens, sessions, viewers
from app.accounts.access import ANYONE, Identity, NotIdentified
from app.extensions import db

logger = logging.getLogger(__name__)


class BadBearer(NotIdentified):
    """The request has a token, and it is not good."""


def identify(authorization: str, now: datetime) -> Identity:
    """Whom a request with this `Authorization` header is from; anyone without a token. Raises `BadBearer`."""
    scheme, _, token = authorization.strip().partition(" ")
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
