"""A database and a cache that live as long as a measurement, beside those that a running site may use."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask_migrate import upgrade
from redis import Redis
from sqlalchemy import create_engine, make_url, text

from app import create_app
from app.extensions import db
from config import Settings

NAME = "upswell_bench"
CACHE_NUMBER = 14


@contextmanager
def scratch(settings: Settings) -> Iterator[Settings]:
    """Settings of a migrated, empty database and an empty cache on the configured servers; both are gone afterwards."""
    url = make_url(str(settings.database_url))
    server = create_engine(url, isolation_level="AUTOCOMMIT")
    redis_url = f"{str(settings.redis_url).partition('?')[0]}?db={CACHE_NUMBER}"
    address = url.set(database=NAME).render_as_string(hide_password=False)
    own = settings.model_copy(update={"database_url": address, "redis_url": redis_url, "ratelimit_enabled": False})
    try:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)"))
            connection.execute(text(f"CREATE DATABASE {NAME}"))
        with create_app(own).app_context():
            upgrade()
            db.engine.dispose()
        yield own
    finally:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)"))
        with Redis.from_url(redis_url) as cache:
            cache.flushdb()
