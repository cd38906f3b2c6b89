"""A form that makes something carries a key of its own, so that sending it twice makes one thing."""

from collections.abc import Callable
from secrets import token_urlsafe

from flask import json, request

from app.accounts.viewers import Viewer
from app.extensions import db
from app.social import submissions

KEY_FIELD = "once"


def new_key() -> str:
    """A key for a form that is shown; the one of a form that comes back stays."""
    return request.form.get(KEY_FIELD) or token_urlsafe(12)


def once(viewer: Viewer, make: Callable[[], str]) -> str:
    """Where `make` leads, or where it led when the viewer sent this very form before, without making it again."""
    if not request.form.get(KEY_FIELD):
        return make()
    sent = json.dumps([request.path, sorted(request.form.items(multi=True))]).encode()
    known = submissions.begin(db.session(), viewer.id, sent)
    if known is not None:
        return known
    location = make()
    submissions.finish(db.session(), viewer.id, sent, location)
    return location
