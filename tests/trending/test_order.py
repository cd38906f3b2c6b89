"""Near-ties keep their order; everything else stands where its score puts it."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.trending.order import MARGIN, settle

scores = st.dictionaries(st.integers(1, 60), st.floats(0, 100), max_size=40)


@given(scores, st.lists(st.integers(1, 60), unique=True))
def test_the_order_holds_every_video_once(given_scores: dict[int, float], earlier: list[int]) -> None:
    assert sorted(settle(given_scores, earlier)) == sorted(given_scores)


@given(scores, st.lists(st.integers(1, 60), unique=True))
def test_nobody_stands_right_below_one_they_clearly_exceed(given_scores: dict[int, float], earlier: list[int]) -> None:
    order = settle(given_scores, earlier)
    for above, below in pairwise(order):
        assert given_scores[below] <= given_scores[above] + MARGIN


@given(scores)
def test_without_an_earlier_ranking_the_order_is_that_of_the_scores(given_scores: dict[int, float]) -> None:
    order = settle(given_scores, [])
    assert [given_scores[video] for video in order] == sorted(given_scores.values(), reverse=True)


@given(scores, st.lists(st.integers(1, 60), unique=True), st.data())
def test_a_change_too_small_to_matter_moves_nobody(
    given_scores: dict[int, float], earlier: list[int], data: st.DataObject
) -> None:
    order = settle(given_scores, earlier)
    nudges = data.draw(st.lists(st.floats(0, 0.2), min_size=len(order), max_size=len(order)))
    # Only upper places gain, by falling amounts, so that every gap stays or grows.
    nudges.sort(reverse=True)
    nudged = {video: given_scores[video] + nudge for video, nudge in zip(order, nudges, strict=True)}
    assert settle(nudged, order) == order


def test_a_near_tie_does_not_flicker() -> None:
    assert settle({1: 50.0, 2: 50.4}, [1, 2]) == [1, 2]
    assert settle({1: 50.0, 2: 50.4}, [2, 1]) == [2, 1]
    assert settle({1: 50.0, 2: 50.6}, [1, 2]) == [2, 1]


def test_what_enters_takes_its_place_at_once() -> None:
    assert settle({1: 50.0, 2: 40.0, 3: 50.1}, [1, 2]) == [3, 1, 2]
