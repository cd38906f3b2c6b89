"""Rate limits of single views, and what answers tell of the limits that were counted for them."""

from collections.abc import Callable
from math import ceil
from time import time
from typing import Any

from flask import Flask, Response
from flask_limiter import RequestLimit
from redis.exceptions import RedisError

from app.extensions import limiter

View = Callable[..., Any]


def install(app: Flask) -> None:
    """Add the limit headers to every counted answer of `app`."""
    app.after_request(_tell)


def limited(
    amount: str,
    scope: str,
    method: str,
    key: Callable[[], str],
    is_spared: Callable[[], bool] | None = None,
    counts: Callable[[Response], bool] | None = None,
) -> Callable[[View], View]:
    """Decorates a view whose requests of one method are counted by `key`, with all views of the same scope.

    Of one method, for a browser's preflight costs and guesses nothing. `counts` chooses by the answer.
    """
    return limiter.shared_limit(
        amount, scope, key_func=key, methods=[method], exempt_when=is_spared, deduct_when=counts
    )


def policy(limit: RequestLimit) -> str:
    """The name of a limit: its scope, for all are shared by several views."""
    return limit.request_args[-1]


def _tell(response: Response) -> Response:
    """Headers of draft-ietf-httpapi-ratelimit-headers-10 and their older forms; seconds are whole."""
    limit = limiter.current_limit
    if limit is None:
        return response
    try:
        reset_at, remaining = limit.window
    except RedisError:  # it died after counting; the next request falls back to memory
        return response
    seconds = max(ceil(reset_at - time()), 1)
    name, quota = policy(limit), limit.limit.amount
    remaining = 0 if limit.breached else remaining
    response.headers["RateLimit-Policy"] = f'"{name}";q={quota};w={limit.limit.get_expiry()}'
    response.headers["RateLimit"] = f'"{name}";r={remaining};t={seconds}'
    response.headers["X-RateLimit-Limit"] = str(quota)
    response.headers["X-RateLimit-Remaining"] = str(remaining)
    response.headers["X-RateLimit-Reset"] = str(int(time()) + seconds)
    if limit.breached:
        response.headers["Retry-After"] = str(seconds)
    return response
