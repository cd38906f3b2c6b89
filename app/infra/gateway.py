"""What every request passes before and after its view: its id, cross-site writes refused, security headers."""

import re
from secrets import token_hex

from flask import Flask, Response, abort, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

from config import Settings

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

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


def install(app: Flask, settings: Settings) -> None:
    """Put the gateway in front of every view of `app`."""
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.before_request(_identify)
    app.before_request(_refuse_cross_site_writes)
    app.after_request(_finish)
    if settings.is_production:
        app.after_request(_require_https)


def _identify() -> None:
    given = request.headers.get("X-Request-Id", "")
    g.request_id = given if _REQUEST_ID.fullmatch(given) else token_hex(8)


def _refuse_cross_site_writes() -> None:
    """Browsers tell where a request came from, so no token is needed; a bearer without a cookie is not a browser's."""
    if request.method in _SAFE_METHODS or ("Authorization" in request.headers and not request.cookies):
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        allowed = site in {"same-origin", "none"}
    else:
        allowed = origin is None or origin.partition("://")[2] == request.host
    if not allowed:
        abort(403, "This request came from another site. Open the page on this site and try again.")


def _finish(response: Response) -> Response:
    response.headers["X-Request-Id"] = g.get("request_id") or token_hex(8)
    response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
    if response.status_code >= 400:
        response.headers["Cache-Control"] = "no-store"
    return response


def _require_https(response: Response) -> Response:
    response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return response
