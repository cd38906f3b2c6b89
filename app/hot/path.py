"""The hot path: a WSGI layer in front of Flask, which leaves to it whatever is not the ordinary case."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from threading import Lock
from typing import TYPE_CHECKING

from flask import Flask

from app.feed import extension
from app.hot.deck import PREFIX, DeckPages

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment


class HotPath:
    """A WSGI application, which maps the decks when it is made and starts its threads with the first request.

    That one comes after the fork of the workers, which no thread would survive. One that is not `current` does neither.
    """

    def __init__(self, flask: Flask, *, current: bool = True) -> None:
        self._flask, self._decks = flask, DeckPages(flask)
        self._lock, self._runs = Lock(), not current
        if current:
            extension.preload(flask)

    @property
    def app_context(self) -> Callable[[], AbstractContextManager[object]]:
        """Flask's, for who prepares a worker."""
        return self._flask.app_context

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if not self._runs:
            self._start()
        if environ["PATH_INFO"].startswith(PREFIX):
            body = self._decks.answer(environ, start_response)
            if body is not None:
                return [body]  # granian sends a list at once, and anything else piece by piece
        return self._flask(environ, start_response)

    def _start(self) -> None:
        with self._lock:
            if not self._runs:
                extension.start(self._flask)
                self._runs = True
