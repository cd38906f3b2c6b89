"""Members of tests, as sign-up and activation would have left them."""

from datetime import UTC, datetime
from functools import cache

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.accounts import access_tokens, sessions
from app.accounts.passwords import hash_password
from app.models import Role, User

PASSWORD = "seven lanterns rising"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def add_member(
    session: Session,
    username: str = "ada",
    role: Role = Role.USER,
    active: bool = True,
    password: str | None = None,
) -> User:
    """A committed member; without a password nobody knows it, which takes no time to make."""
    user = User(
        username=username,
        email=f"{username}@example.org",
        password_hash=_hash_of(password) if password else "unusable",
        role=role,
        activated_at=NOW if active else None,
        created_at=NOW,
    )
    session.add(user)
    session.commit()
    return user


def authorization(session: Session, user: User) -> dict[str, str]:
    """The header of a program in which the member is logged in."""
    tokens = access_tokens.issue(session, user, "curl", "127.0.0.1", datetime.now(UTC))
    session.commit()
    return {"Authorization": f"Bearer {tokens.access_token}"}


def log_in(client: FlaskClient, session: Session, user: User, device: str = "Firefox on Linux") -> FlaskClient:
    """A browser in which the member is logged in, as the form of `/login` leaves it; no password is verified."""
    begun = sessions.begin(session, user, "page", device, "127.0.0.1", False, datetime.now(UTC))
    session.commit()
    with client.session_transaction() as cookie:
        cookie.update(_user_id=str(begun.id), _fresh=True)
    return client


@cache
def _hash_of(password: str) -> str:
    return hash_password(password)
