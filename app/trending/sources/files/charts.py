"""Turns the rows of a chart family into observations, counting places where the order of rows tells them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.models import REGIONS
from app.trending.observation import Observation
from app.trending.sources.files import fields
from app.trending.sources.files.families import Chart
from app.trending.sources.files.fields import FieldError
from app.trending.sources.files.line import Line
from app.trending.sources.files.names import category_id, region_named
from app.trending.sources.youtube_body import duration_seconds

_MOST_PLACES = 2**15 - 1


@dataclass(frozen=True, slots=True)
class Around:
    """What a table's rows do not say themselves.

    `region_code` is the region asked for, or else the one that the file's name tells; rows that state a region are
    held against it only when it was `asked_for`.
    """

    region_code: str | None
    asked_for: bool
    captured_at: datetime | None
    year: int | None
    now: datetime


@dataclass(slots=True)
class ChartReader:
    """Reads the rows of one table; `header` holds its column names in order."""

    family: Chart
    header: Sequence[str]
    around: Around
    places: Counter[tuple[str, datetime]] = field(default_factory=Counter)

    def read(self, rows: Iterable[Line[str]]) -> Iterator[Line[Observation]]:
        """A line for each row after the header, in order."""
        for row in rows:
            if row.reason:
                yield Line(row.number, row.raw, reason=row.reason)
                continue
            try:
                cells = self._cells(row.raw)
                seen = tuple(self._observations(cells))
            except FieldError as error:
                yield Line(row.number, row.raw, reason=str(error))
            else:
                repaired = seen[0].title != cells[self.family.title or ""]
                yield Line(row.number, row.raw, seen, repaired=repaired)

    def _cells(self, raw: Sequence[str]) -> dict[str, str]:
        width = len(self.header)
        if len(raw) < width or any(raw[width:]):
            raise FieldError("wrong number of fields")
        return {name: cell.strip() for name, cell in zip(self.header, raw, strict=False)}

    def _observations(self, cells: dict[str, str]) -> list[Observation]:
        if self.family.id is None:
            raise FieldError("no video id")
        region_codes = self._regions(cells)
        captured_at = self._captured_at(cells)
        ranks = [self._rank(code, captured_at) for code in region_codes]
        video = self._video(cells)
        return [
            Observation(region_code=code, captured_at=captured_at, rank=rank, **video)  # type: ignore[arg-type]
            for code, rank in zip(region_codes, ranks, strict=True)
        ]

    def _regions(self, cells: dict[str, str]) -> list[str]:
        asked = self.around.region_code
        if self.family.flags:
            stated = [code for code in REGIONS if fields.flag(cells.get(code, ""))]
        elif self.family.region:
            named = region_named(cells[self.family.region])
            stated = [named] if named else []
        else:
            stated = [asked] if asked else []
        if not stated:
            raise FieldError("unknown region")
        if self.around.asked_for and asked not in stated:
            raise FieldError("region other than the one asked for")
        return [asked] if self.around.asked_for and asked else stated

    def _captured_at(self, cells: dict[str, str]) -> datetime:
        if self.family.date:
            return fields.moment(cells[self.family.date], now=self.around.now, year=self.around.year)
        if self.around.captured_at is None:
            raise FieldError("unreadable date")
        return self.around.captured_at

    def _rank(self, region_code: str, captured_at: datetime) -> int | None:
        """The next place; a row keeps its place when it is rejected for what follows."""
        if not self.family.ranked:
            return None
        self.places[region_code, captured_at] += 1
        place = self.places[region_code, captured_at]
        return place if place <= _MOST_PLACES else None

    def _video(self, cells: dict[str, str]) -> dict[str, object]:
        family = self.family

        def cell(column: str | None) -> str:
            return cells[column] if column else ""

        channel = fields.channel_id(cell(family.channel))
        published = cell(family.published)
        return {
            "source_id": fields.video_id(cell(family.id)),
            "title": fields.title(cell(family.title)),
            "views": self._count(cell(family.views)),
            "likes": self._count(cell(family.likes), cell(family.likes_disabled)),
            "comments": self._count(cell(family.comments), cell(family.comments_disabled)),
            "channel_id": channel and family.channel_prefix + channel,
            "channel_title": fields.channel_title(cell(family.channel_title)),
            "category_id": category_id(cell(family.category)),
            "language": fields.language(cell(family.language)),
            "published_at": fields.moment(published, now=self.around.now) if published else None,
            "duration_seconds": duration_seconds(cell(family.duration)),
            "thumbnail_url": fields.url(cell(family.thumbnail)),
            "tags": fields.tags(cell(family.tags)),
        }

    def _count(self, text: str, disabled: str = "") -> int | None:
        number = fields.count(text)
        hidden = fields.flag(disabled) or (number == 0 and self.family.zero_is_hidden)
        return None if hidden else number
