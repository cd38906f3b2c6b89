"""Errors as problem+json, all made by one function."""

from http import HTTPStatus
from urllib.parse import quote

from apiflask import HTTPError
from flask import Response, g, jsonify, request
from flask_limiter import RateLimitExceeded
from werkzeug.exceptions import HTTPException, InternalServerError

from app.api import account_errors, deck_errors, social_errors
from app.api.preconditions import StalePost
from app.api.schemas.problem import Problem
from app.extensions import limiter
from app.infra import limits
from app.models import REGIONS
from app.trending.cursor import BadCursor
from app.trending.lists import OutsideHistory, RankingGone, UnknownRegion
from app.trending.videos import UnknownVideo

MIMETYPE = "application/problem+json"

_BY_TYPE = account_errors.ERRORS | social_errors.ERRORS | deck_errors.ERRORS

TOLD = (HTTPError, UnknownRegion, UnknownVideo, BadCursor, RankingGone, OutsideHistory, *_BY_TYPE)
"""What views raise and `problem` tells, beside the exceptions of HTTP."""

_ROOTS = frozenset({"api", "v1", "health"})
_DECKS = "/feed/"
_PAGES = frozenset({"/api/docs", "/feed/newer"})


def is_api_path(path: str) -> bool:
    """Whether the errors of a path are told as JSON; pages stand among the paths that begin alike."""
    root = path.lstrip("/").partition("/")[0]
    return (root in _ROOTS or path.startswith(_DECKS)) and path not in _PAGES


def problem(error: Exception) -> Response:
    """The answer to an error of the JSON interface: RFC 9457, and `error` with the message for older clients."""
    status, detail, errors = _explain(error)
    headers = _headers(error)
    path = quote(request.path)
    latest = path if isinstance(error, RankingGone) else None
    if latest:
        headers["Link"] = f'<{latest}>; rel="latest-version"'
    first, last = (error.first, error.last) if isinstance(error, OutsideHistory) else (None, None)
    body = Problem(
        type="about:blank",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        instance=path,
        error=detail,
        request_id=g.request_id,
        errors=errors,
        first=first,
        last=last,
        latest=latest,
        current=error.current if isinstance(error, StalePost) else None,
    )
    response = jsonify(body.model_dump(mode="json"))
    response.status_code, response.mimetype = status, MIMETYPE
    response.headers.update(headers)
    return response


def _headers(error: Exception) -> dict[str, str]:
    if not isinstance(error, HTTPException):
        told = _BY_TYPE.get(type(error))
        return dict(told.headers) if told else {}
    return {name: value for name, value in error.get_headers() if name != "Content-Type"}


def _explain(error: Exception) -> tuple[int, str, dict[str, list[str]] | None]:
    """Status, message, and messages by parameter."""
    match error:
        case HTTPError():
            return error.status_code, *_validation(error)
        case HTTPException():
            return error.code or 500, _message(error), None
    if type(error) not in _BY_TYPE:
        return _explain_trending(error)
    told = _BY_TYPE[type(error)]
    detail = told.detail or str(error)
    return told.status, detail, {told.field: [detail]} if told.field else None


def _explain_trending(error: Exception) -> tuple[int, str, dict[str, list[str]] | None]:
    match error:
        case UnknownRegion():
            return 400, f"There is no region {str(error)!r}. The regions are {', '.join(REGIONS)}.", None
        case UnknownVideo():
            return 404, f"No source has told of a video {str(error)!r}.", None
        case BadCursor():
            message = "This cursor is not one that this list gave. Leave it out to begin at the top."
            return 422, message, {"cursor": [message]}
        case RankingGone():
            return 410, "The ranking that this cursor pages through is no longer kept. Begin again at `latest`.", None
        case OutsideHistory():
            kept = "nor from any other" if error.first is None else "only from `first` to `last`"
            return 404, f"No list is kept from that time, {kept}.", None
    raise error


def _message(error: HTTPException) -> str:
    match error:
        case RateLimitExceeded():
            tripped = limiter.current_limit
            name = limits.policy(tripped) if tripped else "default"
            return f"Too many requests: the limit {name!r} is {error.limit.limit}."
        case InternalServerError():
            return "Something broke on our side. It is recorded under the request id."
    return error.description or HTTPStatus(error.code or 500).phrase


def _validation(error: HTTPError) -> tuple[str, dict[str, list[str]] | None]:
    """The message of a validation error, and its messages by parameter whatever part of the request that is in."""
    errors = {name: messages for part in error.detail.values() for name, messages in part.items()}
    text = "; ".join(f"{name}: {', '.join(messages)}" for name, messages in errors.items())
    return text or str(error.message), errors or None
