"""Deck files: what is written is read, gaps and all, and what is damaged in any way is refused with a reason."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.feed import deck_file, snapshots
from app.feed.deck_file import Block
from app.feed.deck_parts import Refused
from app.feed.snapshots import open_snapshot
from tests.feed.decks import CHARTS, NOW, block, write

ROOT = Path(__file__).parent.parent.parent
FILES = (
    "users.npy",
    "ids.npy",
    "reasons.npy",
    "contexts.npy",
    "lengths.npy",
    "regions.npy",
    "charts.json",
    "meta.json",
)
USERS = st.lists(st.integers(1, 2**31 - 1), unique=True, max_size=30).map(sorted)
DECKS = st.lists(st.integers(1, 2**32 - 1), unique=True, max_size=200)


@settings(max_examples=25)
@given(users=USERS, deck=DECKS, others=st.lists(st.integers(1, 2**31 - 1), max_size=5), cut=st.integers(0, 30))
def test_what_was_written_is_read_for_each_user_and_for_nobody_else(
    users: list[int], deck: list[int], others: list[int], cut: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    blocks = [block(part, deck) for part in (users[:cut], users[cut:])]
    folder = deck_file.write(tmp_path_factory.mktemp("decks"), blocks, CHARTS, NOW)
    snapshot = open_snapshot(folder)
    assert snapshot.charts == CHARTS
    assert snapshot.number == int(folder.name)
    for user in users:
        assert snapshot.ids_of(user) == snapshot.contexts_of(user) == deck
        assert snapshot.reasons_of(user) == [5] * len(deck)
    assert [snapshot.row(user) for user in users] == list(range(len(users)))
    assert all(snapshot.row(user) is None for user in set(others) - set(users))


@settings(max_examples=60)
@given(name=st.sampled_from(FILES), where=st.floats(0, 1, exclude_max=True), bits=st.integers(1, 255))
def test_any_damaged_byte_is_noticed(
    name: str, where: float, bits: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = write(tmp_path_factory.mktemp("decks"))
    content = bytearray((folder / name).read_bytes())
    content[int(where * len(content))] ^= bits
    (folder / name).write_bytes(content)
    os.utime(folder / name, ns=(1, 1))
    with pytest.raises(Refused, match=r"\w{4,}"):
        open_snapshot(folder)


@settings(max_examples=30)
@given(name=st.sampled_from(FILES), kept=st.floats(0, 1, exclude_max=True))
def test_a_truncated_file_is_noticed(name: str, kept: float, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = write(tmp_path_factory.mktemp("decks"))
    os.truncate(folder / name, int(kept * (folder / name).stat().st_size))
    with pytest.raises(Refused):
        open_snapshot(folder)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(name: str, decks: Path) -> None:
    folder = write(decks)
    (folder / name).unlink()
    with pytest.raises(Refused, match=name):
        open_snapshot(folder)


def test_another_format_is_named(decks: Path) -> None:
    folder = write(decks)
    meta = folder / "meta.json"
    meta.write_text(meta.read_text().replace('"format":1', '"format":0'))
    with pytest.raises(Refused, match="its format is 0, not 1"):
        open_snapshot(folder)


def test_a_copy_is_read_through_once_and_trusted_from_then_on(decks: Path) -> None:
    folder = write(decks)
    stamp = (folder / "stamp").read_bytes()
    os.utime(folder / "ids.npy", ns=(1, 1))
    open_snapshot(folder)
    assert (folder / "stamp").read_bytes() != stamp


def test_the_last_two_are_kept_and_a_damaged_one_does_not_count(decks: Path) -> None:
    first, second, third = (write(decks) for _ in range(3))
    assert snapshots.numbers(decks) == [int(third.name), int(second.name)]
    assert not first.exists()
    (third / "meta.json").unlink()
    fourth = write(decks)
    assert [one.number for one in snapshots.usable(decks)] == [int(fourth.name), int(second.name)]


def test_a_snapshot_without_users_has_its_charts(decks: Path) -> None:
    snapshot = open_snapshot(deck_file.write(decks, [], CHARTS, NOW))
    assert (snapshot.row(1), snapshot.charts) == (None, CHARTS)


@pytest.mark.parametrize(
    "blocks",
    [
        [block([2, 1], [7])],
        [block([1, 1], [7])],
        [block([0], [7])],
        [block([1], [7]), block([1], [7])],
        [block([1], [7, 0, 8])],
        [replace(block([1], [7]), lengths=np.array([2], np.uint8))],
        [replace(block([1], [7]), lengths=np.array([1], np.int64))],
        [replace(block([1], [7]), regions=np.zeros(2, np.uint8))],
        [block([1], [7]), replace(block([2], [7]), contexts=None)],
    ],
)
def test_what_no_reader_could_trust_is_not_written(blocks: list[Block], decks: Path) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        deck_file.write(decks, blocks, CHARTS, NOW)
    assert list(decks.iterdir()) == []


def test_the_numbers_rise(decks: Path) -> None:
    number = int(write(decks).name)
    with pytest.raises(ValueError, match="not above"):
        deck_file.write(decks, [], CHARTS, NOW, number)
    assert int(write(decks).name) > number


def test_a_killed_writer_changes_nothing_and_is_cleared_away_by_the_next(decks: Path) -> None:
    before = write(decks)
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.feed.writing", str(decks)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    with writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "half-way\n"
        writer.send_signal(signal.SIGKILL)
    assert snapshots.numbers(decks) == [int(before.name)]
    assert len(list(decks.iterdir())) == 2
    after = write(decks)
    assert sorted(decks.iterdir()) == [before, after]
