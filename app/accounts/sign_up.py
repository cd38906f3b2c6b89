"""Sign-up: an account is made, and becomes active by the link in its mail."""

from datetime import datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.accounts import links, quiet_mails
from app.accounts.forms import SignUp
from app.accounts.passwords import hash_password
from app.models import HeldUsername, Purpose, User
from app.notify import mails


class UsernameTaken(Exception):
    """Another member has this username, in some case of its letters."""


def register(session: Session, form: SignUp, now: datetime) -> None:
    """Make an inactive account and queue the mail that activates it. Raises `UsernameTaken`.

    For an address that has an account none is made and its owner is told by mail; the caller cannot see the
    difference, neither now nor by asking for the username again.
    """
    if _is_taken(session, form.username):
        raise UsernameTaken
    account = {
        "username": form.username,
        "email": form.email,
        "password_hash": hash_password(form.password),
        "created_at": now,
    }
    # Waits for a sign-up of the same name or address that is not committed yet, and sees it after.
    user_id = session.scalar(insert(User).values(account).on_conflict_do_nothing().returning(User.id))
    if user_id is not None:
        mails.queue(session, user_id, form.email, "activation")
        return
    if _is_taken(session, form.username):
        raise UsernameTaken
    session.execute(insert(HeldUsername).values(username=form.username, held_at=now).on_conflict_do_nothing())
    owner = session.scalars(select(User).where(User.email == form.email)).one()
    mails.queue(session, owner.id, owner.email, "already_registered")


def resend(session: Session, email: str) -> None:
    """Queue another activation mail, or one that says the account is active already; nothing for other addresses."""
    user = session.scalar(select(User).where(User.email == email))
    is_active = user is not None and user.is_active
    quiet_mails.queue(session, user, email, "already_registered" if is_active else "activation")


def activate(session: Session, secret: str, now: datetime) -> User:
    """Make the account of this link active.

    Raises `links.BadLink`, `links.ExpiredLink` and `links.UsedLink`; the last also for any earlier link of an
    account that is active by now.
    """
    try:
        user, _ = links.use(session, secret, Purpose.ACTIVATION, now)
    except links.ExpiredLink as expired:
        if expired.user.is_active:
            raise links.UsedLink
        raise
    user.activated_at = user.activated_at or now
    return user


def _is_taken(session: Session, username: str) -> bool:
    of_member = exists().where(User.username == username)
    held = exists().where(HeldUsername.username == username)
    return bool(session.scalar(select(or_(of_member, held))))
