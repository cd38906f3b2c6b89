"""Members of tests, as sign-up and activation would have left them."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from app.models import Role, User

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def add_member(session: Session, username: str = "ada", role: Role = Role.USER, active: bool = True) -> User:
    """A committed member whose password nobody knows."""
    user = User(
        username=username,
        email=f"{username}@example.org",
        password_hash="unusable",
        role=role,
        activated_at=NOW if active else None,
        created_at=NOW,
    )
    session.add(user)
    session.commit()
    return user
