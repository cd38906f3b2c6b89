"""When a job that failed runs again."""

import random
from datetime import UTC, datetime, timedelta

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

from app.infra.breaker import Open
from app.notify.messages import NoChannel, PermanentFailure, TemporaryFailure

FIRST_WAIT_SECONDS = 5.0
LONGEST_WAIT_SECONDS = 900.0
MAX_ATTEMPTS = 12
"""Of an error that nobody expected; with these waits it is given up after about an hour and a half."""


class Backoff(BaseRetryStrategy):
    """Waits double from FIRST_WAIT_SECONDS to LONGEST_WAIT_SECONDS; up to a half is added at random."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When to run again, or None: the failure is permanent."""
        seconds = _seconds(exception, job.attempts)
        if seconds is None:
            return None
        return RetryDecision(retry_at=datetime.now(UTC) + timedelta(seconds=seconds))


def _seconds(error: BaseException, attempts: int) -> float | None:
    wait = min(FIRST_WAIT_SECONDS * 2.0 ** min(attempts, 10), LONGEST_WAIT_SECONDS)
    jitter = random.uniform(0, wait / 2)  # noqa: S311  (spreads load, keeps no secret)
    match error:
        case PermanentFailure():
            return None
        case Open():
            return error.seconds + random.uniform(0, FIRST_WAIT_SECONDS)  # noqa: S311
        case NoChannel():
            return LONGEST_WAIT_SECONDS + jitter
        case TemporaryFailure():
            return max(wait, error.retry_after) + jitter
    return wait + jitter if attempts < MAX_ATTEMPTS else None
