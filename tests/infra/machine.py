"""What the tests of this folder see of the machine: processes, free ports, folders for servers, commands, a site."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import psycopg

from app import create_app
from app.cli.launch import development_secret
from app.extensions import db
from app.infra.embedded.folder import servers_folder
from app.infra.embedded.postgres import POSTGRES
from app.infra.embedded.valkey import VALKEY
from config import Settings

ROOT = Path(__file__).parent.parent.parent
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Process:
    pid: int
    parent: int
    user: str
    command: str


def processes() -> list[Process]:
    """All that live; the dead whom their parent has not noticed are left out."""
    listing = subprocess.run(
        ["ps", "-ww", "-eo", "pid=,ppid=,stat=,user=,args="], capture_output=True, text=True, check=True
    )
    rows = [line.split(None, 4) for line in listing.stdout.splitlines()]
    return [Process(int(row[0]), int(row[1]), row[3], row[4]) for row in rows if not is_dead(row[2])]


def family(data_dir: Path, *pids: int) -> list[Process]:
    """The processes `pids`, the supervisors and servers of a data folder, and the descendants of all these."""
    living = processes()
    found = {one.pid for one in living if one.pid in pids or str(data_dir) in one.command}
    for _ in range(4):  # launcher, web server, worker, its children
        found |= {one.pid for one in living if one.parent in found}
    return [one for one in living if one.pid in found]


def eventually(condition: Callable[[], bool]) -> bool:
    """Whether the condition comes true; generous, since a test does not judge the machine's speed."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def all_end(members: list[Process]) -> bool:
    return eventually(lambda: not any(is_alive(one.pid) for one in members))


def is_alive(pid: int) -> bool:
    """Not so when it is dead and its parent has not noticed. Asked often, hence not of all processes."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return stat != "" and not is_dead(stat)


def is_dead(stat: str) -> bool:
    """Whether nothing is left of a process but its number; while one of its threads is (`l`), its locks are held."""
    return stat.startswith("Z") and "l" not in stat


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def new_data_dir(*, mode: int = 0o711, name: str = "data") -> Iterator[Path]:
    """A data folder below one of `mode`, removed afterwards with the servers' files wherever they are."""
    outer = Path(tempfile.mkdtemp(prefix="upswell-test-"))
    outer.chmod(mode)
    data_dir = outer / name
    data_dir.mkdir(parents=True)
    try:
        yield data_dir
    finally:
        shutil.rmtree((data_dir / "servers").resolve(), ignore_errors=True)
        shutil.rmtree(outer)


def connect(url: str) -> psycopg.Connection[tuple[object, ...]]:
    """A connection to the database of an address, each statement of which is its own transaction."""
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


def environment(data_dir: Path, **settings: str) -> dict[str, str]:
    """That of a person's shell: without the servers of this test run, and with bytecode kept for the next command."""
    foreign = ("DATABASE_URL", "REDIS_URL", "PYTHONDONTWRITEBYTECODE")
    own = {name: value for name, value in os.environ.items() if name not in foreign}
    return {**own, "DATA_DIR": str(data_dir), "SEED_DEMO": "0", "PYTHONWARNINGS": "default", **settings}


def flask(*arguments: str, environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """What bin/flask runs, to its end."""
    return _launch("app.cli.run", *arguments, environ=environ)


def settings_of(data_dir: Path) -> Settings:
    """Those of whoever uses the servers of a data folder."""
    servers = servers_folder(data_dir)
    return Settings(
        database_url=POSTGRES.url(servers / POSTGRES.name),
        redis_url=VALKEY.url(servers / VALKEY.name),
        secret_key=development_secret(data_dir),
        data_dir=data_dir,
        ratelimit_enabled=False,
    )


def invoke(data_dir: Path, *arguments: str) -> str:
    """What a command prints that runs in this process, on servers that run already; it must go well."""
    app = create_app(settings_of(data_dir))
    with app.app_context():
        result = app.test_cli_runner().invoke(args=arguments, catch_exceptions=False)
        db.session.remove()
        db.engine.dispose()
    assert result.exit_code == 0, result.output
    return result.stdout


def refused_serve(environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """What bin/serve runs, when it is expected to end by itself."""
    return _launch("app.cli.serve", environ=environ)


def _launch(module: str, *arguments: str, environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )


@dataclass(frozen=True)
class Site:
    """A bin/serve that runs."""

    launcher: subprocess.Popen[str]
    data_dir: Path
    port: int
    environ: dict[str, str]

    def family(self) -> list[Process]:
        return family(self.data_dir, self.launcher.pid)

    def get(self, path: str, **headers: str) -> tuple[HTTPResponse, bytes]:
        """The answer, over a connection of its own, and its body."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer, body

    def status(self, path: str) -> int:
        return self.get(path)[0].status

    def kill(self, part: str) -> Process:
        """End the first process whose command holds `part`, as nothing but a crash does."""
        victim = next(one for one in self.family() if part in one.command)
        os.kill(victim.pid, signal.SIGKILL)
        return victim

    def words_after_the_death_of(self, part: str) -> str:
        """What is said when `part` dies, which ends all the rest with exit code 1 and a message."""
        members = self.family()
        self.launcher.send_signal(signal.SIGSTOP)  # the children of the part must end without it
        killed = self.kill(part)
        assert all_end([one for one in members if one.parent == killed.pid])
        self.launcher.send_signal(signal.SIGCONT)
        code, words = self.end()
        assert code == 1
        assert words.splitlines()[-1].endswith("Everything is stopped.")
        assert all_end(members)
        return words

    def end(self) -> tuple[int, str]:
        """Wait until it has ended by itself: the exit code and its last words."""
        _, words = self.launcher.communicate(timeout=PATIENCE_SECONDS)
        return self.launcher.returncode, words


@contextmanager
def site(data_dir: Path, **settings: str) -> Iterator[Site]:
    """Start what bin/serve starts and wait for the address that it prints; whatever of it is left is ended."""
    port = free_port()
    environ = environment(data_dir, PORT=str(port), **{"WORKERS": "1", **settings})
    launcher = subprocess.Popen(
        [sys.executable, "-m", "app.cli.serve"],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with launcher:
        try:
            assert launcher.stdout is not None
            if not launcher.stdout.readline().startswith("Upswell answers"):
                raise AssertionError(launcher.communicate()[1])
            yield Site(launcher, data_dir, port, environ)
        finally:
            launcher.kill()
    all_end(family(data_dir))
