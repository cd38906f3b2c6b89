"""What an import did with each file, in numbers that add up, as text."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

_LINES_SHOWN = 5


@dataclass(slots=True)
class Rejected:
    """The rows rejected for one reason: how many, and the first lines."""

    count: int = 0
    lines: list[int] = field(default_factory=list)

    def add(self, line: int) -> None:
        self.count += 1
        if len(self.lines) < _LINES_SHOWN:
            self.lines.append(line)

    def places(self, unit: str) -> str:
        """Where they stand, such as `line 2`, or `lines 2, 3, 4, 5, 6 and 12 more`."""
        more = f" and {self.count - len(self.lines):,} more" if self.count > len(self.lines) else ""
        return f"{unit}{'s' if self.count > 1 else ''} {', '.join(map(str, self.lines))}{more}"


@dataclass(slots=True)
class Report:
    """One file's import.

    Each of the `rows` is used or rejected. The used ones tell `told` entries, for a row may tell of several regions;
    of these `repeated` were replaced by a later one of the same file, and the others were new, updated or unchanged.
    """

    file: str
    what: str
    unit: str = "line"
    rows: int = 0
    told: int = 0
    repeated: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    repaired: int = 0
    rejected: dict[str, Rejected] = field(default_factory=dict)
    spans: dict[str, list[datetime]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)

    @property
    def rejected_rows(self) -> int:
        return sum(one.count for one in self.rejected.values())

    def reject(self, reason: str, line: int) -> None:
        self.rejected.setdefault(reason, Rejected()).add(line)

    def span(self, region_code: str, captured_at: datetime) -> None:
        """Widen the time that the report names for a region."""
        ends = self.spans.setdefault(region_code, [captured_at, captured_at])
        ends[:] = min(ends[0], captured_at), max(ends[1], captured_at)

    def text(self) -> str:
        """The report of one file, several lines."""
        lines = [f"{self.file}: {self.what}", *_sums([self])]
        for code, (first, last) in sorted(self.spans.items()):
            lines.append(f"  {code}: captured {_time(first)}" + (f" to {_time(last)}" if last != first else ""))
        for reason, one in sorted(self.rejected.items(), key=lambda item: -item[1].count):
            lines.append(f"  rejected, {reason}: {one.count:,} ({one.places(self.unit)})")
        if self.repaired:
            lines.append(f"  note: {self.repaired:,} titles in a wrong encoding repaired")
        return "\n".join([*lines, *(f"  note: {note}" for note in self.notes)])


def total(reports: Sequence[Report]) -> str:
    """The sums of all files."""
    reasons: Counter[str] = Counter()
    for report in reports:
        reasons.update({reason: one.count for reason, one in report.rejected.items()})
    rejected = [f"  rejected, {reason}: {count:,}" for reason, count in reasons.most_common()]
    return "\n".join([f"Total of {len(reports):,} files", *_sums(reports), *rejected])


def _sums(reports: Iterable[Report]) -> list[str]:
    reports = list(reports)
    rows = sum(one.rows for one in reports)
    rejected = sum(one.rejected_rows for one in reports)
    sums = {
        name: sum(getattr(one, name) for one in reports) for name in ("told", "new", "updated", "unchanged", "repeated")
    }
    of = ", ".join(f"{sums[name]:,} {name}" for name in ("new", "updated", "unchanged", "repeated"))
    return [
        f"  rows read: {rows:,} ({rows - rejected:,} used, {rejected:,} rejected)",
        f"  entries: {sums['told']:,} ({of})",
    ]


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment.hour or moment.minute else f"{moment:%Y-%m-%d}"
