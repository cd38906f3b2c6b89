"""The words of the demo world: genres with their channels, and titles built from patterns and word lists."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from math import gcd, prod
from pathlib import Path
from string import Formatter

from app.trending.sources.demo.geography import REGION_CODES, WORLD

FOLDER = Path(__file__).parent / "phrasebooks"
GOLDEN_RATIO = 0.618
PATTERN_LEAD = 31
"""Turns by which each pattern is ahead of the one before, so that neighbours do not say the same of two videos."""

EPISODES = 120
"""Episode numbers of a pattern start again after so many."""

COMPUTED = {"n", "date", "year", "channel"}
"""Slots of a title pattern that are filled from the video itself, not from a word list."""


@dataclass(frozen=True, slots=True)
class Genre:
    """What a group of channels publishes: `rate` batches a day, each of `batch` videos by one channel."""

    key: str
    category: int
    language: str
    rate: float
    channels: list[str]
    titles: list[str]
    tags: list[str]
    batch: int = 1
    comments: bool = True
    live: bool = False


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """The genres of one origin, and the word lists that its title patterns name."""

    genres: list[Genre]
    words: dict[str, list[str]]
    date: str
    months: list[str]
    _slots: dict[str, list[str]] = field(default_factory=dict)

    def title(self, genre: Genre, number: int, channel: str, published_at: datetime) -> str:
        """The title of a genre's `number`-th video; it comes back only when the pattern has used up its words."""
        turn, which = divmod(number, len(genre.titles))
        pattern = genre.titles[which]
        words = dict(self._words(pattern, turn + PATTERN_LEAD * which))
        computed = {
            "n": str(turn % EPISODES + 1),
            "date": self._date(published_at),
            "year": str(published_at.year),
            "channel": channel,
        }
        title = pattern.format_map(words | computed)
        return title[0].upper() + title[1:] if pattern.startswith("{") else title

    def _words(self, pattern: str, turn: int) -> Iterator[tuple[str, str]]:
        """Walk the combinations in steps of a stride coprime to their count: all differ until all were used."""
        slots = self._slots.setdefault(pattern, sorted(_slots(pattern) - COMPUTED))
        count = prod(len(self.words[slot]) for slot in slots)
        combination = turn * _stride(count) % count
        for slot in slots:
            combination, index = divmod(combination, len(self.words[slot]))
            yield slot, self.words[slot][index]

    def _date(self, moment: datetime) -> str:
        return self.date.format(day=moment.day, month=self.months[moment.month - 1])


@cache
def phrasebooks() -> dict[str, Phrasebook]:
    """The phrasebook of each region, and of the world, by its code."""
    return {origin: _load(FOLDER / f"{origin.lower()}.toml") for origin in (*REGION_CODES, WORLD)}


def _load(path: Path) -> Phrasebook:
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    genres = [
        Genre(key=f"{path.stem}-{key}", **({"language": content["language"]} | facts))
        for key, facts in content["genres"].items()
    ]
    return Phrasebook(genres, content["words"], content["date"], content["months"])


def _slots(pattern: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(pattern) if name}


def _stride(count: int) -> int:
    stride = max(1, round(count * GOLDEN_RATIO))
    while gcd(stride, count) > 1:
        stride += 1
    return stride
