"""Chooses between a page and its partial, tells who may keep it, and sends htmx elsewhere without a 3xx."""

from flask import current_app, make_response, redirect, render_template, request
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


def has_session() -> bool:
    """Whether the request brings a session cookie, so that its answer may be for one person alone.

    Who does not have one is anonymous, and that is found out without reading the session.
    """
    return current_app.session_interface.get_cookie_name(current_app) in request.cookies


def render(page: str, partial: str | None = None, /, **context: object) -> Response:
    """Answer with the partial template or the page, whichever the request asks for.

    Without a session shared caches may keep the answer for SHARED_CACHE_SECONDS; a browser asks again each time and
    mostly gets 304.
    """
    if has_session():
        return render_private(page, partial, 200, **context)
    response = _rendered(page, partial, context)
    response.cache_control.public = True
    response.cache_control.max_age = 0
    response.cache_control.s_maxage = SHARED_CACHE_SECONDS
    response.add_etag(weak=True)
    return response.make_conditional(request)


def render_private(page: str, partial: str | None = None, /, code: int = 200, **context: object) -> Response:
    """The same for one reader, with any status: nobody keeps it."""
    response = _rendered(page, partial, context)
    response.status_code = code
    return keep_private(response)


def keep_private(response: Response) -> Response:
    """Have nobody keep an answer that is for one reader."""
    response.cache_control.private = True
    response.cache_control.no_store = True
    return response


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


def _rendered(page: str, partial: str | None, context: dict[str, object]) -> Response:
    template = partial if partial is not None and wants_partial() else page
    response: Response = make_response(render_template(template, **context))
    response.vary.update((*READ_HEADERS, "Cookie"))
    return response
