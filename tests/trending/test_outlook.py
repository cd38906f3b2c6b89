"""What a receipt says would drop a video really drops it."""

from dataclasses import replace
from math import log

from hypothesis import example, given
from hypothesis import strategies as st

from app.trending import score
from app.trending.outlook import outlook
from app.trending.score import Signals

signals = st.builds(
    Signals,
    chart_length=st.just(200),
    rank=st.integers(1, 199),
    previous_rank=st.none() | st.integers(1, 201),
    age_hours=st.floats(0, 200).map(lambda hours: round(hours, 2)),
    growth=st.floats(0, 1e6).map(lambda growth: round(growth, 2)),
    usual_growth=st.floats(0, 1e5).map(lambda growth: round(growth, 2)),
)
SLACK = 0.02  # growth and points are shown rounded
# Hours are shown to the tenth, so half of that is lost at most, where freshness falls fastest: at the age of zero.
SLACK_OF_HOURS = 0.05 * score.WEIGHTS["freshness"] * log(2) / score.HALF_LIFE_HOURS + 0.001


def total(given_signals: Signals) -> float:
    return sum(score.points(given_signals).values())


@given(signals, st.floats(0.1, 20))
@example(Signals(chart_length=200, rank=1, age_hours=0.0, growth=0.0, usual_growth=0.0), 0.8621476965926446)
def test_each_thing_that_is_said_to_drop_it_uses_up_the_lead(now: Signals, lead: float) -> None:
    own = total(now)
    says = outlook(score.points(now), score.inputs(now), own, own - lead)
    assert says is not None
    assert now.age_hours is not None
    if says.hours is not None:
        assert abs(total(replace(now, age_hours=now.age_hours + says.hours)) - (own - lead)) < SLACK_OF_HOURS
    if says.source_rank is not None:
        assert total(replace(now, rank=says.source_rank)) < own - lead + SLACK
    if says.growth is not None and now.growth and says.growth > 50:
        assert abs(total(replace(now, growth=says.growth)) - (own - lead)) < SLACK * 5


@given(signals)
def test_the_last_place_has_nowhere_to_drop(now: Signals) -> None:
    assert outlook(score.points(now), score.inputs(now), total(now), None) is None


def test_unknown_inputs_say_nothing() -> None:
    unknown = Signals(chart_length=10)
    says = outlook(score.points(unknown), score.inputs(unknown), 1.0, 0.5)
    assert says is not None
    assert (says.hours, says.source_rank, says.growth) == (None, None, None)
