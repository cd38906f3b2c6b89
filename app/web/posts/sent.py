"""A form that makes something carries a key of its own, so that sending it twice makes one thing."""

from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from secrets import token_urlsafe

from flask import json, request

from app.accounts.idempotency import Answer, answered, keep
from app.accounts.viewers import Viewer
from app.extensions import db

KEY_FIELD = "once"
_OF_FORMS = "a form "
"""A blank is in no key that clients of the JSON interface may choose."""


def new_key() -> str:
    """A key for a form that is shown; the one of a form that comes back stays."""
    return request.form.get(KEY_FIELD) or token_urlsafe(12)


def once(viewer: Viewer, make: Callable[[], str]) -> str:
    """Where `make` leads, or where it led when the viewer sent this very form before, without making it again.

    Raises `BusyKey` while the first is still being sent.
    """
    if not request.form.get(KEY_FIELD):
        return make()
    digest = sha256(json.dumps([request.path, sorted(request.form.items(multi=True))]).encode())
    key, now = f"{_OF_FORMS}{digest.hexdigest()}", datetime.now(UTC)
    known = answered(db.session(), viewer.id, key, digest.digest(), now)
    if known is not None:
        return known.headers["Location"]
    location = make()
    keep(db.session(), viewer.id, key, digest.digest(), Answer(303, {"Location": location}, b""), now)
    return location
