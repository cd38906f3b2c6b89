"""The pure readers of single fields."""

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.trending.sources.files import fields
from app.trending.sources.files.fields import FieldError

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PAST = st.integers(1_110_000_000, 1_790_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
LOCAL_LETTERS = st.text("abc ÄÖÜÅØÉäöüßåæøéąćęłńóśźżŁŚ-!", max_size=40)


def reason_of(read: object, *args: object, **kwargs: object) -> str:
    with pytest.raises(FieldError) as error:
        read(*args, **kwargs)  # type: ignore[operator]
    return str(error.value)


@given(st.text(max_size=30))
def test_what_is_read_as_a_count_is_a_whole_number_that_fits_the_database(text: str) -> None:
    try:
        number = fields.count(text)
    except FieldError:
        return
    assert number is None if not text else number is not None and 0 <= number < 2**63


@given(st.integers(0, 2**63 - 1))
def test_a_count_reads_with_and_without_a_fraction_of_nothing(number: int) -> None:
    assert fields.count(str(number)) == fields.count(f"{number}.0") == number


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("-1", "negative count"),
        ("-3.0", "negative count"),
        ("12.5", "count that is not a whole number"),
        ("1,234", "count that is not a whole number"),
        ("1e6", "count that is not a whole number"),
        ("٣", "count that is not a whole number"),
        ("nan", "count that is not a whole number"),
        (str(2**63), "count too large"),
    ],
)
def test_a_count_that_is_none_is_refused(text: str, reason: str) -> None:
    assert reason_of(fields.count, text) == reason


@given(PAST, st.integers(-14 * 60, 14 * 60))
def test_an_iso_time_is_the_same_moment_in_every_offset(moment: datetime, offset_minutes: int) -> None:
    elsewhere = moment.astimezone(timezone(timedelta(minutes=offset_minutes)))
    assert fields.moment(elsewhere.isoformat(), now=NOW) == moment


@given(PAST)
def test_the_three_forms_of_a_date_are_the_same_midnight(moment: datetime) -> None:
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    assert fields.moment(f"{midnight:%Y-%m-%d}", now=NOW) == midnight
    assert fields.moment(f"{midnight:%y.%d.%m}", now=NOW) == midnight
    assert fields.moment(f"{midnight:%d.%m}", now=NOW, year=midnight.year) == midnight


@given(st.one_of(st.text(max_size=30), st.from_regex(r"[0-9]{2}\.[0-9]{2}(\.[0-9]{2})?|[0-9]{4}-[0-9]{2}-[0-9]{2}Z?")))
def test_no_text_is_a_date_outside_of_youtubes_past(text: str) -> None:
    try:
        moment = fields.moment(text, now=NOW, year=2017)
    except FieldError:
        return
    assert datetime(2005, 1, 1, tzinfo=UTC) <= moment <= NOW
    assert moment.utcoffset() == timedelta()


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("17.14.11", datetime(2017, 11, 14, tzinfo=UTC)),
        ("18.01.11", datetime(2018, 11, 1, tzinfo=UTC)),
        ("2018-10-31T10:00:03.000Z", datetime(2018, 10, 31, 10, 0, 3, tzinfo=UTC)),
        ("2021-04-25T20:02:18Z", datetime(2021, 4, 25, 20, 2, 18, tzinfo=UTC)),
        ("2021-04-25 20:02:18+0200", datetime(2021, 4, 25, 18, 2, 18, tzinfo=UTC)),
    ],
)
def test_known_forms_of_a_time(text: str, moment: datetime) -> None:
    assert fields.moment(text, now=NOW) == moment


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "unreadable date"),
        ("#NAME?", "unreadable date"),
        ("13.09", "date without a year"),
        ("17.31.02", "unreadable date"),
        ("2018-02-30", "unreadable date"),
        ("9999-12-31T23:59:59-14:00", "unreadable date"),
        ("2026-11-21", "date in the future"),
        ("99.01.01", "date in the future"),
        ("1970-01-01", "date before YouTube"),
    ],
)
def test_a_date_that_is_none_is_refused(text: str, reason: str) -> None:
    assert reason_of(fields.moment, text, now=NOW) == reason


@given(st.text(max_size=14))
def test_only_eleven_safe_characters_are_a_video_id(text: str) -> None:
    assume(not re.fullmatch("[A-Za-z0-9_-]{11}", text))
    assert reason_of(fields.video_id, text) == ("not a video id" if text else "no video id")


def test_a_video_id_may_begin_with_a_hyphen() -> None:
    assert fields.video_id("-eTpw0X9FRQ") == "-eTpw0X9FRQ"


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("CÃ³mo", "Cómo"),
        ("1. FC KÃ¶ln", "1. FC Köln"),
        ("â€œInfinity Warâ€\x9d Cast", "“Infinity War” Cast"),
        ("ì–‘ì§€ì•”", "양지암"),
    ],
)
def test_text_that_was_read_in_a_wrong_encoding_is_repaired(broken: str, whole: str) -> None:
    assert fields.repair(broken) == whole


@pytest.mark.parametrize(
    "text", ["Ã", "NÃO", "São Ã©", "ê¹€ì‹œì„", "Zażółć gęślą jaźń", "Ł Ã³", "SØRÅS", "CAFÉ™", "äŁŁ", "Señor “X”…"]
)
def test_text_that_may_be_meant_is_left_alone(text: str) -> None:
    assert fields.repair(text) == text


@given(LOCAL_LETTERS)
def test_the_languages_of_our_regions_are_never_repaired(text: str) -> None:
    assert fields.repair(text) == text


@pytest.mark.parametrize(
    ("text", "reason"),
    [(" ", "no title"), ("a" * 301, "title longer than 300 characters"), ("a\x00", "title with a NUL character")],
)
def test_a_title_that_is_none_is_refused(text: str, reason: str) -> None:
    assert reason_of(fields.title, text) == reason


@pytest.mark.parametrize(
    ("text", "tags"),
    [("[none]", ()), ("", ()), ("a|b c", ("a", "b c")), ('one|"two"|', ("one", "two")), ("KÃ¶ln|x", ("Köln", "x"))],
)
def test_tags_are_split_and_unquoted(text: str, tags: tuple[str, ...]) -> None:
    assert fields.tags(text) == tags


@pytest.mark.parametrize("text", ["javascript:alert(1)", "//x.test/a.jpg", "https://x.test/a b.jpg", ""])
def test_only_a_whole_web_address_is_a_thumbnail(text: str) -> None:
    assert fields.url(text) is None
