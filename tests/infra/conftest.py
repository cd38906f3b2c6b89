"""Folders for servers that the tests start themselves."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli.schema import upgrade_schema
from app.infra.embedded.folder import servers_folder
from app.infra.embedded.lease import Lease
from app.infra.embedded.lock import open_lock
from app.infra.embedded.postgres import POSTGRES
from tests.infra.machine import connect, invoke, new_data_dir, settings_of


@pytest.fixture
def data_dir() -> Iterator[Path]:
    with new_data_dir() as folder:
        yield folder


@pytest.fixture(scope="session")
def at_rest(worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `prepared_dir` and `token` are copies of, made by the first worker of the run that asks."""
    own = tmp_path_factory.getbasetemp()
    shared = (own if worker_id == "master" else own.parent) / "prepared"
    lock = open_lock(shared.with_suffix(".lock"))
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not shared.exists():
            _prepare(shared)
    finally:
        os.close(lock)
    return shared


def _prepare(shared: Path) -> None:
    unfinished = Path(tempfile.mkdtemp(dir=shared.parent))
    (unfinished / "servers").mkdir()
    with new_data_dir() as folder:
        lease = Lease(POSTGRES, folder)
        try:
            upgrade_schema(settings_of(folder))
            token = invoke(folder, "tokens", "create", "--scope", "feed:any", "--name", "player")
            invoke(folder, "feed", "synth", "--users", "100")
            _put_off_the_build_of_the_night(folder)
        finally:
            lease.release()
        _copy(folder, unfinished)
    (unfinished / "token").write_text(token.strip())
    unfinished.rename(shared)


def _put_off_the_build_of_the_night(folder: Path) -> None:
    """It would replace these decks by those of all members, who are none: one waits already, so none is added."""
    waiting = """
        INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, scheduled_at)
        VALUES ('default', 'feed.build', 'feed.build', now() + interval '1 year')
    """
    with connect(str(settings_of(folder).database_url)) as connection:
        connection.execute(waiting)


def _copy(folder: Path, target: Path) -> None:
    """Copy what a data folder holds; the folder of the servers is there, or a link to it."""
    subprocess.run(["cp", "-a", f"{folder}/servers/.", f"{target}/servers"], check=True)
    shutil.copytree(folder / "decks", target / "decks", symlinks=True)
    shutil.copy2(folder / "secret_key", target)


@pytest.fixture
def prepared_dir(data_dir: Path, at_rest: Path) -> Path:
    """A data folder with a migrated database and the decks of 100 users, for tests of what comes after."""
    servers_folder(data_dir)
    _copy(at_rest, data_dir)
    return data_dir


@pytest.fixture
def token(at_rest: Path) -> str:
    """A service token of `prepared_dir` that may read every deck."""
    return (at_rest / "token").read_text()
