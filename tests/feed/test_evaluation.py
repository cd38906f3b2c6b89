"""Measuring the choice: mistakes in files are told, measures are what they are called, ours is the best."""

from pathlib import Path

import numpy as np
import pytest
from apiflask import APIFlask

from app.feed.evaluation import TOP, Log, Split, TooFew, compare, made, measure, read
from app.feed.synthetic_events import World


def log(*events: tuple[int, int, float]) -> Log:
    users, items, days = (np.array(column) for column in zip(*events, strict=True))
    return Log(int(users.max()) + 1, int(items.max()) + 1, users, items, days)


@pytest.fixture
def small() -> Split:
    """Two users who know items 0 and 1; user 0 then finds 2 and 3, user 1 what is known."""
    known = [(0, 0, 0.0), (0, 1, 1.0), (1, 0, 2.0), (1, 1, 3.0), (2, 4, 4.0), (2, 5, 4.5), (2, 6, 4.6), (2, 7, 4.7)]
    return Split.of(log(*known, (0, 2, 8.0), (0, 3, 9.0), (1, 1, 9.5)))


def test_what_is_known_is_not_to_be_found(small: Split) -> None:
    assert small.judged.tolist() == [0]
    assert small.found[0].indices.tolist() == [2, 3]


def test_measures_are_those_of_their_names(small: Split) -> None:
    chosen = np.full((1, TOP), -1)
    chosen[0, :3] = 4, 2, 5
    measured = measure(small, lambda _: chosen)
    assert measured.recall == 0.5
    assert measured.ndcg == pytest.approx((1 / np.log2(3)) / (1 + 1 / np.log2(3)))
    assert measured.coverage == 3 / 8
    perfect = measure(small, lambda _: np.pad([[3, 2]], ((0, 0), (0, TOP - 2)), constant_values=-1))
    assert (perfect.recall, perfect.ndcg) == (1.0, 1.0)


def test_a_log_in_which_nobody_comes_back_cannot_be_split() -> None:
    with pytest.raises(TooFew):
        Split.of(log((0, 0, 0.0), (1, 1, 9.0)))


@pytest.mark.parametrize("seed", [1, 2])
def test_ours_finds_more_than_each_of_its_parts(seed: int) -> None:
    found = dict(compare(Split.of(made(World(800, 600, 60_000, seed))), seed))
    assert list(found) == ["popularity", "item-to-item", "plain ALS", "ours"]
    assert found["ours"].recall >= 1.3 * found["popularity"].recall
    assert found["ours"].recall >= found["plain ALS"].recall
    assert found["ours"].recall >= found["item-to-item"].recall


BAD = "user,item,timestamp\nann,a,100\nann,b\n,c,3\nann,c,soon\n\nben,a,1e3\nben,b,nan\n"


def test_rows_that_cannot_be_read_are_told_by_their_line(tmp_path: Path) -> None:
    path, told = tmp_path / "events.csv", []
    path.write_text(BAD)
    found = read(path, lambda line, reason: told.append((line, reason)))
    assert (found.users, found.items, len(found.days)) == (2, 1, 2)
    assert [line for line, _ in told] == [3, 4, 5, 8]
    assert "soon" in told[2][1]


def test_a_file_without_a_header_begins_with_its_first_row(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text("1,10,5,978300760\n1,11,3,978302109\n")  # a rating between item and timestamp, as MovieLens has it
    found = read(path, lambda *_: pytest.fail("a good row was refused"))
    assert (found.users, found.items) == (1, 2)


def test_the_command_prints_a_table(app: APIFlask) -> None:
    arguments = ["feed", "evaluate", "--synthetic", "--users", "300", "--items", "200", "--count", "9000"]
    result = app.test_cli_runner().invoke(args=arguments)
    assert result.exit_code == 0, result.output
    assert "plain ALS" in result.output
    assert "recall@20" in result.output


@pytest.mark.parametrize("arguments", [[], ["--synthetic", "--events", __file__]])
def test_the_command_wants_one_source(app: APIFlask, arguments: list[str]) -> None:
    result = app.test_cli_runner().invoke(args=["feed", "evaluate", *arguments])
    assert (result.exit_code, "either --events FILE.csv or --synthetic" in result.output) == (2, True)


def test_a_file_of_which_nothing_can_be_learnt_is_refused(app: APIFlask, tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text(BAD)
    result = app.test_cli_runner().invoke(args=["feed", "evaluate", "--events", str(path)])
    assert (result.exit_code, "Line 5: " in result.output, "Nobody in the log" in result.output) == (1, True, True)


def test_made_up_members_do_the_same_however_many_there_are() -> None:
    few, many = World(300, 200, 6_000), World(5_000, 200, 100_000)
    assert np.array_equal(next(few.blocks()).items[:100], World(300, 200, 6_000).block(0).items[:100])
    assert len(list(many.blocks())) == 3
    for made_up in many.blocks():
        assert len(np.unique(made_up.users * 200 + made_up.items)) == len(made_up.users)
        assert (many.born[made_up.items] <= made_up.days + 10).all()
