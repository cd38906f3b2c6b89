"""bin/flask without a running site: it brings its own servers and secret."""

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
