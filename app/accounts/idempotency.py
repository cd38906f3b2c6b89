"""What was answered to a request under a key of the member's, so that the same request again has no second effect."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import IdempotencyKey

KEPT = timedelta(hours=24)


class BusyKey(Exception):
    """Another request under this key is still running."""


class ReusedKey(Exception):
    """Another request was made under this key."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of HTTP, as far as it is kept."""

    status: int
    headers: dict[str, str]
    body: bytes


def answered(session: Session, user_id: int, key: str, fingerprint: bytes, now: datetime) -> Answer | None:
    """What the same request was answered; None for a new one, whose key is the caller's until the transaction ends.

    Raises `BusyKey`, `ReusedKey`.
    """
    if not session.scalar(select(func.pg_try_advisory_xact_lock(_lock(user_id, key)))):
        raise BusyKey
    kept = session.get(IdempotencyKey, (user_id, key), populate_existing=True)
    if kept is None:
        return None
    if kept.created_at <= now - KEPT:
        session.delete(kept)
        session.flush()
        return None
    if kept.fingerprint != fingerprint:
        raise ReusedKey
    return Answer(kept.status, kept.headers, kept.body)


def keep(session: Session, user_id: int, key: str, fingerprint: bytes, answer: Answer, now: datetime) -> None:
    """Keep an answer, in the transaction of its effect."""
    kept = IdempotencyKey(user_id=user_id, key=key, fingerprint=fingerprint, created_at=now)
    kept.status, kept.headers, kept.body = answer.status, answer.headers, answer.body
    session.add(kept)
    session.flush()


def _lock(user_id: int, key: str) -> int:
    digest = sha256(f"idempotency {user_id} {key}".encode()).digest()
    return int.from_bytes(digest[:8], signed=True)
