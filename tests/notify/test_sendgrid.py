"""The SendGrid channel against a server that speaks mail/send: what goes out, and what each answer means."""

import logging
import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from app.infra.breaker import FAILURES_TO_OPEN, Open
from app.notify import sendgrid
from app.notify.messages import Message, PermanentFailure, TemporaryFailure
from app.notify.sendgrid import SendGrid
from config import Settings
from tests.notify.conftest import KEY
from tests.sendgrid_server import (
    BAD_KEY,
    BAD_SENDER,
    BROKEN,
    HELD,
    NO_ADDRESS,
    PLAIN_ERROR,
    TOO_LARGE,
    TOO_MANY,
    Answer,
    SendGridServer,
    refusal,
)

MESSAGE = Message("zoë+1@example.org", "Bestätige ✓", "Text with https://upswell.example/activate/x", "<p>HTML</p>")


def test_a_mail_goes_out_with_its_key_and_both_texts(channel: SendGrid, server: SendGridServer) -> None:
    channel.send(MESSAGE)
    (asked,) = server.asked
    assert asked.path == "/v3/mail/send"
    assert asked.headers["Authorization"] == f"Bearer {KEY}"
    assert asked.body["from"] == {"email": "mail@upswell.example", "name": "Upswell"}
    assert asked.body["personalizations"] == [{"to": [{"email": MESSAGE.to}]}]
    assert asked.body["subject"] == MESSAGE.subject
    assert asked.body["content"] == [
        {"type": "text/plain", "value": MESSAGE.text},
        {"type": "text/html", "value": MESSAGE.html},
    ]
    assert asked.body["tracking_settings"] == {"click_tracking": {"enable": False, "enable_text": False}}
    assert "mail_settings" not in asked.body


def test_sandbox_mode_is_asked_for(sending: Settings, server: SendGridServer) -> None:
    server.always = Answer(200)
    SendGrid(sending.model_copy(update={"sendgrid_sandbox": True})).send(MESSAGE)
    assert server.asked[0].body["mail_settings"] == {"sandbox_mode": {"enable": True}}


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (NO_ADDRESS, "400: The to email parameter is required. (personalizations.0.to.0.email)"),
        (BAD_KEY, "401: The provided authorization grant is invalid, expired, or revoked"),
        (BAD_SENDER, "403: The from address does not match a verified Sender Identity. (from)"),
        (TOO_LARGE, "413: 413 Request Entity Too Large"),
        (refusal(400, "A\0B\n" * 999), f"400: {'A B ' * 999}"[:482]),
        (Answer(404), "404: no reason given"),
        (Answer(400, b'{"errors": "in another form"}'), '400: {"errors": "in another form"}'),
        (Answer(400, b"\xff\x00 not text"), "400: � not text"),
    ],
)
def test_a_refusal_is_permanent_and_tells_why(
    answer: Answer, reason: str, channel: SendGrid, server: SendGridServer
) -> None:
    server.always = answer
    with pytest.raises(PermanentFailure) as failure:
        channel.send(MESSAGE)
    assert str(failure.value) == f"SendGrid answered {reason}"


@pytest.mark.parametrize("answer", [TOO_MANY, PLAIN_ERROR, BROKEN, Answer(500), Answer(502, b"<html>Bad Gateway")])
def test_what_may_pass_is_temporary(answer: Answer, channel: SendGrid, server: SendGridServer) -> None:
    server.always = answer
    with pytest.raises(TemporaryFailure) as failure:
        channel.send(MESSAGE)
    assert failure.value.retry_after == 0


def test_a_slow_answer_is_not_waited_for(
    channel: SendGrid, server: SendGridServer, sending: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sendgrid, "TIMEOUT_SECONDS", 0.2)
    server.always = HELD
    with pytest.raises(TemporaryFailure, match=r"cannot be reached: .*timed out"):
        SendGrid(sending).send(MESSAGE)


def test_a_server_that_is_not_there_is_temporary(sending: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        gone = f"http://127.0.0.1:{taken.getsockname()[1]}"
    with pytest.raises(TemporaryFailure, match=r"cannot be reached: .*refused"):
        SendGrid(sending.model_copy(update={"sendgrid_host": gone})).send(MESSAGE)


@pytest.mark.parametrize(
    ("header", "least", "most"),
    [
        ("17", 17, 17),
        (format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True), 3000, 3600),
        (format_datetime(datetime.now(UTC) - timedelta(hours=1), usegmt=True), 0, 0),
        ("999999999999", 86_400, 86_400),
        ("soon", 0, 0),
        ("-5", 0, 0),
        ("nan", 0, 0),
    ],
    ids=["seconds", "a date to come", "a date gone by", "far too long", "a word", "negative", "no number"],
)
def test_retry_after_is_read_as_seconds_or_a_date(
    header: str, least: float, most: float, channel: SendGrid, server: SendGridServer
) -> None:
    server.always = Answer(429, TOO_MANY.body, {"Retry-After": header})
    with pytest.raises(TemporaryFailure) as failure:
        channel.send(MESSAGE)
    assert least <= failure.value.retry_after <= most


def test_the_key_is_in_no_log_line(channel: SendGrid, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    channel.send(MESSAGE)
    assert KEY not in caplog.text
    assert "activate" not in caplog.text


def test_after_failures_in_a_row_sendgrid_is_left_alone(channel: SendGrid, server: SendGridServer) -> None:
    server.always = PLAIN_ERROR
    for _ in range(FAILURES_TO_OPEN):
        with pytest.raises(TemporaryFailure), channel.attempt():
            channel.send(MESSAGE)
    with pytest.raises(Open), channel.attempt():
        channel.send(MESSAGE)
    assert len(server.asked) == FAILURES_TO_OPEN
