"""bin/flask without a running site: it brings its own servers and secret, and hands the exit code on."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.infra.machine import all_end, environment, family, flask


def test_two_commands_at_once_share_the_servers_and_a_private_secret_and_each_has_its_exit_code(data_dir: Path) -> None:
    with ThreadPoolExecutor() as pool:
        known, unknown = pool.map(
            lambda command: flask(command, environ=environment(data_dir)), ["routes", "no-such-command"]
        )
    assert (known.returncode, unknown.returncode) == (0, 2)
    assert "no-such-command" in unknown.stderr
    assert all_end(family(data_dir))
    secret = data_dir / "secret_key"
    assert secret.stat().st_mode & 0o777 == 0o600
    assert len(secret.read_text()) >= 32
    assert sorted(path.name for path in data_dir.iterdir()) == ["locks", "logs", "secret_key", "servers"]
