"""What processes do not import before they need it: big packages, each of which would slow down the start of many."""

import json
import subprocess
import sys

import pytest

from config import ROOT

_STEPS = """
import json, sys
imported = {}

def tell(process):
    imported[process] = sorted({name if name.startswith("app.") else name.split(".")[0] for name in sys.modules})

import app.cli.site
tell("launcher")
import app.feed.store
tell("decks")
from app import command_app, create_app
from config import Settings
settings = Settings(database_url="postgresql+psycopg://nobody@/none", redis_url="unix:///none", secret_key="x" * 48)
command_app(settings)
tell("command")
import app.cli.jobs, app.jobs
tell("worker")
create_app(settings)
tell("web server")
print(json.dumps(imported))
"""
_BEYOND_THE_WEB = {"alembic", "mako", "pygments", "scipy", "sendgrid"}
_OF_REQUESTS = {
    "PIL",
    "apiflask",
    "app.api",
    "app.web",
    "email_validator",
    "google",
    "jwt",
    "markdown_it",
    "marshmallow",
}
_UNREAD = {
    "launcher": {"flask", "numpy", "redis", "sqlalchemy"},
    "decks": {"flask", "redis", "sqlalchemy"},
    "command": _BEYOND_THE_WEB | _OF_REQUESTS | {"procrastinate", "rich"},
    "worker": _BEYOND_THE_WEB | _OF_REQUESTS,
    "web server": _BEYOND_THE_WEB,
}


@pytest.fixture(scope="module")
def imported() -> dict[str, list[str]]:
    """By process, what it has imported. One plays all in turn: each imports more than the last."""
    told = subprocess.run([sys.executable, "-c", _STEPS], cwd=ROOT, capture_output=True, text=True, check=True)
    names: dict[str, list[str]] = json.loads(told.stdout)
    return names


@pytest.mark.parametrize("process", _UNREAD)
def test_a_start_imports_nothing_big_that_it_may_never_need(imported: dict[str, list[str]], process: str) -> None:
    assert _UNREAD[process] & set(imported[process]) == set()


def test_a_web_server_has_what_its_requests_need_before_it_forks(imported: dict[str, list[str]]) -> None:
    assert set(imported["web server"]) >= _OF_REQUESTS | {"numpy", "procrastinate", "redis"}


def test_a_command_writes_what_it_commits_of_members_through_the_cache(imported: dict[str, list[str]]) -> None:
    assert "app.accounts.viewers" in imported["command"]
