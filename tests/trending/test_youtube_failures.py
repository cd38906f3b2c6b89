"""`flask videos fetch` against a local server that fails as YouTube does."""

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Ranking
from app.trending import lists
from tests.trending.fetching import fetch, ranks
from tests.youtube_server import Answer, YouTubeServer, old_error, video

QUOTA = old_error(403, "quotaExceeded", 'You have exceeded your <a href="/quota">quota</a>.')


def test_the_quota_s_end_keeps_the_pages_received(app: Flask, session: Session, youtube: YouTubeServer) -> None:
    for code in ("US", "GB", "PL"):
        youtube.charts[code] = [video(number) for number in range(1, 61)]
    youtube.next_answers.extend([None, None, None, None, QUOTA])
    result = fetch(app)
    assert result.exit_code == 1
    assert "US  60 videos" in result.stdout
    assert "GB  50 videos" in result.stdout
    assert "GB: The quota of YOUTUBE_API_KEY is used up" in result.stderr
    assert result.stderr.endswith("Google says: You have exceeded your quota.\n")
    assert (len(ranks(session, "US")), len(ranks(session, "GB")), len(ranks(session, "PL"))) == (60, 50, 0)
    assert len(lists.current("GB")[0].entries) == 50
    assert len(youtube.asked) == 5


def test_a_region_that_is_refused_does_not_stop_the_others(
    app: Flask, session: Session, youtube: YouTubeServer
) -> None:
    youtube.charts["AT"] = [video(1)]
    youtube.next_answers.append(old_error(400, "videoChartNotFound", "No such chart."))
    result = fetch(app)
    assert result.exit_code == 1
    assert result.stderr == "US: YouTube answered with status 400. Google says: No such chart.\n"
    assert list(ranks(session, "AT")) == ["video-00001"]


@pytest.mark.parametrize("passing", [Answer(500), Answer(503, b"<html>"), Answer(broken=True)])
def test_what_passes_is_tried_again(app: Flask, session: Session, youtube: YouTubeServer, passing: Answer) -> None:
    youtube.charts["PL"] = [video(1)]
    youtube.next_answers.extend([passing, passing])
    result = fetch(app, "--region", "PL")
    assert (result.exit_code, len(youtube.asked)) == (0, 4)
    assert result.stdout == "PL  1 video  (1 new, 0 updated, 0 unchanged)\n"
    assert result.stderr.count("No answer; trying again") == 2
    assert list(ranks(session)) == ["video-00001"]


@pytest.mark.parametrize(
    ("lasting", "words"),
    [
        (Answer(503), "YouTube answered with status 503"),
        (Answer(broken=True), "The connection to YouTube broke"),
    ],
)
def test_after_three_attempts_it_is_a_failure(
    app: Flask, session: Session, youtube: YouTubeServer, lasting: Answer, words: str
) -> None:
    youtube.charts["PL"] = [video(1)]
    youtube.next_answers.extend([lasting] * 3)
    result = fetch(app, "--region", "PL")
    assert (result.exit_code, len([one for one in youtube.asked if one.resource == "videos"])) == (1, 3)
    assert words in result.stderr
    assert ranks(session) == {}


@pytest.mark.parametrize("refused", [Answer(404), Answer(429), old_error(403, "forbidden", "No."), Answer(301)])
def test_a_refusal_is_not_tried_again(app: Flask, session: Session, youtube: YouTubeServer, refused: Answer) -> None:
    youtube.next_answers.append(refused)
    result = fetch(app, "--region", "PL")
    assert (result.exit_code, len([one for one in youtube.asked if one.resource == "videos"])) == (1, 1)
    assert f"PL: YouTube answered with status {refused.status}" in result.stderr


def test_a_server_that_is_not_there_ends_the_command(
    app: Flask, session: Session, youtube: YouTubeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        app.config, "SETTINGS", app.config["SETTINGS"].model_copy(update={"youtube_api_host": "http://127.0.0.1:1"})
    )
    result = fetch(app)
    assert result.exit_code == 1
    assert result.stderr.endswith("US: YouTube cannot be reached: check the network and YOUTUBE_API_HOST.\n")
    assert result.stdout == "US  0 videos  (0 new, 0 updated, 0 unchanged)\n"


@pytest.mark.parametrize(
    "body", [b"<html>", b'{"items": "none"}', b'{"kind": "youtube#searchListResponse", "items": []}']
)
def test_a_body_of_another_shape_is_told_and_not_stored(
    app: Flask, session: Session, youtube: YouTubeServer, body: bytes
) -> None:
    youtube.next_answers.append(Answer(200, body))
    result = fetch(app, "--region", "PL")
    assert result.exit_code == 1
    assert "PL: YouTube's answer cannot be used: it is not" in result.stderr
    assert ranks(session) == {}


@time_machine.travel("2026-11-20T10:05:00Z", tick=False)
def test_a_part_of_a_chart_takes_nothing_from_the_hour(app: Flask, session: Session, youtube: YouTubeServer) -> None:
    youtube.charts["PL"] = [video(number) for number in range(1, 61)]
    fetch(app, "--region", "PL")
    youtube.next_answers.extend([None, QUOTA])
    fetch(app, "--region", "PL")
    assert len(ranks(session)) == 60


def test_a_chart_without_its_categories_is_stored_and_told(
    app: Flask, session: Session, youtube: YouTubeServer
) -> None:
    youtube.charts["PL"] = [video(1)]
    youtube.next_answers.extend([None, Answer(404)])
    result = fetch(app, "--region", "PL")
    assert result.exit_code == 1
    assert list(ranks(session)) == ["video-00001"]
    assert session.scalar(select(func.count()).select_from(Ranking)) == 1
