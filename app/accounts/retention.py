"""How long links, sessions, mails and answers are kept after they are of no use to their owner."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_
from sqlalchemy.orm import Session

from app.accounts import idempotency
from app.extensions import Base
from app.models import AccountToken, IdempotencyKey, Mail, RefreshToken, UserSession

KEPT = timedelta(days=30)
"""So long an old link is told apart from one that never was, and a session's end can be looked into."""
MAILS_KEPT = timedelta(days=90)


def clean_up(session: Session, now: datetime) -> dict[str, int]:
    """Delete what is older; the number of deleted rows by table. Refresh tokens go with their expiry or session."""
    old = now - KEPT
    outdated: dict[type[Base], ColumnElement[bool]] = {
        AccountToken: AccountToken.expires_at < old,
        RefreshToken: RefreshToken.expires_at < now,
        UserSession: or_(UserSession.expires_at < old, UserSession.revoked_at < old),
        Mail: Mail.created_at < now - MAILS_KEPT,
        IdempotencyKey: IdempotencyKey.created_at < now - idempotency.KEPT,
    }
    deleted = {}
    for table, is_outdated in outdated.items():
        rows = session.scalars(delete(table).where(is_outdated).returning(*table.__table__.primary_key)).all()
        deleted[table.__tablename__] = len(rows)
    return deleted
