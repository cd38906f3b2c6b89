"""Many at once, and killed: no id is given twice or skipped, and no acknowledged position goes back."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from app.feed import snapshots
from app.infra import cells
from tests.feed.decks import store, write

ROOT = Path(__file__).parent.parent.parent
THREADS = 8
CHARTS = {
    code: range(1000 * start, 1000 * start + 1000) for start, code in enumerate(("US", "GB", "PL", "NL", "SE"), 1)
}


@contextmanager
def taking(decks: Path, *sizes: int) -> Iterator[Popen[str]]:
    """Processes that take pages and print them, a process for each of these sizes; the one that forked them leads."""
    command = [sys.executable, "-m", "tests.feed.taking", decks, *map(str, [1, THREADS, *sizes])]
    with Popen(command, cwd=ROOT, stdout=PIPE, text=True, start_new_session=True) as leader:
        try:
            yield leader
        finally:
            with suppress(ProcessLookupError):
                os.killpg(leader.pid, signal.SIGKILL)


def test_two_processes_of_eight_threads_never_get_an_id_twice_and_skip_none(decks: Path) -> None:
    write(decks, deck=range(100_001, 100_201), charts=CHARTS)
    with taking(decks, 1, 7) as both:
        lines = [line.split() for line in both.communicate()[0].splitlines()]
    given = [int(video) for _, *ids in sorted(lines, key=lambda line: int(line[0])) for video in ids]
    home, others = [*CHARTS["PL"]], [video for code in ("US", "GB", "NL", "SE") for video in CHARTS[code]]
    assert given == [*range(100_001, 100_201), *home, *others]


def test_threads_are_as_safe_where_libatomic_is_missing(decks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "compare_and_swap", lambda width: None)
    write(decks)
    with_locks = store(decks)
    ids = [video for _ in range(20) for video in with_locks.take(1, 10).ids]
    with_locks.suppress(2, [1])
    assert (ids, with_locks.take(2, 1).ids) == ([*range(1, 201)], [2])


def test_after_a_kill_no_acknowledged_position_has_gone_back(decks: Path) -> None:
    write(decks, charts=CHARTS)
    with taking(decks, 1, 1) as both:
        assert both.stdout is not None
        acknowledged = [int(line.split()[0]) for line in islice(both.stdout, 200)]
        os.killpg(both.pid, signal.SIGKILL)
        acknowledged += [int(line.split()[0]) for line in both.stdout]
    assert store(decks).position(1) >= max(acknowledged)
    assert len(set(acknowledged)) == len(acknowledged)


def test_a_process_that_has_not_seen_the_new_snapshot_follows_a_user_who_went_on(decks: Path) -> None:
    write(decks, deck=range(1, 101))
    behind, ahead = store(decks), store(decks)
    assert behind.take(1, 10).ids == [*range(1, 11)]
    write(decks, deck=range(1, 101))
    ahead.refresh()
    assert ahead.take(1, 10).ids == [*range(11, 21)]
    assert behind.take(1, 10).ids == [*range(21, 31)]
    assert behind.served[0].number == max(snapshots.numbers(decks))
