"""Whom a request to the JSON interface is from: read from its bearer when a view asks, and passed down from there."""

from datetime import UTC, datetime

from flask import Response, g, request

from app.accounts import bearers
from app.accounts.access import Identity
from app.extensions import db
from app.social.reader import Reader, reader


def identity() -> Identity:
    """The bearer's identity, or anyone's without a token. Raises `BadBearer`.

    Public views do not ask, so that they neither wait nor fail for a token that they do not need.
    """
    if "identity" not in g:
        g.identity = bearers.identify(request.headers.get("Authorization", ""), datetime.now(UTC))
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
