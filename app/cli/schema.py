"""Brings the database to the newest migration; reads the application only when there is something to do."""

import psycopg

from app.cli.launch import refuse
from config import ROOT, Settings

_CONNECT_SECONDS = 3


def upgrade_schema(settings: Settings) -> None:
    """Run the migrations that are missing; the lock in migrations/env.py keeps two starts apart."""
    if not _is_newest(settings):
        _upgrade(settings)


def has_videos(settings: Settings) -> bool:
    """Whether there is any video in a database of the newest schema."""
    with _connected(settings) as connection:
        return connection.execute("SELECT FROM videos LIMIT 1").rowcount == 1


def newest_migration() -> str:
    """The number that the name of its file begins with, which is its revision in Alembic."""
    newest = max(path.name for path in (ROOT / "migrations" / "versions").glob("*.py"))
    return newest.split("_")[0]


def _is_newest(settings: Settings) -> bool:
    try:
        with _connected(settings) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except psycopg.Error:  # Alembic finds out what is wrong
        return False
    return row == (newest_migration(),)


def _connected(settings: Settings) -> psycopg.Connection[tuple[object, ...]]:
    url = str(settings.database_url).replace("+psycopg", "", 1)
    return psycopg.connect(url, autocommit=True, connect_timeout=_CONNECT_SECONDS)


def _upgrade(settings: Settings) -> None:
    from flask_migrate import upgrade
    from sqlalchemy.exc import OperationalError

    from app import command_app
    from app.extensions import db

    try:
        with command_app(settings).app_context():
            upgrade()
            db.engine.dispose()
    except OperationalError as error:
        refuse(f"DATABASE_URL: the database does not answer.\n{error.orig}")
