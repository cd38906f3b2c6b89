"""Rows and files that are not as they should be, whatever the family."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Ranking, Video
from app.trending.intake import take_in
from app.trending.sources.files.planning import Unreadable
from tests.members import add_member
from tests.social.writing import write_post
from tests.trending import given_files as files
from tests.trending.given_files import CHART_ROW, GROWTH_ROW, entries, import_one, rejected, video, write_table
from tests.trending.worlds import GivenSource, chart


def growth(tmp_path: Path, *changes: dict[str, str]) -> Path:
    """A growth table of one good row, then one row for each change."""
    return write_table(tmp_path / "growth.csv", files.GROWTH, [GROWTH_ROW, *({**GROWTH_ROW, **one} for one in changes)])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"Video ID": "#NAME?"}, "not a video id"),
        ({"Video ID": ""}, "no video id"),
        ({"Views": "-1"}, "negative count"),
        ({"Likes": "many"}, "count that is not a whole number"),
        ({"Trending Date": "2038-01-01"}, "date in the future"),
        ({"Publish Date": "2038-01-01"}, "date in the future"),
        ({"Trending Date": "yesterday"}, "unreadable date"),
        ({"Country": "Canada"}, "unknown region"),
        ({"Title": ""}, "no title"),
        ({"Title": "a\x00b"}, "title with a NUL character"),
    ],
)
def test_a_bad_row_is_rejected_with_its_reason_and_stops_nothing(
    session: Session, tmp_path: Path, change: dict[str, str], reason: str
) -> None:
    report = import_one(session, growth(tmp_path, change, {"Video ID": "ZzStPviPY90"}))
    assert rejected(report) == {reason: [3]}
    assert set(entries(session, "GB")) == {"zzVFyVNgtsc", "ZzStPviPY90"}
    assert (report.rows, report.rejected_rows, report.new) == (3, 1, 2)


def test_the_number_of_a_rejected_row_is_the_physical_line_that_it_starts_on(session: Session, tmp_path: Path) -> None:
    path = growth(tmp_path, {"Title": "two\r\nlines"}, {"Video ID": ""})
    assert rejected(import_one(session, path)) == {"no video id": [5]}


def test_a_byte_order_mark_and_columns_of_ones_own_do_not_matter(session: Session, tmp_path: Path) -> None:
    path = write_table(tmp_path / "g.csv", f"mine,{files.GROWTH}", [GROWTH_ROW], encoding="utf-8-sig")
    report = import_one(session, path)
    assert report.new == 1
    assert report.notes == ["2 of its columns not read"]


def test_too_many_fields_are_rejected_unless_the_additional_ones_are_empty(session: Session, tmp_path: Path) -> None:
    path = growth(tmp_path, {"Video ID": "ZzStPviPY90"}, {"Video ID": "aaaaaaaaaaa"}, {"Video ID": "bbbbbbbbbbb"})
    header, *lines = path.read_text().splitlines()
    lines = [lines[0], lines[1] + ",,", lines[2] + ",more", lines[3].rpartition(",")[0], "", *lines[:1]]
    path.write_text("\n".join([header, *lines]))
    report = import_one(session, path)
    assert rejected(report) == {"wrong number of fields": [4, 5]}
    assert set(entries(session, "GB")) == {"zzVFyVNgtsc", "ZzStPviPY90"}
    assert (report.rows, report.repeated) == (5, 1)


def test_a_quote_that_never_closes_costs_its_rows_and_no_more(session: Session, tmp_path: Path) -> None:
    path = growth(tmp_path)
    good = path.read_text().splitlines()[1]
    filler = "\n".join(["x" * 100] * 1500)
    path.write_text(f'{path.read_text()}"open,{filler}\n{good.replace("zzVFyVNgtsc", "ZzStPviPY90")}\n')
    report = import_one(session, path)
    assert report.rejected["quote that is never closed"].lines == [3]
    assert set(entries(session, "GB")) == {"zzVFyVNgtsc", "ZzStPviPY90"}


def test_the_last_of_several_rows_of_a_region_hour_and_video_wins(session: Session, tmp_path: Path) -> None:
    report = import_one(session, growth(tmp_path, {"Views": "60000"}, {"Views": "70000"}))
    assert (report.rows, report.told, report.new, report.repeated) == (3, 3, 1, 2)
    assert entries(session, "GB")["zzVFyVNgtsc"].views == 70000


def test_importing_the_same_file_twice_changes_nothing(session: Session, tmp_path: Path) -> None:
    rows = [CHART_ROW, {**CHART_ROW, "video_id": "aaaaaaaaaaa", "likes": ""}]
    path = write_table(tmp_path / "GB_2017.csv", files.WITHOUT_YEAR, rows)
    first = import_one(session, path)
    rankings = session.scalar(select(func.count()).select_from(Ranking))
    second = import_one(session, path)
    assert (first.new, first.touched) == (2, {"GB"})
    assert (second.new, second.updated, second.unchanged, second.touched) == (0, 0, 2, set())
    assert session.scalar(select(func.count()).select_from(Ranking)) == rankings


def test_a_changed_count_is_an_update(session: Session, tmp_path: Path) -> None:
    import_one(session, growth(tmp_path, {"Video ID": "ZzStPviPY90"}))
    report = import_one(session, growth(tmp_path, {"Video ID": "ZzStPviPY90", "Views": "99999"}))
    assert (report.new, report.updated, report.unchanged) == (0, 1, 1)
    assert video(session, "ZzStPviPY90").views == 99999


def test_with_a_region_asked_for_rows_of_others_are_rejected(session: Session, tmp_path: Path) -> None:
    report = import_one(session, growth(tmp_path, {"Country": "US"}), region_code="US")
    assert rejected(report) == {"region other than the one asked for": [2]}
    assert set(entries(session, "US")) == {"zzVFyVNgtsc"}


def test_the_region_asked_for_goes_before_that_of_the_name_and_the_report_says_so(
    session: Session, tmp_path: Path
) -> None:
    path = write_table(tmp_path / "GBvideos.csv", files.WITHOUT_YEAR, [CHART_ROW])
    report = import_one(session, path, region_code="PL", year=2017)
    assert report.notes[-1] == "its name says GB; imported as PL, as asked"
    assert set(entries(session, "PL")) == {"jt2OHQh0HoQ"}


def test_mojibake_is_repaired_and_counted(session: Session, tmp_path: Path) -> None:
    report = import_one(session, growth(tmp_path, {"Video ID": "ZzStPviPY90", "Title": "SÃ©rie"}))
    assert report.repaired == 1
    assert video(session, "ZzStPviPY90").title == "Série"


def test_the_time_of_a_row_goes_before_the_one_that_was_given(session: Session, tmp_path: Path) -> None:
    import_one(session, growth(tmp_path), captured_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert entries(session, "GB")["zzVFyVNgtsc"].captured_at == datetime(2018, 5, 4, tzinfo=UTC)


def test_real_data_replaces_a_regions_demo_data_and_the_report_says_so(session: Session, tmp_path: Path) -> None:
    for region in ("GB", "PL"):
        take_in(session, GivenSource("demo"), chart(["demo0000001"], region=region))
    report = import_one(session, growth(tmp_path))
    assert "the demo data of GB was replaced" in report.notes
    assert set(entries(session, "GB")) == {"zzVFyVNgtsc"}
    assert set(entries(session, "PL")) == {"demo0000001"}


def test_an_invented_video_that_a_member_wrote_about_stays(session: Session, tmp_path: Path) -> None:
    take_in(session, GivenSource("demo"), chart(["demo0000001", "demo0000002"], region="GB"))
    write_post(session, add_member(session), video_id="demo0000001")
    import_one(session, growth(tmp_path))
    assert set(session.scalars(select(Video.source_id))) == {"demo0000001", "zzVFyVNgtsc"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "it is empty"),
        (b"\xef\xbb\xbf \n", "it is empty"),
        (b"a,b\n1,2\n", "its columns are of no known table"),
        (files.GROWTH.encode() + b"\nx,Caf\xe9\n", "it is not UTF-8 .byte 0xe9 in line 2."),
        (files.GROWTH.encode("utf-16"), "it is not UTF-8"),
        (b"\x00\x01\x02", "its columns are of no known table"),
    ],
)
def test_an_unreadable_file_is_refused_as_a_whole(
    session: Session, tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "GB_2021-04-26.csv"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=message):
        import_one(session, path)


def test_a_table_that_only_has_its_header_is_fine(session: Session, tmp_path: Path) -> None:
    report = import_one(session, write_table(tmp_path / "g.csv", files.GROWTH, []))
    assert (report.rows, report.new) == (0, 0)
