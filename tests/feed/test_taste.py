"""Interests are the sum of what events count for, and what the member decided goes before."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.feed.taste import (
    MAX_EVENTS,
    MAX_OF_KIND,
    POINTS,
    Event,
    EventKind,
    InterestKey,
    Override,
    Traits,
    decided,
    interests,
    told,
)
from app.feed.weights import LASTING
from app.models import InterestKind, OverrideState

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
MUSIC = InterestKey(InterestKind.CATEGORY, "10")


def video(key: int = 1, **traits: object) -> Traits:
    known = {"channel_id": None, "channel": None, "category_id": 10, "category": "Music", "tags": (), "language": None}
    return Traits(key, f"v{key}", f"Video {key}", **(known | traits))  # type: ignore[arg-type]


events = st.lists(
    st.builds(
        Event,
        st.sampled_from(EventKind),
        st.integers(0, 400).map(lambda days: NOW - timedelta(days=days)),
        st.builds(
            video,
            st.integers(1, 20),
            category_id=st.sampled_from([None, 10, 17]),
            channel_id=st.sampled_from([None, 1, 2]),
            channel=st.just("Channel"),
            tags=st.lists(st.sampled_from(["Zorza", "zorza", "żubr", "!"])).map(tuple),
            language=st.sampled_from([None, "pl", "pt-BR"]),
        ),
    ),
    max_size=30,
)


@given(events)
def test_a_weight_is_the_sum_of_the_points_of_all_events_that_carry_the_interest(events: list[Event]) -> None:
    for one in interests(events, NOW):
        behind = [event for event in events if one.key in event.video.interests()]
        assert one.weight == pytest.approx(sum(event.points(NOW) for event in behind))
        assert len(one.events) == min(len(behind), MAX_EVENTS)
        assert set(one.events) <= set(behind)


@given(events, st.randoms())
def test_the_order_of_events_does_not_matter(events: list[Event], chance: object) -> None:
    shuffled = sorted(events, key=lambda _: chance.random())  # type: ignore[attr-defined]
    first, second = ({one.key: one.weight for one in interests(some, NOW)} for some in (events, shuffled))
    assert first == pytest.approx(second)


@given(st.sampled_from(EventKind), st.integers(0, 1000))
def test_what_fades_of_an_event_is_half_as_much_thirty_days_later(kind: EventKind, days: int) -> None:
    event, lasting = Event(kind, NOW - timedelta(days=days), video()), LASTING * POINTS[kind]
    fading, later = (event.points(NOW + timedelta(days=more)) - lasting for more in (0, 30))
    assert later == pytest.approx(fading / 2)
    assert abs(event.points(NOW)) <= abs(POINTS[kind])


def test_an_event_of_a_clock_that_runs_ahead_counts_as_one_of_now() -> None:
    assert Event(EventKind.LIKE, NOW + timedelta(hours=1), video()).points(NOW) == 3


@given(events)
def test_what_is_told_is_bounded_and_in_order(events: list[Event]) -> None:
    found = told(decided(interests(events, NOW), {}, {}))
    for kind in InterestKind:
        weights = [one.weight for one in found if one.key.kind is kind]
        assert len(weights) <= MAX_OF_KIND
        assert weights == sorted(weights, reverse=True)


def test_pinned_interests_come_first_and_deleted_ones_last() -> None:
    found = interests([Event(EventKind.LIKE, NOW, video(language="pl"))], NOW)
    tag, polish = InterestKey(InterestKind.TAG, "zorza"), InterestKey(InterestKind.LANGUAGE, "pl")
    overrides = {
        polish: Override(OverrideState.DELETED),
        tag: Override(OverrideState.PINNED),
        MUSIC: Override(OverrideState.FROZEN, 9.0),
    }
    order = decided(found, overrides, {tag: "Zorza"})
    assert [(one.label, one.weight, one.state) for one in order] == [
        ("Zorza", 0.0, OverrideState.PINNED),
        ("Music", 9.0, OverrideState.FROZEN),
        ("pl", 3.0, OverrideState.DELETED),
    ]


def test_spellings_of_a_tag_are_one_interest() -> None:
    keys = video(tags=("Żubr", "zubr", "#zubr", "!")).interests()
    assert [key for key in keys if key.kind is InterestKind.TAG] == [InterestKey(InterestKind.TAG, "zubr")]
    assert keys[InterestKey(InterestKind.TAG, "zubr")] == "Żubr"
