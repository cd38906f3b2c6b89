"""Small values that nearly every request reads: in the process for seconds, behind it in Redis, written through.

While the database answers, what is shown was read at most MEMORY_SECONDS + FRESH, 4.5 s, before: also when Redis lost
the write of something newer. While it does not answer, Redis stands in until KEPT.
"""

from collections.abc import Callable
from datetime import timedelta
from time import monotonic

from app.infra import stale_cache

MEMORY_SECONDS = 2.0
FRESH = timedelta(seconds=2.5)
KEPT = timedelta(hours=1)
MAX_REMEMBERED = 20_000

_memory: dict[str, tuple[float, bytes]] = {}


def fetch(key: str, read: Callable[[], bytes]) -> bytes:
    """The value of `key`; `read` asks the database, and its error passes when nobody else knows the value."""
    until, body = _memory.get(key, (0.0, b""))
    if monotonic() < until:
        return body
    body, _ = stale_cache.fetch(key, read, FRESH, KEPT)
    return _remember(key, body)


def put(key: str, body: bytes) -> None:
    """Write a value through; other processes see it after MEMORY_SECONDS at the latest."""
    stale_cache.put(key, body, KEPT)
    _remember(key, body)


def forget() -> None:
    """Empty what this process remembers."""
    _memory.clear()


def _remember(key: str, body: bytes) -> bytes:
    if len(_memory) >= MAX_REMEMBERED:
        forget()  # it holds two seconds of reading
    _memory[key] = (monotonic() + MEMORY_SECONDS, body)
    return body
