"""The schema goes up and down, matches the models, and is safe to upgrade from two processes at once."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from apiflask import APIFlask
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import inspect, text

from app.cli.schema import newest_migration
from app.extensions import db
from app.models import REGIONS
from config import ROOT
from tests.infra.machine import eventually
from tests.servers import TEST_SECRET


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names())


def test_the_migrations_go_down_to_nothing_and_up_again(fresh_app: APIFlask) -> None:
    with fresh_app.app_context():
        full = tables()
        downgrade(revision="base")
        assert tables() == {"alembic_version"}
        upgrade()
        assert tables() == full


def test_the_migrated_schema_is_what_the_models_say(fresh_app: APIFlask) -> None:
    with fresh_app.app_context():
        check()


def test_the_start_knows_the_newest_migration_by_the_name_of_its_file(fresh_app: APIFlask) -> None:
    with fresh_app.app_context():
        assert db.session.scalars(text("SELECT version_num FROM alembic_version")).all() == [newest_migration()]


def upgrade_in(app: APIFlask) -> None:
    with app.app_context():
        upgrade()


def waiting() -> int:
    """How many wait for a lock in this database."""
    database = "(SELECT oid FROM pg_database WHERE datname = current_database())"
    return db.session.scalar(text(f"SELECT count(*) FROM pg_locks WHERE NOT granted AND database = {database}")) or 0


def test_two_upgrades_at_once_both_succeed(fresh_app: APIFlask) -> None:
    url = fresh_app.config["SETTINGS"].database_url
    environment = {**os.environ, "DATABASE_URL": url, "SECRET_KEY": TEST_SECRET, "FLASK_APP": "wsgi"}
    command = [sys.executable, "-m", "flask", "db", "upgrade"]
    with fresh_app.app_context(), ThreadPoolExecutor() as pool:
        downgrade(revision="base")
        # Neither can see what is missing before both have begun.
        db.session.execute(text("LOCK TABLE alembic_version"))
        other = subprocess.Popen(command, env=environment, cwd=ROOT)
        assert eventually(lambda: waiting() == 1)
        own = pool.submit(upgrade_in, fresh_app)
        assert eventually(lambda: waiting() == 2)
        db.session.rollback()
        own.result()
        assert other.wait() == 0
        assert "rankings" in tables()


def test_the_regions_in_the_database_are_the_regions_of_the_code(fresh_app: APIFlask) -> None:
    with fresh_app.app_context():
        rows = db.session.execute(text("SELECT code, name, language FROM regions")).all()
    assert set(rows) == {(code, facts.name, facts.language) for code, facts in REGIONS.items()}
