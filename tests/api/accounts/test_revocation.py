"""What is taken back in one process is refused by another within five seconds."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from time import monotonic, sleep

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from app.accounts import recovery
from app.extensions import db
from app.infra import stale_cache
from app.models import User
from config import ROOT, Settings
from tests.api.accounts.conftest import TOKEN, bearer
from tests.members import PASSWORD, add_member

LIMIT_SECONDS = 5

Ask = Callable[[str], int]


@pytest.fixture
def ask_elsewhere(fresh_app: APIFlask) -> Iterator[Ask]:
    """Sends an access token to another process; the status it answers."""
    settings: Settings = fresh_app.config["SETTINGS"]
    servers = {"DATABASE_URL": settings.database_url, "REDIS_URL": settings.redis_url}
    environ = {"PATH": "", "SECRET_KEY": settings.secret_key, "RATELIMIT_ENABLED": "0"} | servers
    command = [sys.executable, "-m", "tests.api.accounts.asking"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, env=environ, text=True, **pipes) as process:  # type: ignore[call-overload]

        def ask(token: str) -> int:
            process.stdin.write(f"{token}\n")
            process.stdin.flush()
            return int(process.stdout.readline())

        yield ask
        process.stdin.close()


@pytest.fixture
def token(fresh_app: APIFlask) -> str:
    """An access token of Ada's."""
    with fresh_app.app_context():
        add_member(db.session(), password=PASSWORD)
    answer = fresh_app.test_client().post(TOKEN, json={"login": "ada", "password": PASSWORD})
    access_token: str = answer.json["data"]["access_token"]
    return access_token


def log_out(app: APIFlask, token: str) -> None:
    assert app.test_client().delete(TOKEN, headers=bearer(token)).status_code == 204


def change_password(app: APIFlask, _token: str) -> None:
    with app.app_context():
        ada = db.session.scalars(select(User)).one()
        recovery.change_password(db.session(), ada, PASSWORD, "eight lanterns setting", datetime.now(UTC), None)
        db.session.commit()


def log_out_without_redis(app: APIFlask, token: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stale_cache, "_call", lambda *_: None)
        log_out(app, token)


@pytest.mark.parametrize("take_back", [log_out, change_password, log_out_without_redis])
def test_another_process_refuses_within_five_seconds(
    fresh_app: APIFlask, ask_elsewhere: Ask, token: str, take_back: Callable[[APIFlask, str], None]
) -> None:
    assert [ask_elsewhere(token), ask_elsewhere(token)] == [200, 200]
    take_back(fresh_app, token)
    until = monotonic() + LIMIT_SECONDS
    while (status := ask_elsewhere(token)) == 200 and monotonic() < until:
        sleep(0.1)
    assert status == 401
