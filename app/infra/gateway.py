"""What every request passes before and after its view: its id, what is refused before it is read, security headers."""

import re
from collections.abc import Collection, Iterable
from functools import partial
from random import getrandbits
from string import punctuation
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Flask, Response, abort, g, request
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.sansio.utils import host_is_trusted

from config import Settings

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_UNDER_ANY_HOST = re.compile(r"/health(/.*)?")
"""A balancer asks a process by its address, and these answers hold none of the site's."""

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""Nothing inline and nothing from elsewhere; a view that needs more says so in its own answer."""

SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
DATA_SECURITY_HEADERS = SECURITY_HEADERS | {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}
"""Of JSON, which asks for nothing: there the policy of a page would be longer than many an answer."""

HTTPS_HEADERS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
"""Of a production site, beside the others."""


def install(app: Flask, settings: Settings) -> None:
    """Put the gateway in front of every view of `app`."""
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.wsgi_app = _quoting(app.wsgi_app)  # type: ignore[assignment, method-assign]
    app.before_request(_identify)
    if settings.hosts:
        app.before_request(partial(_refuse_unknown_hosts, settings.hosts))
    app.before_request(partial(_refuse_cross_site_writes, settings.cors_origins))
    app.after_request(_finish)
    if settings.is_production:
        app.after_request(_require_https)


def request_id(given: str) -> str:
    """The caller's id when it is well formed, else a new one."""
    return given if given and _REQUEST_ID.fullmatch(given) else f"{getrandbits(64):016x}"


def _quoting(application: "WSGIApplication") -> "WSGIApplication":
    """Reads bytes in a query that should have been quoted as if they were; else they end each request in a failure."""

    def call(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        query = environ.get("QUERY_STRING", "")
        if not query.isascii():
            environ["QUERY_STRING"] = quote(query, safe=punctuation, encoding="latin-1")
        return application(environ, start_response)

    return call


def _identify() -> None:
    g.request_id = request_id(request.headers.get("X-Request-Id", ""))


def _refuse_unknown_hosts(known: Collection[str]) -> None:
    """Answers are kept by shared caches and name the host that was asked for, which must not be another's."""
    if not host_is_trusted(request.host.lower(), known) and not _UNDER_ANY_HOST.fullmatch(request.path):
        abort(400, "This site has another name. Open it by the address that you know.")


def _refuse_cross_site_writes(friends: Collection[str]) -> None:
    """Browsers tell where a request came from, so no token is needed.

    Without cookies a request can only do what anybody can, or what its bearer token allows; so those with such a
    token pass, and those from the origins of `friends`.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    is_known = "Authorization" in request.headers or origin in friends
    if request.method in _SAFE_METHODS or (is_known and not request.cookies):
        return
    if site is not None:
        allowed = site in {"same-origin", "none"}
    else:
        allowed = origin is None or origin.partition("://")[2] == request.host
    if not allowed:
        abort(403, "This request came from another site. Open the page on this site and try again.")


def _finish(response: Response) -> Response:
    response.headers["X-Request-Id"] = g.get("request_id") or request_id("")
    headers = DATA_SECURITY_HEADERS if response.is_json else SECURITY_HEADERS
    for name, value in headers.items():
        response.headers.setdefault(name, value)
    if response.status_code >= 400:
        response.headers["Cache-Control"] = "no-store"
    return response


def _require_https(response: Response) -> Response:
    response.headers.update(HTTPS_HEADERS)
    return response
