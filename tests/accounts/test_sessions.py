"""Sessions: begun, listed, ended."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from app.accounts import sessions
from app.models import User, UserSession
from tests.members import NOW, add_member

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0"


@pytest.fixture
def ada(session: Session) -> User:
    return add_member(session)


def begin(session: Session, user: User, device: str = "Firefox on Linux", **told: object) -> UserSession:
    given = {"address": "192.0.2.77", "remember": False, "now": NOW} | told
    return sessions.begin(session, user, "page", device, **given)  # type: ignore[arg-type]


def test_only_the_network_of_an_address_is_kept(session: Session, ada: User) -> None:
    assert begin(session, ada).address == "192.0.2.0/24"


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.0/24"),
        ("2001:db8:aa:bb:cc::1", "2001:db8:aa::/48"),
        ("::ffff:203.0.113.9", "203.0.113.0/24"),
        ("203.0.113.0/24", "203.0.113.0/24"),
        ("unix:", ""),
        ("", ""),
    ],
)
def test_an_address_becomes_its_network(address: str, network: str) -> None:
    assert sessions.coarse(address) == network


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (FIREFOX, "Firefox on Linux"),
        (PHONE, "Safari on iOS"),
        (EDGE, "Edge on Windows"),
        ("curl/8.14.1", "curl"),
        ("okhttp/5.1.0 (Android)", "okhttp"),
        ("", "Unknown device"),
        ("<script>", "Unknown device"),
        ("x" * 500, "x" * 80),
    ],
)
def test_a_device_is_told_so_that_its_owner_knows_it(user_agent: str, device: str) -> None:
    assert sessions.device_of(user_agent) == device


def test_remembered_sessions_last_longer(session: Session, ada: User) -> None:
    assert begin(session, ada, remember=True).expires_at > begin(session, ada).expires_at > NOW


def test_a_member_sees_the_good_sessions_last_seen_first(session: Session, ada: User) -> None:
    first, second, ended, other = (
        begin(session, ada, now=NOW - timedelta(hours=1)),
        begin(session, ada),
        begin(session, ada),
        begin(session, add_member(session, "bea")),
    )
    begin(session, ada, now=NOW - timedelta(days=3))
    sessions.revoke(session, ada.id, ended.id, NOW)
    assert sessions.mine(session, ada.id, NOW) == [second, first]
    assert sessions.mine(session, other.user_id, NOW) == [other]


def test_a_session_is_ended_once_and_only_by_its_owner(session: Session, ada: User) -> None:
    row, bea = begin(session, ada), add_member(session, "bea")
    assert sessions.revoke(session, bea.id, row.id, NOW) is False
    assert sessions.revoke(session, ada.id, row.id, NOW) is True
    assert sessions.revoke(session, ada.id, row.id, NOW) is False
    assert sessions.revoke(session, ada.id, uuid4(), NOW) is False


def test_ending_all_keeps_the_one_that_is_named(session: Session, ada: User) -> None:
    kept, other = begin(session, ada), begin(session, ada)
    ada.password_hash = "another"
    sessions.revoke_all(session, ada, NOW, keep=kept.id)
    assert sessions.mine(session, ada.id, NOW) == [kept]
    assert other.revoked_at == NOW
    assert (ada.session_version, kept.version, ada.password_hash) == (2, 2, "another")


def test_a_session_is_noted_as_seen_once_a_minute(session: Session, ada: User, statements: list[str]) -> None:
    row = begin(session, ada)
    session.commit()
    session_id = row.id
    statements.clear()
    moments = [NOW + timedelta(seconds=seconds) for seconds in (30, 61, 90, 122, 150)]
    assert [sessions.touch(session, session_id, moment) for moment in moments] == [False, False, True, False, True]
    assert len(statements) == 3
    assert row.last_seen_at == moments[-1]
