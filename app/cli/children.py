"""The processes that bin/serve runs beside the embedded servers: the web server and the worker."""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass

from app.cli.listening import answers
from app.infra.embedded.process import die_with_parent
from config import ROOT, Settings

_WEB_COMMANDS = {
    "granian": [sys.executable, "-m", "app.cli.web"],
    "gunicorn": [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "wsgi:app"],
}
_WORKER_COMMAND = [sys.executable, "-m", "app.cli.run", "jobs", "worker"]
WORKER_READY = "The worker runs (Ctrl-C stops it)"
"""What the worker says on its standard output once it takes jobs."""
_START_SECONDS = 60
_STOP_SECONDS = 12
_POLL_SECONDS = 0.05


class Died(Exception):
    """A part without which the rest is of no use has ended; the message says which."""


@dataclass(frozen=True)
class Child:
    """A process in a group of its own that dies with this one."""

    title: str
    process: subprocess.Popen[bytes]

    def check(self) -> None:
        """Raises `Died` when it has ended."""
        if self.process.poll() is not None:
            raise Died(f"The {self.title} ended with code {self.process.returncode}.")


def web_server(settings: Settings) -> AbstractContextManager[Child]:
    """The web server, which begins to start."""
    return _child("web server", _WEB_COMMANDS[settings.server])


def wait_for_answer(web: Child, settings: Settings) -> None:
    """Return once the web server answers. Raises `Died` when it does not."""
    deadline = time.monotonic() + _START_SECONDS
    while not answers(settings.host, settings.port):
        _check_start(web, deadline)
        time.sleep(_POLL_SECONDS)


def worker() -> AbstractContextManager[Child]:
    """A worker of the job queue, which begins to start."""
    return _child("worker", _WORKER_COMMAND, output=subprocess.PIPE)


def wait_for_jobs(worker: Child) -> None:
    """Return once the worker takes jobs. Raises `Died` when it does not."""
    deadline = time.monotonic() + _START_SECONDS
    said = b""
    while WORKER_READY.encode() not in said:
        _check_start(worker, deadline)
        assert worker.process.stdout is not None  # noqa: S101  (it is a pipe)
        if select.select([worker.process.stdout], [], [], _POLL_SECONDS)[0]:
            said += os.read(worker.process.stdout.fileno(), 4096)


def terminate(children: list[Child]) -> None:
    """Ask them all to end, before the end of each is waited for."""
    for child in children:
        child.process.terminate()


@contextmanager
def _child(title: str, command: list[str], output: int | None = None) -> Iterator[Child]:
    """A child process, its whole group gone afterwards."""
    parent_pid = os.getpid()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=output,
        process_group=0,
        preexec_fn=lambda: die_with_parent(parent_pid),
    )
    with process:
        try:
            yield Child(title, process)
        finally:
            with suppress(subprocess.TimeoutExpired):
                process.terminate()
                process.wait(_STOP_SECONDS)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def _check_start(child: Child, deadline: float) -> None:
    if child.process.poll() is not None:
        raise Died(f"The {child.title} ended at its start; the reason stands above.")
    if time.monotonic() > deadline:
        raise Died(f"The {child.title} did not answer within {_START_SECONDS} s.")
