"""The deck endpoint under load: requests a second beside nginx's, latency, memory, start, and what a kill -9 undoes.

`bin/bench deck` writes the decks of 5,000,000 made-up users (5 GB below DATA_DIR while it runs), asks for random ones
with a service token, in turns with nginx, and kills the server in the middle of the load. `--users 200000` is quicker.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from threading import Thread

from app import create_app
from app.accounts import service_tokens
from app.accounts.service_tokens import Scope
from app.cli.launch import provided, read_settings
from app.extensions import db
from app.feed import deck_file, snapshots, synth
from bench import load
from bench.load import Result
from bench.scratch import scratch
from config import ROOT, Settings

ROUNDS = 5
WARM_SECONDS = 2
START_SECONDS = 60.0
CLIENTS, KILL_AFTER_SECONDS, LAST_POSITION = 4, 3.0, 65_535


def main() -> None:
    asked = arguments()
    needed = load.missing()
    if needed:
        print(f"wrk and nginx make the load and the comparison. Install them first: {needed}", file=sys.stderr)
        raise SystemExit(2)
    with (
        provided(read_settings(os.environ), shown=False) as (settings, _),
        scratch(settings) as own,
        TemporaryDirectory(dir=settings.data_dir, prefix="bench-deck-") as folder,
    ):
        prepared = own.model_copy(update={"data_dir": Path(folder), "port": load.free_port()})
        measure(asked, prepared, Path(folder))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench deck")
    parser.add_argument("--users", type=int, default=5_000_000)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--seconds", type=int, default=30, help="of load on the site, in all")
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    return parser.parse_args()


def measure(asked: argparse.Namespace, settings: Settings, folder: Path) -> None:
    began = time.perf_counter()
    deck_file.write(snapshots.folder_in(folder), synth.blocks(asked.users, 1), synth.charts(), datetime.now(UTC))
    print(f"{asked.users:,} decks written in {time.perf_counter() - began:.0f} s, load {loads()}", flush=True)
    token = new_token(settings)
    with site(settings, token) as (process, start_seconds):
        _, body = page(settings.port, token, 1)
        with load.nginx(folder, body) as (nginx_port, nginx_pid):
            ours, theirs = [], []
            load.run(load.wrk_command(folder, settings.port, asked.connections, WARM_SECONDS, asked.users, token), [])
            for _ in range(ROUNDS):
                for port, pid, results in ((settings.port, process.pid, ours), (nginx_port, nginx_pid, theirs)):
                    seconds = asked.seconds / ROUNDS
                    command = load.wrk_command(folder, port, asked.connections, seconds, asked.users, token)
                    results.append(load.run(command, load.family(pid)))
        memory = [memory_mb(pid) for pid in load.family(process.pid)]
        command = load.wrk_command(folder, settings.port, asked.connections, 60, asked.users, token)
        acknowledged = killed_under_load(process, command, settings.port, token)
    with site(settings, token) as (_, again_seconds):
        back = [user for user, at in acknowledged.items() if page(settings.port, token, user, LAST_POSITION)[0] <= at]
    figures = {
        "users": asked.users,
        "connections": asked.connections,
        "requests_per_second": round(sum(one.requests for one in ours) / sum(one.seconds for one in ours)),
        "ratio": round(median(our.rate / their.rate for our, their in zip(ours, theirs, strict=True)), 3),
        "p50_ms": median(one.p50_ms for one in ours),
        "p99_ms": median(one.p99_ms for one in ours),
        "errors": sum(one.errors for one in ours),
        "private_mb": max(private for private, _ in memory),
        "shared_mb": max(shared for _, shared in memory),
        "start_s": round(max(start_seconds, again_seconds), 2),
    }
    report(figures, ours, theirs, memory)
    print(f"kill -9 under load: {len(acknowledged):,} users had positions acknowledged, {len(back)} of them went back")
    if asked.json:
        print(json.dumps(figures))


def report(figures: dict[str, float], ours: list[Result], theirs: list[Result], memory: list[tuple[int, int]]) -> None:
    columns = f"{'site':>9} {'p50':>8} {'p99':>8} {'nginx':>9} {'p99':>8} {'ratio':>6}"
    print(f"{'round':<8} {columns}   processor a request")
    for number, (our, their) in enumerate(zip(ours, theirs, strict=True), 1):
        processor = f"{our.processor_us:.1f} µs, nginx {their.processor_us:.1f} µs"
        print(
            f"{number:<8} {our.rate:9,.0f} {our.p50_ms:5.1f} ms {our.p99_ms:5.1f} ms {their.rate:9,.0f} "
            f"{their.p99_ms:5.1f} ms {our.rate / their.rate:6.2f}   {processor}"
        )
    for name, (private, shared) in zip(("server", "worker 1", "worker 2"), memory, strict=False):
        print(f"{name:<8} {private:>5} MB private, {shared:>6} MB shared")
    print(
        f"{figures['errors']} errors, first answer {figures['start_s']} s after the start, load {loads()}", flush=True
    )


def new_token(settings: Settings) -> str:
    with create_app(settings).app_context():
        secret = service_tokens.create(db.session(), "bench", {Scope.FEED_ANY}, datetime.now(UTC))
        db.session.commit()
        db.engine.dispose()
    return secret


@contextmanager
def site(settings: Settings, token: str) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    """The web server as bin/serve runs it, and the seconds until its first answer."""
    named = {name: getattr(settings, name) for name in ("data_dir", "database_url", "redis_url", "secret_key", "port")}
    environment = os.environ | {name.upper(): str(value) for name, value in named.items()} | {"WORKERS": "2"}
    began = time.perf_counter()
    command = [sys.executable, "-m", "app.cli.web"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, process_group=0)
    try:
        while not answers(settings.port, token):
            if process.poll() is not None or time.perf_counter() - began > START_SECONDS:
                raise SystemExit("The web server did not answer.")
            time.sleep(0.01)
        yield process, time.perf_counter() - began
    finally:
        process.terminate()
        process.wait()


def answers(port: int, token: str) -> bool:
    try:
        page(port, token, 1)
    except (OSError, HTTPException):
        return False
    return True


def page(port: int, token: str, user: int, begin: int | None = None) -> tuple[int, str]:
    """The position after a page, and its body."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        path = f"/feed/{user}" if begin is None else f"/feed/{user}?size=1&from={begin}"
        connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
        answer = connection.getresponse()
        body = answer.read().decode()
        if answer.status != 200:
            raise HTTPException(f"{answer.status}: {body}")
        return int(answer.headers["Feed-Position"]), body
    finally:
        connection.close()


