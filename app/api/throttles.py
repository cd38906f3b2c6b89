"""The limits of the endpoints that guess passwords, send mails, make accounts or write: decorators of their views."""

from collections.abc import Callable

from flask import Response, request
from flask_limiter.util import get_remote_address
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from app.accounts import attempts
from app.accounts.access import NotIdentified
from app.accounts.addresses import MAX_LENGTH
from app.accounts.attempts import Allowance, member_key
from app.accounts.logins import limit_key
from app.api.identity import identity
from app.extensions import db
from app.feed.feedback import FEEDBACK_OF_MEMBER
from app.feed.seen import ACKNOWLEDGEMENTS_OF_MEMBER
from app.infra.limits import View, limited
from app.social.commenting import COMMENTS_OF_MEMBER
from app.social.marks import MARKS_OF_MEMBER
from app.social.posting import POSTS_OF_MEMBER


def sign_ups(view: View) -> View:
    view = _per_address(attempts.SIGN_UPS_OF_ADDRESS, "POST")(view)
    return limited(*attempts.MAILS_TO_ACCOUNT, "POST", lambda: limit_key(_named("email")), lambda: not _named("email"))(
        view
    )


def logins(view: View) -> View:
    view = _per_address(attempts.LOGINS_OF_ADDRESS, "POST")(view)
    for allowance, key, is_spared in (
        (attempts.FAILURES_OF_ADDRESS_AND_ACCOUNT, _address_and_account, lambda: not _login()),
        (attempts.FAILURES_OF_ACCOUNT, _account, _is_spared),
    ):
        view = limited(*allowance, "POST", key, is_spared, _is_failure)(view)
    return view


def rotations(view: View) -> View:
    return _per_address(attempts.ROTATIONS_OF_ADDRESS, "PUT")(view)


def activations(view: View) -> View:
    return _per_address(attempts.LINKS_OF_ADDRESS, "PUT")(view)


def relations(method: str) -> Callable[[View], View]:
    """Of views that change what stands between members."""
    return _per_member(attempts.RELATIONS_OF_MEMBER, method)


def marks(method: str) -> Callable[[View], View]:
    """Of views that like and save."""
    return _per_member(MARKS_OF_MEMBER, method)


def posts(view: View) -> View:
    return _per_member(POSTS_OF_MEMBER)(view)


def comments(view: View) -> View:
    return _per_member(COMMENTS_OF_MEMBER)(view)


def feedback(method: str) -> Callable[[View], View]:
    """Of views that decide about the deck."""
    return _per_member(FEEDBACK_OF_MEMBER, method)


def acknowledgements(view: View) -> View:
    return _per_member(ACKNOWLEDGEMENTS_OF_MEMBER)(view)


def _per_member(allowance: Allowance, method: str = "POST") -> Callable[[View], View]:
    return limited(*allowance, method, lambda: member_key(_viewer_id() or 0), lambda: _viewer_id() is None)


def _viewer_id() -> int | None:
    """The member's; None also where it cannot be found out: the view will tell, the limiter would not."""
    try:
        viewer = identity().viewer
    except (NotIdentified, SQLAlchemyError):
        return None
    return viewer.id if viewer else None


def _per_address(allowance: Allowance, method: str) -> Callable[[View], View]:
    return limited(*allowance, method, get_remote_address)


def _is_failure(response: Response) -> bool:
    return response.status_code == 401


def _account() -> str:
    return limit_key(_login())


def _address_and_account() -> str:
    return f"{get_remote_address()} {_account()}"


def _is_spared() -> bool:
    return attempts.is_spared(db.session(), _login(), get_remote_address())


def _login() -> str:
    return _named("login") or _named("email") or _named("username")


def _named(name: str) -> str:
    """A text in the body, before anybody has checked that; empty when it is none that a member can have."""
    try:
        body = request.get_json(force=True, silent=True)
    except HTTPException:  # too large
        return ""
    value = body.get(name) if isinstance(body, dict) else None
    return value if isinstance(value, str) and "\0" not in value and len(value) <= MAX_LENGTH else ""
