"""The border lens: the lists of all regions beside each other, and how videos crossed from one to the next. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
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
    def first_codes(self) -> list[str]:
        """The regions that had it first: several where it came to them in the same hour."""
        return [code for code, at in self.path if at == self.path[0][1]]

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


class Arrival(NamedTuple):
    """The last border that a video crossed."""

    row: LensRow
    crossing: Crossing


def arrivals(lens: Iterable[LensRow]) -> list[Arrival]:
    """The videos that crossed a border, each with its last crossing: the newest first, then the farthest travelled."""
    found = [Arrival(row, row.crossings[-1]) for row in lens if row.crossings]
    return sorted(found, key=lambda one: (-one.crossing.entered_at.timestamp(), -len(one.row.path), one.row.video.id))


def origins(lens: Iterable[LensRow]) -> Counter[str]:
    """How many of the videos of several regions each region had before all the others."""
    return Counter(row.first_code for row in lens if len(row.cells) > 1 and len(row.first_codes) == 1)


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


class Placed(NamedTuple):
    """An entry of one list, and its rank in the other, None where that does not hold it."""

    entry: Entry
    elsewhere: int | None


def beside(left: RankedList, right: RankedList, places: int = TOP) -> list[tuple[Placed | None, Placed | None]]:
    """The first `places` of two lists rank by rank; None beyond the end of the shorter one."""
    of_left, of_right = ({entry.video.id: entry.rank for entry in ranked.entries} for ranked in (left, right))
    return list(
        zip_longest(
            [Placed(entry, of_right.get(entry.video.id)) for entry in left.entries[:places]],
            [Placed(entry, of_left.get(entry.video.id)) for entry in right.entries[:places]],
        )
    )


class Share(NamedTuple):
    """How much of a list one category makes up, 0 to 1; `key` is None for what is not known."""

    key: int | None
    title: str
    videos: int
    share: float


def category_shares(entries: Sequence[Entry]) -> list[Share]:
    """The categories of a list, the largest first."""
    counts = Counter((entry.video.category_id, entry.video.category or "Without a category") for entry in entries)
    return [Share(key, title, count, count / len(entries)) for (key, title), count in counts.most_common()]


class CategoryRow(NamedTuple):
    """One category across the regions that have a list; `mean` of its shares, `of` each region by its code."""

    key: int | None
    title: str
    mean: float
    of: dict[str, Share]


def category_rows(lists: Mapping[str, RankedList]) -> list[CategoryRow]:
    """Every category of any list, the one with the largest mean share first."""
    shares = {code: category_shares(ranked.entries) for code, ranked in lists.items() if ranked.entries}
    of: dict[tuple[int | None, str], dict[str, Share]] = {}
    for code, of_region in shares.items():
        for share in of_region:
            of.setdefault((share.key, share.title), {})[code] = share
    rows = [
        CategoryRow(key, title, sum(share.share for share in by_code.values()) / len(shares), by_code)
        for (key, title), by_code in of.items()
    ]
    return sorted(rows, key=lambda row: (-row.mean, row.title))


class Stacks(NamedTuple):
    """The largest categories, then the others as one; `columns` hold their shares a region, [] without a list."""

    titles: list[str]
    columns: list[list[float]]


def stacked(rows: Sequence[CategoryRow], lists: Mapping[str, RankedList], named: int = 6) -> Stacks:
    """The shares of the `named` largest categories and of the rest, which sum to 1 for each region with a list."""
    largest = rows[:named]
    columns = []
    for code, ranked in lists.items():
        shares = [row.of[code].share if code in row.of else 0.0 for row in largest]
        columns.append([*shares, max(1 - sum(shares), 0.0)] if ranked.entries else [])
    return Stacks([*(row.title for row in largest), "All others"], columns)
