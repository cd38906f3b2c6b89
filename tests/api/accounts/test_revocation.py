"""What is taken back in one process is refused by another within five seconds."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from time import monotonic, sleep

import pytest
from apiflask import APIFlask

from app.accounts import recovery
from app.extensions import db
from app.infra import stale_cache
from app.models import login_select
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


def token_of(app: APIFlask, username: str) -> str:
    """An access token of a new member."""
    with app.app_context():
        add_member(db.session(), username, password=PASSWORD)
    answer = app.test_client().post(TOKEN, json={"login": username, "password": PASSWORD})
    access_token: str = answer.json["data"]["access_token"]
    return access_token


def log_out(app: APIFlask, _username: str, token: str) -> None:
    assert app.test_client().delete(TOKEN, headers=bearer(token)).status_code == 204


def change_password(app: APIFlask, username: str, _token: str) -> None:
    with app.app_context():
        user = db.session.scalars(login_select(username)).one()
        recovery.change_password(db.session(), user, PASSWORD, "eight lanterns setting", datetime.now(UTC), None)
        db.session.commit()


def log_out_without_redis(app: APIFlask, username: str, token: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stale_cache, "_call", lambda *_: None)
        log_out(app, username, token)


def test_another_process_refuses_within_five_seconds(fresh_app: APIFlask, ask_elsewhere: Ask) -> None:
    ways = {"ada": log_out, "bob": change_password, "charlie": log_out_without_redis}
    tokens = {username: token_of(fresh_app, username) for username in ways}
    assert [ask_elsewhere(token) for token in [*tokens.values()] * 2] == [200] * 6
    good_until = {}
    for username, take_back in ways.items():
        take_back(fresh_app, username, tokens[username])
        good_until[username] = monotonic() + LIMIT_SECONDS
    while good_until:
        for username, until in [*good_until.items()]:
            in_time = monotonic() < until
            if ask_elsewhere(tokens[username]) == 401:
                del good_until[username]
            else:
                assert in_time, ways[username]
        sleep(0.1)
