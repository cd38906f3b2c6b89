"""Folders for servers that the tests start themselves."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.infra.machine import new_data_dir


@pytest.fixture
def data_dir() -> Iterator[Path]:
    with new_data_dir() as folder:
        yield folder
