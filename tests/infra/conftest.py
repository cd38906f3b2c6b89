"""Folders for servers that the tests start themselves."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.infra.machine import environment, flask, new_data_dir


@pytest.fixture
def data_dir() -> Iterator[Path]:
    with new_data_dir() as folder:
        yield folder


@pytest.fixture(scope="session")
def once_migrated() -> Iterator[Path]:
    with new_data_dir() as folder:
        assert flask("routes", environ=environment(folder)).returncode == 0
        yield folder


@pytest.fixture
def migrated_dir(data_dir: Path, once_migrated: Path) -> Path:
    """A data folder whose database is migrated already, for tests that are about what comes after."""
    subprocess.run(["cp", "-a", f"{once_migrated}/.", data_dir], check=True)
    return data_dir
