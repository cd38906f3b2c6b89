"""The pictures' geometry: what is drawn lies in its box, in the right order, and says what it draws."""

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web import pictures
from app.web.pictures import (
    LABEL_GAP,
    LANE_HEIGHT,
    LANE_LEFT,
    LANE_RIGHT,
    LINE_BOTTOM,
    LINE_LEFT,
    LINE_RIGHT,
    LINE_TOP,
    STACK_BOTTOM,
    STACK_TOP,
    Point,
)

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
CODES = ["US", "GB", "PL", "NL", "SE", "NO", "AT"]
PATHS = st.lists(st.integers(0, 700), min_size=1, max_size=7).map(
    lambda hours: [(code, NOON + timedelta(hours=after)) for code, after in zip(CODES, sorted(hours), strict=False)]
)
COLUMNS = st.lists(
    st.one_of(
        st.just([]),
        st.lists(st.integers(0, 60), min_size=7, max_size=7)
        .filter(any)
        .map(lambda counts: [count / sum(counts) for count in counts]),
    ),
    min_size=7,
    max_size=7,
)
RANK_LINES = st.lists(st.none() | st.integers(1, 200), min_size=25, max_size=25)


def points(drawn: pictures.RankLine) -> list[Point]:
    """All points of a rank line from left to right."""
    numbers = [re.findall(r"([\d.]+) ([\d.]+)", data) for data in drawn.strokes]
    return sorted([Point(float(x), float(y)) for pairs in numbers for x, y in pairs] + drawn.dots)


@given(RANK_LINES)
def test_a_rank_line_has_one_point_for_each_rank_inside_its_box(line: list[int | None]) -> None:
    drawn = points(pictures.rank_line(line))
    assert len(drawn) == sum(rank is not None for rank in line)
    assert all(LINE_LEFT <= x <= LINE_RIGHT and LINE_TOP <= y <= LINE_BOTTOM for x, y in drawn)


@given(RANK_LINES)
def test_a_better_rank_is_never_drawn_lower(line: list[int | None]) -> None:
    ranks = [rank for rank in line if rank is not None]
    heights = [y for _, y in points(pictures.rank_line(line))]
    pairs = [(one, other) for one in zip(ranks, heights, strict=True) for other in zip(ranks, heights, strict=True)]
    assert all(one[1] <= other[1] for one, other in pairs if one[0] <= other[0])


@given(RANK_LINES)
def test_a_rank_line_is_broken_exactly_where_a_rank_is_missing(line: list[int | None]) -> None:
    drawn = pictures.rank_line(line)
    runs = re.findall("r+", "".join(" " if rank is None else "r" for rank in line))
    assert (len(drawn.strokes), len(drawn.dots)) == (sum(len(run) > 1 for run in runs), sum(run == "r" for run in runs))


def test_the_scale_is_fixed_so_that_lines_can_be_compared() -> None:
    assert pictures.rank_line([1, 50]).strokes == [f"M{LINE_LEFT} {LINE_TOP}L{LINE_RIGHT} {LINE_BOTTOM}"]
    assert pictures.rank_line([1, 180]) == pictures.rank_line([1, 50])


def test_a_rank_line_is_told_in_words() -> None:
    assert pictures.rank_words([None, 9, 2, None, 4]) == "Number 9 3 hours before, number 4 now, number 2 at best."
    assert pictures.rank_words([None, 7]) == "Number 7; nothing is known of the hours before."


@given(PATHS)
def test_the_lanes_of_a_path_follow_one_axis_of_time(path: list[tuple[str, datetime]]) -> None:
    lanes = pictures.lanes(path)
    assert [lane.code for lane in lanes] == [code for code, _ in path]
    assert lanes[0].x == LANE_LEFT
    assert all(one.x <= other.x <= LANE_RIGHT for one, other in pairwise(lanes))
    assert all(other.y - one.y == LANE_HEIGHT and other.above == one.y for one, other in pairwise(lanes))
    assert [lane.after for lane in lanes] == [at - path[0][1] for _, at in path]
    if lanes[-1].after:
        assert lanes[-1].x == LANE_RIGHT


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(1, 60)), max_size=25))
def test_a_slope_line_ends_at_its_ranks_or_at_the_edge(ranks: list[tuple[int, int]]) -> None:
    rows = 25
    for (left, right), line in zip(ranks, pictures.slope(ranks, rows), strict=True):
        start, end = re.findall(r"M0 ([\d.]+)C.* 100 ([\d.]+)$", line.data)[0]
        assert (float(start), float(end)) == (min(left - 0.5, rows), min(right - 0.5, rows))
        assert line.better == ("level" if left == right else "left" if left < right else "right")


@given(COLUMNS)
def test_a_stack_fills_its_height_with_its_shares(columns: list[list[float]]) -> None:
    for shares, stack in zip(columns, pictures.stacks(columns), strict=True):
        assert [segment.share for segment in stack] == shares
        assert all(other.y == pytest.approx(one.y + one.height) for one, other in pairwise(stack))
        if stack:
            assert (stack[0].y, stack[-1].y + stack[-1].height) == (STACK_TOP, pytest.approx(STACK_BOTTOM))


@given(COLUMNS)
def test_stacks_are_joined_only_to_neighbours_that_have_shares(columns: list[list[float]]) -> None:
    joined = pictures.bands(pictures.stacks(columns))
    assert len(joined) == sum(bool(one) and bool(other) for one, other in pairwise(columns))
    assert all(len(bands) == 7 for bands in joined)


@given(st.lists(st.floats(0, STACK_BOTTOM), max_size=7).map(sorted))
def test_labels_keep_their_order_and_distance_and_never_sink(ys: list[float]) -> None:
    moved = pictures.spread(ys)
    assert all(other - one >= LABEL_GAP - 1e-9 for one, other in pairwise(moved))
    assert all(after <= before for before, after in zip(ys, moved, strict=True))
    assert moved[-1:] == ys[-1:]
