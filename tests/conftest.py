"""The fixtures of every test: servers, an application, a session whose work is undone, a browser's place."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from itertools import count
from pathlib import Path

import hypothesis
import pytest
import redis
from apiflask import APIFlask
from argon2 import PasswordHasher
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from app import create_app
from app.accounts import passwords
from app.extensions import db, limiter
from app.feed import extension
from app.infra import stale_cache
from config import Settings
from tests import servers, worlds
from tests.visited import builders_made_once, watched

pytest_plugins = ["tests.chromium", "tests.read_ahead"]
pytest.register_assert_rewrite(
    "tests.browser.checks", "tests.api.documented", "tests.infra.machine", "tests.social.writing"
)
# Speed is measured by bin/bench; a test must not fail because the machine is busy.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

CACHE_DATABASES = 15  # of Valkey's 16, the first is nobody's
Remake = Callable[..., APIFlask]
# Most of what lives is the application, which stays; looking it through again and again took a fifth of the run.
gc.set_threshold(100_000, 50, 100)

SERVERS = pytest.StashKey[AbstractContextManager[None]]()


def pytest_configure(config: pytest.Config) -> None:
    if is_controller(config):
        config.stash[SERVERS] = servers.running()
        config.stash[SERVERS].__enter__()


def pytest_unconfigure(config: pytest.Config) -> None:
    if SERVERS in config.stash:
        config.stash[SERVERS].__exit__(None, None, None)
    gc.collect()
    gc.freeze()  # else pytest does that five times more, and Python at its end


def is_controller(config: pytest.Config) -> bool:
    """Whether this process leads the run, with or without xdist's workers."""
    return not hasattr(config, "workerinput")


@pytest.fixture(scope="session")
def worker_number(worker_id: str) -> int:
    """0 without xdist, else the number of the worker from 0."""
    return int(worker_id.removeprefix("gw")) if worker_id != "master" else 0


@pytest.fixture(scope="session")
def settings(worker_number: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings of this worker: a clone of the migrated database, a number in the cache, no limits per address."""
    database_url = servers.clone(os.environ["DATABASE_URL"], f"upswell_test_{os.getpid()}")
    cache_number = 1 + worker_number % CACHE_DATABASES
    yield Settings(
        database_url=database_url,
        redis_url=f"{os.environ['REDIS_URL'].split('?')[0]}?db={cache_number}",
        secret_key=servers.TEST_SECRET,
        data_dir=tmp_path_factory.mktemp("data"),
        ratelimit_enabled=False,
    )
    servers.drop_database(database_url)


@pytest.fixture(scope="session")
def application(settings: Settings) -> APIFlask:
    """The application on the worker's database; tests take `app`, which undoes what they do."""
    # Sessions bound to the test's connection leave its outer transaction alone.
    db.session.session_factory.configure(join_transaction_mode="create_savepoint")
    return watched(create_app(settings))


@pytest.fixture(scope="session")
def engine(application: APIFlask) -> Iterator[Engine]:
    with application.app_context():
        engine = db.engine
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def inhabited(application: APIFlask) -> Iterator[worlds.Inhabited]:
    """Makes a database of this worker by what fills it, for the fixtures in `worlds.NAMES`."""
    with worlds.made_once(application) as make:
        yield make


@pytest.fixture
def connection(engine: Engine, request: pytest.FixtureRequest) -> Iterator[Connection]:
    """A connection whose work is undone after the test, to an empty database or to the world that the test asks for."""
    (world,) = worlds.NAMES.intersection(request.fixturenames) or ("engine",)
    engine = request.getfixturevalue(world)
    with engine.connect() as connection:
        transaction = connection.begin()
        yield connection
        transaction.rollback()


@pytest.fixture
def app(
    application: APIFlask, engine: Engine, connection: Connection, empty_cache: None, tmp_path: Path
) -> Iterator[APIFlask]:
    """The application; its requests and commands work in the test's transaction, and its decks are the test's own."""
    with application.app_context():
        engines = db.engines
    engines[None] = connection  # type: ignore[assignment]
    extension.install(application, tmp_path)
    yield application
    engines[None] = engine


@pytest.fixture
def session(app: APIFlask) -> Iterator[Session]:
    """`db.session` of the test. Commit in it what requests shall see; all is undone after the test."""
    with app.app_context():
        yield db.session()


@pytest.fixture
def client(app: APIFlask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session", autouse=True)
def light_work() -> Iterator[None]:
    """Passwords cost no time (tests/accounts/test_passwords.py asks what members' cost), other applications less."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        patch.setattr(Rule, "_compile_builder", builders_made_once(Rule._compile_builder))
        yield


@pytest.fixture(scope="session")
def cache(settings: Settings) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(str(settings.redis_url)) as cache:
        yield cache


@pytest.fixture
def empty_cache(cache: redis.Redis) -> None:
    servers.empty(cache)


@pytest.fixture
def statements(connection: Connection) -> list[str]:
    """The SQL that `session` and the requests of `client` run from now on, without savepoints; clear it at will."""
    seen: list[str] = []

    @event.listens_for(connection, "before_cursor_execute")
    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "SAVEPOINT" not in statement:
            seen.append(statement)

    return seen


@pytest.fixture(scope="session")
def database_numbers() -> Iterator[int]:
    return count()


@pytest.fixture
def fresh_database(database_numbers: Iterator[int]) -> Iterator[str]:
    """The address of an empty, migrated database of this test alone, for work that really commits."""
    url = servers.clone(os.environ["DATABASE_URL"], f"upswell_fresh_{os.getpid()}_{next(database_numbers)}")
    yield url
    servers.drop_database(url)


@pytest.fixture
def fresh_app(fresh_database: str, settings: Settings, empty_cache: None, tmp_path: Path) -> Iterator[APIFlask]:
    """An application on `fresh_database`, with decks of its own: for commands, threads, and what a rollback must not
    undo."""
    own = {"database_url": fresh_database, "data_dir": tmp_path}
    app = watched(create_app(settings.model_copy(update=own)))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def unpaused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the cache is being left alone is this test's own."""
    monkeypatch.setattr(stale_cache, "_paused_until", 0.0)


@pytest.fixture
def remade(app: APIFlask, settings: Settings, connection: Connection, unpaused: None) -> Iterator[Remake]:
    """Makes an application of other settings, in the test's transaction unless it has a database of its own."""
    kept = dict(vars(limiter))

    def make(**changed: object) -> APIFlask:
        made = watched(create_app(settings.model_copy(update=changed)))
        if "database_url" not in changed:
            with made.app_context():
                db.engines[None] = connection  # type: ignore[assignment]
        return made

    yield make
    vars(limiter).update(kept)


@pytest.fixture
def client_without_cache(remade: Remake) -> FlaskClient:
    return remade(redis_url="unix:///nonexistent/valkey.sock", ratelimit_enabled=True).test_client()


@pytest.fixture
def client_without_database(remade: Remake) -> FlaskClient:
    return remade(database_url="postgresql+psycopg://postgres@/upswell?host=/nonexistent").test_client()
