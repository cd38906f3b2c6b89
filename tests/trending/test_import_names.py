"""What names of regions, categories and files tell."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.models import REGIONS
from app.trending.sources.files import names

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_each_region_is_known_by_its_code_and_its_name_in_any_case() -> None:
    for code, facts in REGIONS.items():
        assert names.region_named(code.lower()) == names.region_named(facts.name.upper()) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("Great Britain", "GB"), ("UK", "GB"), ("USA", "US"), ("österreich", "AT"), ("Denmark", None), ("", None)],
)
def test_other_names_of_regions(text: str, code: str | None) -> None:
    assert names.region_named(text) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("GBvideos.csv", "GB"),
        ("UKvideos.csv", "GB"),
        ("18.01.11_GB_videos.csv", "GB"),
        ("videos_list_mostPopular_US_2020-03_5.json", "US"),
        ("AT_2019-09-25_top20.csv", "AT"),
        ("CAvideos.csv", None),
        ("US_and_GB.csv", None),
        ("NOTES.csv", None),
        ("not_at_us.csv", None),
    ],
)
def test_the_region_in_the_name_of_a_file(name: str, code: str | None) -> None:
    assert names.region_of_file(Path("US") / name) == code


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("GB_2021-04-26_top200.csv", datetime(2021, 4, 26, tzinfo=UTC)),
        ("US_2020-03_5.json", None),
        ("2021-04-26_2021-04-27.csv", None),
        ("PL_2024-10_2026-07.csv", None),
    ],
)
def test_the_date_in_the_name_of_a_file(name: str, date: datetime | None) -> None:
    assert names.date_of_file(Path(name), now=NOW) == date


@pytest.mark.parametrize(
    ("path", "year"),
    [
        ("kaggle_2017/GBvideos.csv", 2017),
        ("kaggle_2017/GB_2018.csv", 2018),
        ("kaggle_2017/GB_2018_2019.csv", None),
        ("2017_2018/GBvideos.csv", None),
        ("tables/GBvideos.csv", None),
        ("set20170/GB.csv", None),
    ],
)
def test_the_year_in_the_name_of_a_file_or_its_folder(path: str, year: int | None) -> None:
    assert names.year_of_file(Path("/data") / path) == year


@pytest.mark.parametrize(
    ("text", "number"), [("24", 24), ("Sports", 17), ("99999", None), ("9" * 5000, None), ("Sport", None), ("", None)]
)
def test_a_category_by_number_or_title(text: str, number: int | None) -> None:
    assert names.category_id(text) == number
