"""Sends each error to the layer that was asked: pages answer with pages, the JSON interface with problem+json."""

import logging

from flask import Flask, g, request
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, InternalServerError, ServiceUnavailable
from werkzeug.wrappers import Response

from app.api import errors as api_errors
from app.web import errors as web_errors

logger = logging.getLogger(__name__)

RETRY_SECONDS = 5


def register(app: Flask) -> None:
    """Answer every error of `app` that no blueprint answers."""
    app.register_error_handler(Exception, _answer)


def _answer(error: Exception) -> Response:
    known = error if isinstance(error, HTTPException) else _recorded(error)
    return api_errors.problem(known) if api_errors.is_api_path(request.path) else web_errors.answer(known)


def _recorded(error: Exception) -> HTTPException:
    """The error to tell instead of one whose message is for the log alone."""
    if isinstance(error, OperationalError | InterfaceError | PoolTimeout):
        logger.error("request %s: the database does not answer: %s", g.request_id, error)
        return ServiceUnavailable("The database does not answer. Try again shortly.", retry_after=RETRY_SECONDS)
    logger.error("request %s failed", g.request_id, exc_info=error)
    return InternalServerError()
