"""Candidates of members from several sources, fused by reciprocal ranks; each keeps the reason that counts most. Pure.

The fusion is that of Cormack, Clarke and Büttcher, "Reciprocal rank fusion outperforms Condorcet and individual rank
learning methods" (SIGIR 2009): score = Σ weight / (k + rank).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.feed import weights
from app.feed.reasons import Reason


@dataclass(frozen=True)
class Candidates:
    """Parallel arrays: the row of a member in a block, a video's index, what it counts, and why."""

    rows: NDArray[np.int64]
    videos: NDArray[np.int64]
    scores: NDArray[np.float64]
    reasons: NDArray[np.uint8]
    contexts: NDArray[np.uint32]

    def __len__(self) -> int:
        return len(self.rows)

    def where(self, kept: NDArray[Any]) -> "Candidates":
        """Those that a mask or an order picks."""
        return Candidates(
            self.rows[kept], self.videos[kept], self.scores[kept], self.reasons[kept], self.contexts[kept]
        )

    def scored(self, scores: NDArray[np.float64]) -> "Candidates":
        """The same with other scores."""
        return Candidates(self.rows, self.videos, scores, self.reasons, self.contexts)


def listed(
    reason: Reason,
    weight: float,
    rows: NDArray[Any],
    videos: NDArray[Any],
    ranks: NDArray[Any],
    contexts: NDArray[Any] | int = 0,
    share: NDArray[Any] | float = 1.0,
) -> Candidates:
    """What one source lists: `ranks` begin with 0 for each row; `share` is how much the source counts for a row."""
    scores = weight * np.broadcast_to(share, np.shape(rows)) / (weights.RANK_OFFSET + ranks)
    return Candidates(
        np.asarray(rows, np.int64),
        np.asarray(videos, np.int64),
        np.asarray(scores, np.float64),
        np.full(len(rows), reason, np.uint8),
        np.broadcast_to(np.asarray(contexts, np.uint32), np.shape(rows)),
    )


def fused(sources: Sequence[Candidates], videos_count: int) -> Candidates:
    """Each video once a row, with the sum of its scores and the reason that gave most of it, in order of row and video.

    Of equal reasons the one of the earlier source stays.
    """
    every = Candidates(
        *(
            np.concatenate([getattr(one, name) for one in sources])
            for name in ("rows", "videos", "scores", "reasons", "contexts")
        )
    )
    if not len(every):
        return every
    key = every.rows * videos_count + every.videos
    order = np.argsort((key << 31) | _falling(every.scores), kind="stable")
    ordered, key = every.where(order), key[order]
    first = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1])))
    return ordered.where(first).scored(np.add.reduceat(ordered.scores, first))


def best(candidates: Candidates, most: int) -> Candidates:
    """At most `most` of each row, ordered by row and score; equal ones keep their order."""
    order = np.argsort((candidates.rows << 31) | _falling(candidates.scores), kind="stable")
    ordered = candidates.where(order)
    return ordered.where(places(ordered.rows) < most)


def places(rows: NDArray[Any]) -> NDArray[np.int64]:
    """The place of each entry among those of its row, from 0; rows are ascending."""
    numbers = np.arange(len(rows))
    begins = np.where(np.diff(rows, prepend=-1) != 0, numbers, 0)
    found: NDArray[np.int64] = numbers - np.maximum.accumulate(begins)
    return found


def _falling(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """Numbers of 31 bits that fall as scores, none negative, rise: the bits of a positive float rise with it."""
    return 0x7FFFFFFF - scores.astype(np.float32).view(np.int32).astype(np.int64)
