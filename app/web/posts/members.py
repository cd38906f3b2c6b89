"""What only members do with posts: who is none is asked to log in, and comes back to the page."""

from flask import Blueprint, request, url_for
from flask_limiter.util import get_remote_address
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from app.accounts import access, attempts
from app.accounts.access import NotAllowed, NotIdentified
from app.accounts.viewers import Viewer
from app.web import errors
from app.web.identity import identity, viewer
from app.web.render import keep_private, send_to
from app.web.requested import came_from

REFUSED, STALE = 422, 409
"""The status of a form that comes back with messages, and of one whose subject has changed meanwhile."""


def members_blueprint(name: str) -> Blueprint:
    """A blueprint whose views take `member()`."""
    blueprint = Blueprint(name, __name__)
    blueprint.register_error_handler(NotIdentified, _ask_to_log_in)
    blueprint.register_error_handler(NotAllowed, _refuse)
    return blueprint


def member() -> Viewer:
    """Who is logged in. Raises `NotIdentified`, and `NotAllowed` for an account that is not active."""
    return access.member(identity())


def member_key() -> str:
    """By what the limits of members count; the views themselves refuse others."""
    known = viewer()
    return attempts.member_key(known.id) if known else get_remote_address()


def _ask_to_log_in(_error: NotIdentified) -> Response:
    home = url_for("trending.home")
    wanted = request.full_path.removesuffix("?") if request.method == "GET" else came_from(home)
    return keep_private(send_to(url_for("login.new", next=wanted), 303))


def _refuse(error: NotAllowed) -> Response:
    return errors.answer(Forbidden(str(error)))
