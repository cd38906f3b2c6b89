"""The picture of several regions' lines: all of it lies in its box, nothing touches, gaps stay gaps."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.models import REGIONS
from app.web import region_lines
from app.web.region_lines import BOTTOM, HEIGHT, LABEL_GAP, TOP

SINCE = datetime(2026, 5, 4, tzinfo=UTC)
HOURS = 24 * 7
UNTIL = SINCE + timedelta(hours=HOURS)


def line(ranks: dict[int, int]) -> list[tuple[datetime, int]]:
    return [(SINCE + timedelta(hours=hour), rank) for hour, rank in sorted(ranks.items())]


LINES = st.dictionaries(
    st.sampled_from(list(REGIONS)),
    st.dictionaries(st.integers(0, HOURS), st.integers(1, 300), min_size=1).map(line),
    min_size=1,
)


@given(LINES)
def test_everything_lies_in_the_box(series: dict[str, list[tuple[datetime, int]]]) -> None:
    plot = region_lines.ranks(series, SINCE, UNTIL)
    dots = [dot for one in plot.lines for dot in (*one.dots, one.end)]
    assert all(0 <= dot.x <= 100 and TOP <= dot.y <= BOTTOM for dot in dots)
    assert all(0 <= tick.x <= 100 for tick in plot.times)
    assert len(plot.times) <= region_lines.MOST_TIMES + 1
    assert [one.code for one in plot.lines] == list(series)


@given(LINES)
def test_labels_beside_the_plot_do_not_touch(series: dict[str, list[tuple[datetime, int]]]) -> None:
    placed = sorted(one.label_y for one in region_lines.ranks(series, SINCE, UNTIL).lines if one.label_y is not None)
    assert all(after - before >= LABEL_GAP for before, after in pairwise(placed))
    assert all(0 <= y <= HEIGHT for y in placed)


@given(LINES)
def test_values_of_ticks_do_not_touch(series: dict[str, list[tuple[datetime, int]]]) -> None:
    ticks = region_lines.ranks(series, SINCE, UNTIL).ticks
    assert ticks[0].value == 1
    assert all(after.y - before.y >= LABEL_GAP for before, after in pairwise(ticks))


def test_a_better_rank_is_higher_and_a_larger_count_too() -> None:
    two = {"PL": line({0: 2, HOURS: 2}), "SE": line({0: 9, HOURS: 9})}
    ranks, counts = region_lines.ranks(two, SINCE, UNTIL).lines, region_lines.counts(two, SINCE, UNTIL).lines
    assert ranks[0].end.y < ranks[1].end.y
    assert counts[0].end.y > counts[1].end.y


def test_hours_without_a_place_are_a_gap() -> None:
    drawn = region_lines.ranks(
        {"PL": line({**dict.fromkeys(range(9), 3), **dict.fromkeys(range(20, 30), 3)})}, SINCE, UNTIL
    )
    assert len(drawn.lines[0].strokes) == 2


def test_daily_captures_are_joined() -> None:
    drawn = region_lines.ranks({"PL": line(dict.fromkeys(range(0, HOURS, 24), 3))}, SINCE, UNTIL)
    assert len(drawn.lines[0].strokes) == 1


def test_a_line_that_ends_before_the_axis_is_labelled_at_its_end() -> None:
    assert region_lines.ranks({"PL": line({0: 1, 50: 4})}, SINCE, UNTIL).lines[0].label_y is None


def test_a_level_stretch_is_drawn_by_its_ends() -> None:
    drawn = region_lines.ranks({"PL": line(dict.fromkeys(range(100), 5))}, SINCE, UNTIL)
    assert drawn.lines[0].strokes[0].count("L") == 1


def test_one_value_alone_is_a_dot() -> None:
    drawn = region_lines.ranks({"PL": [(UNTIL, 4)]}, UNTIL, UNTIL)
    assert (drawn.lines[0].strokes, len(drawn.lines[0].dots)) == ([], 1)


def test_the_table_tells_the_last_time_first_and_what_was_not_listed() -> None:
    rows = region_lines.rows(
        {"PL": line({hour: hour + 1 for hour in range(HOURS + 1)}), "SE": line({0: 7})}, SINCE, UNTIL
    )
    assert rows[0].moment == UNTIL
    assert rows[0].values == [HOURS + 1, None]
    assert len(rows) == 12
