"""The next ids of a member's deck, as bytes: `GET /feed/{user_id}?size=&from=` for a bearer that was just verified.

Whatever else is asked under this address, and every error, is told by Flask (app/api/deck_ids.py). The name that the
host was asked by is not looked at: no cache keeps these answers, and they hold nothing of it.
"""

import re
from datetime import UTC, datetime
from functools import lru_cache
from time import monotonic
from typing import TYPE_CHECKING

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from app.accounts import access, bearers
from app.accounts.access import Identity, NotAllowed, NotIdentified
from app.feed.deck_parts import DECK_LENGTH
from app.feed.extension import store_of
from app.feed.progress import MAX_USER_ID, POSITION
from app.feed.store import DEFAULT_SIZE, NoDeck, NoMember
from app.infra import gateway

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

PREFIX = "/feed/"
REMEMBERED_SECONDS = 2.0
"""How long a verified bearer is not looked at again: so much longer than elsewhere it outlives its end."""

MAX_REMEMBERED = 20_000

_QUERY = re.compile(r"(?:size=([0-9]{1,3})(?:&|$))?(?:from=([0-9]{1,5}))?")


class DeckPages:
    """Answers for one Flask application."""

    def __init__(self, flask: Flask) -> None:
        self._flask, self._store = flask, store_of(flask)
        self._remembered: dict[str, tuple[float, Identity]] = {}
        told = dict(gateway.DATA_SECURITY_HEADERS)
        if flask.config["SETTINGS"].is_production:
            told |= gateway.HTTPS_HEADERS
        self._headers = [
            ("Content-Type", "application/json"),
            ("Cache-Control", "private, no-store"),
            *told.items(),
        ]

    def answer(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> bytes | None:
        """The body of an answer that is started; None when Flask is to answer."""
        number, asked = environ["PATH_INFO"][len(PREFIX) :], parameters(environ.get("QUERY_STRING", ""))
        is_usual = environ["REQUEST_METHOD"] == "GET" and "HTTP_ORIGIN" not in environ
        if asked is None or not is_usual or not (number.isascii() and number.isdecimal() and len(number) <= 10):
            return None
        user_id = int(number)
        try:
            access.require_deck(self._identity(environ.get("HTTP_AUTHORIZATION", "")), user_id)
            if not 0 < user_id <= MAX_USER_ID:
                return None
            page = self._store.take(user_id, *asked)
        except (NotIdentified, NotAllowed, NoDeck, NoMember, SQLAlchemyError):
            return None  # Flask meets it again, and tells
        body = str(page.ids).encode()
        headers = [
            ("Content-Length", str(len(body))),
            ("Feed-Position", str(page.position)),
            ("Feed-Source", page.source),
            ("X-Request-Id", gateway.request_id(environ.get("HTTP_X_REQUEST_ID", ""))),
        ]
        start_response("200 OK", headers + self._headers)
        return body

    def _identity(self, authorization: str) -> Identity:
        until, identity = self._remembered.get(authorization, (0.0, access.ANYONE))
        if monotonic() < until:
            return identity
        with self._flask.app_context():
            identity = bearers.identify(authorization, datetime.now(UTC))
        if len(self._remembered) >= MAX_REMEMBERED:
            self._remembered.clear()  # it holds two seconds of verifying
        self._remembered[authorization] = (monotonic() + REMEMBERED_SECONDS, identity)
        return identity


@lru_cache(maxsize=1024)
def parameters(query: str) -> tuple[int, int | None] | None:
    """Size and position of a query in its usual form; None when Flask is to read it."""
    match = _QUERY.fullmatch(query)
    if match is None:
        return None
    size = DEFAULT_SIZE if match[1] is None else int(match[1])
    begin = None if match[2] is None else int(match[2])
    return (size, begin) if 1 <= size <= DECK_LENGTH and (begin or 0) <= POSITION else None
