"""Tokens of machines: made on the command line, good for their scopes until they are revoked."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.secrets import hash_secret, new_secret
from app.models import ServiceToken


class Scope(StrEnum):
    """What a machine may be allowed to do."""

    FEED_ANY = "feed:any"
    """Read the deck of any member."""


def create(session: Session, name: str, scopes: Collection[Scope], now: datetime) -> str:
    """A new token, which nobody can be shown again."""
    secret, token_hash = new_secret()
    session.add(ServiceToken(name=name, token_hash=token_hash, scopes=sorted(scopes), created_at=now))
    return secret


def find(session: Session, secret: str) -> ServiceToken | None:
    """The token with this secret that is not revoked."""
    good = select(ServiceToken).where(ServiceToken.token_hash == hash_secret(secret))
    return session.scalar(good.where(ServiceToken.revoked_at.is_(None)))


def all_tokens(session: Session) -> list[ServiceToken]:
    """Every token, the newest first."""
    return list(session.scalars(select(ServiceToken).order_by(ServiceToken.id.desc())))


def revoke(session: Session, token_id: int, now: datetime) -> bool:
    """End a token; False when there is no such good one."""
    token = session.get(ServiceToken, token_id, with_for_update=True)
    if token is None or token.revoked_at is not None:
        return False
    token.revoked_at = now
    return True
