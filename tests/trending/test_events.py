"""The runs of a video in the lists."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.trending import events
from app.trending.events import Run
from app.trending.intake import take_in
from tests.trending.worlds import NOON, GivenSource, chart

HOUR = timedelta(hours=1)


def test_a_run_ends_with_the_first_list_without_the_video(session: Session) -> None:
    take_in(session, GivenSource(), [
        *chart(["a", "b"], NOON),
        *chart(["b"], NOON + HOUR),
        *chart(["b", "a"], NOON + 2 * HOUR),
    ])  # fmt: skip
    assert [(run.entered_at, run.best_at) for run in events.runs(session, "a")] == [
        (NOON + 2 * HOUR, NOON + 2 * HOUR),
        (NOON, NOON),
    ]


def test_the_best_place_is_told_with_when_it_was_first_reached(session: Session) -> None:
    orders = [["b", "c", "a"], ["a", "b", "c"], ["a", "b", "c"], ["b", "c", "a"]]
    # Far enough apart that the ranks of the source decide, and not the order before.
    days = [NOON + 24 * HOUR * day for day in range(len(orders))]
    take_in(session, GivenSource(), [one for at, order in zip(days, orders, strict=True) for one in chart(order, at)])
    (run,) = events.runs(session, "a")
    assert run == Run("PL", NOON, 1, days[1])


def test_each_region_has_runs_of_its_own(session: Session) -> None:
    take_in(session, GivenSource(), [*chart(["a"], NOON), *chart(["a"], NOON + HOUR, "NO")])
    assert [(run.region_code, run.entered_at) for run in events.runs(session, "a")] == [
        ("NO", NOON + HOUR),
        ("PL", NOON),
    ]


def test_a_video_of_no_list_has_no_runs(session: Session) -> None:
    assert events.runs(session, "unknown") == []
