"""The pictures' geometry: what is drawn lies in its box, in the right order, and says what it draws."""

import re

from hypothesis import given
from hypothesis import strategies as st

from app.web import pictures
from app.web.pictures import LINE_BOTTOM, LINE_LEFT, LINE_RIGHT, LINE_TOP, Point

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
