"""`flask videos import` as a person types it."""

import csv
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from apiflask import APIFlask
from click.testing import Result
from sqlalchemy import Connection, func, select, text
from sqlalchemy.orm import Session

from app.extensions import db
from app.models import Capture, ChartEntry
from config import ROOT, Settings
from tests.trending import given_files as files
from tests.trending.given_files import CHART_ROW, GROWTH_ROW, write_table


def run(app: APIFlask, *arguments: object) -> Result:
    return app.test_cli_runner().invoke(args=["videos", "import", *map(str, arguments)])


@pytest.fixture
def growth(tmp_path: Path) -> Path:
    rows = [GROWTH_ROW, {**GROWTH_ROW, "Country": "Canada"}, {**GROWTH_ROW, "Video ID": "#NAME?", "Title": "Zażółć"}]
    return write_table(tmp_path / "growth.csv", files.GROWTH, rows)


@pytest.fixture
def chart(tmp_path: Path) -> Path:
    return write_table(tmp_path / "GBvideos.csv", files.WITHOUT_YEAR, [CHART_ROW])


def count(session: Session, table: type[Capture] | type[ChartEntry]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_the_report_counts_rows_and_entries_and_names_the_lines(app: APIFlask, growth: Path) -> None:
    result = run(app, growth)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        f"{growth}: daily growth",
        "  rows read: 3 (1 used, 2 rejected)",
        "  entries: 1 (1 new, 0 updated, 0 unchanged, 0 repeated)",
        "  GB: captured 2018-05-04",
        "  rejected, unknown region: 1 (line 3)",
        "  rejected, not a video id: 1 (line 4)",
        "  note: 1 of its columns not read",
    ]
    assert result.stderr == ""


def test_several_files_end_with_their_total(app: APIFlask, growth: Path, chart: Path) -> None:
    result = run(app, growth, chart, growth, "--captured-at", "2017")
    assert result.stdout.splitlines()[-5:] == [
        "Total of 3 files",
        "  rows read: 7 (3 used, 4 rejected)",
        "  entries: 3 (2 new, 0 updated, 1 unchanged, 0 repeated)",
        "  rejected, unknown region: 2",
        "  rejected, not a video id: 2",
    ]


def test_rejected_rows_are_written_out(app: APIFlask, growth: Path, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    assert run(app, growth, "--rejects", rejects).exit_code == 0
    with rejects.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["file"], row["line"], row["reason"]) for row in rows] == [
        (str(growth), "3", "unknown region"),
        (str(growth), "4", "not a video id"),
    ]
    assert json.loads(rows[1]["row"])[:3] == ["#NAME?", "2018-05-04", "Zażółć"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["growth.csv", "rejects.csv"]


def test_an_unreadable_file_among_good_ones_changes_nothing(
    app: APIFlask, session: Session, growth: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_bytes(files.GROWTH.encode() + b"\n\xff\n")
    result = run(app, growth, broken, tmp_path / "missing.csv", "--rejects", tmp_path / "rejects.csv")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        f"{broken}: it is not UTF-8 (byte 0xff in line 2); convert it first.",
        f"{tmp_path / 'missing.csv'}: there is no such file.",
        "Nothing was changed.",
    ]
    assert count(session, Capture) == 0
    assert not (tmp_path / "rejects.csv").exists()


@pytest.mark.parametrize("place", ["growth.csv", "nowhere/rejects.csv"])
def test_rejects_go_neither_over_an_input_nor_nowhere(
    app: APIFlask, session: Session, growth: Path, tmp_path: Path, place: str
) -> None:
    before = growth.read_bytes()
    result = run(app, growth, "--rejects", tmp_path / place)
    assert result.exit_code == 2
    assert result.stderr.startswith("--rejects: ")
    assert growth.read_bytes() == before
    assert count(session, Capture) == 0


@pytest.mark.parametrize("value", ["tomorrow", "2038-01-01", "1999", "2017-02-30"])
def test_a_time_that_cannot_be_is_refused(app: APIFlask, chart: Path, value: str) -> None:
    result = run(app, chart, "--captured-at", value)
    assert result.exit_code == 2
    assert "2026-10-01T18:00Z" in result.stderr


def test_region_and_year_can_be_given(app: APIFlask, session: Session, chart: Path) -> None:
    assert run(app, chart, "--region", "pl", "--captured-at", "2016").exit_code == 0
    assert session.execute(select(Capture.region_code, func.extract("year", Capture.captured_at))).all() == [
        ("PL", 2016)
    ]


def test_the_pages_show_what_was_imported_at_once(app: APIFlask, chart: Path) -> None:
    client = app.test_client()
    assert "Apple Event" not in client.get("/trending/GB").text
    run(app, chart, "--captured-at", "2017")
    assert "Apple Event" in client.get("/trending/GB").text


def start_import(database_url: str, settings: Settings, path: Path, stderr: int) -> subprocess.Popen[bytes]:
    told = {
        "DATABASE_URL": database_url,
        "REDIS_URL": settings.redis_url,
        "SECRET_KEY": settings.secret_key,
        "DATA_DIR": settings.data_dir,
    }
    command = [sys.executable, "-m", "app.cli.run", "videos", "import", path]
    env = {**os.environ, **{name: str(value) for name, value in told.items()}}
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=stderr)


def wait_until_someone_waits(connection: Connection) -> None:
    for _ in range(1000):
        if connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
            return
        time.sleep(0.02)
    pytest.fail("the import never came to the region's ranking")


def test_a_kill_half_way_leaves_no_half_file_and_a_terminal_saw_its_progress(
    fresh_app: APIFlask, fresh_database: str, settings: Settings, growth: Path
) -> None:
    terminal, its_end = os.openpty()
    with fresh_app.app_context(), db.engine.connect() as other:
        # Entries can be stored beside this lock, but not ranked.
        other.execute(text("SELECT code FROM regions WHERE code = 'GB' FOR NO KEY UPDATE"))
        process = start_import(fresh_database, settings, growth, stderr=its_end)
        os.close(its_end)
        drawn = b""
        while b"growth.csv" not in drawn:  # when it ends without, this fails
            drawn += os.read(terminal, 4096)
        wait_until_someone_waits(other)
        process.kill()
        output = process.communicate()[0]
        other.rollback()
        assert count(db.session(), ChartEntry) == 0
        db.session.rollback()
        assert "1 new" in run(fresh_app, growth).stdout
        assert count(db.session(), ChartEntry) == 1
    assert output == b""  # where the report goes, and no progress
    os.close(terminal)
