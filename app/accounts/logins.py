"""Logins: whether somebody is the member whose name or address they give."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.accounts import addresses, passwords, second_factor
from app.accounts.secrets import hash_secret
from app.models import User, login_select


class BadCredentials(Exception):
    """The password is wrong, or nobody has this name or address; which of them is not told."""


class NotActivated(Exception):
    """The password is right, but the link in the activation mail was not opened yet."""


class SecondFactorNeeded(Exception):
    """The password is right, and the login of `user` also takes a code."""

    def __init__(self, user: User) -> None:
        super().__init__()
        self.user = user


class WrongSecondFactor(SecondFactorNeeded):
    """The password is right and the code is not, or was used before."""


def authenticate(session: Session, login: str, password: str, otp: str | None, now: datetime) -> User:
    """The member; a password hash of old parameters is renewed, and the code is used up.

    Raises `BadCredentials`, `NotActivated`, `SecondFactorNeeded`, `WrongSecondFactor`. An unknown member takes the
    time of a known one.
    """
    user = session.scalar(login_select(_normal(login)))
    if not passwords.verify(user.password_hash if user else None, password) or user is None:
        raise BadCredentials
    if not user.is_active:
        raise NotActivated
    if user.has_second_factor:
        if otp is None:
            raise SecondFactorNeeded(user)
        _check_code(session, user, otp, now)
    if passwords.needs_rehash(user.password_hash):
        _rehash(session, user, password)
    return user


def complete(session: Session, user_id: int, version: int, code: str, now: datetime) -> User:
    """The member who gave the password before, while their session version was `version`, and now gives the code.

    Raises `WrongSecondFactor`; `BadCredentials` when the password or the second factor has changed since.
    """
    user = session.get(User, user_id)
    if user is None or user.session_version != version or not user.has_second_factor:
        raise BadCredentials
    _check_code(session, user, code, now)
    return user


def limit_key(login: str) -> str:
    """What to count the attempts on one account by; the name or address cannot be read from it."""
    return hash_secret(_normal(login).casefold()).hex()


def _normal(login: str) -> str:
    """A username, or an address as it is kept; what is neither stays as it is, and nobody has it."""
    text = login.strip()
    try:
        return addresses.normal(text) if "@" in text else text
    except ValueError:
        return text


def _check_code(session: Session, user: User, code: str, now: datetime) -> None:
    if not second_factor.check(session, user, code, now):
        raise WrongSecondFactor(user)


def _rehash(session: Session, user: User, password: str) -> None:
    """Unless the password was changed meanwhile, which this one must not undo."""
    unchanged = (User.id == user.id, User.password_hash == user.password_hash)
    session.execute(update(User).where(*unchanged).values(password_hash=passwords.hash_password(password)))
