"""Cursors: a place in a ranking, signed so that a client can only hand back what it was given."""

from itsdangerous import BadSignature, URLSafeSerializer

from app.trending.charts import Position

_SALT = "ranking-cursor"


class BadCursor(ValueError):
    """The text is not a cursor that this site signed."""


def dump(position: Position, secret_key: str) -> str:
    """A short opaque text for a position."""
    return URLSafeSerializer(secret_key, _SALT).dumps([position.ranking_id, position.rank])


def load(text: str, secret_key: str) -> Position:
    """The position in a cursor. Raises `BadCursor`."""
    try:
        ranking_id, rank = URLSafeSerializer(secret_key, _SALT).loads(text)
    except (BadSignature, ValueError, TypeError) as error:
        raise BadCursor(text) from error
    return Position(ranking_id, rank)
