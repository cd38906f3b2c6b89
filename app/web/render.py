"""The one place that chooses between a page and its partial, and that sends htmx elsewhere without a 3xx."""

from flask import make_response, redirect, render_template, request
from werkzeug.wrappers import Response

READ_HEADERS = ("HX-Request", "HX-Request-Type", "HX-Boosted", "HX-History-Restore-Request")
SHARED_CACHE_SECONDS = 60


def wants_partial() -> bool:
    """Whether htmx will put the answer inside a page; boosted, history and plain requests replace the whole page."""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-Request-Type", "partial") == "partial"
        and "HX-Boosted" not in headers
        and "HX-History-Restore-Request" not in headers
    )


def render(page: str, partial: str | None = None, /, **context: object) -> Response:
    """Answer with the partial template or the page, whichever the request asks for.

    Shared caches may keep the answer for SHARED_CACHE_SECONDS; a browser asks again each time and mostly gets 304.
    """
    template = partial if partial is not None and wants_partial() else page
    response: Response = make_response(render_template(template, **context))
    response.cache_control.public = True
    response.cache_control.max_age = 0
    response.cache_control.s_maxage = SHARED_CACHE_SECONDS
    response.vary.update(READ_HEADERS)
    response.add_etag(weak=True)
    return response.make_conditional(request)


def send_to(url: str, code: int = 302) -> Response:
    """Redirect; htmx follows a 3xx unseen and would put the whole page into a part of it, so it gets a header."""
    if "HX-Request" not in request.headers:
        response: Response = redirect(url, code)
    else:
        response = make_response("")
        response.headers["HX-Redirect"] = url
        response.cache_control.no_store = True
    response.vary.add("HX-Request")
    return response
