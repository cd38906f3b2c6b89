"""What names tell: a region by its name or code, a region, date or year in the name of a file."""

import re
from datetime import UTC, datetime
from pathlib import Path

from app.models import REGIONS
from app.trending.sources.files import fields

_SPELLINGS = {
    "US": ("USA", "United States of America"),
    "GB": ("UK", "Great Britain", "United Kingdom of Great Britain and Northern Ireland"),
    "PL": ("Polska",),
    "NL": ("The Netherlands", "Nederland"),
    "SE": ("Sverige",),
    "NO": ("Norge",),
    "AT": ("Österreich",),
}
_CODES = {
    spelling.casefold(): code for code, facts in REGIONS.items() for spelling in (code, facts.name, *_SPELLINGS[code])
}
_CODE_IN_NAME = re.compile(r"(?<![A-Za-z0-9])([A-Z]{2})(?=videos|[^A-Za-z0-9]|$)")
_DATE_IN_NAME = re.compile(r"(?<![0-9])([0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])")
_NUMBER = re.compile(r"[0-9]{1,9}")
_YEAR_IN_NAME = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])")

# The categories that videos can have; a table that names them leaves no other way to their numbers.
_CATEGORIES = {
    "Film & Animation": 1,
    "Autos & Vehicles": 2,
    "Music": 10,
    "Pets & Animals": 15,
    "Sports": 17,
    "Travel & Events": 19,
    "Gaming": 20,
    "People & Blogs": 22,
    "Comedy": 23,
    "Entertainment": 24,
    "News & Politics": 25,
    "Howto & Style": 26,
    "Education": 27,
    "Science & Technology": 28,
    "Nonprofits & Activism": 29,
    "Movies": 30,
    "Shows": 43,
    "Trailers": 44,
}


def region_named(text: str) -> str | None:
    """The code of one of our regions, given by code or by a well-known name in any case."""
    return _CODES.get(text.strip().casefold())


def region_of_file(path: Path) -> str | None:
    """The region that a file's name holds as a word (`GB_2021.csv`) or before `videos`; None unless just one."""
    found = {region_named(code) for code in _CODE_IN_NAME.findall(path.name)} - {None}
    return found.pop() if len(found) == 1 else None


def date_of_file(path: Path, *, now: datetime) -> datetime | None:
    """The midnight of the one full ISO date in a file's name. Raises `fields.FieldError` on an impossible one."""
    found = set(_DATE_IN_NAME.findall(path.name))
    return fields.moment(found.pop(), now=now).astimezone(UTC) if len(found) == 1 else None


def year_of_file(path: Path) -> int | None:
    """The one year that a file's name holds or, when it holds none, its folder's."""
    for name in (path.name, path.absolute().parent.name):
        found = set(_YEAR_IN_NAME.findall(name))
        if found:
            return int(found.pop()) if len(found) == 1 else None
    return None


def category_id(text: str) -> int | None:
    """A category's number, given by number or by its English title; None when it is neither."""
    if _NUMBER.fullmatch(text):
        return int(text) if int(text) < 2**15 else None
    return _CATEGORIES.get(text)
