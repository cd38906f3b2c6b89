"""bin/serve: start everything, keep it running, stop everything."""

import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack

from sqlalchemy import select

from app.cli.children import Child, Died, wait_for_answer, wait_for_jobs, web_server, worker
from app.cli.launch import application, progress, provided, read_settings, refuse, upgrade_schema
from app.cli.listening import browser_host, refusal_to_listen
from app.extensions import db
from app.infra.embedded.lease import Lease
from app.infra.embedded.lock import open_lock, try_lock
from app.infra.embedded.process import die_with_parent
from app.models.video import Video
from config import ROOT, Settings

_SEED_COMMAND = [sys.executable, "-m", "app.cli.run", "seed"]
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_WATCH_SECONDS = 0.5


class Stopped(Exception):
    """The person, or the system, asked us to stop."""


def main() -> None:
    """Serve until Ctrl-C or SIGTERM (exit code 0), or until a part of it dies (exit code 1)."""
    for number in _STOP_SIGNALS:
        signal.signal(number, _stop)
    try:
        _serve(read_settings(os.environ))
    except Stopped:
        print("\nStopped.", file=sys.stderr)
    except Died as error:
        print(f"\n{error} Everything is stopped.", file=sys.stderr)
        raise SystemExit(1) from None


def _stop(*_: object) -> None:
    for number in _STOP_SIGNALS:  # a second Ctrl-C must not interrupt the stopping
        signal.signal(number, signal.SIG_IGN)
    raise Stopped


def _serve(settings: Settings) -> None:
    _take_the_data_folder(settings)
    reason = refusal_to_listen(settings.host, settings.port)
    if reason:
        refuse(reason)
    with ExitStack() as stack:
        complete, leases = stack.enter_context(provided(settings, shown=True))
        with progress("schema", shown=True):
            upgrade_schema(complete)
        if complete.seed_demo and not complete.is_production and _is_empty(complete):
            _seed()
        # Side by side: each takes a second to import the application.
        web, jobs = stack.enter_context(web_server(complete)), stack.enter_context(worker())
        with progress("web server", shown=True):
            wait_for_answer(web, complete)
        with progress("worker", shown=True):
            wait_for_jobs(jobs)
        address = f"http://{browser_host(complete.host)}:{complete.port}"
        print(f"Upswell answers on {address} (Ctrl-C stops it)", flush=True)
        _watch([web, jobs], leases)


def _take_the_data_folder(settings: Settings) -> None:
    lock = open_lock(settings.data_dir / "locks" / "serve")
    if not try_lock(lock):
        refuse(f"bin/serve runs on {settings.data_dir} already. Stop it, or set DATA_DIR and PORT for a second one.")


def _is_empty(settings: Settings) -> bool:
    with application(settings):
        return db.session.scalar(select(Video.id).limit(1)) is None


def _seed() -> None:
    parent_pid = os.getpid()
    seeding = subprocess.run(_SEED_COMMAND, cwd=ROOT, preexec_fn=lambda: die_with_parent(parent_pid))
    if seeding.returncode != 0:
        raise Died("The demo data could not be made (SEED_DEMO=0 starts without it).")


def _watch(children: list[Child], leases: list[Lease]) -> None:
    while True:
        for child in children:
            child.check()
        for lease in leases:
            if not lease.is_alive():
                raise Died(f"The {lease.server.title} ended; its last words are in {lease.log}.")
        time.sleep(_WATCH_SECONDS)


if __name__ == "__main__":
    main()
