"""The granian web server, as a process of its own that bin/serve starts."""

import multiprocessing
import os
from collections.abc import Callable
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from app.infra.embedded.process import die_with_parent
from config import Settings

_BLOCKING_THREADS = 4  # a worker; Python runs one at a time, the others wait for the database
_BACKLOG = 1024
_STOP_SECONDS = 8


def main(settings: Settings) -> None:
    """Serve `wsgi:app` until a SIGTERM. A worker that dies is replaced; one that keeps dying ends the server."""
    from wsgi import app  # once, before the workers: they are forks of this process, whatever the system prefers

    multiprocessing.set_start_method("fork")
    main_pid = os.getpid()

    def load(_: str) -> Callable[..., Any]:
        die_with_parent(main_pid)
        return app

    Granian(
        "wsgi:app",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=_BLOCKING_THREADS,
        backlog=_BACKLOG,
        websockets=False,
        log_level=LogLevels.info if settings.log_level == "debug" else LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=_STOP_SECONDS,
    ).serve(target_loader=load)


if __name__ == "__main__":
    main(Settings.from_env(os.environ))
