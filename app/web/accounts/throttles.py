"""The limits of the pages that guess passwords, send mails or make accounts, and what is told when one is reached."""

from collections.abc import Callable
from math import ceil
from time import time

from flask import request
from flask_limiter.util import get_remote_address
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from app.accounts import attempts
from app.accounts.addresses import MAX_LENGTH
from app.accounts.logins import limit_key
from app.extensions import db, limiter
from app.infra.limits import View, limited
from app.web.identity import viewer
from app.web.members import REFUSED
from app.web.render import render_private, wants_partial


def sign_ups(view: View) -> View:
    view = limited(*attempts.SIGN_UPS_OF_ADDRESS, "POST", get_remote_address)(view)
    return _mails_to(lambda: typed("email"))(view)


def mails(view: View) -> View:
    """For views that send a mail to the address that is typed."""
    return _mails_to(lambda: typed("email"))(_mails_of_address(view))


def mails_again(view: View) -> View:
    """For views that send another mail in place of an old link, by which they are counted."""
    return _mails_to(lambda: str((request.view_args or {}).get("secret")))(_mails_of_address(view))


def logins(view: View) -> View:
    return guesses(lambda: typed("login"))(limited(*attempts.LOGINS_OF_ADDRESS, "POST", get_remote_address)(view))


def confirmations(view: View) -> View:
    """For views that take the password of the member once more."""
    key = _with_address(_username)
    allowance = attempts.FAILURES_OF_ADDRESS_AND_ACCOUNT
    return limited(*allowance, "POST", key, lambda: not _username(), _is_failure)(view)


def links(method: str) -> Callable[[View], View]:
    return limited(*attempts.LINKS_OF_ADDRESS, method, get_remote_address)


def guesses(login: Callable[[], str]) -> Callable[[View], View]:
    """For views that take what only the member with the name or address `login` should know."""

    def is_spared() -> bool:
        return attempts.is_spared(db.session(), login(), get_remote_address())

    def decorate(view: View) -> View:
        near, far = attempts.FAILURES_OF_ADDRESS_AND_ACCOUNT, attempts.FAILURES_OF_ACCOUNT
        view = limited(*near, "POST", _with_address(login), lambda: not login(), _is_failure)(view)
        return limited(*far, "POST", lambda: limit_key(login()), is_spared, _is_failure)(view)

    return decorate


def typed(name: str) -> str:
    """A field of the form before anybody has checked it; empty when it is nothing that a member can have."""
    text = request.form.get(name, "")
    return text if "\0" not in text and len(text) <= MAX_LENGTH else ""


def tell(_error: TooManyRequests) -> Response:
    """Say how long to wait; htmx puts that above the form, which stays as it was filled in."""
    limit = limiter.current_limit
    minutes = max(ceil((limit.reset_at - time()) / 60), 1) if limit else 1
    response = render_private("accounts/wait.html", "accounts/_wait.html", 429, minutes=minutes)
    if wants_partial():
        response.headers["HX-Retarget"] = "#flash"
        response.headers["HX-Reswap"] = "innerHTML"
    return response


def _mails_of_address(view: View) -> View:
    return limited(*attempts.MAILS_OF_ADDRESS, "POST", get_remote_address)(view)


def _mails_to(account: Callable[[], str]) -> Callable[[View], View]:
    return limited(*attempts.MAILS_TO_ACCOUNT, "POST", lambda: limit_key(account()), lambda: not account())


def _with_address(login: Callable[[], str]) -> Callable[[], str]:
    return lambda: f"{get_remote_address()} {limit_key(login())}"


def _username() -> str:
    known = viewer()
    return known.username if known else ""


def _is_failure(response: Response) -> bool:
    return response.status_code == REFUSED
