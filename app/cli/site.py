"""The whole site: start everything in order, keep it running, stop everything."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack

from app.cli.children import Child, Died, terminate, wait_for_answer, wait_for_jobs, web_server, worker
from app.cli.launch import progress, provided, read_settings, refuse
from app.cli.listening import browser_host, refusal_to_listen
from app.cli.schema import has_videos, upgrade_schema
from app.infra.embedded.lease import Lease
from app.infra.embedded.lock import open_lock, try_lock
from app.infra.embedded.process import die_with_parent
from app.infra.embedded.server import ServerError
from app.infra.embedded.valkey import VALKEY
from config import ROOT, Settings

_SEED_COMMAND = [sys.executable, "-m", "app.cli.run", "seed"]
_WATCH_SECONDS = 0.5


def serve(environ: Mapping[str, str]) -> None:
    """Serve until a signal ends it, or a part dies without which the rest is of no use (exit code 1)."""
    try:
        _serve(read_settings(environ))
    except Died as error:
        print(f"\n{error} Everything is stopped.", file=sys.stderr)
        raise SystemExit(1) from None


def _serve(settings: Settings) -> None:
    _take_the_data_folder(settings)
    reason = refusal_to_listen(settings.host, settings.port)
    if reason:
        refuse(reason)
    with ExitStack() as stack:
        complete, leases = stack.enter_context(provided(settings, shown=True))
        with progress("schema", shown=True):
            upgrade_schema(complete)
        if complete.seed_demo and not complete.is_production and not has_videos(complete):
            _seed()
        # Side by side: each takes a while to import the application.
        web, jobs = stack.enter_context(web_server(complete)), stack.enter_context(worker())
        stack.callback(terminate, [web, jobs])
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


def _seed() -> None:
    parent_pid = os.getpid()
    seeding = subprocess.run(_SEED_COMMAND, cwd=ROOT, preexec_fn=lambda: die_with_parent(parent_pid))
    if seeding.returncode != 0:
        raise Died("The demo data could not be made (SEED_DEMO=0 starts without it).")


def _watch(children: list[Child], leases: list[Lease]) -> None:
    while True:
        for child in children:
            child.check()
        leases = [lease for lease in leases if lease.is_alive() or _is_back(lease)]
        time.sleep(_WATCH_SECONDS)


def _is_back(lease: Lease) -> bool:
    """Start an ended cache again; false when that fails, for the site works without it. Raises `Died` for others."""
    if lease.server is not VALKEY:
        raise Died(f"The {lease.server.title} ended; its last words are in {lease.log}.")
    print(f"The {lease.server.title} ended (see {lease.log}) and is started again.", file=sys.stderr)
    try:
        lease.start_again()
    except (ServerError, OSError) as error:
        print(f"{error}\nThe site goes on without it, more slowly.", file=sys.stderr)
        return False
    return True
