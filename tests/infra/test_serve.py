"""bin/serve: it starts everything on both web servers, refuses what cannot work, and leaves nothing behind."""

import json
import os
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.infra.machine import (
    ROOT,
    Site,
    all_end,
    environment,
    eventually,
    family,
    flask,
    refused_serve,
    site,
)

WEB_SERVERS = ("granian", "gunicorn")


def get(running: Site, path: str) -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", running.port, timeout=30)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body


def status(running: Site, path: str) -> int:
    return get(running, path)[0]


@pytest.mark.parametrize("server", WEB_SERVERS)
def test_both_web_servers_serve_the_application_and_stop_quietly(server: str, data_dir: Path) -> None:
    with site(data_dir, SERVER=server, WORKERS="2") as running:
        assert status(running, "/health") == 200
        assert status(running, "/trending/PL") == 200
        members = running.family()
        running.launcher.send_signal(signal.SIGINT)
        code, words = running.end()
        assert code == 0
        assert words.splitlines()[-1] == "Stopped."
        assert "Traceback" not in words
        assert all_end(members)


@pytest.mark.parametrize("server", WEB_SERVERS)
def test_nothing_outlives_a_kill_of_the_launcher(server: str, migrated_dir: Path) -> None:
    with site(migrated_dir, SERVER=server) as running:
        members = running.family()
        assert len(members) > 7  # two supervisors, PostgreSQL, Valkey, the web server, the worker
        running.launcher.kill()
        assert all_end(members)


def test_a_taken_port_is_named_with_a_way_out(data_dir: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = refused_serve(environment(data_dir, PORT=str(port)))
    assert refused.returncode == 2
    assert f"listens on {port} already" in refused.stderr
    assert "Try PORT=" in refused.stderr
    assert all_end(family(data_dir))


def test_a_bad_setting_stops_the_start(data_dir: Path) -> None:
    refused = refused_serve(environment(data_dir, WORKERS="many"))
    assert refused.returncode == 2
    assert refused.stderr.startswith("WORKERS: accepted is")


@pytest.mark.parametrize("part", ["app.cli.web", "jobs worker", "bin/postgres"])
def test_a_dying_part_ends_everything_with_a_message(part: str, migrated_dir: Path) -> None:
    with site(migrated_dir) as running:
        members = running.family()
        victim = next(one for one in members if part in one.command)
        os.kill(victim.pid, signal.SIGKILL)
        code, words = running.end()
        assert code == 1
        assert words.splitlines()[-1].endswith("Everything is stopped.")
        assert all_end(members)


def test_a_dying_cache_is_started_again_and_the_site_stays(migrated_dir: Path) -> None:
    with site(migrated_dir) as running:
        members = running.family()
        victim = next(one for one in members if "valkey-server" in one.command)
        os.kill(victim.pid, signal.SIGKILL)
        assert status(running, "/trending/PL") == 200
        assert all_end([victim])
        assert eventually(lambda: json.loads(get(running, "/health")[1])["status"] == "ok")
        stayed = [one.pid for one in members if "app.cli" in one.command or "jobs worker" in one.command]
        assert set(stayed) <= {one.pid for one in running.family()}
        running.launcher.send_signal(signal.SIGINT)
        code, words = running.end()
        assert code == 0
        assert "The cache ended" in words
        assert all_end(running.family())


def test_the_signals_are_taken_before_anything_else_is_read() -> None:
    read = "import sys; before = set(sys.modules); import app.cli.serve; print(*sorted(set(sys.modules) - before))"
    listed = subprocess.run([sys.executable, "-c", read], cwd=ROOT, capture_output=True, text=True, check=True)
    own = {"app", "app.cli", "app.cli.serve"}
    assert {name for name in listed.stdout.split() if name.split(".")[0] not in sys.stdlib_module_names} == own


def test_the_development_secret_stays_the_same_and_private(data_dir: Path) -> None:
    for _ in range(2):
        assert flask("routes", environ=environment(data_dir)).returncode == 0
    secret = data_dir / "secret_key"
    assert secret.stat().st_mode & 0o777 == 0o600
    assert len(secret.read_text()) >= 32
    assert sorted(path.name for path in data_dir.iterdir()) == ["locks", "logs", "secret_key", "servers"]


def test_two_commands_at_once_share_the_servers(data_dir: Path) -> None:
    with ThreadPoolExecutor() as pool:
        both = list(pool.map(lambda _: flask("routes", environ=environment(data_dir)), range(2)))
    assert [one.returncode for one in both] == [0, 0]
    assert all_end(family(data_dir))


def test_the_exit_code_of_a_command_is_handed_on(migrated_dir: Path) -> None:
    unknown = flask("no-such-command", environ=environment(migrated_dir))
    assert unknown.returncode == 2
    assert "no-such-command" in unknown.stderr
