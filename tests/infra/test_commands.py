"""bin/flask without a running site: it brings its own servers and secret, and hands the exit code on."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.infra.machine import all_end, environment, family, flask


def test_two_commands_at_once_share_the_servers_and_a_private_secret(data_dir: Path) -> None:
    with ThreadPoolExecutor() as pool:
        both = list(pool.map(lambda _: flask("routes", environ=environment(data_dir)), range(2)))
    assert [one.returncode for one in both] == [0, 0]
    assert all_end(family(data_dir))
    secret = data_dir / "secret_key"
    assert secret.stat().st_mode & 0o777 == 0o600
    assert len(secret.read_text()) >= 32
    assert sorted(path.name for path in data_dir.iterdir()) == ["locks", "logs", "secret_key", "servers"]


def test_the_exit_code_of_a_command_is_handed_on_and_the_secret_stays_the_same(prepared_dir: Path) -> None:
    secret = (prepared_dir / "secret_key").read_text()
    unknown = flask("no-such-command", environ=environment(prepared_dir))
    assert unknown.returncode == 2
    assert "no-such-command" in unknown.stderr
    assert (prepared_dir / "secret_key").read_text() == secret
