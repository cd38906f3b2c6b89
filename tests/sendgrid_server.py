"""A local HTTP server that answers `mail/send` as SendGrid's Web API v3 does, and fails as a test says."""

import json
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.local_server import Handler, serving

HELP = "http://sendgrid.com/docs/API_Reference/Web_API_v3/Mail/errors.html#message.personalizations.to"


@dataclass(frozen=True)
class Answer:
    """What one request gets: a status and a body, or a broken connection; a held one waits for `SendGridServer.go`."""

    status: int = 202
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    broken: bool = False
    held: bool = False


def refusal(status: int, message: str, about: str | None = None, more: str | None = None) -> Answer:
    """An error in SendGrid's form; `field` and `help` are null in some."""
    body = {"errors": [{"message": message, "field": about, "help": more}]}
    return Answer(status, json.dumps(body).encode(), {"Content-Type": "application/json"})


NO_ADDRESS = refusal(400, "The to email parameter is required.", "personalizations.0.to.0.email", HELP)
BAD_KEY = refusal(401, "The provided authorization grant is invalid, expired, or revoked")
BAD_SENDER = refusal(403, "The from address does not match a verified Sender Identity.", "from")
TOO_LARGE = Answer(
    413, b"<html><body><h1>413 Request Entity Too Large</h1></body></html>", {"Content-Type": "text/html"}
)
TOO_MANY = refusal(429, "too many requests")
PLAIN_ERROR = Answer(503, b"upstream connect error or disconnect/reset before headers", {"Content-Type": "text/plain"})
BROKEN = Answer(broken=True)
HELD = Answer(held=True)


@dataclass(frozen=True)
class Asked:
    path: str
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass
class SendGridServer:
    """`next_answers` come first, then `always`; `asked` is what came in, also what was not answered."""

    url: str = ""
    always: Answer = field(default_factory=Answer)
    next_answers: deque[Answer] = field(default_factory=deque)
    asked: list[Asked] = field(default_factory=list)
    go: threading.Event = field(default_factory=threading.Event)

    def answer(self, asked: Asked) -> Answer:
        answer = self.next_answers.popleft() if self.next_answers else self.always
        self.asked.append(asked)
        return answer

    def texts(self) -> list[str]:
        """The plain text of every mail that came in."""
        return [part["value"] for one in self.asked for part in one.body["content"] if part["type"] == "text/plain"]


@contextmanager
def running() -> Iterator[SendGridServer]:
    sendgrid = SendGridServer()
    with serving(_Handler, sendgrid.go, sendgrid=sendgrid) as sendgrid.url:
        yield sendgrid


class _Handler(Handler):
    sendgrid: SendGridServer

    def do_POST(self) -> None:  # noqa: N802 - http.server calls it so
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        answer = self.sendgrid.answer(Asked(self.path, dict(self.headers), body))
        if answer.held:
            self.sendgrid.go.wait(60)
        self.close_connection = True
        if answer.broken:
            self.break_connection()
            return
        try:
            self.send_response(answer.status)
            for name, value in {"X-Message-Id": "LrnZRsWQTPy-ItZ3IJR2vQ", **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)
            self.wfile.flush()
        except ConnectionError:
            """The one who asked is gone, which is what some tests are about."""
