"""bin/serve: it starts everything on both web servers, refuses what cannot work, and leaves nothing behind."""

import json
import signal
import socket
import subprocess
import sys
from pathlib import Path

from tests.infra.machine import ROOT, Site, all_end, environment, eventually, family, invoke, refused_serve, site


def pages(running: Site, token: str) -> list[int]:
    """The videos of the next six pages of a user's deck."""
    answers = [running.get("/feed/7", Authorization=f"Bearer {token}") for _ in range(6)]
    assert {answer.status for answer, _ in answers} == {200}
    return [video for _, body in answers for video in json.loads(body)]


def test_no_process_outlives_a_kill_no_page_comes_again_and_a_signal_stops_all_quietly(
    prepared_dir: Path, token: str
) -> None:
    with site(prepared_dir, SERVER="granian", WORKERS="2") as running:
        assert [running.status(path) for path in ("/health", "/trending/PL")] == [200, 200]
        seen = pages(running, token)
        members = running.family()
        assert len(members) > 8  # two supervisors, PostgreSQL, Valkey, the web server and its two, the worker
        running.launcher.kill()
        assert all_end(members)
    with site(prepared_dir, SERVER="gunicorn", WORKERS="2") as running:
        assert [running.status(path) for path in ("/health", "/trending/PL")] == [200, 200]
        seen += pages(running, token)
        running.words_after_the_death_of("gunicorn")
    with site(prepared_dir, SERVER="granian", WORKERS="2") as running:
        seen += pages(running, token)
        assert len(seen) == len(set(seen)) == 180
        members = running.family()
        running.launcher.send_signal(signal.SIGINT)
        code, words = running.end()
        assert code == 0
        assert words.splitlines()[-1] == "Stopped."
        assert "Traceback" not in words
        assert all_end(members)


def test_a_dying_cache_is_started_again_and_a_new_deck_file_put_in_service_until_a_dying_worker_ends_all_quietly(
    prepared_dir: Path, token: str
) -> None:
    def is_personal(user: int) -> bool:
        answer, _ = running.get(f"/feed/{user}?from=0", Authorization=f"Bearer {token}")
        return answer.headers["Feed-Source"] == "personal"

    with site(prepared_dir, SERVER="gunicorn") as running:
        stay = {one.pid for one in running.family() if "gunicorn" in one.command or "jobs worker" in one.command}
        cache = running.kill("valkey-server")
        assert running.status("/trending/PL") == 200
        assert all_end([cache])
        assert eventually(lambda: json.loads(running.get("/health")[1])["status"] == "ok")
        assert [is_personal(7), is_personal(107)] == [True, False]
        invoke(running.data_dir, "feed", "synth", "--users", "200")
        assert eventually(lambda: is_personal(107))
        assert stay <= {one.pid for one in running.family()}
        words = running.words_after_the_death_of("jobs worker")
        assert "The cache ended" in words
        assert "Traceback" not in words


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


def test_the_signals_are_taken_before_anything_else_is_read() -> None:
    read = "import sys; before = set(sys.modules); import app.cli.serve; print(*sorted(set(sys.modules) - before))"
    listed = subprocess.run([sys.executable, "-c", read], cwd=ROOT, capture_output=True, text=True, check=True)
    own = {"app", "app.cli", "app.cli.serve"}
    assert {name for name in listed.stdout.split() if name.split(".")[0] not in sys.stdlib_module_names} == own
