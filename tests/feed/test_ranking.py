"""Candidates are fused once each with the reason that counts most, whatever order they come in."""

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.feed import weights
from app.feed.ranking import Candidates, best, fused, listed, places
from app.feed.reasons import About, Reason

VIDEOS = 9
ONE = st.tuples(
    st.integers(0, 3),
    st.integers(0, VIDEOS - 1),
    st.integers(1, 1000),
    st.sampled_from(list(Reason)),
    st.integers(0, 9),
)
SOURCES = st.lists(st.lists(ONE, max_size=20), min_size=1, max_size=4)


def candidates(rows: list[tuple[int, int, int, Reason, int]]) -> Candidates:
    columns = zip(*rows, strict=True) if rows else ((),) * 5
    kinds = (np.int64, np.int64, np.float64, np.uint8, np.uint32)
    return Candidates(*(np.array(list(one), kind) for one, kind in zip(columns, kinds, strict=True)))


@given(SOURCES)
def test_a_video_stands_once_a_row_with_the_sum_and_a_reason_of_the_largest_part(
    given_sources: list[list[tuple[int, int, int, Reason, int]]],
) -> None:
    parts = defaultdict(list)
    for one in given_sources:
        for row, video, score, reason, context in one:
            parts[row, video].append((score, reason, context))
    found = fused([candidates(one) for one in given_sources], VIDEOS)
    assert list(zip(found.rows.tolist(), found.videos.tolist(), strict=True)) == sorted(parts)
    for row, video, score, reason, context in zip(
        *(getattr(found, name).tolist() for name in ("rows", "videos", "scores", "reasons", "contexts")), strict=True
    ):
        of_video = parts[row, video]
        assert score == sum(one[0] for one in of_video)
        assert (reason, context) in {one[1:] for one in of_video if one[0] == max(each[0] for each in of_video)}


@given(SOURCES, st.integers(1, 5))
def test_the_best_of_each_row_are_those_with_the_highest_scores(
    given_sources: list[list[tuple[int, int, int, Reason, int]]], most: int
) -> None:
    every = fused([candidates(one) for one in given_sources], VIDEOS)
    found = best(every, most)
    for row in range(4):
        scores = every.scores[every.rows == row]
        assert found.scores[found.rows == row].tolist() == sorted(scores.tolist(), reverse=True)[:most]


def test_the_first_source_gives_the_reason_among_equals() -> None:
    first = candidates([(0, 1, 5, Reason.FOLLOWED, 7)])
    second = candidates([(0, 1, 5, Reason.TASTE, 0)])
    assert fused([first, second], VIDEOS).reasons.tolist() == [Reason.FOLLOWED]
    assert fused([second, first], VIDEOS).reasons.tolist() == [Reason.TASTE]


def test_a_list_counts_by_its_weight_over_the_rank() -> None:
    found = listed(Reason.CHANNEL, 0.6, np.array([0, 0]), np.array([4, 2]), np.array([0, 1]), 3, share=0.5)
    assert found.scores.tolist() == pytest.approx([0.3 / weights.RANK_OFFSET, 0.3 / (weights.RANK_OFFSET + 1)])
    assert found.contexts.tolist() == [3, 3]


@given(st.lists(st.integers(0, 5)).map(sorted))
def test_places_count_from_0_in_each_row(rows: list[int]) -> None:
    assert places(np.array(rows, np.int64)).tolist() == [rows[:at].count(row) for at, row in enumerate(rows)]


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_a_sentence_with_a_name_and_one_that_tells_none(reason: Reason) -> None:
    assert reason.sentence()
    assert ("Lantern" in reason.sentence("Lantern")) == (reason.about is not None)
    assert "{" not in reason.sentence() + reason.sentence("Lantern")
    assert reason.about is None or reason.about in About
    assert 0 <= reason < 256
