"""How numbers, times and movement are written."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web import ages, numbers
from app.web.movement import Movement, movement
from app.web.poster import STYLES, draw

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


@dataclass
class Place:
    rank: int
    previous_rank: int | None
    entered_at: datetime = NOON - timedelta(days=9)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1K"),
        (12_345, "12.3K"),
        (999_999, "999K"),
        (1_000_000, "1M"),
        (1_290_000, "1.2M"),
        (7_900_000_000, "7.9B"),
    ],
)
def test_counts_are_short(number: int, text: str) -> None:
    assert numbers.count(number) == text


@given(st.integers(min_value=0, max_value=10**12))
def test_a_short_count_is_never_more_than_there_is(number: int) -> None:
    text = numbers.count(number)
    unit = {"K": 1000, "M": 10**6, "B": 10**9}.get(text[-1], 1)
    assert round(float(text.rstrip("KMB")) * unit) <= number
    assert len(text) <= 6


@pytest.mark.parametrize(("seconds", "text"), [(0, "0:00"), (59, "0:59"), (184, "3:04"), (3723, "1:02:03")])
def test_lengths_are_written_as_players_do(seconds: int, text: str) -> None:
    assert numbers.duration(seconds) == text


@pytest.mark.parametrize(
    ("age", "text"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=6, minutes=59), "6 hours ago"),
        (timedelta(hours=24), "1 day ago"),
        (timedelta(days=30), "30 days ago"),
        (timedelta(days=31), "3 April 2026"),
    ],
)
def test_ages_are_whole_units(age: timedelta, text: str) -> None:
    assert ages.ago(NOON - age, NOON) == text


def test_times_are_written_in_utc() -> None:
    moment = datetime(2021, 4, 28, 1, 30, tzinfo=timezone(timedelta(hours=2)))
    assert ages.clock(moment) == "27 April 2021, 23:30 UTC"
    assert ages.rfc3339(moment) == "2021-04-27T23:30:00Z"


def test_a_capture_is_stale_after_a_day() -> None:
    assert not ages.is_stale(NOON - timedelta(hours=24), NOON)
    assert ages.is_stale(NOON - timedelta(hours=24, seconds=1), NOON)


@pytest.mark.parametrize(
    ("place", "told"),
    [
        (Place(3, 9), Movement("up", "up 6")),
        (Place(9, 3), Movement("down", "down 6")),
        (Place(3, 3), Movement("same", "same")),
        (Place(3, None, NOON - timedelta(hours=2)), Movement("new", "new")),
        (Place(3, None), None),
    ],
)
def test_movement_is_told_where_the_day_before_is_known(place: Place, told: Movement | None) -> None:
    assert movement(place, NOON, has_day_before=True) == told


def test_nothing_is_new_or_moved_where_no_list_of_the_day_before_is_known() -> None:
    assert movement(Place(1, None, NOON), NOON, has_day_before=False) is None


@given(st.sampled_from(sorted(STYLES)), st.text("0123456789abcdef", min_size=12, max_size=12))
def test_a_poster_is_always_the_same_small_picture(category: int, seed: str) -> None:
    picture = draw(category, seed)
    assert picture == draw(category, seed)
    assert picture.startswith("<svg ")
    assert picture.endswith("</svg>")
    assert len(picture) < 8000
    assert not {"nan", "inf", "<text"} & set(picture.split())


def test_a_category_without_a_style_is_drawn_as_none() -> None:
    assert draw(999, "0123456789ab") == draw(0, "0123456789ab")
