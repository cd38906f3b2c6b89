"""What decks are built from, as arrays: the videos, what members did, and members by blocks. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from app.feed.weights import Act

Ids = NDArray[np.int64]
_SAME_LANGUAGE = {"no": "nb", "nn": "nb", "iw": "he"}


@dataclass(frozen=True)
class Catalogue:
    """The videos that can be in a deck, by ascending id; elsewhere a video is its index here.

    0 is an unknown channel, category or language; a language is an index of `languages`. `published` is in seconds
    since 1970, 0 when unknown. `rising` holds for each region its list of now, `charts` a longer one, both best first.
    """

    ids: Ids
    channels: Ids
    categories: Ids
    languages: Ids
    published: NDArray[np.float64]
    language_codes: Sequence[str]
    rising: Sequence[Ids] = ()
    charts: Sequence[Ids] = ()

    def __len__(self) -> int:
        return len(self.ids)

    def index_of(self, ids: Ids) -> Ids:
        """The indices of videos, -1 for those that are not here."""
        if not len(self.ids):
            return np.full(len(ids), -1, np.int64)
        found = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        return np.where(self.ids[found] == ids, found, -1)


@dataclass(frozen=True)
class Acts:
    """What members did, as parallel arrays; `members` are ids or rows, `videos` indices of the catalogue."""

    members: Ids
    videos: Ids
    kinds: NDArray[np.int64]
    age_days: NDArray[np.float64]

    def where(self, kept: NDArray[Any]) -> "Acts":
        """Those that a mask or an order picks."""
        return Acts(self.members[kept], self.videos[kept], self.kinds[kept], self.age_days[kept])


class Override(NamedTuple):
    """What a member decided about an interest; see models.TasteOverride."""

    row: int
    kind: str
    key: str
    state: str
    weight: float | None


class Pairs(NamedTuple):
    """Rows of members, each with the id or index of something."""

    rows: Ids
    others: Ids

    @classmethod
    def none(cls) -> "Pairs":
        return cls(np.zeros(0, np.int64), np.zeros(0, np.int64))


class Followed(NamedTuple):
    """Videos that members followed by a row liked or wrote about, where the row may see it; `actors` are ids."""

    rows: Ids
    videos: Ids
    actors: Ids
    age_days: NDArray[np.float64]

    @classmethod
    def none(cls) -> "Followed":
        none = np.zeros(0, np.int64)
        return cls(none, none, none, np.zeros(0))


@dataclass(frozen=True)
class Members:
    """A block of members, by ascending id; elsewhere a member is its row here.

    `homes` are indices of regions, `reads` tells [row, language] which languages of the catalogue each is known to
    read, the home region's included. Of who does not learn nothing is in `acts`. `left_out` are videos that must not be
    in the deck, `hidden_channels` channels. `muted` holds a regular expression for rows with muted words.
    """

    ids: Ids
    homes: NDArray[np.uint8]
    learns: NDArray[np.bool_]
    reads: NDArray[np.bool_]
    acts: Acts
    followed: Followed = field(default_factory=Followed.none)
    left_out: Pairs = field(default_factory=Pairs.none)
    hidden_channels: Pairs = field(default_factory=Pairs.none)
    overrides: Sequence[Override] = ()
    muted: dict[int, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)


class Text(NamedTuple):
    """A video's folded words, channel included, and its tags as they stand in the index."""

    words: str
    tags: frozenset[str]


class Population(Protocol):
    """Where a build reads from: the database, or events that were made up."""

    def catalogue(self) -> Catalogue:
        """All videos and the lists of now."""

    def sample(self, catalogue: Catalogue) -> Acts:
        """What some members did, all of it, at most about weights.SAMPLE_EVENTS acts; those who learn alone."""

    def members_count(self) -> int:
        """How many members will get decks."""

    def blocks(self, catalogue: Catalogue) -> Iterator[Members]:
        """All members that get decks, by ascending id."""

    def texts(self, video_ids: Ids) -> dict[int, Text]:
        """The texts of videos by id."""


def canonical_language(code: str) -> str:
    """The language of a code such as `pl-PL`, one code for those that are read alike; empty for none."""
    primary = code.partition("-")[0].lower()
    return _SAME_LANGUAGE.get(primary, primary)


def known(members: Ids, videos: Ids, kinds: NDArray[np.int64], age_days: NDArray[np.float64]) -> Acts:
    """The acts whose video and member are known, which have no negative number."""
    return Acts(members, videos, kinds, age_days).where((members >= 0) & (videos >= 0))


ENJOYED_KINDS = np.array([Act.LIKE, Act.SAVE, Act.COMPLETE, Act.MORE])
