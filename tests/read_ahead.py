"""The modules of tests are read before tests are collected, by each worker in another order.

Compiling them, with assertions that tell what they saw, is half of the time until a new clone runs its first test:
each worker compiles a part, and finds the rest compiled by the others.
"""

from contextlib import suppress
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def pytest_collection(session: pytest.Session) -> None:
    worker = getattr(session.config, "workerinput", None)
    if worker and session.config.args_source is pytest.Config.ArgsSource.TESTPATHS:
        paths = sorted((ROOT / "tests").rglob("test_*.py"))
        begin = len(paths) * int(worker["workerid"].removeprefix("gw")) // worker["workercount"]
        for path in paths[begin:] + paths[:begin]:
            with suppress(Exception):  # pytest, which imports it once more, tells what is wrong
                import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
