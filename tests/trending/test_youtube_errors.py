"""Errors of the YouTube Data API in plain words."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.trending.sources.youtube_errors import YouTubeClosed, YouTubeError, plain_text, refusal
from tests.youtube_server import Answer, old_error, rpc_error

QUOTA_HTML = 'You have exceeded your <a href="/youtube/v3/getting-started#quota">quota</a>.'


def told(answer: Answer) -> YouTubeError:
    return refusal(answer.status, json.dumps(answer.body).encode())


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (old_error(403, "quotaExceeded", QUOTA_HTML), "quota of YOUTUBE_API_KEY is used up"),
        (old_error(400, "keyInvalid", "Bad Request"), "does not accept YOUTUBE_API_KEY"),
        (old_error(400, "badRequest", "API key not valid. Please pass one."), "does not accept YOUTUBE_API_KEY"),
        (rpc_error(400, "INVALID_ARGUMENT", "API_KEY_INVALID", "No."), "does not accept YOUTUBE_API_KEY"),
        (old_error(403, "accessNotConfigured", "Access Not Configured."), "is not enabled in the Google project"),
        (rpc_error(403, "PERMISSION_DENIED", "SERVICE_DISABLED", "Disabled."), "is not enabled in the Google project"),
    ],
)
def test_a_known_refusal_is_told_in_own_words_and_ends_all_requests(answer: Answer, words: str) -> None:
    error = told(answer)
    assert words in str(error)
    assert isinstance(error, YouTubeClosed)


def test_google_s_message_follows_without_its_html() -> None:
    assert str(told(old_error(403, "quotaExceeded", QUOTA_HTML))).endswith("Google says: You have exceeded your quota.")


def test_an_unknown_refusal_is_told_with_its_status() -> None:
    error = told(old_error(400, "videoChartNotFound", "The requested video chart is not available."))
    assert str(error) == ("YouTube answered with status 400. Google says: The requested video chart is not available.")
    assert not isinstance(error, YouTubeClosed)


@pytest.mark.parametrize("raw", [b"", b"<html><h1>Forbidden</h1>", b'{"error": "invalid_grant"}', b"[]", b"null"])
def test_an_error_without_explanation_is_told_with_its_status(raw: bytes) -> None:
    assert str(refusal(403, raw)) == "YouTube answered with status 403 and no explanation."


@given(st.text())
def test_the_plain_text_has_no_control_characters_and_is_short(html: str) -> None:
    text = plain_text(html)
    assert text.isprintable()
    assert len(text) <= 500


def test_the_plain_text_keeps_words_apart_and_reads_entities() -> None:
    assert plain_text("<p>a &amp; b</p>\n<b>c</b>\x1b[2J") == "a & b c[2J"
