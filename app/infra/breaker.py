"""A circuit breaker that all processes share: who may call a service that failed, and when."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from time import time
from typing import Literal, cast

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

FAILURES_TO_OPEN = 5
"""Failures in a row."""
OPEN_SECONDS = 30
PROBE_SECONDS = 30
"""How long a probe may take before another caller probes; longer than any call that is guarded."""
FORGET_SECONDS = 600
REDIS_SECONDS = 0.25

_CLOSED, _DENIED = 0, -1
Outcome = Literal["success", "failure", "unknown"]

# A circuit is `failures` in a row, `until` (so long it is open or being probed; 0: closed) and `probe`, the number of
# its last probe. A call's ticket is 0 or the number of its probe; what it reports counts only in the state that allowed
# it, for a call begun before the circuit opened tells nothing about the service now.
_SCRIPT = """
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local stored = redis.call('HMGET', KEYS[1], 'failures', 'until', 'probe')
local failures, open_until, probe = tonumber(stored[1] or 0), tonumber(stored[2] or 0), tonumber(stored[3] or 0)
local word, ticket = ARGV[1], tonumber(ARGV[2])
local limit, open_seconds, probe_seconds = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local answer, wait = 0, 0
if word == 'ask' then
    if open_until > now then
        answer, wait = -1, open_until - now
    elseif open_until > 0 then
        probe = probe + 1
        answer, open_until = probe, now + probe_seconds
    end
elseif (open_until == 0 and ticket == 0) or (open_until > 0 and ticket > 0 and ticket == probe) then
    if word == 'success' then
        failures, open_until = 0, 0
    elseif word == 'unknown' then
        if ticket > 0 then open_until = now end
    else
        failures = failures + 1
        if ticket > 0 or failures >= limit then open_until = now + open_seconds end
    end
end
redis.call('HSET', KEYS[1], 'failures', failures, 'until', string.format('%.6f', open_until), 'probe', probe)
redis.call('EXPIRE', KEYS[1], ARGV[6])
return {answer, string.format('%.3f', wait)}
"""


class Open(Exception):
    """The service is left alone now."""

    def __init__(self, name: str, seconds: float) -> None:
        super().__init__(f"{name} failed repeatedly and is left alone for {seconds:.0f} s")
        self.seconds = seconds


class Breaker:
    """Closed, it lets every call through; after FAILURES_TO_OPEN in a row none; after OPEN_SECONDS one, the probe.

    The state is in Redis, or in this process while Redis is down.
    """

    def __init__(self, name: str, redis_url: str) -> None:
        self._name = name
        self._memory = _Circuit()
        redis = Redis.from_url(
            redis_url,
            socket_timeout=REDIS_SECONDS,
            socket_connect_timeout=REDIS_SECONDS,
            retry=Retry(NoBackoff(), 0),
        )
        self._script = redis.register_script(_SCRIPT)

    @contextmanager
    def attempt(self, failing: type[Exception]) -> Iterator[None]:
        """Guard one call. `failing` raised within is the service's failure, any other exception tells nothing of it.

        Raises `Open` when the call must not be made.
        """
        ticket, wait_seconds = self._call("ask", 0)
        if ticket == _DENIED:
            raise Open(self._name, wait_seconds)
        outcome: Outcome = "unknown"
        try:
            yield
            outcome = "success"
        except failing:
            outcome = "failure"
            raise
        finally:
            self._call(outcome, ticket)

    def _call(self, word: Literal["ask"] | Outcome, ticket: int) -> tuple[int, float]:
        limits = (FAILURES_TO_OPEN, OPEN_SECONDS, PROBE_SECONDS, FORGET_SECONDS)
        try:
            answer = cast("list[bytes]", self._script([f"upswell:breaker:{self._name}"], [word, ticket, *limits]))
        except RedisError as error:
            logger.warning("the state of %s is kept in this process, for Redis does not answer: %s", self._name, error)
            return self._memory.ask() if word == "ask" else self._memory.report(word, ticket)
        return int(answer[0]), float(answer[1])


class _Circuit:
    """The rules of the script, for one process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._failures, self._until, self._probe = 0, 0.0, 0

    def ask(self) -> tuple[int, float]:
        """The ticket, and how many seconds to wait when that is _DENIED."""
        with self._lock:
            now = time()
            if self._until > now:
                return _DENIED, self._until - now
            if self._until == 0:
                return _CLOSED, 0
            self._probe += 1
            self._until = now + PROBE_SECONDS
            return self._probe, 0

    def report(self, outcome: Outcome, ticket: int) -> tuple[int, float]:
        with self._lock:
            if ticket == (self._probe if self._until else _CLOSED) and (ticket or not self._until):
                self._count(outcome, is_probe=ticket > 0)
        return _CLOSED, 0

    def _count(self, outcome: Outcome, *, is_probe: bool) -> None:
        if outcome == "success":
            self._failures, self._until = 0, 0.0
        elif outcome == "failure":
            self._failures += 1
            if is_probe or self._failures >= FAILURES_TO_OPEN:
                self._until = time() + OPEN_SECONDS
        elif is_probe:
            self._until = time()
