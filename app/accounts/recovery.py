"""Recovery: a password or an address is changed, by its owner or by who reads the owner's mail."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts import links, passwords, quiet_mails, sessions
from app.models import Purpose, User
from app.notify import mails


class AddressTaken(Exception):
    """Another account came to have the address while this one's link was on its way."""


def request_reset(session: Session, email: str) -> None:
    """Queue a link to choose a new password, if the address is known; the caller cannot see whether."""
    user = session.scalar(select(User).where(User.email == email))
    quiet_mails.queue(session, user, email, "reset")


def reset(session: Session, secret: str, new_password: str, now: datetime) -> User:
    """Change the password by a link, which also activates the account: the link proves the address as well.

    Raises `links.BadLink`, `links.ExpiredLink`, `links.UsedLink`; `passwords.WeakPassword` leaves the link good.
    """
    _refuse_weak(links.owner(session, secret, Purpose.RESET, now), new_password)
    user, _ = links.use(session, secret, Purpose.RESET, now)
    user.activated_at = user.activated_at or now
    _set_password(session, user, new_password, now, keep=None)
    return user


def change_password(
    session: Session, user: User, password: str, new_password: str, now: datetime, keep: UUID | None
) -> None:
    """Change the password and end every session but `keep`. Raises `passwords.WrongPassword`, `WeakPassword`."""
    passwords.confirm(user, password)
    _refuse_weak(user, new_password)
    _set_password(session, user, new_password, now, keep)


def request_email_change(session: Session, user: User, password: str, new_email: str) -> None:
    """Queue a link to the new address; one that has an account already is told so instead, which the caller cannot see.

    Raises `passwords.WrongPassword`.
    """
    passwords.confirm(user, password)
    owner = session.scalar(select(User).where(User.email == new_email, User.id != user.id))
    if owner is None:
        mails.queue(session, user.id, new_email, "email_change")
    else:
        mails.queue(session, owner.id, owner.email, "already_registered")


def confirm_email_change(session: Session, secret: str, now: datetime) -> User:
    """Make the address of the link the member's, and tell the old one.

    Raises `links.BadLink`, `links.ExpiredLink`, `links.UsedLink`, `AddressTaken`.
    """
    user, new_email = links.use(session, secret, Purpose.EMAIL_CHANGE, now)
    old_email = user.email
    try:
        with session.begin_nested():
            user.email = new_email
    except IntegrityError:
        raise AddressTaken
    _end_links(session, user, now)  # those to reset the password lie in the old mailbox
    mails.queue(session, user.id, old_email, "email_changed")
    return user


def _refuse_weak(user: User, password: str) -> None:
    weaknesses = passwords.weaknesses(password, user.username, user.email)
    if weaknesses:
        raise passwords.WeakPassword(weaknesses)


def _set_password(session: Session, user: User, password: str, now: datetime, keep: UUID | None) -> None:
    """Set it, end what the old one gave access to or may have begun, and tell the member by mail."""
    user.password_hash = passwords.hash_password(password)
    sessions.revoke_all(session, user, now, keep)
    _end_links(session, user, now)
    mails.queue(session, user.id, user.email, "password_changed")


def _end_links(session: Session, user: User, now: datetime) -> None:
    """End the links that would change the password or the address, also those that are still to be sent."""
    mails.withdraw(session, user.id, "reset", "email_change")  # first: it waits for a link that is being made
    links.end(session, user.id, now, Purpose.RESET, Purpose.EMAIL_CHANGE)
