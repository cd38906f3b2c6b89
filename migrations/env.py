"""Runs the migrations in one transaction, under an advisory lock so that two starting servers do not race."""

from alembic import context
from sqlalchemy import text

from app import models  # noqa: F401  (fills the metadata)
from app.extensions import db

LOCK = 0x55507357  # "UPsW": any number that nothing else in this database takes


def include_name(name: str | None, kind: str, parents: object) -> bool:
    """Leave out the partitions, the monthly ones made by app.trending.captures, and the tables of the job queue."""
    left_out = ("chart_entries_", "watches_", "procrastinate_")
    return not (kind == "table" and name is not None and name.startswith(left_out))


with db.engine.connect() as connection:
    context.configure(connection=connection, target_metadata=db.metadata, include_name=include_name)
    with context.begin_transaction():
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        context.run_migrations()
