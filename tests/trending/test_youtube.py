"""The YouTube source against a server that does not answer in time."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import stamina

from app.trending.sources.youtube import YouTube
from app.trending.sources.youtube_errors import YouTubeClosed
from tests.youtube_server import Answer, YouTubeServer, running, video

NOW = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[YouTubeServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running() as started, stamina.set_testing(True, attempts=9, cap=True):
        started.charts["PL"] = [video(number) for number in range(1, 61)]
        yield started


def test_a_late_answer_is_asked_for_again(server: YouTubeServer) -> None:
    server.next_answers.extend([Answer(late=True), Answer(late=True)])
    with YouTube(server.url, "key", read_seconds=0.1) as source:
        chart = source.chart("PL", NOW)
    assert (chart.length, chart.failure, len(server.asked)) == (60, None, 4)


def test_after_three_late_answers_it_is_a_failure_that_keeps_the_pages_received(server: YouTubeServer) -> None:
    server.next_answers.extend([None, *[Answer(late=True)] * 3])
    with YouTube(server.url, "key", read_seconds=0.1) as source:
        chart = source.chart("PL", NOW)
    assert len(chart.observations) == 50
    assert isinstance(chart.failure, YouTubeClosed)
    assert str(chart.failure) == "YouTube did not answer in time."


def test_a_video_that_slides_onto_the_next_page_keeps_its_first_rank(server: YouTubeServer) -> None:
    server.charts["PL"][50] = video(50)
    with YouTube(server.url, "key") as source:
        chart = source.chart("PL", NOW)
    ranks = {one.source_id: one.rank for one in chart.observations.values()}
    assert (len(ranks), ranks["video-00050"], ranks["video-00052"]) == (59, 50, 52)


def test_pages_longer_than_asked_for_do_not_make_the_chart_longer(server: YouTubeServer) -> None:
    for page in range(3):
        items = [video(number) for number in range(page * 70, page * 70 + 70)]
        body = {"kind": "youtube#videoListResponse", "items": items, "nextPageToken": str(page)}
        server.next_answers.append(Answer(200, body))
    with YouTube(server.url, "key") as source:
        chart = source.chart("PL", NOW)
    assert (chart.length, len(chart.observations), len(server.asked)) == (200, 200, 3)


@pytest.mark.parametrize("host", ["http://", "https://[", "http://127.0.0.1:port"])
def test_an_address_that_is_none_is_told(host: str) -> None:
    with YouTube(host, "key") as source:
        failure = source.chart("PL", NOW).failure
    assert str(failure) == "YouTube cannot be reached: check the network and YOUTUBE_API_HOST."
