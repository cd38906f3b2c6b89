"""Leases: who holds one may use a server of a data folder; the first one starts it, after the last one it stops."""

import fcntl
import os
import subprocess
import sys
import time
from pathlib import Path

from .folder import servers_folder
from .lock import open_lock, try_lock
from .server import READY, Server, ServerError, lock_path, log_path

# The supervisor is run from this package alone: importing all of `app` would cost it 0.3 s and 60 MB.
_SUPERVISOR = (
    "import runpy, sys; sys.path.append(sys.argv.pop(1)); runpy.run_module('embedded.supervisor', run_name='__main__')"
)
_PACKAGE_ROOT = Path(__file__).parent.parent
_HAND_OVER_SECONDS = 0.05


class Lease:
    """A share in a running server. It ends with `release()`, or with this process however that ends."""

    def __init__(self, server: Server, data_dir: Path) -> None:
        """Join the server of `data_dir`, started when it does not run. Raises `ServerError`."""
        self.server = server
        self._data_dir = data_dir
        self._users = open_lock(lock_path(data_dir, server, "users"))
        fcntl.flock(self._users, fcntl.LOCK_SH)  # waits while a supervisor is stopping
        try:
            self.start_again()
        except BaseException:
            os.close(self._users)
            raise
        self.url = server.url(servers_folder(data_dir) / server.name)

    def start_again(self) -> None:
        """Start the server when it does not run; its address stays the same. Raises `ServerError`."""
        starting = open_lock(lock_path(self._data_dir, self.server, "start"))
        try:
            fcntl.flock(starting, fcntl.LOCK_EX)
            if not self._has_supervisor():
                self._start(starting)
        finally:
            os.close(starting)

    def _has_supervisor(self) -> bool:
        """To be asked with the start lock held: it looks by trying the lock, which two must not do at once."""
        supervisor = open_lock(lock_path(self._data_dir, self.server, "supervisor"))
        try:
            return not try_lock(supervisor)
        finally:
            os.close(supervisor)

    def _start(self, starting: int) -> None:
        answer_end, supervisors_end = os.pipe()
        subprocess.run(
            [sys.executable, "-P", "-c", _SUPERVISOR, _PACKAGE_ROOT, self.server.name, self._data_dir, str(starting)],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=supervisors_end,
            pass_fds=[starting],
            check=True,
            start_new_session=True,  # Ctrl-C at the terminal is for us, who then give the lease back
        )
        os.close(supervisors_end)
        with os.fdopen(answer_end) as answer:
            told = answer.read()
        if told.strip() != READY:
            raise ServerError(told.strip() or f"The {self.server.title} did not start.")

    def is_alive(self) -> bool:
        """Whether the server still runs."""
        starting = open_lock(lock_path(self._data_dir, self.server, "start"))
        try:
            fcntl.flock(starting, fcntl.LOCK_EX)
            return self._has_supervisor()
        finally:
            os.close(starting)

    @property
    def log(self) -> Path:
        return log_path(self._data_dir, self.server)

    def release(self) -> None:
        """Give the lease back; when it was the last one, return after the server has stopped."""
        os.close(self._users)
        time.sleep(_HAND_OVER_SECONDS)  # for the supervisor to take the lock, if nobody else has it
        users = open_lock(lock_path(self._data_dir, self.server, "users"))
        fcntl.flock(users, fcntl.LOCK_SH)
        os.close(users)
