"""Decks behind both web servers: all their processes share the progress, and a kill -9 of them all takes none back."""

import json
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.infra.machine import Site, all_end, environment, eventually, flask, site

WEB_SERVERS = ("granian", "gunicorn")


def page(running: Site, token: str, query: str = "") -> tuple[list[int], int]:
    connection = HTTPConnection("127.0.0.1", running.port, timeout=30)
    connection.request("GET", f"/feed/7{query}", headers={"Authorization": f"Bearer {token}"})
    answer = connection.getresponse()
    ids = json.loads(answer.read())
    connection.close()
    assert answer.status == 200
    return ids, int(answer.headers["Feed-Position"])


@pytest.mark.parametrize("server", WEB_SERVERS)
def test_no_acknowledged_page_comes_again_after_all_processes_were_killed(server: str, migrated_dir: Path) -> None:
    environ = environment(migrated_dir)
    assert flask("feed", "synth", "--users", "100", environ=environ).returncode == 0
    created = flask("tokens", "create", "--scope", "feed:any", "--name", "player", environ=environ)
    token, seen = created.stdout.strip(), []
    for _ in range(2):
        with site(migrated_dir, SERVER=server) as running:
            seen += [video for _ in range(9) for video in page(running, token)[0]]
            members = running.family()
            running.launcher.kill()
            assert all_end(members)
    assert len(seen) == len(set(seen)) == 180


def test_a_deck_file_that_is_written_while_the_site_runs_is_put_in_service(migrated_dir: Path) -> None:
    with site(migrated_dir) as running:
        environ = running.environ
        token = flask("tokens", "create", "--scope", "feed:any", "--name", "p", environ=environ).stdout.strip()
        assert flask("feed", "synth", "--users", "100", environ=environ).returncode == 0
        connection = HTTPConnection("127.0.0.1", running.port, timeout=30)

        def is_there() -> bool:
            connection.request("GET", "/feed/7?from=0", headers={"Authorization": f"Bearer {token}"})
            answer = connection.getresponse()
            answer.read()
            return answer.headers["Feed-Source"] == "personal"

        assert eventually(is_there)
        connection.close()
