"""The `Idempotency-Key` header: a POST that is sent again has no second effect and gets the first answer again."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from hashlib import sha256
from typing import Any

from flask import Response, make_response, request

from app.accounts import access
from app.accounts.idempotency import Answer, answered, keep
from app.accounts.viewers import Viewer
from app.api.identity import identity
from app.extensions import db

HEADER, REPLAYED = "Idempotency-Key", "Idempotent-Replayed"
KEY_PATTERN = "^[!-~]{1,255}$"
_KEPT_HEADERS = ("Content-Type", "ETag", "Location")

View = Callable[..., Any]


class BadKey(ValueError):
    """The header is not in the form of a key."""


def idempotent(view: View) -> View:
    """Decorates, outside of its input and output, a POST view of members that flushes what it does; this commits it.

    With the header its answer is kept in the same transaction. An error has no effect and so is not kept.
    """

    @wraps(view)
    def answer_once(*args: object, **kwargs: object) -> Response:
        viewer = access.member(identity())
        if HEADER not in request.headers:
            response = make_response(view(*args, **kwargs))
        else:
            response = _once(viewer, lambda: make_response(view(*args, **kwargs)))
        db.session.commit()
        return response

    return answer_once


def _once(viewer: Viewer, act: Callable[[], Response]) -> Response:
    key, asked, now = _key(), _fingerprint(), datetime.now(UTC)
    kept = answered(db.session(), viewer.id, key, asked, now)
    if kept is not None:
        return Response(kept.body, kept.status, {**kept.headers, REPLAYED: "true"})
    response = act()
    headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    keep(db.session(), viewer.id, key, asked, Answer(response.status_code, headers, response.get_data()), now)
    return response


def _key() -> str:
    key = request.headers[HEADER]
    if not (1 <= len(key) <= 255 and key.isascii() and key.isprintable() and " " not in key):
        raise BadKey
    return key


def _fingerprint() -> bytes:
    """Of what is asked for: the address and the body."""
    return sha256(request.full_path.encode() + b"\n" + request.get_data()).digest()
