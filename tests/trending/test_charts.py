"""Pages of a list neither repeat nor skip, and no channel fills one."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.trending import charts
from app.trending.facts import VideoFacts
from app.trending.lists import Entry

AT = datetime(2026, 5, 4, tzinfo=UTC)


def entry(rank: int, channel: str | None, category_id: int | None = None) -> Entry:
    told = [None] * 7
    video = VideoFacts(f"v{rank}", "files", f"Title {rank}", channel, channel, category_id, "Music", *told, None, AT)
    return Entry(rank, None, AT, 100.0 - rank, {}, {}, [], video)


lists_of_entries = st.lists(st.sampled_from(["a", "b", "c", "d", None]), max_size=120).map(
    lambda channels: [entry(rank, channel) for rank, channel in enumerate(channels, 1)]
)


def all_pages(entries: list[Entry], size: int, per_channel: int | None) -> list[charts.Page]:
    pages = [charts.page(entries, 0, size, per_channel)]
    while pages[-1].after is not None:
        pages.append(charts.page(entries, pages[-1].after, size, per_channel))
    return pages


@given(lists_of_entries, st.integers(1, 30), st.none() | st.integers(1, 5))
def test_the_pages_hold_every_entry_once(entries: list[Entry], size: int, per_channel: int | None) -> None:
    seen = [
        one.rank
        for page in all_pages(entries, size, per_channel)
        for item in page.items
        for one in [item.entry, *item.folded]
    ]
    assert sorted(seen) == [one.rank for one in entries]


@given(lists_of_entries, st.integers(1, 30), st.integers(1, 5))
def test_no_channel_is_shown_more_often_than_the_shelf_allows(entries: list[Entry], size: int, most: int) -> None:
    for page in all_pages(entries, size, most):
        shown = [item.entry.video.channel_id for item in page.items]
        assert len(shown) <= size
        assert all(shown.count(channel) <= most for channel in shown if channel is not None)


@given(lists_of_entries)
def test_what_is_folded_hangs_under_its_own_channel(entries: list[Entry]) -> None:
    for page in all_pages(entries, charts.PAGE_SIZE, charts.PER_CHANNEL):
        for item in page.items:
            assert all(one.video.channel_id == item.entry.video.channel_id for one in item.folded)
            assert all(one.rank > item.entry.rank for one in item.folded)


def test_a_category_keeps_the_ranks_of_the_whole_list() -> None:
    entries = [entry(rank, None, 10 if rank % 2 else 20) for rank in range(1, 7)]
    assert [one.rank for one in charts.of_category(entries, 10)] == [1, 3, 5]
    assert charts.of_category(entries, None) == entries
    assert [(one.id, one.videos) for one in charts.categories(entries)] == [(10, 3), (20, 3)]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("pt", ["pt-BR", "PT", "pt"]), ("PT", ["pt-BR", "PT", "pt"]), ("p", []), ("en", []), ("", [])],
)
def test_a_language_is_found_by_its_primary_subtag_in_any_case(wanted: str, found: list[str]) -> None:
    entries = [in_language(rank, tag) for rank, tag in enumerate(["pt-BR", "pl", None, "PT", "ptx", "pt"], 1)]
    assert [one.video.language for one in charts.of_language(entries, wanted)] == found
    assert charts.of_language(entries, None) == entries


def in_language(rank: int, tag: str | None) -> Entry:
    one = entry(rank, None)
    return replace(one, video=replace(one.video, language=tag))


def listed(*videos: str) -> list[Entry]:
    entries = [entry(rank, None) for rank in range(1, len(videos) + 1)]
    return [replace(one, video=replace(one.video, id=name)) for one, name in zip(entries, videos, strict=True)]


@pytest.mark.parametrize(
    ("newest", "shown", "count"),
    [
        (["a", "b", "c"], 3, 0),
        (["c", "a", "b"], 3, 0),
        (["c", "a", "b"], 2, 1),
        (["x", "y", "a"], 3, 2),
        (["x", "y", "a"], 2, 2),
        (["a", "b", "x"], 2, 0),
        (["a", "x"], 3, 1),
        ([], 3, 0),
        (["x"], 0, 0),
    ],
)
def test_what_is_newer_was_not_among_the_places_that_were_shown(newest: list[str], shown: int, count: int) -> None:
    assert charts.newer(listed("a", "b", "c", "d"), listed(*newest), shown) == count


def test_languages_are_counted_by_their_primary_subtags() -> None:
    told = ["pt-BR", "pt", "EN", "pl", "en-GB", "en", None]
    entries = [entry(rank, None) for rank in range(1, 8)]
    for one, language in zip(entries, told, strict=True):
        one.video.language = language
    assert charts.languages(entries) == [("en", 3), ("pt", 2), ("pl", 1)]
    for code, videos in charts.languages(entries):
        assert len(charts.of_language(entries, code)) == videos
