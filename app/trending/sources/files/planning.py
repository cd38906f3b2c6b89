"""Looks at all files before anything is written: what each is, and what its rows do not say themselves."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from app.trending.captures import whole_hour
from app.trending.observation import Observation
from app.trending.sources import youtube_body
from app.trending.sources.files import api_pages, tables, titles
from app.trending.sources.files.charts import Around, ChartReader
from app.trending.sources.files.families import Chart, Titles, family_of
from app.trending.sources.files.fields import FieldError
from app.trending.sources.files.line import Advance, Line
from app.trending.sources.files.names import date_of_file, region_of_file, year_of_file
from app.trending.sources.youtube_body import BodyError


class Unreadable(ValueError):
    """A file cannot be imported at all. The message says which and why, for each file that cannot."""


@dataclass(slots=True)
class FileSource:
    """What the captures of a file say of their source; see `Source`."""

    name: str
    derives: bool


TABLES = FileSource("files", derives=True)
API_PAGES = FileSource("youtube", derives=False)  # the API's terms forbid metrics derived from its counts


@dataclass(frozen=True, slots=True)
class Asked:
    """What the person said of all files. A bare `year` is for tables whose dates have none."""

    region_code: str | None
    captured_at: datetime | None
    year: int | None
    now: datetime


@dataclass(frozen=True, slots=True)
class ChartFile:
    """A file of observations; each call of `lines` reads it anew."""

    path: Path
    what: str
    source: FileSource
    lines: Callable[[Advance], Iterator[Line[Observation]]]
    notes: list[str] = field(default_factory=list)
    unit: str = "line"


@dataclass(frozen=True, slots=True)
class TitleFile:
    """A file of titles `of` categories or channels; each call of `lines` reads it anew."""

    path: Path
    what: str
    of: str
    lines: Callable[[Advance], Iterator[Line[titles.Title]]]
    notes: list[str] = field(default_factory=list)
    unit: str = "line"


Plan = ChartFile | TitleFile


def plan(paths: Sequence[Path], asked: Asked) -> list[Plan]:
    """What each file is, in the order given; nothing is written. Raises `Unreadable` when any cannot be imported."""
    planner = _Planner(asked)
    plans, problems = [], []
    for path in paths:
        try:
            plans.append(planner.plan(path))
        except (Unreadable, BodyError, FieldError, tables.NotText) as error:
            problems.append(f"{path}: {error}.")
        except OSError as error:
            problems.append(f"{path}: {error.strerror or error}.")
    if problems:
        raise Unreadable("\n".join(problems))
    return plans


class _Planner:
    """Plans file after file, for a chart's second page goes on where its first one ended."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.places: dict[tuple[str, datetime], api_pages.Places] = {}

    def plan(self, path: Path) -> Plan:
        if not path.is_file():
            raise Unreadable("it is not a file" if path.exists() else "there is no such file")
        with path.open("rb") as file:
            start = file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()
        if not start:
            raise Unreadable("it is empty")
        return self._json(path) if start.startswith((b"{", b"[")) else self._table(path)

    def _json(self, path: Path) -> Plan:
        raw = path.read_bytes()
        if api_pages.kind(raw) == api_pages.CATEGORIES:
            titled = list(api_pages.categories(raw))
            return TitleFile(path, "titles of categories", "categories", lambda _: iter(titled), unit="item")
        region_code = self.asked.region_code or region_of_file(path)
        captured_at = self.asked.captured_at or date_of_file(path, now=self.asked.now)
        if region_code is None:
            raise Unreadable("it does not say of which region it is: name one with --region")
        if captured_at is None:
            raise Unreadable("it does not say when it was captured: tell with --captured-at")
        page = youtube_body.video_page(raw)
        first = self.places.setdefault((region_code, whole_hour(captured_at)), api_pages.Places()).first_of(page)
        notes = [] if first else ["the pages before this one were not given, so its places in the chart are unknown"]

        def lines(_: Advance) -> Iterator[Line[Observation]]:
            return api_pages.observations(page, region_code=region_code, captured_at=captured_at, first=first)

        notes += self._doubts(path)
        return ChartFile(path, "page of the YouTube Data API", API_PAGES, lines, notes, unit="item")

    def _table(self, path: Path) -> Plan:
        tables.check_text(path)
        header = [name.strip() for name in next(tables.rows(path, lambda _: None), Line(1, ())).raw]
        family = family_of(header)
        if family is None:
            raise Unreadable(f"its columns are of no known table: {', '.join(header)[:200]!r}")
        unread = len(set(header) - family.columns())
        notes = [f"{unread} of its columns not read"] if unread else []
        if isinstance(family, Titles):
            return TitleFile(
                path, family.name, family.of, lambda advance: titles.read(family, header, _body(path, advance)), notes
            )
        around = self._around(path, family)

        def lines(advance: Advance) -> Iterator[Line[Observation]]:
            return ChartReader(family, header, around).read(_body(path, advance))

        return ChartFile(path, family.name, TABLES, lines, notes + self._doubts(path))

    def _around(self, path: Path, family: Chart) -> Around:
        asked = self.asked
        region_code = asked.region_code
        captured_at = None
        if family.id and not family.region and not family.flags:
            region_code = region_code or region_of_file(path)
            if region_code is None:
                raise Unreadable("it does not say of which region it is: name one with --region")
        if family.id and not family.date:
            captured_at = asked.captured_at or date_of_file(path, now=asked.now)
            if captured_at is None:
                raise Unreadable("it does not say of which day it is: tell with --captured-at")
        year = asked.year or year_of_file(path) or (asked.captured_at.year if asked.captured_at else None)
        return Around(region_code, asked.region_code is not None, captured_at, year, asked.now)

    def _doubts(self, path: Path) -> list[str]:
        named = region_of_file(path)
        if named is None or self.asked.region_code in (None, named):
            return []
        return [f"its name says {named}; imported as {self.asked.region_code}, as asked"]


def _body(path: Path, advance: Advance) -> Iterator[Line[str]]:
    rows = tables.rows(path, advance)
    next(rows)
    return rows
