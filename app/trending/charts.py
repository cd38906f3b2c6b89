"""Pages of ranked lists: of a category or language, folded by the fair shelf, pinned to the ranking they began on."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from app.trending.lists import Entry

PAGE_SIZE = 25
PER_CHANNEL = 3
"""At most this many videos of one channel are shown on a page; the rest are folded under its last one."""


class Position(NamedTuple):
    """Where the next page of a list begins: after `rank` of the ranking it is pinned to."""

    ranking_id: int
    rank: int


@dataclass(slots=True)
class Shelved:
    """An entry that is shown, with those of its channel that are folded under it."""

    entry: Entry
    folded: list[Entry] = field(default_factory=list)


@dataclass(slots=True)
class Page:
    """Entries in order of rank, and the rank after which the next page begins, None at the end."""

    items: list[Shelved]
    after: int | None


class CategoryCount(NamedTuple):
    id: int
    title: str
    videos: int


class LanguageCount(NamedTuple):
    code: str
    videos: int


def of_category(entries: Iterable[Entry], category_id: int | None) -> list[Entry]:
    """The entries of one category with the ranks they have in the whole list; all of them for None."""
    return [entry for entry in entries if category_id is None or entry.video.category_id == category_id]


def of_language(entries: Iterable[Entry], language: str | None) -> list[Entry]:
    """The entries whose language has this primary subtag (`pt` finds `pt-BR`), in any case; all of them for None."""
    if language is None:
        return list(entries)
    return [entry for entry in entries if _primary(entry) == language.lower()]


def _primary(entry: Entry) -> str | None:
    return entry.video.language.partition("-")[0].lower() if entry.video.language else None


def newer(pinned: Iterable[Entry], newest: Iterable[Entry], shown: int) -> int:
    """How many of the first `shown` places of the newest list hold a video that the pinned list's do not."""
    seen = {entry.video.id for entry in islice(pinned, shown)}
    return sum(entry.video.id not in seen for entry in islice(newest, shown))


def page(entries: Sequence[Entry], after: int = 0, size: int = PAGE_SIZE, per_channel: int | None = None) -> Page:
    """The next `size` entries after a rank; with `per_channel`, entries beyond it do not count but are folded."""
    rest = [entry for entry in entries if entry.rank > after]
    shown: list[Shelved] = []
    of_channel: dict[str, list[Shelved]] = {}
    for number, entry in enumerate(rest):
        fellows = of_channel.setdefault(entry.video.channel_id, []) if entry.video.channel_id else []
        if per_channel is not None and len(fellows) == per_channel:
            fellows[-1].folded.append(entry)
        elif len(shown) == size:
            return Page(shown, rest[number - 1].rank)
        else:
            shown.append(Shelved(entry))
            fellows.append(shown[-1])
    return Page(shown, None)


def categories(entries: Iterable[Entry]) -> list[CategoryCount]:
    """The categories that a list holds, the most frequent first."""
    counts = Counter((e.video.category_id, e.video.category) for e in entries if e.video.category_id is not None)
    return sorted(
        (CategoryCount(number, title or "", count) for (number, title), count in counts.items() if number is not None),
        key=lambda one: (-one.videos, one.title),
    )


def languages(entries: Iterable[Entry]) -> list[LanguageCount]:
    """The languages that a list holds by their primary subtags, the most frequent first."""
    counts = Counter(filter(None, map(_primary, entries)))
    return sorted((LanguageCount(*one) for one in counts.items()), key=lambda one: (-one.videos, one.code))
