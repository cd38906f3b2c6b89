"""The channel of development: a file of the newest mails that every process reads, for /dev/mail."""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypedDict

import orjson

from app.notify.messages import Message

logger = logging.getLogger(__name__)

KEPT = 100
FILE_NAME = "mails.jsonl"


class Shown(TypedDict):
    """A mail as /dev/mail.json shows it; `at` is RFC 3339."""

    to: str
    subject: str
    text: str
    html: str
    at: str


class Outbox:
    """The newest KEPT mails of a data folder, one JSON object a line, oldest first, readable by its owner alone."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / FILE_NAME

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Guards nothing: a file does not go down."""
        yield

    def send(self, message: Message) -> None:
        """Put it where /dev/mail finds it. The log gets its address and subject, for the text may hold a secret."""
        moment = datetime.now(UTC).isoformat().replace("+00:00", "Z")
        shown = Shown(to=message.to, subject=message.subject, text=message.text, html=message.html, at=moment)
        with self._locked():
            lines = [*self._lines()[1 - KEPT :], orjson.dumps(shown)]
            part = self._path.with_suffix(".part")
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with open(descriptor, "wb") as file:
                file.writelines(line + b"\n" for line in lines)
            part.replace(self._path)
        logger.info("mail to %s: %s (see /dev/mail)", message.to, message.subject)

    def mails(self) -> list[Shown]:
        """The mails, newest first."""
        return [orjson.loads(line) for line in reversed(self._lines())]

    def _lines(self) -> list[bytes]:
        return self._path.read_bytes().splitlines() if self._path.exists() else []

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self._path.with_suffix(".lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
