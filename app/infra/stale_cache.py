"""Cached bytes that may be served stale: one caller rereads at a time, and Redis may be down."""

import logging
from collections.abc import Callable
from datetime import timedelta
from time import monotonic, sleep, time
from typing import Literal, cast

from redis.exceptions import RedisError

from app.extensions import cache

logger = logging.getLogger(__name__)

Outcome = Literal["HIT", "MISS", "STALE"]

REREAD_SECONDS = 10
"""How long one caller may take to reread before another tries as well."""

WAIT_SECONDS = 2.0
"""How long a caller without even a stale value waits for the one who rereads."""

PAUSE_SECONDS = 2.0
"""How long Redis is left alone after it failed, so that a hanging one does not slow every request."""

_paused_until = 0.0


def fetch(key: str, read: Callable[[], bytes], fresh: timedelta, stale: timedelta) -> tuple[bytes, Outcome]:
    """The value of `key` and how it came: HIT when younger than `fresh`, MISS when reread now.

    STALE is a value younger than `stale` that is being reread by another caller, or that could not be reread
    because `read` failed. The error of `read` passes through only when there is no such value.
    """
    stored = _get(key)
    if stored is None:
        return _read_alone(key, read, stale)
    stored_at, body = stored
    if time() - stored_at < fresh.total_seconds():
        return body, "HIT"
    if not _call("add", f"{key}:lock", 1, REREAD_SECONDS):
        return body, "STALE"
    try:
        return put(key, read(), stale), "MISS"
    except Exception:  # whatever keeps the value from being reread, the stale one is still good
        logger.warning("%s could not be reread; its stale value is served", key, exc_info=True)
        return body, "STALE"


def put(key: str, body: bytes, keep: timedelta) -> bytes:
    """Store a value as of now, and return it."""
    _call("set", key, (time(), body), int(keep.total_seconds()))
    _call("delete", f"{key}:lock")
    return body


def drop(key: str) -> None:
    """Forget a value."""
    _call("delete", key)


def _read_alone(key: str, read: Callable[[], bytes], keep: timedelta) -> tuple[bytes, Outcome]:
    waited_until = monotonic() + WAIT_SECONDS
    while _call("add", f"{key}:lock", 1, REREAD_SECONDS) is False and monotonic() < waited_until:
        sleep(0.02)
        stored = _get(key)
        if stored is not None:
            return stored[1], "HIT"
    try:
        return put(key, read(), keep), "MISS"
    except Exception:
        _call("delete", f"{key}:lock")  # or the next callers would wait for nothing
        raise


def _get(key: str) -> tuple[float, bytes] | None:
    """When a value was stored, in seconds of the epoch, and the value."""
    return cast("tuple[float, bytes] | None", _call("get", key))


def _call(method: str, *arguments: object) -> object:
    """Call the cache; None when Redis is down."""
    global _paused_until
    if monotonic() < _paused_until:
        return None
    try:
        return getattr(cache, method)(*arguments)
    except RedisError as error:
        logger.warning("the cache does not answer and is left alone for %s s: %s", PAUSE_SECONDS, error)
        _paused_until = monotonic() + PAUSE_SECONDS
        return None
