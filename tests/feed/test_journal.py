"""After the machine went down: the journal brings back all that was on the disk, and never half of a change."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.feed import journal, snapshots
from app.feed.journal import Journal
from app.feed.progress import MAX_USER_ID, Progress
from app.feed.store import Store
from app.infra import cells
from tests.feed.decks import store, write

MOVES = st.lists(st.tuples(st.sampled_from([1, 2, 5]), st.integers(1, 9)), min_size=1, max_size=6)


def power_cut(decks: Path, saved: dict[str, bytes]) -> Store:
    """The store after it: of the mapped files what the disk had got by then, of the journal all that was synced."""
    folder = snapshots.progress_folder(decks, snapshots.numbers(decks)[0])
    for name, content in saved.items():
        (folder / name).write_bytes(content)
    (folder / "boot").write_text("another one")
    return store(decks)


def on_disk(progress: Progress) -> dict[str, bytes]:
    return {name: (progress.folder / name).read_bytes() for name in ("places", "masks")}


def test_what_was_journaled_is_back_after_a_power_cut(decks: Path) -> None:
    write(decks)
    one = store(decks)
    one.take(1, 10)
    kept = Journal(one.served[0].progress)
    saved = on_disk(one.served[0].progress)
    one.take(1, 5)
    one.take(70_000, 3)
    one.suppress(2, [1, 200])
    assert (kept.step(), kept.step()) == (3, 0)
    again = power_cut(decks, saved)
    assert [again.position(user) for user in (1, 5, 70_000)] == [15, 0, 3]
    assert again.take(2, 199).ids[0] == 2
    assert again.take(1, 1).ids == [16]


def test_a_killed_process_takes_nothing_from_the_journal(decks: Path) -> None:
    write(decks)
    one = store(decks)
    kept = Journal(one.served[0].progress)
    one.take(1, 5)
    kept.step()
    one.take(1, 5)
    assert store(decks).position(1) == 10


def test_a_long_journal_begins_again_when_the_files_themselves_are_written(
    decks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "MOST_BYTES", 100)
    write(decks)
    one = store(decks)
    kept = Journal(one.served[0].progress)
    sizes = []
    for _ in range(6):
        one.take(1, 5)
        kept.step()
        sizes.append((one.served[0].progress.folder / "journal").stat().st_size)
    assert sizes == [48, 96, 0, 48, 96, 0]
    assert power_cut(decks, on_disk(one.served[0].progress)).position(1) == 30


@settings(max_examples=40)
@given(moves=MOVES, kept_share=st.floats(0, 1), damage=st.none() | st.floats(0, 1, exclude_max=True))
def test_a_torn_or_damaged_end_gives_the_state_after_one_of_the_steps(
    moves: list[tuple[int, int]], kept_share: float, damage: float | None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    decks = tmp_path_factory.mktemp("decks")
    write(decks)
    one = store(decks)
    progress = one.served[0].progress
    kept, saved = Journal(progress), on_disk(progress)
    states = [dict.fromkeys((1, 2, 5), 0)]
    for user, size in moves:
        one.take(user, size)
        states.append(states[-1] | {user: states[-1][user] + size})
        kept.step()
    content = bytearray((progress.folder / "journal").read_bytes())
    content = content[: round(kept_share * len(content))]
    if damage is not None and content:
        content[int(damage * len(content))] ^= 1
    (progress.folder / "journal").write_bytes(content)
    again = power_cut(decks, saved)
    assert {user: again.position(user) for user in (1, 2, 5)} in states


def test_a_sparse_file_is_read_only_where_something_was_stored(decks: Path) -> None:
    write(decks)
    one = store(decks)
    users = [1, 70_000, 600_000, MAX_USER_ID]
    kept = Journal(one.served[0].progress)
    for user in users:
        one.take(user, 1)
    places = one.served[0].progress.places
    assert (places.path.stat().st_size, len(list(places.pieces()))) == (2**33, 3)
    assert [int(begin + row) for begin, cells in places.pieces() for row in np.flatnonzero(cells)] == users
    assert (kept.step(), kept.step()) == (4, 0)


@pytest.mark.parametrize("whence", [None, 99], ids=["a system without it", "a file system that refuses it"])
def test_where_the_system_does_not_tell_what_was_stored_the_whole_file_is_read(
    decks: Path, whence: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cells, "_SEEK_DATA", whence)
    write(decks)
    one = store(decks)
    kept = Journal(one.served[0].progress)
    for user in (1, 600_000):
        one.take(user, 1)
    assert len(list(one.served[0].progress.places.pieces())) == 4
    assert (kept.step(), kept.step()) == (2, 0)


def test_a_larger_file_is_journaled_from_its_new_cells_on(decks: Path) -> None:
    write(decks)
    one = store(decks)
    kept = Journal(one.served[0].progress)
    users = np.array([1, 100_000, 3_000_000])
    for user in users.tolist():
        one.take(user, 1)
        assert kept.step() == 1
