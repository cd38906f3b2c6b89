"""What only members do on pages: who is none is asked to log in, and comes back to the page."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, request, url_for
from flask_limiter.util import get_remote_address
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from app.accounts import access, attempts
from app.accounts.access import NotAllowed, NotIdentified
from app.accounts.attempts import Allowance
from app.accounts.viewers import Viewer
from app.infra.limits import View, limited
from app.web import errors
from app.web.identity import identity, viewer
from app.web.render import keep_private, send_to
from app.web.requested import came_from

REFUSED, STALE = 422, 409
"""The status of a form that comes back with messages, and of one whose subject has changed meanwhile."""


def members_blueprint(name: str, **options: Any) -> Blueprint:
    """A blueprint whose views take `member()`."""
    blueprint = Blueprint(name, __name__, **options)
    blueprint.register_error_handler(NotIdentified, _ask_to_log_in)
    blueprint.register_error_handler(NotAllowed, _refuse)
    return blueprint


def member() -> Viewer:
    """Who is logged in. Raises `NotIdentified`, and `NotAllowed` for an account that is not active."""
    return access.member(identity())


def per_member(allowance: Allowance) -> Callable[[View], View]:
    """Decorates views whose POST requests are counted by member, together with those of the JSON interface."""
    return limited(*allowance, "POST", _key)


def _key() -> str:
    """By what the limits count; the views themselves refuse others than members."""
    known = viewer()
    return attempts.member_key(known.id) if known else get_remote_address()


def _ask_to_log_in(_error: NotIdentified) -> Response:
    home = url_for("trending.home")
    wanted = request.full_path.removesuffix("?") if request.method == "GET" else came_from(home)
    return keep_private(send_to(url_for("login.new", next=wanted), 303))


def _refuse(error: NotAllowed) -> Response:
    return errors.answer(Forbidden(str(error)))
