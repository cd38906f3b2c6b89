"""`flask videos fetch` against a local server that answers as YouTube does."""

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.models import Capture, Category, ChartEntry, RankingEntry
from app.trending import lists
from tests.trending.fetching import KEY, fetch, ranks
from tests.youtube_server import Answer, YouTubeServer, old_error, video


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


def test_category_titles_are_added_and_corrected(app: Flask, session: Session, youtube: YouTubeServer) -> None:
    session.execute(delete(Category).where(Category.id.in_([10, 77])))
    youtube.charts["PL"] = [video(1)]
    fetch(app, "--region", "PL")
    youtube.titles = {"10": "Music and more", "77": "Poetry", "odd": "?"}
    fetch(app, "--region", "PL")
    titles = dict(session.execute(select(Category.id, Category.title).where(Category.id.in_([10, 77]))).all())
    assert titles == {10: "Music and more", 77: "Poetry"}