def killed_under_load(process: subprocess.Popen[bytes], wrk: list[str], port: int, token: str) -> dict[int, int]:
    """Kill every process of the server while it is loaded; the last position that each of some users was told."""
    acknowledged: dict[int, int] = {}

    def ask(user: int) -> None:
        try:
            while True:
                acknowledged[user] = page(port, token, user)[0]
                user += CLIENTS
        except (OSError, HTTPException):
            return  # it is dead

    clients = [Thread(target=ask, args=(first,)) for first in range(1, CLIENTS + 1)]
    with subprocess.Popen(wrk, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as loading:
        for client in clients:
            client.start()
        time.sleep(KILL_AFTER_SECONDS)
        os.killpg(process.pid, signal.SIGKILL)
        for client in clients:
            client.join()
        loading.terminate()
    return acknowledged


def memory_mb(pid: int) -> tuple[int, int]:
    """What a process has for itself, and what others may map as well, in MB.

    Pages of a mapped file are the system's cache, also while only one process has touched them.
    """
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in lines if line.startswith("Rss")}
    return kilobytes["RssAnon"] // 1024, (kilobytes["RssFile"] + kilobytes["RssShmem"]) // 1024


def loads() -> str:
    return " ".join(f"{one:.1f}" for one in os.getloadavg())


if __name__ == "__main__":
    main()
