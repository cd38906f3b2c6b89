"""Cursors of a deck: a page of one snapshot, signed for its member, so that only what was given can be handed back."""

from typing import NamedTuple

from itsdangerous import BadSignature, URLSafeSerializer

from app.trending.cursor import BadCursor

MAX_LENGTH = 200
"""Characters of the longest cursor that is read."""


class Place(NamedTuple):
    """A page of the snapshot of this number: from position `begin` to before `end`, where the next page begins."""

    snapshot: int
    begin: int
    end: int


def dump(place: Place, user_id: int, secret_key: str) -> str:
    """A short opaque text for a page."""
    return _serializer(user_id, secret_key).dumps(place)


def load(text: str, user_id: int, secret_key: str) -> Place:
    """The page in a cursor that was given to this member. Raises `BadCursor`."""
    try:
        return Place(*_serializer(user_id, secret_key).loads(text))
    except (BadSignature, ValueError, TypeError) as error:
        raise BadCursor(text) from error


def _serializer(user_id: int, secret_key: str) -> URLSafeSerializer:
    """The member is signed but not written, for a short text."""
    return URLSafeSerializer(secret_key, f"deck-cursor:{user_id}")
