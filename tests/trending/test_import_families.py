"""Every family of tables: what its rows become."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Capture, Category, Channel
from app.trending.sources.files.planning import Unreadable
from tests.trending import given_files as files
from tests.trending.given_files import CHART_ROW, GROWTH_ROW, entries, import_one, rejected, video, write_table


def test_growth_rows_name_their_region_and_time(session: Session, tmp_path: Path) -> None:
    rows = [
        GROWTH_ROW,
        {**GROWTH_ROW, "Country": "Denmark"},
        {**GROWTH_ROW, "Country": "US", "Likes": "0", "Trending Date": "2018-05-05"},
    ]
    report = import_one(session, write_table(tmp_path / "growth.csv", files.GROWTH, rows))
    assert rejected(report) == {"unknown region": [3]}
    british, american = entries(session, "GB")["zzVFyVNgtsc"], entries(session, "US")["zzVFyVNgtsc"]
    assert (british.captured_at, british.rank) == (datetime(2018, 5, 4, tzinfo=UTC), None)
    assert (british.views, british.likes, british.comments) == (51768, 2537, 1409)
    assert (american.captured_at, american.likes) == (datetime(2018, 5, 5, tzinfo=UTC), None)


@pytest.mark.parametrize("map_first", [True, False])
def test_the_channel_map_names_growth_channels_in_any_order(session: Session, tmp_path: Path, map_first: bool) -> None:
    growth = write_table(tmp_path / "growth.csv", files.GROWTH, [GROWTH_ROW])
    channels = write_table(
        tmp_path / "map.csv", "Channel ID,Channel Title", [{"Channel ID": "7785", "Channel Title": "1. FC KÃ¶ln"}]
    )
    for path in (channels, growth) if map_first else (growth, channels):
        import_one(session, path)
    channel = session.get(Channel, video(session, "zzVFyVNgtsc").channel_id)
    assert channel is not None
    assert (channel.source_id, channel.title) == ("map:7785", "1. FC Köln")


def test_a_chart_without_years_takes_the_year_of_its_folder(session: Session, tmp_path: Path) -> None:
    rows = [CHART_ROW, {**CHART_ROW, "video_id": "-eTpw0X9FRQ", "comment_total": "0", "tags": "[none]"}]
    path = write_table(tmp_path / "charts_2017" / "GBvideos.csv", files.WITHOUT_YEAR, rows, lineterminator="\r\n")
    import_one(session, path)
    chart = entries(session, "GB")
    assert {one.captured_at for one in chart.values()} == {datetime(2017, 9, 13, tzinfo=UTC)}
    assert [(one.rank, one.comments) for one in chart.values()] == [(1, 705), (2, None)]
    stored = video(session, "jt2OHQh0HoQ")
    assert stored.tags == ["apple", "ios 11"]
    assert stored.thumbnail_url == CHART_ROW["thumbnail_link"]
    assert video(session, "-eTpw0X9FRQ").tags == []


def test_a_chart_without_years_takes_the_year_that_was_given(session: Session, tmp_path: Path) -> None:
    path = write_table(tmp_path / "in_2019" / "GBvideos.csv", files.WITHOUT_YEAR, [CHART_ROW])
    import_one(session, path, year=2017)
    assert entries(session, "GB")["jt2OHQh0HoQ"].captured_at.year == 2017


def test_a_date_without_a_year_is_rejected(session: Session, tmp_path: Path) -> None:
    report = import_one(session, write_table(tmp_path / "tables" / "GBvideos.csv", files.WITHOUT_YEAR, [CHART_ROW]))
    assert rejected(report) == {"date without a year": [2]}


def test_places_are_counted_for_each_day_and_kept_by_rejected_rows(session: Session, tmp_path: Path) -> None:
    rows = [
        {**CHART_ROW, "video_id": video_id, "date": date, "views": views}
        for video_id, date, views in (
            ("aaaaaaaaaaa", "13.09", "10"),
            ("bbbbbbbbbbb", "13.09", "-10"),
            ("ccccccccccc", "13.09", "10"),
            ("ddddddddddd", "14.09", "10"),
        )
    ]
    report = import_one(session, write_table(tmp_path / "GB_2017.csv", files.WITHOUT_YEAR, rows))
    assert rejected(report) == {"negative count": [3]}
    assert {source_id: one.rank for source_id, one in entries(session, "GB").items()} == {
        "aaaaaaaaaaa": 1,
        "ccccccccccc": 3,
        "ddddddddddd": 1,
    }


def test_disabled_counts_are_unknown_and_plain_zeros_are_zeros(session: Session, tmp_path: Path) -> None:
    row = {
        "video_id": "JIFMN986m8s",
        "title": "Worst Candy",
        "publishedAt": "2018-10-31T10:00:03.000Z",
        "channelId": "UC4PooiX37Pld1T8J5SYT-SQ",
        "channelTitle": "Good Mythical Morning",
        "categoryId": "24",
        "trending_date": "18.01.11",
        "tags": "gmm",
        "view_count": "1054156",
        "likes": "0",
        "comment_count": "0",
        "comments_disabled": "True",
        "ratings_disabled": "False",
    }
    import_one(session, write_table(tmp_path / "18.01.11_GB_videos.csv", files.WITH_CHANNEL_IDS, [row]))
    entry = entries(session, "GB")["JIFMN986m8s"]
    assert (entry.captured_at, entry.rank) == (datetime(2018, 11, 1, tzinfo=UTC), 1)
    assert (entry.likes, entry.comments) == (0, None)
    assert video(session, "JIFMN986m8s").published_at == datetime(2018, 10, 31, 10, 0, 3, tzinfo=UTC)


def test_charts_with_channel_titles_read_year_day_month(session: Session, tmp_path: Path) -> None:
    row = {**CHART_ROW, "trending_date": "17.14.11", "publish_time": "2017-11-13T17:13:01.000Z", "comment_count": "5"}
    del row["date"], row["comment_total"]
    import_one(session, write_table(tmp_path / "USvideos.csv", files.WITH_CHANNEL_TITLES, [row]))
    assert entries(session, "US")["jt2OHQh0HoQ"].captured_at == datetime(2017, 11, 14, tzinfo=UTC)


def test_a_top_20_takes_its_day_from_the_name_and_has_no_ranks(session: Session, tmp_path: Path) -> None:
    row = {"categories": "Music", "id": "GoFfNGhdY0k", "likes": "173666.0", "locale": "AT", "title": "200 km/h"}
    import_one(session, write_table(tmp_path / "AT_2019-09-25_top20.csv", files.TOP_20, [row]))
    entry, stored = entries(session, "AT")["GoFfNGhdY0k"], video(session, "GoFfNGhdY0k")
    assert entry.captured_at == datetime(2019, 9, 25, tzinfo=UTC)
    assert (entry.rank, entry.views, entry.likes, entry.comments) == (None, None, 173666, None)
    assert (stored.category_id, stored.channel_id) == (10, None)


def test_a_top_20_without_a_day_is_unreadable(session: Session, tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="--captured-at"):
        import_one(session, write_table(tmp_path / "AT_top20.csv", files.TOP_20, []))


TOP_200_ROW = {
    "channel_id": "UCbcxFkd6B9xUU54InHv4Tig",
    "video_id": "HOjjZBUlnHo",
    "publishedAt": "2021-04-25T20:02:18Z",
    "title": "Nadal",
    "viewCount": "684850",
    "likeCount": "",
    "commentCount": "",
    "duration": "P1DT5H49M14S",
    "video_lang": "en",
    "categoryId": "17",
    "description": "Two of the very best\n\nin the world,\r\n\"quoted\"",
    "channel_title": "Tennis TV",
    "AR": "1.0",
}  # fmt: skip


def test_a_top_200_row_is_in_the_chart_of_each_of_our_regions_that_is_flagged(session: Session, tmp_path: Path) -> None:
    rows = [
        {**TOP_200_ROW, "GB": "1.0", "US": "1.0"},
        {**TOP_200_ROW, "video_id": "FTk9VD2nPuw"},
        {**TOP_200_ROW, "video_id": "oshvcDjEKZc", "US": "1.0"},
    ]
    report = import_one(session, write_table(tmp_path / "GB_2021-04-26_top200.csv", files.TOP_200, rows))
    assert rejected(report) == {"unknown region": [6]}
    assert set(entries(session, "GB")) == {"HOjjZBUlnHo"}
    assert set(entries(session, "US")) == {"HOjjZBUlnHo", "oshvcDjEKZc"}
    assert (report.rows, report.told, report.new) == (3, 3, 3)
    stored = video(session, "HOjjZBUlnHo")
    assert (stored.likes, stored.comments, stored.language) == (None, None, "en")
    assert stored.duration_seconds == ((24 + 5) * 60 + 49) * 60 + 14


def test_a_top_200_gives_only_the_region_that_was_asked_for(session: Session, tmp_path: Path) -> None:
    rows = [{**TOP_200_ROW, "GB": "1.0", "US": "1.0"}, {**TOP_200_ROW, "video_id": "oshvcDjEKZc", "US": "1.0"}]
    path = write_table(tmp_path / "GB_2021-04-26_top200.csv", files.TOP_200, rows)
    report = import_one(session, path, region_code="GB")
    assert rejected(report) == {"region other than the one asked for": [6]}
    assert set(entries(session, "GB")) == {"HOjjZBUlnHo"}
    assert entries(session, "US") == {}


def test_totals_are_recognised_and_their_rows_never_guessed(session: Session, tmp_path: Path) -> None:
    rows = [{"video_trending_country": "Austria", "video_title": "daddy is back"}] * 7
    report = import_one(session, write_table(tmp_path / "AT_2024-10_2026-07.csv", files.TOTALS, rows))
    assert report.text().splitlines()[-2] == "  rejected, no video id: 7 (lines 2, 3, 4, 5, 6 and 2 more)"
    assert session.scalars(select(Capture)).all() == []


def test_a_category_map_gives_titles_and_rejects_what_is_none(session: Session, tmp_path: Path) -> None:
    rows = [
        {"ID": "1", "Snippettitle": "Films"},
        {"ID": "44", "Snippettitle": "Trailers"},
        {"ID": "x", "Snippettitle": "y"},
    ]
    rows += [{"ID": "10", "Snippettitle": "Music"}, {"ID": "44", "Snippettitle": "Trailers!"}]
    report = import_one(session, write_table(tmp_path / "map.csv", "ID,Snippettitle", rows))
    assert (report.new, report.updated, report.unchanged, report.repeated) == (1, 1, 1, 1)
    assert rejected(report) == {"id that is not a number": [4]}
    titles = dict(session.execute(select(Category.id, Category.title)).all())
    assert (titles[1], titles[44]) == ("Films", "Trailers!")


def test_tables_let_growth_be_derived_from_their_counts(session: Session, tmp_path: Path) -> None:
    import_one(session, write_table(tmp_path / "growth.csv", files.GROWTH, [GROWTH_ROW]))
    assert session.execute(select(Capture.source, Capture.derives)).all() == [("files", True)]
