"""The score is a sum of named parts, each of which only ever grows with what it rewards."""

from math import isfinite

from hypothesis import given
from hypothesis import strategies as st

from app.trending import score
from app.trending.score import Signals

ranks = st.integers(1, 300)
amounts = st.floats(0, 1e9)
signals = st.builds(
    Signals,
    chart_length=st.integers(1, 250),
    rank=st.none() | ranks,
    previous_rank=st.none() | ranks,
    age_hours=st.none() | st.floats(0, 1e6),
    growth=st.none() | amounts,
    usual_growth=st.none() | amounts,
    members=st.integers(0, 10**7),
)


@given(signals)
def test_each_part_stays_between_nothing_and_its_weight(given_signals: Signals) -> None:
    for name, points in score.points(given_signals).items():
        assert isfinite(points)
        assert 0 <= points <= score.WEIGHTS[name]


@given(signals)
def test_the_lines_of_a_receipt_sum_to_the_score(given_signals: Signals) -> None:
    points = score.points(given_signals)
    receipt = score.receipt(points, score.inputs(given_signals))
    assert [part.name for part in receipt] == list(score.WEIGHTS)
    assert abs(sum(part.points for part in receipt) - round(sum(points.values()), 4)) < 1e-6


def test_the_weights_sum_to_one_hundred() -> None:
    assert sum(score.WEIGHTS.values()) == 100


@given(ranks, ranks, st.none() | ranks, st.integers(1, 250))
def test_a_better_rank_never_gives_fewer_chart_points(one: int, other: int, previous: int | None, length: int) -> None:
    better, worse = sorted((one, other))
    length = max(length, worse)
    assert score.chart(better, previous, length) >= score.chart(worse, previous, length)


@given(ranks, ranks, ranks, st.integers(1, 250))
def test_a_lower_place_yesterday_never_gives_fewer_chart_points(rank: int, one: int, other: int, length: int) -> None:
    higher, lower = sorted((one, other))
    assert score.chart(rank, lower, length) >= score.chart(rank, higher, length)


@given(amounts, amounts, amounts)
def test_faster_growth_never_gives_fewer_momentum_points(one: float, other: float, usual: float) -> None:
    slower, faster = sorted((one, other))
    assert score.momentum(faster, usual) >= score.momentum(slower, usual)


@given(st.integers(0, 10**6))
def test_one_more_member_never_gives_fewer_community_points(members: int) -> None:
    fewer, more = (score.points(Signals(chart_length=1, members=number)) for number in (members, members + 1))
    assert more["community"] >= fewer["community"]


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_an_older_video_is_never_fresher(one: float, other: float) -> None:
    younger, older = sorted((one, other))
    assert score.freshness(younger) >= score.freshness(older)


def test_freshness_halves_in_a_day() -> None:
    assert score.freshness(48) == score.freshness(24) / 2 == score.freshness(0) / 4


def test_usual_growth_gives_half_the_momentum() -> None:
    assert score.momentum(1000, 1000) == 0.5


def test_one_fan_is_not_a_wave() -> None:
    assert score.points(Signals(chart_length=1, members=1))["community"] < score.WEIGHTS["community"] / 5


def test_what_is_unknown_gives_no_points() -> None:
    assert sum(score.points(Signals(chart_length=50)).values()) == 0


@given(st.lists(st.tuples(st.floats(0, 1e4), amounts), max_size=30), st.randoms())
def test_the_median_growth_does_not_depend_on_the_order(samples: list[tuple[float, float]], random: object) -> None:
    shuffled = list(samples)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert score.median_growth(shuffled) == score.median_growth(samples)


def test_a_band_never_seen_borrows_the_growth_of_the_others() -> None:
    seen = score.median_growth([(1, 100), (1, 300), (30, 50)])
    assert seen[score.age_band(1)] == 200
    assert score.usual_growth([seen], score.age_band(1)) == 200
    assert score.usual_growth([seen], score.age_band(500)) == 125
    assert score.usual_growth([], 0) is None
