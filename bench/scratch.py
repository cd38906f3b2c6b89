"""A database that lives as long as a measurement."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask_migrate import upgrade
from sqlalchemy import create_engine, make_url, text

from app import create_app
from app.extensions import db
from config import Settings


@contextmanager
def scratch_database(settings: Settings) -> Iterator[str]:
    """The address of a migrated, empty database beside the configured one; it is dropped at the end."""
    url = make_url(str(settings.database_url))
    scratch = url.set(database="upswell_bench")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS upswell_bench WITH (FORCE)"))
        connection.execute(text("CREATE DATABASE upswell_bench"))
    address = scratch.render_as_string(hide_password=False)
    try:
        app = create_app(settings.model_copy(update={"database_url": address}))
        with app.app_context():
            upgrade()
            db.engine.dispose()
        yield address
    finally:
        with engine.connect() as connection:
            connection.execute(text("DROP DATABASE upswell_bench WITH (FORCE)"))
