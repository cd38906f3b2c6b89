"""The process that starts one server, and stops it when the last lease on it is gone.

It runs as `python -c …` of `lease.py`, with the start lock's descriptor inherited: that lock is free again when the
server is ready or has failed. It answers `ready`, or why not, on its standard output.
"""

import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from .folder import make_place
from .lock import lock_within, open_lock, try_lock
from .postgres import POSTGRES
from .process import start
from .server import READY, Place, Server, ServerError, lock_path
from .valkey import VALKEY

_PREDECESSOR_SECONDS = 30
_START_SECONDS = 60
_STOP_SECONDS = 20
_POLL_SECONDS = 0.01
_MAX_LOG_BYTES = 4 * 1024 * 1024
_SERVERS = {server.name: server for server in (POSTGRES, VALKEY)}


def main(name: str, data_dir: Path, start_lock: int) -> int:
    """Supervise server `name` of `data_dir` until it is no longer needed; the exit code."""
    server = _SERVERS[name]
    # Nobody else has or inherits this lock: it says that there is a supervisor.
    supervising = open_lock(lock_path(data_dir, server, "supervisor"))
    if not try_lock(supervising):
        _answer(f"Another supervisor of the {server.title} runs on {data_dir}.")
        return 1
    try:
        place, process = _start(server, data_dir)
    except (ServerError, OSError) as error:
        _answer(str(error))
        return 1
    users = open_lock(lock_path(data_dir, server, "users"))
    signal.signal(signal.SIGTERM, lambda *_: process.send_signal(server.stop_signal))
    threading.Thread(target=_stop_when_unused, args=(users, server, process), daemon=True).start()
    _answer(READY)
    _leave_the_caller(start_lock, place.log)
    code = process.wait()
    # Before the lock on `users`: who waits for that one must find no supervisor. At the end of a process the kernel
    # gives locks back in no stated order.
    os.close(supervising)
    return code


def _start(server: Server, data_dir: Path) -> tuple[Place, subprocess.Popen[bytes]]:
    running = open_lock(lock_path(data_dir, server, "running"))
    # The server inherits this lock: it is free only when every process of a killed predecessor is gone.
    if not lock_within(running, _PREDECESSOR_SECONDS):
        raise ServerError(f"Another {server.title} still runs on {data_dir}.")
    place = make_place(server, data_dir)
    server.prepare(place)
    with _open_log(place.log) as log:
        process = start(
            server.command(place), place.account, output=log, orphan_signal=server.orphan_signal, kept_files=[running]
        )
    deadline = time.monotonic() + _START_SECONDS
    while not server.is_ready(place):
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            raise ServerError(f"The {server.title} did not start. Its last lines ({place.log}):\n{_tail(place.log)}")
        time.sleep(_POLL_SECONDS)
    return place, process


def _stop_when_unused(users: int, server: Server, process: subprocess.Popen[bytes]) -> None:
    fcntl.flock(users, fcntl.LOCK_EX)  # kept until this process ends, so that newcomers wait for it
    process.send_signal(server.stop_signal)
    time.sleep(_STOP_SECONDS)
    process.kill()


def _answer(words: str) -> None:
    with suppress(BrokenPipeError):  # who asked was stopped meanwhile
        os.write(sys.stdout.fileno(), f"{words}\n".encode())


def _leave_the_caller(start_lock: int, log: Path) -> None:
    with log.open("ab") as output:
        os.dup2(output.fileno(), sys.stdout.fileno())
        os.dup2(output.fileno(), sys.stderr.fileno())
    os.close(start_lock)


def _open_log(path: Path) -> BinaryIO:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > _MAX_LOG_BYTES:
        path.replace(path.with_suffix(".log.1"))
    return path.open("ab")


def _tail(path: Path) -> str:
    return "\n".join(path.read_text(errors="replace").splitlines()[-8:])


if __name__ == "__main__":
    if os.fork():  # nobody's child: it may have to outlive the command that started it
        os._exit(0)
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
