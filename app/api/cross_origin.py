"""Lets pages of configured other sites use the JSON interface, with all its methods and no cookies."""

from collections.abc import Collection

from flask import Flask, Response, request

from app.api.errors import is_api_path

REQUEST_HEADERS = "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-Request-Id"
RESPONSE_HEADERS = (
    "ETag, Idempotent-Replayed, Link, Location, RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate, X-Cache, "
    "X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, X-Request-Id"
)
KEEP_SECONDS = 600
"""How long a browser may keep the answer to a preflight."""


def install(app: Flask, origins: Collection[str]) -> None:
    """Answer browsers that ask for pages of `origins`, if there are any."""
    if origins:
        app.after_request(lambda response: _share(response, origins))


def _share(response: Response, origins: Collection[str]) -> Response:
    if not is_api_path(request.path):
        return response
    response.vary.add("Origin")
    origin = request.headers.get("Origin")
    if origin not in origins:
        return response
    response.headers["Access-Control-Allow-Origin"] = origin
    response.headers["Access-Control-Expose-Headers"] = RESPONSE_HEADERS
    if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
        response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", "")
        response.headers["Access-Control-Allow-Headers"] = REQUEST_HEADERS
        response.headers["Access-Control-Max-Age"] = str(KEEP_SECONDS)
    return response
