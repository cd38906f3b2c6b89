"""What demo members say, by language: names, bios, texts for any video and for videos of a kind."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "phrases"
LANGUAGES = ("de", "en", "nl", "no", "pl", "sv")
KINDS = {10: "music", 17: "sport", 20: "games", 25: "news"}
"""The categories that have phrases of their own."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """Patterns of posts; `{channel}`, `{title}` and `{rank}` stand for those of the video."""

    titles: list[str]
    bodies: list[str]
    tags: list[str]


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """One language. A username is one of `first` and one of `second`."""

    regions: list[str]
    first: list[str]
    second: list[str]
    bios: list[str]
    endings: list[str]
    comments: list[str]
    replies: list[str]
    anything: Phrases
    kinds: dict[str, Phrases]

    def phrases(self, category_id: int | None) -> Phrases:
        """The patterns for a video of a category: its own where there are some, with those for any video."""
        kind = self.kinds.get(KINDS.get(category_id or 0, ""))
        if kind is None:
            return self.anything
        return Phrases(kind.titles * 2 + self.anything.titles, kind.bodies * 2 + self.anything.bodies, kind.tags)


@cache
def phrasebooks() -> tuple[Phrasebook, ...]:
    """Every language's book."""
    return tuple(_load(FOLDER / f"{language}.toml") for language in LANGUAGES)


@cache
def of_region(region_code: str) -> Phrasebook:
    """The book of a region's language."""
    return next(book for book in phrasebooks() if region_code in book.regions)


def _load(path: Path) -> Phrasebook:
    content: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    kinds = {name: Phrases(**phrases) for name, phrases in content.pop("kinds").items()}
    anything = Phrases(*(content.pop(name) for name in ("titles", "bodies", "tags")))
    return Phrasebook(**content, anything=anything, kinds=kinds)
