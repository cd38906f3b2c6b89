"""Cursors: a place in a ranking or in the lens, signed so that a client can only hand back what it was given."""

from collections.abc import Collection, Mapping

from itsdangerous import BadSignature, URLSafeSerializer

from app.trending.charts import Position

_SALT = "ranking-cursor"
_LENS_SALT = "lens-cursor"


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


def dump_lens(ranking_ids: Mapping[str, int | None], after: int, secret_key: str) -> str:
    """A text for the place `after` that row of the lens over one ranking of each of these regions."""
    return _lens_serializer(ranking_ids, secret_key).dumps([after, *(number or 0 for number in ranking_ids.values())])


def load_lens(text: str, codes: Collection[str], secret_key: str) -> tuple[dict[str, int | None], int]:
    """The rankings and the row in a cursor of the lens over these regions. Raises `BadCursor`."""
    try:
        after, *numbers = _lens_serializer(codes, secret_key).loads(text)
    except (BadSignature, ValueError, TypeError) as error:
        raise BadCursor(text) from error
    return dict(zip(codes, (number or None for number in numbers), strict=True)), after


def _lens_serializer(codes: Collection[str], secret_key: str) -> URLSafeSerializer:
    """The regions are signed but not written, for a short text."""
    return URLSafeSerializer(secret_key, f"{_LENS_SALT}:{','.join(codes)}")
