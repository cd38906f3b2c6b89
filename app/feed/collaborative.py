"""What members choose together: factors of videos (implicit ALS) and their neighbours (BM25), learnt from many members
and applied to a block of them.

Columns are videos, rows members; a cell is what `weights.decayed` makes of a member's acts with a video.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_limits

from app.feed import weights
from app.feed.population import Acts
from app.feed.ranking import places
from app.feed.weights import Act

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
NONE = -1
_CELLS = 10_000_000
"""Cells that are scored at once, which bounds the memory."""
_MANY = 10
_WEIGHTS = np.array([weights.ACTS[act] for act in Act])


@dataclass(frozen=True)
class Model:
    """`neighbours` and `likeness` are [columns, k], padded with NONE and 0; `popularity` is the place of each column,
    0 for what is chosen most of late."""

    als: Any
    neighbours: Ints
    likeness: Floats
    popularity: Ints


@dataclass(frozen=True)
class Tastes:
    """Columns for each row, best first, padded with NONE: by the factors, and by neighbours with the enjoyed column of
    the row that speaks most for each."""

    by_factors: Ints
    by_neighbours: Ints
    anchors: Ints


def counted(acts: Acts) -> NDArray[np.float64]:
    """What each act counts."""
    fading: NDArray[np.float64] = weights.decayed(_WEIGHTS[acts.kinds], acts.age_days)
    return fading


def cells(rows: NDArray[Any], columns: NDArray[Any], values: NDArray[Any], shape: tuple[int, int]) -> csr_matrix:
    """A matrix of summed values. They are rounded to thousandths, so that the sum does not depend on their order."""
    whole = csr_matrix((np.rint(values * 1024).astype(np.int64), (rows, columns)), shape=shape)
    whole.sum_duplicates()
    return csr_matrix(((whole.data / 1024).astype(np.float32), whole.indices, whole.indptr), shape=shape)


def learn(chosen: csr_matrix, seed: int, threads: int = 0) -> Model:
    """Learn from the cells of members; the same for the same seed. `threads` 0 is all cores."""
    from implicit.nearest_neighbours import all_pairs_knn, bm25_weight

    als = factorized(chosen, seed, threads)
    with threadpool_limits(1, "blas"):
        als.user_factors = als.user_factors[:0]  # each block finds its own
        positive = chosen.maximum(0).astype(np.float64)
        positive.eliminate_zeros()
        weighted = csr_matrix(bm25_weight(positive.T.tocsr(), K1=weights.K1, B=weights.B).T)
        near = all_pairs_knn(weighted, weights.NEIGHBOURS + 1, show_progress=False, num_threads=threads)
    totals = np.asarray(positive.sum(axis=0)).ravel()
    places = np.empty(len(totals), np.int32)
    places[np.argsort(-totals, kind="stable")] = np.arange(len(totals), dtype=np.int32)
    return Model(als, *_padded(near.tocsr(), weights.NEIGHBOURS), places)


def factorized(chosen: csr_matrix, seed: int, threads: int = 0) -> Any:
    """Implicit ALS of the cells of members (Hu, Koren and Volinsky 2008), with the factors of members and columns."""
    from implicit.cpu.als import AlternatingLeastSquares

    with threadpool_limits(1, "blas"):
        als = AlternatingLeastSquares(
            factors=weights.FACTORS,
            regularization=weights.REGULARIZATION,
            alpha=weights.CONFIDENCE,
            iterations=weights.ITERATIONS,
            random_state=seed,
            num_threads=threads,
        )
        als.fit(chosen, show_progress=False)
    return als


def tastes(model: Model, block: csr_matrix, enjoyed: csr_matrix, threads: int = 0) -> Tastes:
    """What the rows of a block would choose next; never what they chose. `enjoyed` tells which cells may be anchors."""
    step = max(1, _CELLS // max(1, block.shape[1]))
    parts = [
        _tastes(model, block[first : first + step], enjoyed[first : first + step], threads)
        for first in range(0, block.shape[0], step)
    ]
    return Tastes(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))


def _tastes(model: Model, block: csr_matrix, enjoyed: csr_matrix, threads: int) -> tuple[Ints, Ints, Ints]:
    rows, columns = block.shape
    own = np.repeat(np.arange(rows), np.diff(block.indptr)), block.indices
    with threadpool_limits(1, "blas"):
        model.als.num_threads = threads
        scores = model.als.recalculate_user(np.arange(rows), block) @ model.als.item_factors.T
    scores[own] = 0
    by_factors = _top(scores, min(weights.FROM_FACTORS, columns))
    by_neighbours, anchors = _by_neighbours(model, block, enjoyed)
    return by_factors, by_neighbours, anchors


def _by_neighbours(model: Model, block: csr_matrix, enjoyed: csr_matrix) -> tuple[Ints, Ints]:
    rows, columns = block.shape
    asked, asked_weights, is_enjoyed = _strongest(block, enjoyed)
    scores = np.zeros(rows * columns, np.float32)
    best = np.zeros(rows * columns, np.float32)
    anchor = np.full(rows * columns, NONE, np.int8)
    offsets = np.arange(rows, dtype=np.int64)[:, None] * columns
    # Neighbours of one video are distinct, so within a step no cell is met twice.
    for slot in range(asked.shape[1]):
        here = np.flatnonzero(asked[:, slot] != NONE)
        videos = asked[here, slot]
        near = model.neighbours[videos]
        cell = (offsets[here] + near)[near != NONE]
        gain = (asked_weights[here, slot, None] * model.likeness[videos])[near != NONE]
        scores[cell] += gain
        is_best = (gain > best[cell]) & np.broadcast_to(is_enjoyed[here, slot, None], near.shape)[near != NONE]
        best[cell[is_best]] = gain[is_best]
        anchor[cell[is_best]] = slot
    own = np.repeat(offsets[:, 0], np.diff(block.indptr)) + block.indices
    scores[own] = 0
    found = _top(scores.reshape(rows, columns), min(weights.FROM_NEIGHBOURS, columns))
    slots = np.where(found != NONE, np.take_along_axis(anchor.reshape(rows, columns), found, axis=1), NONE)
    return found, np.where(slots != NONE, np.take_along_axis(asked, slots.astype(np.int64), axis=1), NONE)


def _strongest(block: csr_matrix, enjoyed: csr_matrix) -> tuple[Ints, Floats, NDArray[np.bool_]]:
    """The columns of each row that count most, [rows, ANCHORS], with what they count and whether they were enjoyed."""
    rows = np.repeat(np.arange(block.shape[0]), np.diff(block.indptr))
    order = np.lexsort((block.indices, -block.data, rows))
    place = np.arange(len(rows)) - block.indptr[rows]  # rows stay where they are
    kept = (place < weights.ANCHORS) & (block.data[order] > 0)
    shape = block.shape[0], weights.ANCHORS
    asked, counts = np.full(shape, NONE, np.int32), np.zeros(shape, np.float32)
    is_enjoyed = np.zeros(shape, np.bool_)
    at = rows[kept], place[kept]
    asked[at], counts[at] = block.indices[order][kept], block.data[order][kept]
    is_enjoyed[at] = np.asarray(enjoyed[at[0], asked[at]]).ravel() > 0
    return asked, counts, is_enjoyed


def _top(scores: Floats, count: int) -> Ints:
    """The columns with the highest positive scores of each row, best first, the lower column first among equals."""
    is_high = scores > 0
    if np.count_nonzero(is_high) > _MANY * count * len(scores):  # else most are 0, which partition is slow with
        is_high &= scores >= np.partition(scores, -count, axis=1)[:, -count, None]
    rows, columns = np.nonzero(is_high)
    # Row, falling score and column in one number, so that a plain sort orders them: the bits of a float rise with it.
    falling = 0x7FFFFFFF - scores[rows, columns].view(np.int32).astype(np.int64)
    packed = np.sort((rows << 48) | (falling << 17) | columns)
    rows, columns = packed >> 48, packed & 0x1FFFF
    place = places(rows)
    kept = place < count
    found = np.full((len(scores), count), NONE, np.int32)
    found[rows[kept], place[kept]] = columns[kept]
    return found


def _padded(near: csr_matrix, count: int) -> tuple[Ints, Floats]:
    """Each row's largest values but its own, with their columns."""
    rows = np.repeat(np.arange(near.shape[0]), np.diff(near.indptr))
    others = (near.indices != rows) & (near.data > 0)
    rows, columns, values = rows[others], near.indices[others], near.data[others]
    order = np.lexsort((columns, -values, rows))
    rows, columns, values = rows[order], columns[order], values[order]
    place = places(rows)
    kept = place < count
    shape = near.shape[0], count
    neighbours, likeness = np.full(shape, NONE, np.int32), np.zeros(shape, np.float32)
    neighbours[rows[kept], place[kept]], likeness[rows[kept], place[kept]] = columns[kept], values[kept]
    return neighbours, likeness
