"""Settings are for members, who change what is theirs."""

from flask import Blueprint
from werkzeug.exceptions import TooManyRequests

from app.extensions import db
from app.models import User
from app.web.accounts import throttles
from app.web.members import member, members_blueprint


def settings_blueprint(name: str) -> Blueprint:
    """A blueprint of pages under /settings/ and its name, with hyphens, that only members see."""
    blueprint = members_blueprint(name, url_prefix=f"/settings/{name.replace('_', '-')}")
    blueprint.before_request(_require_member)
    blueprint.register_error_handler(TooManyRequests, throttles.tell)
    return blueprint


def member_row() -> User:
    """Who is logged in, to be changed."""
    return db.session.get_one(User, member().id)


def _require_member() -> None:
    member()
