"""The outbox of development: every process reads the newest mails."""

import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.notify.channels import channel
from app.notify.messages import Message, NoChannel
from app.notify.outbox import KEPT, Outbox
from app.notify.sendgrid import SendGrid
from config import Settings


def message(number: int) -> Message:
    return Message(f"{number}@example.org", f"Subject {number}", "https://x/reset/s3cret\nline", "<p>s3cret</p>")


def test_the_newest_mails_are_kept_newest_first(tmp_path: Path) -> None:
    for number in range(KEPT + 3):
        Outbox(tmp_path).send(message(number))
    shown = Outbox(tmp_path).mails()
    assert [one["to"] for one in shown] == [f"{number}@example.org" for number in reversed(range(3, KEPT + 3))]
    assert shown[0]["text"] == message(0).text


def test_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as writers:
        list(writers.map(lambda number: Outbox(tmp_path).send(message(number)), range(40)))
    assert {one["to"] for one in Outbox(tmp_path).mails()} == {f"{number}@example.org" for number in range(40)}


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    Outbox(tmp_path).send(message(1))
    assert [path.stat().st_mode & 0o077 for path in tmp_path.glob("mails.jsonl")] == [0]


def test_the_log_has_address_and_subject_only(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    Outbox(tmp_path).send(message(1))
    assert "1@example.org: Subject 1" in caplog.text
    assert "s3cret" not in caplog.text


def test_a_key_sends_and_production_without_one_waits(settings: Settings) -> None:
    assert isinstance(channel(settings), Outbox)
    assert isinstance(channel(settings.model_copy(update={"sendgrid_api_key": "SG.key"})), SendGrid)
    with pytest.raises(NoChannel, match="SENDGRID_API_KEY is not set"):
        channel(settings.model_copy(update={"app_env": "production"}))
