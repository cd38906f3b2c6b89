"""What the JSON interface tells of the errors of accounts."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from app.accounts.access import NotAllowed, NotIdentified
from app.accounts.access_tokens import BadRefreshToken, BusyToken, ReusedToken
from app.accounts.bearers import BadBearer
from app.accounts.links import BadLink, ExpiredLink
from app.accounts.logins import BadCredentials, NotActivated, SecondFactorNeeded, WrongSecondFactor
from app.accounts.sign_up import UsernameTaken


class Told(NamedTuple):
    """A status, a message, the parameter that it is about, and more headers; no message: the error's own."""

    status: int
    detail: str = ""
    field: str | None = None
    headers: Mapping[str, str] = MappingProxyType({})


def challenge(error: str | None = None) -> dict[str, str]:
    """The header that every 401 has (RFC 6750)."""
    reason = f', error="{error}"' if error else ""
    return {"WWW-Authenticate": f'Bearer realm="upswell"{reason}'}


ERRORS: dict[type[Exception], Told] = {
    NotIdentified: Told(401, headers=challenge()),
    BadBearer: Told(401, headers=challenge("invalid_token")),
    NotAllowed: Told(403),
    BadCredentials: Told(401, "Nobody has this name or address and this password.", headers=challenge()),
    NotActivated: Told(403, "This account is not active. Open the link in the activation mail."),
    SecondFactorNeeded: Told(401, "This account also takes a code. Send it as `otp`.", "otp", challenge()),
    WrongSecondFactor: Told(401, "This code is wrong, or was used before.", "otp", challenge()),
    BadRefreshToken: Told(401, "This refresh token is not good. Log in again.", headers=challenge("invalid_token")),
    ReusedToken: Told(
        401,
        "This refresh token was used before, so its session has ended. Log in again.",
        None,
        challenge("invalid_token"),
    ),
    BusyToken: Told(
        409,
        "Another request is using this refresh token now; its answer has the next one.",
        headers={"Retry-After": "1"},
    ),
    UsernameTaken: Told(409, "This username is taken. Choose another.", "username"),
    BadLink: Told(404, "Nobody was given this link."),
    ExpiredLink: Told(410, "This link is too old, or a newer one was sent. Ask for another on the site."),
}
