"""A site that sends mails by a server of the test, a member to send them to, and workers as processes."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from apiflask import APIFlask
from flask.testing import FlaskCliRunner
from sqlalchemy import text

from app import create_app
from app.cli.children import WORKER_READY
from app.extensions import db
from app.models import Mail, User
from app.notify import mails
from config import ROOT, Settings
from tests import sendgrid_server
from tests.members import add_member
from tests.sendgrid_server import SendGridServer
from tests.visited import watched

Workers = Callable[[], AbstractContextManager[subprocess.Popen[str]]]


@pytest.fixture(autouse=True)
def no_loop_of_a_browser() -> Iterator[None]:
    """Playwright leaves its event loop marked as running between tests; a worker runs one of its own."""
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(loop)


@pytest.fixture
def server() -> Iterator[SendGridServer]:
    with sendgrid_server.running() as running:
        yield running


@pytest.fixture
def site(fresh_database: str, settings: Settings, server: SendGridServer, empty_cache: None) -> Iterator[APIFlask]:
    """An application on a database of its own, whose mails go to `server`."""
    own = {"database_url": fresh_database, "sendgrid_api_key": "SG.test-key", "sendgrid_host": server.url}
    app = watched(create_app(settings.model_copy(update=own)))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def runner(site: APIFlask) -> FlaskCliRunner:
    return site.test_cli_runner()


@pytest.fixture
def member(site: APIFlask) -> User:
    return add_member(db.session())


@pytest.fixture
def mail(member: User) -> Mail:
    """A committed activation mail, waiting in the queue."""
    queued = mails.queue(db.session(), member.id, member.email, "activation")
    db.session.commit()
    return queued


@pytest.fixture
def workers(site: APIFlask) -> Workers:
    """Starts a worker as a process, which runs when the context is entered and is gone when it is left."""
    settings: Settings = site.config["SETTINGS"]
    names = ("database_url", "redis_url", "secret_key", "data_dir", "sendgrid_api_key", "sendgrid_host")
    environ = {**os.environ, **{name.upper(): str(getattr(settings, name)) for name in names}}

    @contextmanager
    def start() -> Iterator[subprocess.Popen[str]]:
        command = [sys.executable, "-m", "app.cli.run", "jobs", "worker"]
        with subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True) as process:
            try:
                assert process.stdout is not None
                assert process.stdout.readline().strip() == WORKER_READY
                yield process
            finally:
                process.kill()

    return start


def job_of(mail: Mail) -> tuple[int, str]:
    """The number of a mail's job and where it stands."""
    db.session.rollback()  # to see what others have done
    query = text("SELECT id, status::text FROM procrastinate_jobs WHERE (args->>'mail_id')::int = :id")
    number, status = db.session.execute(query, {"id": mail.id}).one()
    db.session.rollback()
    return number, status
