"""The PostgreSQL and the Valkey of one test run: embedded ones of its own, or those that the environment names."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import redis
from sqlalchemy import make_url

from app.cli.schema import upgrade_schema
from app.infra import near_cache
from app.infra.embedded.lease import Lease
from app.infra.embedded.postgres import POSTGRES
from app.infra.embedded.server import Server
from app.infra.embedded.valkey import VALKEY
from config import Settings

TEST_SECRET = "test-secret-" * 4


@contextmanager
def running() -> Iterator[None]:
    """Servers, and in DATABASE_URL the address of a migrated database from which the tests clone their own."""
    with ExitStack() as stack:
        redis_url = os.environ.get("REDIS_URL") or _leased(VALKEY, stack)
        server_url = os.environ.get("DATABASE_URL") or _hurried(_leased(POSTGRES, stack))
        template = create_database(server_url, f"upswell_template_{os.getpid()}")
        stack.callback(drop_database, template)
        upgrade_schema(Settings(database_url=template, redis_url=redis_url, secret_key=TEST_SECRET))
        # xdist's workers inherit both.
        os.environ.update(DATABASE_URL=template, REDIS_URL=redis_url)
        yield


def _leased(server: Server, stack: ExitStack) -> str:
    folder = Path(tempfile.mkdtemp(prefix=f"upswell-test-{server.name}-"))
    folder.chmod(0o711)  # the servers' account passes through
    stack.callback(_remove, folder)
    lease = Lease(server, folder)
    stack.callback(lease.release)
    return lease.url


def _hurried(server_url: str) -> str:
    """Have a server that nobody needs after the tests wait for no disk."""
    with _maintenance(server_url) as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    return server_url


def _remove(data_dir: Path) -> None:
    shutil.rmtree((data_dir / "servers").resolve())
    shutil.rmtree(data_dir)


def create_database(like: str, name: str, template: str | None = None) -> str:
    """Make database `name` on the server of the address `like`; the new database's address."""
    # The other way of copying writes each page to the log first, for a crash that nobody here recovers from.
    clause = f' TEMPLATE "{template}" STRATEGY FILE_COPY' if template else ""
    with _maintenance(like) as connection:
        connection.execute(f'CREATE DATABASE "{name}"{clause}')
    return make_url(like).set(database=name).render_as_string(hide_password=False)


def drop_database(url: str) -> None:
    with _maintenance(url) as connection:
        connection.execute(f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')


def clone(url: str, name: str) -> str:
    """A copy of the database at `url`, which nobody may be using; its address."""
    return create_database(url, name, template=make_url(url).database)


def empty(cache: redis.Redis) -> None:
    """Forget what is cached, also in this process."""
    near_cache.forget()
    cache.flushdb()


def _maintenance(url: str) -> psycopg.Connection[tuple[object, ...]]:
    address = make_url(url).set(drivername="postgresql", database="postgres")
    return psycopg.connect(address.render_as_string(hide_password=False), autocommit=True)
