"""Cursors of a search: the rest of its ranking, signed, so that pages neither repeat nor skip and nothing is kept."""

from collections.abc import Sequence

from itsdangerous import BadSignature, URLSafeSerializer

from app.search.query import Kind
from app.search.score import Hit
from app.trending.cursor import BadCursor

MAX_LENGTH = 6_000
"""Characters of the longest cursor that is read."""

_KINDS = {kind.value[0] + kind.value[1]: kind for kind in Kind}


def dump(hits: Sequence[Hit], text: str, secret_key: str) -> str | None:
    """A text for what is left of the ranking of a query; None when nothing is."""
    if not hits:
        return None
    return _serializer(text, secret_key).dumps([[hit.kind[:2], hit.key, *hit.tenths] for hit in hits])


def load(cursor: str, text: str, secret_key: str) -> list[Hit]:
    """The hits in a cursor that was given for the same query. Raises `BadCursor`."""
    try:
        rows = _serializer(text, secret_key).loads(cursor)
    except (BadSignature, ValueError, TypeError) as error:
        raise BadCursor(cursor) from error
    return [Hit(_KINDS[kind], key, tuple(tenths)) for kind, key, *tenths in rows]


def _serializer(text: str, secret_key: str) -> URLSafeSerializer:
    """The query is signed but not written, for a short text."""
    return URLSafeSerializer(secret_key, f"search-cursor:{text}")
