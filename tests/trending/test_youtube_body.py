"""Bodies of the YouTube Data API as observations."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.trending.observation import Observation
from app.trending.sources.youtube_body import (
    BodyError,
    ItemError,
    category_titles,
    duration_seconds,
    observation,
    video_page,
)
from tests.youtube_server import video

NOW = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)


def read(item: object) -> Observation:
    return observation(item, region_code="PL", captured_at=NOW, rank=3)


def test_a_whole_item_is_read() -> None:
    item = video(1, viewCount="4046271", likeCount="237469", commentCount="25934")
    item["snippet"]["tags"] = ["the beatles", "now and then"]
    assert read(item) == Observation(
        region_code="PL",
        captured_at=NOW,
        source_id="video-00001",
        title="Zażółć gęślą jaźń 1",
        rank=3,
        views=4046271,
        likes=237469,
        comments=25934,
        channel_id="UC-channel-1",
        channel_title="Channel 1",
        category_id=10,
        language="pl",
        published_at=datetime(2023, 11, 2, 14, 1, 47, tzinfo=UTC),
        duration_seconds=249,
        thumbnail_url="https://i.ytimg.com/vi/video-00001/hqdefault.jpg",
        tags=("the beatles", "now and then"),
    )


def test_an_item_of_2020_is_read() -> None:
    item = video(1, dislikeCount="3")
    item["etag"] = '"ksCrgYQhtFrXgbHAhi9Fo5t0C2I/rLvdEZu4aBFUMtl8niHcqkPANKg"'
    item["snippet"]["publishedAt"] = "2020-03-23T16:00:10.000Z"
    assert read(item).published_at == datetime(2020, 3, 23, 16, 0, 10, tzinfo=UTC)


def test_a_hidden_count_is_none_and_a_count_of_zero_is_zero() -> None:
    one = read(video(1, viewCount="0"))
    assert (one.views, one.likes, one.comments) == (0, None, None)


@pytest.mark.parametrize("missing", ["contentDetails", "statistics"])
def test_a_part_that_was_not_asked_for_is_not_told(missing: str) -> None:
    item = video(1)
    del item[missing]
    one = read(item)
    assert {"contentDetails": one.duration_seconds, "statistics": one.views}[missing] is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("categoryId", "Music"),
        ("publishedAt", "yesterday"),
        ("publishedAt", "1970-01-01T00:00:00Z"),
        ("channelId", "no channel"),
        ("defaultAudioLanguage", 7),
        ("thumbnails", {"high": {"url": "javascript:alert(1)"}}),
        ("tags", "a, b"),
    ],
)
def test_an_unreadable_detail_is_not_told(field: str, value: object) -> None:
    item = video(1)
    expected = read(item)
    item["snippet"][field] = value
    one = read(item)
    changed = {name for name in Observation.__slots__ if getattr(one, name) != getattr(expected, name)}
    assert all(getattr(one, name) in (None, ()) for name in changed)
    assert one.title == expected.title


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (None, "item not valid"),
        ([], "item not valid"),
        ({}, "id missing"),
        (video(1) | {"id": {"videoId": "video-00001"}}, "id not valid"),
        (video(1) | {"id": "#NAME?"}, "id not valid"),
        (video(1) | {"snippet": {}}, "title missing"),
        (video(1) | {"snippet": {"title": "  "}}, "title not valid"),
        (video(1) | {"snippet": {"title": "a\x00b"}}, "title not valid"),
        (video(1) | {"snippet": {"title": "\ud800"}}, "title not valid"),
        (video(1, viewCount="-1"), "viewCount not valid"),
        (video(1, likeCount="many"), "likeCount not valid"),
        (video(1, commentCount=str(2**63)), "commentCount not valid"),
        (video(1) | {"statistics": {"viewCount": True}}, "viewCount not valid"),
        (video(1) | {"statistics": {"viewCount": 1.5}}, "viewCount not valid"),
        (video(1) | {"snippet": {"title": "t", "publishedAt": "2026-11-20T10:31:00Z"}}, "published after its capture"),
    ],
)
def test_an_item_that_is_no_video_is_refused_with_its_reason(item: object, reason: str) -> None:
    with pytest.raises(ItemError) as caught:
        read(item)
    assert str(caught.value) == reason


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("PT4M9S", 249), ("PT30S", 30), ("PT2M", 120), ("P1DT5H49M14S", 107354), ("P1W", 604800), ("P0D", None)],
)
def test_a_duration_is_read_in_seconds_and_a_live_stream_has_none(text: str, seconds: int | None) -> None:
    assert duration_seconds(text) == seconds


@pytest.mark.parametrize("text", ["", "P", "PT", "4:09", "PT4M9S\n", "PT1.5S", "-PT1S", "P99999W"])
def test_an_unreadable_duration_is_none(text: str) -> None:
    assert duration_seconds(text) is None


def test_the_largest_thumbnail_is_chosen() -> None:
    item = video(1)
    item["snippet"]["thumbnails"]["maxres"] = {"url": "https://i.ytimg.com/vi/a/maxresdefault.jpg"}
    assert read(item).thumbnail_url == "https://i.ytimg.com/vi/a/maxresdefault.jpg"


@pytest.mark.parametrize(
    "raw",
    [b"", b"<html>", b"[]", b"{}", b'{"items": 1}', b"\xff\xfe\xfd", b"[" * 100_000, b'{"items": [], "kind": "?"}'],
)
def test_a_body_of_another_shape_is_refused(raw: bytes) -> None:
    with pytest.raises(BodyError):
        video_page(raw)
    with pytest.raises(BodyError):
        category_titles(raw)


def test_categories_are_read_and_a_bad_one_is_left_out() -> None:
    items = [{"id": "1", "snippet": {"title": "Film & Animation"}}, {"id": "x"}, None]
    raw = json.dumps({"kind": "youtube#videoCategoryListResponse", "items": items}).encode()
    assert category_titles(raw) == {1: "Film & Animation"}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.datetimes().map(lambda d: f"{d:%FT%TZ}"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@st.composite
def odd_items(draw: st.DrawFn) -> dict[str, Any]:
    item = video(1, likeCount="1", commentCount="2")
    item["snippet"]["tags"] = ["a"]
    parts = [item, item["snippet"], item["contentDetails"], item["statistics"]]
    for _ in range(draw(st.integers(1, 4))):
        part = draw(st.sampled_from(parts))
        part[draw(st.sampled_from(sorted(part)))] = draw(JSON)
    return item


@given(odd_items() | JSON)
def test_an_odd_item_is_read_or_refused_and_never_breaks_the_page(item: object) -> None:
    with suppress(ItemError):
        one = read(item)
        assert one.title.strip()
        assert all(count is None or 0 <= count < 2**63 for count in (one.views, one.likes, one.comments))
        assert one.published_at is None or one.published_at <= NOW
        assert "\x00" not in f"{one.title}{one.channel_title}{one.language}{one.thumbnail_url}{one.tags}"


@given(st.binary() | JSON.map(lambda value: json.dumps(value).encode()))
def test_an_odd_body_is_read_or_refused(raw: bytes) -> None:
    for read_body in (video_page, category_titles):
        with suppress(BodyError):
            read_body(raw)
