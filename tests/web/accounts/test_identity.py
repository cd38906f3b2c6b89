"""What pages know of who reads them, and what caches may keep of that."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.infra import near_cache, stale_cache
from app.models import UserSession
from tests.conftest import Remake
from tests.web.accounts.conftest import LogIn, is_logged_in

PUBLIC = ["/trending/PL", "/search?q=title", "/about/ranking", "/login", "/register", "/reset"]
OF_SETTINGS = [
    "/settings",
    "/settings/account",
    "/settings/sessions",
    "/settings/security",
    "/settings/security/enable",
]


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("path", PUBLIC)
def test_who_is_not_logged_in_gets_what_caches_may_keep(client: FlaskClient, path: str) -> None:
    client.set_cookie("region", "PL")
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.cache_control.public
    assert "Cookie" in answer.vary
    assert "Set-Cookie" not in answer.headers
    assert 'href="/login">Log in</a>' in answer.text


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("path", ["/trending/PL", "/search?q=title", "/videos/pl-1", "/settings/account"])
def test_who_is_logged_in_gets_what_nobody_keeps(adas: FlaskClient, path: str) -> None:
    answer = adas.get(path)
    assert (answer.cache_control.private, answer.cache_control.no_store, answer.cache_control.public) == (
        True,
        True,
        False,
    )
    assert "ETag" not in answer.headers
    assert '<span class="name">@ada</span>' in answer.text
    assert "Log out" in answer.text


@pytest.mark.parametrize("path", ["/posters/10-0123456789ab.svg", "/app.css", "/api/regions"])
def test_what_is_the_same_for_all_does_not_vary_on_cookies(adas: FlaskClient, path: str) -> None:
    answer = adas.get(path)
    assert (answer.status_code, "Cookie" in answer.vary) == (200, False)


@pytest.mark.parametrize("path", OF_SETTINGS)
def test_settings_are_for_members(client: FlaskClient, path: str) -> None:
    answer = client.get(path, follow_redirects=True)
    assert (answer.status_code, answer.request.path) == (200, "/login")


@pytest.mark.usefixtures("world")
def test_a_page_for_a_member_takes_five_statements_at_most(adas: FlaskClient, statements: list[str]) -> None:
    adas.get("/trending/PL")
    for path in ("/trending/PL", "/videos/pl-1", "/settings/account", "/settings/sessions", "/settings/security"):
        near_cache.forget()
        statements.clear()
        adas.get(path)
        assert len(statements) <= 5, path


def test_a_cookie_of_a_session_that_ended_is_taken_back(adas: FlaskClient, session: Session) -> None:
    session.execute(update(UserSession).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    session.commit()
    with time_machine.travel(datetime.now(UTC) + timedelta(days=2)):
        assert not is_logged_in(adas)
    assert adas.get_cookie("session") is None
    assert adas.get("/about/ranking").cache_control.public


@pytest.mark.parametrize("value", ["forged", "eyJfdXNlcl9pZCI6IjEifQ.aR.x", ""])
def test_a_cookie_that_we_did_not_make_logs_nobody_in(client: FlaskClient, value: str) -> None:
    client.set_cookie("session", value)
    assert client.get("/about/ranking").status_code == 200
    assert not is_logged_in(client)


def test_without_redis_a_member_stays_logged_in(remade: Remake, log_in: LogIn) -> None:
    client = remade(redis_url="unix:///nonexistent/valkey.sock").test_client()
    assert log_in(client).status_code == 303
    near_cache.forget()
    assert is_logged_in(client)


@pytest.mark.usefixtures("unpaused")
def test_without_the_database_public_pages_still_come_and_the_cookie_stays(
    adas: FlaskClient, remade: Remake, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = remade(
        database_url="postgresql+psycopg://postgres@/upswell?host=/nonexistent",
        redis_url="unix:///nonexistent/valkey.sock",
    ).test_client()
    kept = adas.get_cookie("session")
    assert kept
    client.set_cookie("session", kept.value)
    near_cache.forget()
    monkeypatch.setattr(stale_cache, "WAIT_SECONDS", 0.0)
    public = client.get("/about/ranking")
    assert (public.status_code, "Set-Cookie" in public.headers) == (200, False)
    assert "Log in" in public.text
    assert client.get("/settings/account").status_code == 503


def test_a_visit_is_noted_for_the_owner(adas: FlaskClient, session: Session) -> None:
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=5)):
        adas.get("/about/ranking")
    row = session.scalars(select(UserSession).execution_options(populate_existing=True)).one()
    assert row.last_seen_at - row.created_at >= timedelta(minutes=5)
