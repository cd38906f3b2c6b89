"""Settings are for members: who is none is asked to log in, and comes back."""

from flask import Blueprint
from werkzeug.exceptions import TooManyRequests

from app.accounts import access
from app.accounts.access import NotIdentified
from app.accounts.viewers import Viewer
from app.extensions import db
from app.models import User
from app.web.accounts import throttles
from app.web.identity import ask_to_log_in, identity


def settings_blueprint(name: str) -> Blueprint:
    """A blueprint of pages under /settings/ and its name, with hyphens, that only members see."""
    blueprint = Blueprint(name, __name__, url_prefix=f"/settings/{name.replace('_', '-')}")
    blueprint.before_request(_require_member)
    blueprint.register_error_handler(NotIdentified, ask_to_log_in)
    blueprint.register_error_handler(TooManyRequests, throttles.tell)
    return blueprint


def member() -> Viewer:
    """Who is logged in."""
    return access.member(identity())


def member_row() -> User:
    """Who is logged in, to be changed."""
    return db.session.get_one(User, member().id)


def _require_member() -> None:
    member()
