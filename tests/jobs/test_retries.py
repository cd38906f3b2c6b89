"""How long a failed job waits: doubled each time, with jitter, as the other side says, or never again."""

from datetime import UTC, datetime

import pytest
from procrastinate.jobs import Job

from app.infra.breaker import Open
from app.jobs.retries import LONGEST_WAIT_SECONDS, MAX_ATTEMPTS, Backoff
from app.notify.messages import NoChannel, PermanentFailure, TemporaryFailure


def waits(error: Exception, attempts: int = 0) -> float | None:
    """Seconds until the next attempt, None when there is none."""
    job = Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="mail.send", attempts=attempts)
    decision = Backoff().get_retry_decision(exception=error, job=job)
    if decision is None:
        return None
    assert decision.retry_at is not None
    return (decision.retry_at - datetime.now(UTC)).total_seconds()


@pytest.mark.parametrize(
    ("error", "attempts", "least", "most"),
    [
        (TemporaryFailure("503"), 0, 5, 7.5),
        (TemporaryFailure("503"), 3, 40, 60),
        (TemporaryFailure("503"), 500, LONGEST_WAIT_SECONDS, LONGEST_WAIT_SECONDS * 1.5),
        (TemporaryFailure("429", retry_after=3600), 0, 3600, 3610),
        (Open("sendgrid", 30), 7, 30, 35),
        (NoChannel(), 0, LONGEST_WAIT_SECONDS, LONGEST_WAIT_SECONDS + 5),
        (RuntimeError("unexpected"), 1, 10, 15),
    ],
)
def test_the_wait_is_within_its_bounds(error: Exception, attempts: int, least: float, most: float) -> None:
    seconds = waits(error, attempts)
    assert seconds is not None
    assert least - 1 < seconds <= most


def test_no_two_jobs_wait_equally_long() -> None:
    found = {waits(TemporaryFailure("503"), 6) for _ in range(5)}
    assert max(filter(None, found)) - min(filter(None, found)) > 0.1


@pytest.mark.parametrize(("error", "attempts"), [(PermanentFailure("401"), 0), (RuntimeError("bug"), MAX_ATTEMPTS)])
def test_some_are_not_tried_again(error: Exception, attempts: int) -> None:
    assert waits(error, attempts) is None
