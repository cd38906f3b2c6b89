"""Reads the single fields of a table's row; pure, and without a clock of its own."""

import re
from contextlib import suppress
from datetime import UTC, datetime

import ftfy.bad_codecs  # noqa: F401 - brings sloppy-windows-1252
from ftfy.badness import is_bad

from app.trending.sources.youtube_body import FOUNDED

MAX_TEXT = 300
"""Characters of the longest title that is believed; YouTube's own limit is 100."""

_VIDEO_ID = re.compile(r"[A-Za-z0-9_-]{11}")
_CHANNEL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LANGUAGE = re.compile(r"[A-Za-z0-9-]{2,20}")
_URL = re.compile(r"https?://[!-~]{1,490}")
_WHOLE_NUMBER = re.compile(r"(-?[0-9]{1,30})(?:\.0*)?")
_ISO = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_YEAR_DAY_MONTH = re.compile(r"([0-9]{2})\.([0-9]{2})\.([0-9]{2})")
_DAY_MONTH = re.compile(r"([0-9]{2})\.([0-9]{2})")

# What UTF-8 is mistaken for. The second is ftfy's, and has a character for each byte that Windows-1252 leaves out.
_MISTAKEN_FOR = ("latin-1", "sloppy-windows-1252")

# A character beyond ASCII is two bytes or more in UTF-8, and each of them became a character beyond ASCII.
_TWO_BYTES = re.compile(r"[^\x00-\x7f]{2}")


class FieldError(ValueError):
    """The row cannot be used because of this field. The message is a short reason, the same for its likes."""


def video_id(text: str) -> str:
    """A YouTube video id: 11 letters, digits, `-` or `_`. Raises `FieldError`."""
    if not text:
        raise FieldError("no video id")
    if not _VIDEO_ID.fullmatch(text):
        raise FieldError("not a video id")
    return text


def title(text: str) -> str:
    """A title, with mojibake undone where that is provable. Raises `FieldError`."""
    repaired = repair(text).strip()
    if not repaired:
        raise FieldError("no title")
    if len(repaired) > MAX_TEXT:
        raise FieldError(f"title longer than {MAX_TEXT} characters")
    if "\x00" in repaired:
        raise FieldError("title with a NUL character")
    return repaired


def repair(text: str) -> str:
    """Undo UTF-8 that was read as Latin-1 or Windows-1252; text that is not wholly that comes back as it is.

    It is, when ftfy finds it unlikely to be meant and all of its characters together are the bytes of UTF-8.
    """
    if _is_suspect(text):
        for encoding in _MISTAKEN_FOR:
            with suppress(UnicodeError):
                return text.encode(encoding).decode()
    return text


def _is_suspect(text: str) -> bool:
    return _TWO_BYTES.search(text) is not None and is_bad(text)


def count(text: str) -> int | None:
    """A whole number such as `173666` or `173666.0`; None when empty, which means hidden. Raises `FieldError`."""
    if not text:
        return None
    found = _WHOLE_NUMBER.fullmatch(text)
    if not found:
        raise FieldError("count that is not a whole number")
    number = int(found[1])
    if number < 0:
        raise FieldError("negative count")
    if number >= 2**63:
        raise FieldError("count too large")
    return number


def moment(text: str, *, now: datetime, year: int | None = None) -> datetime:
    """A time in UTC; a date is its midnight. Raises `FieldError`.

    The forms are ISO (`2018-05-04`, `2018-10-31T10:00:03.000Z`), `YY.DD.MM` (`17.14.11` is 14 November 2017) and
    `DD.MM`, which takes its `year` from elsewhere. A time before YouTube, or after `now`, is misread or mistyped.
    """
    try:
        read = _read_moment(text, year)
    except (ValueError, OverflowError) as error:
        raise error if isinstance(error, FieldError) else FieldError("unreadable date") from None
    if read > now:
        raise FieldError("date in the future")
    if read < FOUNDED:
        raise FieldError("date before YouTube")
    return read


def _read_moment(text: str, year: int | None) -> datetime:
    if _ISO.fullmatch(text):
        read = datetime.fromisoformat(text)
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    if found := _YEAR_DAY_MONTH.fullmatch(text):
        short_year, day, month = map(int, found.groups())
        return datetime(2000 + short_year, month, day, tzinfo=UTC)
    if found := _DAY_MONTH.fullmatch(text):
        if year is None:
            raise FieldError("date without a year")
        return datetime(year, int(found[2]), int(found[1]), tzinfo=UTC)
    raise FieldError("unreadable date")


def flag(text: str) -> bool:
    """Whether a flag column says yes, as `1.0`, `1` or `True`."""
    return text.lower() in ("1.0", "1", "true")


def tags(text: str) -> tuple[str, ...]:
    """The tags of `one|"two"|three`; `[none]` is none."""
    if text == "[none]":
        return ()
    parts = text.split("|")
    split = [tag.strip(' "') for tag in (map(repair, parts) if _is_suspect(text) else parts)]
    return tuple(tag for tag in split if tag and len(tag) <= MAX_TEXT and "\x00" not in tag)


def channel_title(text: str) -> str | None:
    """A channel's title, repaired; None when it is empty or cannot be one."""
    repaired = repair(text).strip()
    return repaired if repaired and len(repaired) <= MAX_TEXT and "\x00" not in repaired else None


def channel_id(text: str) -> str | None:
    return text if _CHANNEL_ID.fullmatch(text) else None


def language(text: str) -> str | None:
    return text if _LANGUAGE.fullmatch(text) else None


def url(text: str) -> str | None:
    return text if _URL.fullmatch(text) else None
