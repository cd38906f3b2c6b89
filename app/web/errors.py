"""Errors as pages, and as messages for htmx: what happened, what is safe, what to do."""

from flask import Blueprint, make_response, render_template, request
from werkzeug.exceptions import BadRequest, Gone, HTTPException, InternalServerError, NotFound
from werkzeug.wrappers import Response

from app.models import REGIONS
from app.trending.cursor import BadCursor
from app.trending.lists import RankingGone, UnknownRegion
from app.trending.videos import UnknownVideo
from app.web.render import READ_HEADERS, wants_partial

_MESSAGES = {
    BadCursor: (BadRequest, "This link to the rest of a list is not one that Upswell made, or it was cut short."),
    RankingGone: (Gone, "The list that this page belonged to is no longer kept. Lists are kept for 30 days."),
    UnknownRegion: (NotFound, "Upswell does not cover this region."),
    UnknownVideo: (NotFound, "None of the charts has held a video with this id."),
}
"""The domain's errors, and what a reader is told of each."""


def handle_domain(blueprint: Blueprint) -> None:
    """Answer the domain's errors that the views of `blueprint` let through."""
    for raised in _MESSAGES:
        blueprint.register_error_handler(raised, _answer_domain)


def answer(error: HTTPException) -> Response:
    """The error's page; for htmx, a message that goes to `#flash` and leaves the clicked place as it was."""
    code = error.code or InternalServerError.code
    told = error.description if error.description != type(error).description else None
    template = "errors/_flash.html" if wants_partial() else "errors/show.html"
    response: Response = make_response(render_template(template, code=code, told=told, region=_region()), code)
    response.headers.extend([(name, value) for name, value in error.get_headers() if name != "Content-Type"])
    response.vary.update(READ_HEADERS)
    if wants_partial():
        response.headers["HX-Retarget"] = "#flash"
        response.headers["HX-Reswap"] = "innerHTML"
    return response


def _answer_domain(error: Exception) -> Response:
    status, message = next(found for raised, found in _MESSAGES.items() if isinstance(error, raised))
    return answer(status(message))


def _region() -> str | None:
    """The region whose chart was asked for, when there is one."""
    code = (request.view_args or {}).get("region", "").upper()
    return code if code in REGIONS else None
