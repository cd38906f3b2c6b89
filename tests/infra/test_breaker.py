"""The circuit breaker: closed, open, half-open with one probe; shared through Redis, in memory without it."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import count

import pytest

from app.infra import breaker
from app.infra.breaker import FAILURES_TO_OPEN, Breaker, Open
from config import Settings

names = count()


class ServiceDown(Exception):
    """What the guarded service raises when it is down."""


@pytest.fixture(params=["redis", "memory"])
def circuit(request: pytest.FixtureRequest, settings: Settings) -> Breaker:
    away = "unix:///nonexistent/redis.sock"
    return Breaker(f"test-{next(names)}", str(settings.redis_url) if request.param == "redis" else away)


@pytest.fixture
def short_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """An open circuit may be probed at once."""
    monkeypatch.setattr(breaker, "OPEN_SECONDS", 0)


def fail(circuit: Breaker, times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(ServiceDown), circuit.attempt(ServiceDown):
            raise ServiceDown


def is_let_through(circuit: Breaker) -> bool:
    try:
        with circuit.attempt(ServiceDown):
            return True
    except Open:
        return False


def test_failures_in_a_row_open_it(circuit: Breaker) -> None:
    fail(circuit, FAILURES_TO_OPEN)
    with pytest.raises(Open) as refusal, circuit.attempt(ServiceDown):
        raise AssertionError("the call was made")
    assert 0 < refusal.value.seconds <= breaker.OPEN_SECONDS


def test_a_success_in_between_keeps_it_closed(circuit: Breaker) -> None:
    fail(circuit, FAILURES_TO_OPEN - 1)
    assert is_let_through(circuit)
    fail(circuit, FAILURES_TO_OPEN - 1)
    assert is_let_through(circuit)


def test_another_exception_tells_nothing_of_the_service(circuit: Breaker) -> None:
    for _ in range(FAILURES_TO_OPEN):
        with pytest.raises(KeyError), circuit.attempt(ServiceDown):
            raise KeyError
    assert is_let_through(circuit)


@pytest.mark.usefixtures("short_pause")
def test_half_open_it_lets_exactly_one_probe_through(circuit: Breaker) -> None:
    fail(circuit, FAILURES_TO_OPEN)
    with circuit.attempt(ServiceDown), ThreadPoolExecutor(8) as callers:
        assert list(callers.map(lambda _: is_let_through(circuit), range(8))) == [False] * 8
    assert is_let_through(circuit)
    fail(circuit)
    assert is_let_through(circuit)


def test_a_failed_probe_opens_it_again(circuit: Breaker, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(breaker, "OPEN_SECONDS", 0)
        fail(circuit, FAILURES_TO_OPEN)
    fail(circuit)
    assert not is_let_through(circuit)


@pytest.mark.usefixtures("short_pause")
def test_a_probe_that_tells_nothing_leaves_the_next_caller_to_probe(circuit: Breaker) -> None:
    fail(circuit, FAILURES_TO_OPEN)
    with pytest.raises(KeyError), circuit.attempt(ServiceDown):
        raise KeyError
    assert is_let_through(circuit)


@pytest.mark.usefixtures("short_pause")
def test_a_probe_that_never_reports_is_replaced(circuit: Breaker, monkeypatch: pytest.MonkeyPatch) -> None:
    fail(circuit, FAILURES_TO_OPEN)
    monkeypatch.setattr(breaker, "PROBE_SECONDS", 0)
    with ExitStack() as hanging:
        hanging.enter_context(circuit.attempt(ServiceDown))
        assert is_let_through(circuit)


def test_a_call_begun_before_it_opened_does_not_close_it(circuit: Breaker) -> None:
    with circuit.attempt(ServiceDown):
        fail(circuit, FAILURES_TO_OPEN)
    assert not is_let_through(circuit)


def test_processes_share_it_through_redis(settings: Settings) -> None:
    name = f"test-{next(names)}"
    one, other = (Breaker(name, str(settings.redis_url)) for _ in range(2))
    fail(one, FAILURES_TO_OPEN)
    assert not is_let_through(other)
