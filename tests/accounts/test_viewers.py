"""The cache of who is looking: written through on commit, bounded in age, never the reason of a refusal."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.accounts import sessions, viewers
from app.extensions import cache
from app.infra import near_cache
from app.models import Role, User, UserSession
from tests.members import NOW, add_member


@pytest.fixture
def ada(session: Session) -> User:
    return add_member(session)


@pytest.fixture
def page(session: Session, ada: User) -> UserSession:
    begun = sessions.begin(session, ada, "page", "Firefox on Linux", "192.0.2.7", False, NOW)
    session.commit()
    return begun


def test_a_member_is_known_by_their_session(page: UserSession, ada: User) -> None:
    viewer = viewers.of_session(page.id, NOW)
    assert viewer == viewers.of_user(ada.id)
    assert viewer == viewers.Viewer(ada.id, "ada", "ada@example.org", Role.USER, True, 1, NOW)


def test_an_unknown_session_or_member_is_nobody(session: Session) -> None:
    assert viewers.of_session(uuid4(), NOW) is None
    assert viewers.of_user(0) is None


def test_an_expired_session_is_nobodys(page: UserSession) -> None:
    assert viewers.of_session(page.id, page.expires_at) is None


def test_what_was_committed_is_read_without_the_database(page: UserSession, statements: list[str]) -> None:
    session_id = page.id
    statements.clear()
    assert viewers.of_session(session_id, NOW) is not None
    near_cache.forget()
    assert viewers.of_session(session_id, NOW) is not None
    assert statements == []


def test_a_change_is_seen_as_soon_as_it_is_committed(session: Session, page: UserSession, ada: User) -> None:
    user_id, session_id = ada.id, page.id
    ada.role, ada.username = Role.ADMIN, "countess"
    session.flush()
    assert viewers.of_user(user_id).username == "ada"  # type: ignore[union-attr]
    session.commit()
    near_cache.forget()  # as in another process, two seconds later
    assert viewers.of_session(session_id, NOW).role is Role.ADMIN  # type: ignore[union-attr]


def test_an_ended_session_is_nobodys_as_soon_as_it_is_committed(
    session: Session, page: UserSession, ada: User, statements: list[str]
) -> None:
    user_id, session_id = ada.id, page.id
    sessions.revoke(session, user_id, session_id, NOW)
    session.commit()
    statements.clear()
    assert viewers.of_session(session_id, NOW) is None
    near_cache.forget()
    assert viewers.of_session(session_id, NOW) is None
    assert statements == []


def test_a_raised_version_ends_the_sessions_of_the_former(session: Session, page: UserSession, ada: User) -> None:
    ada.session_version += 1
    session.commit()
    assert viewers.of_session(page.id, NOW) is None


def test_a_deleted_member_is_nobody(session: Session, page: UserSession, ada: User) -> None:
    session_id = page.id
    session.delete(ada)
    session.commit()
    assert viewers.of_session(session_id, NOW) is None


def test_what_is_rolled_back_is_not_written(session: Session, ada: User) -> None:
    user_id = ada.id
    ada.username = "countess"
    session.flush()
    session.rollback()
    session.commit()
    near_cache.forget()
    assert viewers.of_user(user_id).username == "ada"  # type: ignore[union-attr]


def test_a_savepoint_writes_nothing_before_the_commit(session: Session, ada: User) -> None:
    user_id = ada.id
    with session.begin_nested():
        ada.username = "countess"
    near_cache.forget()
    assert viewers.of_user(user_id).username == "ada"  # type: ignore[union-attr]
    session.commit()
    assert viewers.of_user(user_id).username == "countess"  # type: ignore[union-attr]


def test_a_change_that_never_reached_redis_is_seen_when_the_value_is_no_longer_fresh(
    session: Session, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    user_id = ada.id
    session.execute(update(User).where(User.id == user_id).values(session_version=9))
    session.commit()
    near_cache.forget()
    assert viewers.of_user(user_id).session_version == 1  # type: ignore[union-attr]
    near_cache.forget()
    monkeypatch.setattr(near_cache, "FRESH", timedelta())
    assert viewers.of_user(user_id).session_version == 9  # type: ignore[union-attr]


def test_a_lost_cache_is_filled_from_the_database(page: UserSession) -> None:
    session_id = page.id
    near_cache.forget()
    cache.clear()
    assert viewers.of_session(session_id, NOW) is not None


def test_no_value_can_be_older_than_five_seconds() -> None:
    assert near_cache.MEMORY_SECONDS + near_cache.FRESH.total_seconds() < 5


def test_what_a_process_remembers_is_bounded(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near_cache, "MAX_REMEMBERED", 3)
    for number in range(10):
        near_cache.put(f"viewer:{number}", b"null")
    assert len(near_cache._memory) <= 3
