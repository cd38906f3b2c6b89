"""Saved bodies of the YouTube Data API."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Capture, Category
from app.trending.sources.files.planning import Unreadable
from tests.trending.given_files import entries, import_files, import_one, rejected, video

AT = datetime(2023, 11, 3, 12, 30, tzinfo=UTC)


def item(video_id: str, **statistics: str) -> dict[str, object]:
    snippet = {
        "publishedAt": "2023-11-02T14:01:47.000Z",
        "channelId": "UCc4K7bAqpdBP8jh1j9XZAww",
        "title": f"Title of {video_id}",
        "thumbnails": {"default": {"url": "https://i.ytimg.com/vi/x/default.jpg", "width": 120, "height": 90}},
        "channelTitle": "The Beatles",
        "categoryId": "10",
    }
    return {"kind": "youtube#video", "id": video_id, "snippet": snippet, "statistics": statistics}


def write_page(path: Path, *items: object, **tokens: str) -> Path:
    path.write_text(json.dumps({"kind": "youtube#videoListResponse", "items": items, **tokens}))
    return path


def write_json(path: Path, body: object) -> Path:
    path.write_text(json.dumps(body))
    return path


def test_a_page_is_a_chart_in_its_order(session: Session, tmp_path: Path) -> None:
    path = write_page(tmp_path / "page.json", item("aaaaaaaaaaa", viewCount="7"), item("bbbbbbbbbbb"))
    report = import_one(session, path, region_code="US", captured_at=AT)
    assert (report.rows, report.new) == (2, 2)
    chart = entries(session, "US")
    assert [(one.rank, one.views, one.likes) for one in chart.values()] == [(1, 7, None), (2, None, None)]
    assert chart["aaaaaaaaaaa"].captured_at == AT.replace(minute=0)
    assert video(session, "aaaaaaaaaaa").published_at == datetime(2023, 11, 2, 14, 1, 47, tzinfo=UTC)


def test_nothing_may_be_derived_from_the_counts_of_a_page(session: Session, tmp_path: Path) -> None:
    import_one(session, write_page(tmp_path / "page.json", item("aaaaaaaaaaa")), region_code="US", captured_at=AT)
    assert session.execute(select(Capture.source, Capture.derives)).all() == [("youtube", False)]


def test_the_second_page_goes_on_where_the_first_ended(session: Session, tmp_path: Path) -> None:
    first = write_page(tmp_path / "1.json", item("aaaaaaaaaaa"), item("bbbbbbbbbbb"), nextPageToken="CAUQAA")
    second = write_page(tmp_path / "2.json", item("ccccccccccc"), prevPageToken="CAUQAQ")
    import_files(session, [first, second], region_code="PL", captured_at=AT)
    assert [one.rank for one in entries(session, "PL").values()] == [1, 2, 3]


def test_a_second_page_alone_has_no_places(session: Session, tmp_path: Path) -> None:
    page = write_page(tmp_path / "2.json", item("ccccccccccc"), prevPageToken="CAUQAQ")
    report = import_one(session, page, region_code="PL", captured_at=AT)
    assert entries(session, "PL")["ccccccccccc"].rank is None
    assert report.notes == ["the pages before this one were not given, so its places in the chart are unknown"]


def test_a_bad_item_keeps_its_place_and_is_reported_by_its_number(session: Session, tmp_path: Path) -> None:
    items = [item("#NAME?"), item("tooshort"), item("aaaaaaaaaaa", viewCount="-5"), "nothing", item("bbbbbbbbbbb")]
    report = import_one(session, write_page(tmp_path / "p.json", *items), region_code="SE", captured_at=AT)
    assert {line for lines in rejected(report).values() for line in lines} == {1, 2, 3, 4}
    assert {source_id: one.rank for source_id, one in entries(session, "SE").items()} == {"bbbbbbbbbbb": 5}
    assert "not a video id: 1 (item 2)" in report.text()


def test_region_and_day_can_come_from_the_name(session: Session, tmp_path: Path) -> None:
    import_one(session, write_page(tmp_path / "mostPopular_NO_2023-11-03.json", item("aaaaaaaaaaa")))
    assert entries(session, "NO")["aaaaaaaaaaa"].captured_at == datetime(2023, 11, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "asked", "option"),
    [("page_2023-11-03.json", {}, "--region"), ("page_US_2020-03_5.json", {}, "--captured-at")],
)
def test_a_page_without_region_or_time_is_refused(
    session: Session, tmp_path: Path, name: str, asked: dict[str, object], option: str
) -> None:
    with pytest.raises(Unreadable, match=option):
        import_one(session, write_page(tmp_path / name, item("aaaaaaaaaaa")), **asked)


def test_titles_of_categories_are_updated(session: Session, tmp_path: Path) -> None:
    items = [{"id": number, "snippet": {"title": title}} for number, title in (("10", "Musik"), ("44", "Trailers"))]
    path = write_json(tmp_path / "DE.json", {"kind": "youtube#videoCategoryListResponse", "items": items})
    report = import_one(session, path)
    assert (report.new, report.updated) == (1, 1)
    music, trailers = session.get(Category, 10), session.get(Category, 44)
    assert music is not None
    assert trailers is not None
    assert (music.title, trailers.title) == ("Musik", "Trailers")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"kind": "youtube#searchListResponse", "items": []}, "'youtube#searchListResponse', which is neither"),
        ({"kind": "youtube#video", "id": "aaaaaaaaaaa"}, "'youtube#video', which is neither"),
        ({"kind": "youtube#videoListResponse"}, "not a page of videos"),
        ({"error": {"code": 403, "errors": [{"reason": "quotaExceeded"}]}}, "the API's error 403 quotaExceeded"),
        ({"error": {"code": 400, "status": "INVALID_ARGUMENT"}}, "the API's error 400 INVALID_ARGUMENT"),
        ({"status": 202}, "no answer of the YouTube Data API"),
        ([1], "no answer of the YouTube Data API"),
    ],
)
def test_other_json_is_refused_with_what_it_is(session: Session, tmp_path: Path, body: object, message: str) -> None:
    with pytest.raises(Unreadable, match=message):
        import_one(session, write_json(tmp_path / "US_2023-11-03.json", body))


def test_broken_json_is_refused(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "US_2023-11-03.json"
    path.write_text('{"kind": "youtube#videoListResponse", "items": [')
    with pytest.raises(Unreadable, match="it is not JSON"):
        import_one(session, path)
