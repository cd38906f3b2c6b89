"""The links in mails: each for one purpose, good once, for three days."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts.secrets import hash_secret, new_secret
from app.models import AccountToken, Purpose, User

LIFETIME = timedelta(days=3)


class BadLink(Exception):
    """Nobody was given this link, or it was for something else."""


class ExpiredLink(Exception):
    """The link is too old, or a newer one was sent; its owner may ask for another."""

    def __init__(self, user: User) -> None:
        super().__init__()
        self.user = user


class UsedLink(Exception):
    """The link was opened before and did then what it was for."""


def issue(session: Session, user_id: int, purpose: Purpose, now: datetime, email: str | None = None) -> str:
    """The secret of a new link; the member's earlier links of this purpose end. `email` is the address it proves
    where that is not the member's own."""
    end(session, user_id, now, purpose)
    secret, token_hash = new_secret()
    expires_at = now + LIFETIME
    session.add(
        AccountToken(
            token_hash=token_hash, user_id=user_id, purpose=purpose, email=email, created_at=now, expires_at=expires_at
        )
    )
    session.flush()
    return secret


def owner(session: Session, secret: str, purpose: Purpose, now: datetime) -> User:
    """The member whose good link this is; the link stays good. Raises `BadLink`, `ExpiredLink`, `UsedLink`."""
    row = session.execute(
        select(AccountToken, User)
        .join(User, User.id == AccountToken.user_id)
        .where(AccountToken.token_hash == hash_secret(secret), AccountToken.purpose == purpose)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise BadLink
    token: AccountToken = row.AccountToken
    user: User = row.User
    if token.used_at is not None:
        raise UsedLink
    if token.expires_at <= now:
        raise ExpiredLink(user)
    return user


def use(session: Session, secret: str, purpose: Purpose, now: datetime) -> tuple[User, str]:
    """Use the link up: its member, and the address it proves. Of several uses at once one succeeds.

    Raises `BadLink`, `ExpiredLink`, `UsedLink`.
    """
    user = owner(session, secret, purpose, now)
    used = session.execute(
        update(AccountToken)
        .where(AccountToken.token_hash == hash_secret(secret), AccountToken.used_at.is_(None))
        .values(used_at=now)
        .returning(AccountToken.email)
    ).one_or_none()
    if used is None:
        raise UsedLink
    return user, used.email or user.email


def end(session: Session, user_id: int, now: datetime, *purposes: Purpose) -> None:
    """End the member's unused links of these purposes."""
    session.execute(
        update(AccountToken)
        .where(
            AccountToken.user_id == user_id,
            AccountToken.purpose.in_(purposes),
            AccountToken.used_at.is_(None),
            AccountToken.expires_at > now,
        )
        .values(expires_at=now)
    )
