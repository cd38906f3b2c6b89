"""Errors as pages, and as messages for htmx: what happened, what is safe, what to do."""

from typing import NamedTuple

from flask import Blueprint, make_response, render_template, request
from werkzeug.exceptions import (
    BadRequest,
    Gone,
    HTTPException,
    InternalServerError,
    NotFound,
    ServiceUnavailable,
    TooManyRequests,
    UnprocessableEntity,
)
from werkzeug.wrappers import Response

from app.feed.feedback import MOST_HIDDEN, NoChannel, TooManyHiddenChannels
from app.feed.sheet import MAX_OVERRIDES, TooManyOverrides
from app.feed.store import NoDeck
from app.models import REGIONS
from app.social.comments import UnknownComment
from app.social.following import UnknownRequest
from app.social.members import OnlyOthers, UnknownMember
from app.social.muted_words import UnknownMutedWord
from app.social.posts import UnknownPost
from app.trending.cursor import BadCursor
from app.trending.lists import RankingGone, UnknownRegion
from app.trending.videos import UnknownVideo
from app.web.render import READ_HEADERS, wants_partial

_NOT_SEEN = "Here is no {} that you can see: there was none, it was taken back, or its author shows it to others only."
_MESSAGES = {
    BadCursor: (BadRequest, "This link to the rest of a list is not one that Upswell made, or it was cut short."),
    RankingGone: (Gone, "The list that this page belonged to is no longer kept. Lists are kept for 30 days."),
    OnlyOthers: (BadRequest, "This can be done with other members only."),
    NoDeck: (ServiceUnavailable, "There is no deck and no list yet. They come with the first capture."),
    NoChannel: (UnprocessableEntity, "No source has told of which channel this video is, so it cannot be hidden."),
    TooManyHiddenChannels: (
        UnprocessableEntity,
        f"You hide {MOST_HIDDEN} channels, and no more are kept. Show one again first, under Settings, Taste.",
    ),
    TooManyOverrides: (
        UnprocessableEntity,
        f"You decided about {MAX_OVERRIDES} interests, and no more are kept. Take one back first.",
    ),
    UnknownMember: (NotFound, "There is no member of this name, or none whom you can see."),
    UnknownRequest: (NotFound, "Nobody waits for this answer: the request was withdrawn, or answered before."),
    UnknownMutedWord: (NotFound, "You have not muted this, or no longer."),
    UnknownRegion: (NotFound, "Upswell does not cover this region."),
    UnknownComment: (NotFound, _NOT_SEEN.format("comment")),
    UnknownPost: (NotFound, _NOT_SEEN.format("post")),
    UnknownVideo: (NotFound, "None of the charts has held a video with this id."),
}
"""The domain's errors, and what a reader is told of each."""


class Words(NamedTuple):
    """What a page says of an error: what happened, unless the error tells more, and what to do."""

    heading: str
    happened: str
    advice: str


_WORDS = {
    400: Words(
        "This address cannot be read",
        "A part of it is not in the form that this page takes.",
        "Go back, or open a list from its region.",
    ),
    403: Words("This was not allowed", "The request was refused.", "Open the page on this site and try again."),
    404: Words(
        "There is no page here",
        "The address may be misspelt, or the page is gone.",
        "Choose a region, or search for a title.",
    ),
    405: Words(
        "This address does not take that",
        "It was asked in a way that it does not answer.",
        "Open it from a link on this site.",
    ),
    410: Words("This list is gone", "It is no longer kept.", "Open the newest list."),
    422: Words(
        "This cannot be done",
        "The request was understood, and refused.",
        "Go back. Nothing was changed.",
    ),
    429: Words(
        "Too many requests from your address",
        "Upswell limits how often one address may ask.",
        "Wait a minute, then load the page again.",
    ),
    500: Words(
        "Something broke on our side",
        "The error was written down.",
        "Load the page again. If it stays broken, come back in a while.",
    ),
    501: Words(
        "This is not offered here",
        "The request asks for a form that Upswell does not make.",
        "Ask for another form.",
    ),
    503: Words(
        "The data cannot be read right now",
        "The database does not answer.",
        "Load the page again in a minute.",
    ),
}
"""By status; the others are told as 400 or 500."""


def handle_domain(blueprint: Blueprint) -> None:
    """Answer the domain's errors that the views of `blueprint` let through."""
    for raised in _MESSAGES:
        blueprint.register_error_handler(raised, _answer_domain)


def answer(error: HTTPException) -> Response:
    """The error's page; for htmx, a message that goes to `#flash` and leaves the clicked place as it was."""
    code = error.code or InternalServerError.code
    is_told = error.description != type(error).description and not isinstance(error, TooManyRequests)
    told = error.description if is_told else None  # of a limit, the description is the limiter's notation
    region = _region() if code in {BadRequest.code, Gone.code} else None
    words = _WORDS.get(code) or _WORDS[400 if code < InternalServerError.code else 500]
    template = "errors/_flash.html" if wants_partial() else "errors/show.html"
    response: Response = make_response(
        render_template(template, code=code, words=words, told=told, region=region), code
    )
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
