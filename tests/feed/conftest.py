"""Decks made in a test, and stores over them."""

from pathlib import Path

import pytest


@pytest.fixture
def decks(tmp_path: Path) -> Path:
    return tmp_path / "decks"
