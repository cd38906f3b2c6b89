"""Members for the tests of accounts."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from app.accounts.passwords import hash_password
from app.models import User

NOW = datetime(2026, 11, 20, 10, 25, tzinfo=UTC)
PASSWORD = "seven lanterns rising"


def a_member(session: Session, username: str = "alice", *, is_active: bool = True) -> User:
    """A member at `<username>@example.com` whose password is `PASSWORD`."""
    user = User(
        username=username,
        email=f"{username}@example.com",
        password_hash=hash_password(PASSWORD),
        activated_at=NOW if is_active else None,
    )
    session.add(user)
    session.commit()
    return user
