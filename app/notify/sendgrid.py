"""The channel that hands mails to SendGrid; only jobs call it, for it may take seconds."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.message import Message as Headers
from email.utils import parseaddr, parsedate_to_datetime
from functools import lru_cache
from http.client import HTTPException

import orjson
from python_http_client.exceptions import HTTPError
from sendgrid import SendGridAPIClient
from sendgrid.helpers.mail import ClickTracking, From, Mail, MailSettings, SandBoxMode, To, TrackingSettings

from app.infra.breaker import Breaker
from app.notify.messages import Message, PermanentFailure, TemporaryFailure
from config import Settings

TIMEOUT_SECONDS = 10.0
"""For the connection and for each read; shorter than the breaker lets a probe take."""
MAX_REASON_LENGTH = 500
MAX_RETRY_AFTER_SECONDS = 86_400
_MAY_PASS = {408, 429}

# Its debug lines hold the key and whole mails.
logging.getLogger("python_http_client").setLevel(logging.WARNING)


@lru_cache(maxsize=8)
def _breaker(redis_url: str) -> Breaker:
    return Breaker("sendgrid", redis_url)


class SendGrid:
    """`mail/send` of SendGrid's Web API v3 with the key, host and sandbox mode of `settings`."""

    def __init__(self, settings: Settings) -> None:
        self._client = SendGridAPIClient(settings.sendgrid_api_key, host=settings.sendgrid_host.rstrip("/"))
        self._client.client.timeout = TIMEOUT_SECONDS  # it has none of its own
        self._sender = parseaddr(settings.mail_from)
        self._sandbox = settings.sendgrid_sandbox
        self._breaker = _breaker(str(settings.redis_url))

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Guard the making and sending of one mail. Raises `breaker.Open` when SendGrid is left alone now."""
        with self._breaker.attempt(TemporaryFailure):
            yield

    def send(self, message: Message) -> None:
        """Send it. Raises `TemporaryFailure` or `PermanentFailure`."""
        try:
            self._client.send(self._body(message))
        except HTTPError as error:
            raise _failure(error.status_code, error.body, error.headers) from None
        except (OSError, HTTPException) as error:
            raise TemporaryFailure(f"SendGrid cannot be reached: {error or type(error).__name__}") from None

    def _body(self, message: Message) -> Mail:
        name, address = self._sender
        mail = Mail(From(address, name or None), To(message.to), message.subject, message.text, message.html)
        # A rewritten link would show its secret to one more party.
        mail.tracking_settings = TrackingSettings(click_tracking=ClickTracking(False, False))
        if self._sandbox:
            mail.mail_settings = MailSettings(sandbox_mode=SandBoxMode(True))
        return mail


def _failure(status: int, body: bytes, headers: Headers) -> TemporaryFailure | PermanentFailure:
    words = "".join(sign if sign.isprintable() else " " for sign in _reason(body)).split()
    reason = f"SendGrid answered {status}: {' '.join(words)}"[:MAX_REASON_LENGTH]
    if status in _MAY_PASS or status >= 500:
        return TemporaryFailure(reason, _retry_after(headers.get("Retry-After", "")))
    return PermanentFailure(reason)


def _reason(body: bytes) -> str:
    """The messages of an error body, each with its field; the text itself when it is not in SendGrid's form."""
    try:
        errors = orjson.loads(body)["errors"]
        return " ".join(f"{one['message']} ({one['field']})" if one.get("field") else one["message"] for one in errors)
    except (ValueError, LookupError, TypeError, AttributeError):
        return re.sub(r"<[^>]*>", " ", body.decode(errors="replace")) or "no reason given"


def _retry_after(value: str) -> float:
    """Seconds from now, given as such or as an HTTP date; 0 when there are none."""
    try:
        seconds = float(value) if value.strip().isdecimal() else _seconds_until(parsedate_to_datetime(value))
    except ValueError:
        return 0
    return min(max(seconds, 0), MAX_RETRY_AFTER_SECONDS)


def _seconds_until(moment: datetime) -> float:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (aware - datetime.now(UTC)).total_seconds()
