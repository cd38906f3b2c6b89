"""`flask videos fetch` against a local server that answers as YouTube does."""

from collections.abc import Iterator

import pytest
import stamina
import time_machine
from click.testing import Result
from flask import Flask
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.models import Capture, Category, ChartEntry, Ranking, RankingEntry, Video
from app.trending import lists
from tests.youtube_server import Answer, YouTubeServer, old_error, running, video

KEY = "AIzaSy-not-a-real-key"
QUOTA = old_error(403, "quotaExceeded", 'You have exceeded your <a href="/quota">quota</a>.')


@pytest.fixture
def youtube(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[YouTubeServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running() as server, stamina.set_testing(True, attempts=9, cap=True):
        given = {"youtube_api_host": server.url, "youtube_api_key": KEY}
        monkeypatch.setitem(app.config, "SETTINGS", app.config["SETTINGS"].model_copy(update=given))
        yield server
    stamina.instrumentation.set_on_retry_hooks(None)


def fetch(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["videos", "fetch", *arguments], catch_exceptions=False)


def ranks(session: Session, region: str = "PL") -> dict[str, int | None]:
    entries = select(Video.source_id, ChartEntry.rank).join(Video, Video.id == ChartEntry.video_id)
    return dict(session.execute(entries.where(ChartEntry.region_code == region).order_by(ChartEntry.rank)).all())


def test_a_chart_is_fetched_page_by_page_and_ranked(app: Flask, session: Session, youtube: YouTubeServer) -> None:
    youtube.charts["PL"] = [video(number) for number in range(1, 131)]
    result = fetch(app, "--region", "pl")
    assert result.exit_code == 0, result.output
    assert result.stdout == "PL  130 videos  (130 new, 0 updated, 0 unchanged)\n"
    assert [one.query.get("pageToken") for one in youtube.asked if one.resource == "videos"] == [None, "50", "100"]
    assert ranks(session) == {f"video-{number:05}": number for number in range(1, 131)}
    shown, _ = lists.current("PL")
    assert len(shown.entries) == 130
    assert (shown.source, shown.entries[0].video.category) == ("youtube", "Music")


def test_the_request_is_what_the_api_asks_for(app: Flask, session: Session, youtube: YouTubeServer) -> None:
    youtube.charts["PL"] = [video(1)]
    fetch(app, "--region", "PL")
    videos, categories = youtube.asked
    assert videos.target.startswith("/youtube/v3/videos?")
    assert videos.query == {
        "part": "snippet,contentDetails,statistics",
        "chart": "mostPopular",
        "regionCode": "PL",
        "maxResults": "50",
    }
    assert categories.target == "/youtube/v3/videoCategories?part=snippet&regionCode=PL"


def test_nothing_is_derived_from_the_counts(app: Flask, session: Session, youtube: YouTubeServer) -> None:
    youtube.charts["PL"] = [video(1)]
    fetch(app, "--region", "PL")
    assert session.execute(select(Capture.source, Capture.derives)).all() == [("youtube", False)]
    assert session.scalars(select(RankingEntry.momentum)).all() == [0.0]


def test_the_chart_ends_after_200_videos(app: Flask, session: Session, youtube: YouTubeServer) -> None:
    youtube.charts["PL"] = [video(number) for number in range(1, 401)]
    assert "PL  200 videos" in fetch(app, "--region", "PL").stdout
    assert max(rank or 0 for rank in ranks(session).values()) == 200


def test_the_key_is_sent_in_a_header_and_shown_nowhere(
    app: Flask, session: Session, youtube: YouTubeServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    youtube.charts["PL"] = [video(1)]
    youtube.next_answers.append(Answer(503))
    youtube.next_answers.append(old_error(400, "keyInvalid", "Bad Request"))
    result = fetch(app, "--region", "PL")
    assert {one.key for one in youtube.asked} == {KEY}
    assert KEY not in result.output + caplog.text + "".join(one.target for one in youtube.asked)


def test_without_a_key_nothing_is_asked(
    app: Flask, session: Session, youtube: YouTubeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyless = app.config["SETTINGS"].model_copy(update={"youtube_api_key": None})
    monkeypatch.setitem(app.config, "SETTINGS", keyless)
    result = fetch(app)
    assert (result.exit_code, youtube.asked) == (2, [])
    assert "Set YOUTUBE_API_KEY" in result.stderr


def test_an_unknown_region_is_refused_with_those_there_are(app: Flask, youtube: YouTubeServer) -> None:
    result = fetch(app, "--region", "XX")
    assert (result.exit_code, youtube.asked) == (2, [])
    assert all(code.lower() in result.stderr.lower() for code in ("PL", "US", "AT", "all"))


def test_all_regions_are_fetched_by_default(app: Flask, session: Session, youtube: YouTubeServer) -> None:
    for number, code in enumerate(("US", "GB", "PL", "NL", "SE", "NO", "AT"), 1):
        youtube.charts[code] = [video(one) for one in range(number)]
    result = fetch(app)
    assert result.exit_code == 0, result.output
    captured = select(ChartEntry.region_code, func.count()).group_by(ChartEntry.region_code)
    assert dict(session.execute(captured).all()) == {"US": 1, "GB": 2, "PL": 3, "NL": 4, "SE": 5, "NO": 6, "AT": 7}


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


def test_pages_that_run_in_a_circle_end(app: Flask, session: Session, youtube: YouTubeServer) -> None:
    circle = {"kind": "youtube#videoListResponse", "items": [video(1), video(2)], "nextPageToken": "CDIQAA"}
    youtube.next_answers.extend([Answer(200, circle)] * 10)
    result = fetch(app, "--region", "PL")
    assert len([one for one in youtube.asked if one.resource == "videos"]) == 2
    assert ranks(session) == {"video-00001": 1, "video-00002": 2}
    assert "PL  2 videos" in result.stdout


def test_a_bad_item_is_skipped_and_reported_and_its_rank_stays_free(
    app: Flask, session: Session, youtube: YouTubeServer
) -> None:
    youtube.charts["PL"] = [video(1), video(2, viewCount="-2"), {"kind": "youtube#video"}, video(4)]
    result = fetch(app, "--region", "PL")
    assert result.exit_code == 0
    assert (
        "PL  2 videos  (2 new, 0 updated, 0 unchanged), skipped: 1 id missing, 1 viewCount not valid" in result.stdout
    )
    assert ranks(session) == {"video-00001": 1, "video-00004": 4}


def test_hidden_counts_are_stored_as_unknown(app: Flask, session: Session, youtube: YouTubeServer) -> None:
    youtube.charts["PL"] = [video(1, commentCount="0")]
    fetch(app, "--region", "PL")
    counts = select(ChartEntry.views, ChartEntry.likes, ChartEntry.comments)
    assert session.execute(counts).all() == [(1001, None, 0)]


@time_machine.travel("2026-11-20T10:05:00Z", tick=False)
def test_the_hour_s_last_whole_chart_is_the_one_that_stays(
    app: Flask, session: Session, youtube: YouTubeServer
) -> None:
    youtube.charts["PL"] = [video(1), video(2), video(3)]
    fetch(app, "--region", "PL")
    assert len(lists.current("PL")[0].entries) == 3
    youtube.charts["PL"] = [video(1), video(2)]
    result = fetch(app, "--region", "PL")
    assert "PL  2 videos  (0 new, 0 updated, 2 unchanged)" in result.stdout
    assert ranks(session) == {"video-00001": 1, "video-00002": 2}
    assert [entry.video.id for entry in lists.current("PL")[0].entries] == ["video-00001", "video-00002"]


@time_machine.travel("2026-11-20T10:05:00Z", tick=False)
def test_a_part_of_a_chart_takes_nothing_from_the_hour(app: Flask, session: Session, youtube: YouTubeServer) -> None:
    youtube.charts["PL"] = [video(number) for number in range(1, 61)]
    fetch(app, "--region", "PL")
    youtube.next_answers.extend([None, QUOTA])
    fetch(app, "--region", "PL")
    assert len(ranks(session)) == 60


def test_category_titles_are_added_and_corrected(app: Flask, session: Session, youtube: YouTubeServer) -> None:
    session.execute(delete(Category).where(Category.id.in_([10, 77])))
    youtube.charts["PL"] = [video(1)]
    fetch(app, "--region", "PL")
    youtube.titles = {"10": "Music and more", "77": "Poetry", "odd": "?"}
    fetch(app, "--region", "PL")
    titles = dict(session.execute(select(Category.id, Category.title).where(Category.id.in_([10, 77]))).all())
    assert titles == {10: "Music and more", 77: "Poetry"}


def test_a_chart_without_its_categories_is_stored_and_told(
    app: Flask, session: Session, youtube: YouTubeServer
) -> None:
    youtube.charts["PL"] = [video(1)]
    youtube.next_answers.extend([None, Answer(404)])
    result = fetch(app, "--region", "PL")
    assert result.exit_code == 1
    assert list(ranks(session)) == ["video-00001"]
    assert session.scalar(select(func.count()).select_from(Ranking)) == 1
