"""The border lens: the lists of all regions beside each other, and how videos crossed from one to the next. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from app.trending.facts import VideoFacts
from app.trending.lists import Entry, RankedList

TOP = 25
"""Places of each region's list that bring a video into the lens; its lower places elsewhere are shown as well."""

Reach = Literal["one", "several", "everywhere"]


class Crossing(NamedTuple):
    """A video entered `region_code` this long after the region that had it first."""

    region_code: str
    entered_at: datetime
    from_code: str
    after: timedelta


@dataclass(slots=True)
class LensRow:
    """A video with its place in each region that holds it, and the regions in the order in which they had it."""

    video: VideoFacts
    cells: dict[str, Entry]
    path: list[tuple[str, datetime]]
    reach: Reach

    @property
    def first_code(self) -> str:
        """The region that had it first of those that hold it now."""
        return self.path[0][0]

    @property
    def best_rank(self) -> int:
        return min(entry.rank for entry in self.cells.values())

    @property
    def crossings(self) -> list[Crossing]:
        """When each further region followed; regions that had it in the same hour as the first have not followed."""
        origin, began = self.path[0]
        return [Crossing(code, at, origin, at - began) for code, at in self.path[1:] if at > began]


def rows(lists: Mapping[str, RankedList]) -> list[LensRow]:
    """Every video among the first TOP of a region: the widest spread first, then the best placed."""
    with_entries = [code for code, ranked in lists.items() if ranked.entries]
    cells: dict[str, dict[str, Entry]] = {}
    for code in with_entries:
        for entry in lists[code].entries:
            cells.setdefault(entry.video.id, {})[code] = entry
    found = [
        _row(held, len(with_entries)) for held in cells.values() if any(entry.rank <= TOP for entry in held.values())
    ]
    return sorted(found, key=lambda row: (-len(row.cells), row.best_rank, row.video.id))


def _row(held: dict[str, Entry], regions: int) -> LensRow:
    path = sorted(((code, entry.entered_at) for code, entry in held.items()), key=lambda step: (step[1], step[0]))
    newest = max(held.values(), key=lambda entry: entry.video.counted_at)
    return LensRow(newest.video, held, path, _reach(len(held), regions))


def _reach(held: int, regions: int) -> Reach:
    if held == 1:
        return "one"
    return "everywhere" if held == regions else "several"


def of_reach(lens: Iterable[LensRow], reach: Reach | None) -> list[LensRow]:
    """The rows of one reach; all of them for None."""
    return [row for row in lens if reach is None or row.reach == reach]


class Comparison(NamedTuple):
    """Two regions beside each other: what both hold, best placed first, and what only one of them does."""

    both: list[tuple[Entry, Entry]]
    only_left: list[Entry]
    only_right: list[Entry]


def compare(left: RankedList, right: RankedList, places: int = TOP) -> Comparison:
    """Compare the first `places` of two lists; what one holds lower down is not called missing there."""
    of_left, of_right = ({entry.video.id: entry for entry in ranked.entries} for ranked in (left, right))
    both = [
        (of_left[key], of_right[key])
        for key in of_left.keys() & of_right.keys()
        if min(of_left[key].rank, of_right[key].rank) <= places
    ]
    return Comparison(
        sorted(both, key=lambda pair: (min(pair[0].rank, pair[1].rank), pair[0].rank, pair[1].rank)),
        [entry for entry in left.entries[:places] if entry.video.id not in of_right],
        [entry for entry in right.entries[:places] if entry.video.id not in of_left],
    )


class Share(NamedTuple):
    """How much of a list one category or language makes up, 0 to 1; `key` is None for what is not known."""

    key: int | str | None
    title: str
    videos: int
    share: float


def category_shares(entries: Sequence[Entry]) -> list[Share]:
    """The categories of a list, the largest first."""
    counts = Counter((entry.video.category_id, entry.video.category or "Without a category") for entry in entries)
    return [Share(key, title, count, count / len(entries)) for (key, title), count in counts.most_common()]
