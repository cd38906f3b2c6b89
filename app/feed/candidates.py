"""Which videos could be in the decks of a block of members: each source lists some, with its reason. Pure."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from app.feed import collaborative, weights
from app.feed.collaborative import NONE, Model, cells, counted
from app.feed.population import ENJOYED_KINDS, Acts, Catalogue, Ids, Members
from app.feed.ranking import Candidates, listed, places
from app.feed.reasons import Reason
from app.regions import REGIONS

_DAY_SECONDS = 86400.0


@dataclass(frozen=True)
class Learnt:
    """What is the same for all members of a build. `columns` are the videos that are columns of `model`, ascending;
    `newest` holds new videos, `shelves` the newest videos of each channel in the order of `channels`, padded."""

    model: Model | None
    columns: Ids
    popular: NDArray[np.float64]
    newest: Ids
    channels: Ids
    shelves: Ids
    seed: int


def learnt_from(catalogue: Catalogue, sample: Acts, now: float, seed: int, threads: int = 0) -> Learnt:
    """Learn from what some members did; `now` is in seconds since 1970."""
    members, rows = np.unique(sample.members, return_inverse=True)
    acts = newest_acts(Acts(rows, sample.videos, sample.kinds, sample.age_days))
    counts = counted(acts)
    totals = np.bincount(acts.videos, np.maximum(counts, 0), len(catalogue))
    done = csr_matrix((np.ones(len(acts.videos), np.int8), (acts.members, acts.videos)), (len(members), len(catalogue)))
    tried = np.bincount(done.indices, minlength=len(catalogue))
    columns = np.sort(np.argsort(-totals, kind="stable")[: weights.COLUMNS])
    columns = columns[totals[columns] > 0]
    model, popular = None, np.zeros(len(catalogue))
    if len(columns):
        matrix = _matrix(acts, columns, len(members), len(catalogue))
        model = collaborative.learn(matrix, seed, threads)
        popular[columns] = weights.POPULAR / (weights.RANK_OFFSET + model.popularity)
    age_days = (now - catalogue.published) / _DAY_SECONDS
    is_new = (age_days >= 0) & (age_days < weights.NEW_DAYS) & (tried < weights.NEW_TRIED)
    newest = np.flatnonzero(is_new)
    newest = newest[np.argsort(-catalogue.published[newest], kind="stable")][: weights.NEW_VIDEOS]
    return Learnt(model, columns, popular, newest, *_shelves(catalogue), seed)


def newest_acts(acts: Acts) -> Acts:
    """At most the newest MOST_OF_MEMBER acts of each row, in any order."""
    is_busy = np.bincount(acts.members, minlength=1)[acts.members] > weights.MOST_OF_MEMBER
    if not is_busy.any():
        return acts
    busy = acts.where(is_busy)
    order = np.lexsort((busy.kinds, busy.videos, busy.age_days, busy.members))
    newest = order[places(busy.members[order]) < weights.MOST_OF_MEMBER]
    return acts.where(np.concatenate([np.flatnonzero(~is_busy), np.flatnonzero(is_busy)[newest]]))


def sources(catalogue: Catalogue, learnt: Learnt, block: Members, threads: int = 0) -> list[Candidates]:
    """What each source lists for the members of a block; of equal reasons the earlier ones stay."""
    acts = newest_acts(block.acts)
    counts = np.maximum(counted(acts), 0)
    return [
        _followed(block),
        *collaborated(learnt, acts, len(block), len(catalogue), threads),
        _of_channels(catalogue, learnt, acts, counts, _share(acts, len(block))),
        *_rising(catalogue, block),
        _new(catalogue, learnt, block, acts, counts),
    ]


def _followed(block: Members) -> Candidates:
    """What followed members liked or wrote about, that of several and of late first; the last of them is named."""
    rows, videos, actors, age_days = block.followed
    order = np.lexsort((actors, age_days, videos, rows))
    rows, videos, actors = rows[order], videos[order], actors[order]
    fresh = weights.decayed(1.0, age_days[order])
    first = np.flatnonzero(np.diff(rows, prepend=-1) | np.diff(videos, prepend=-1))
    sums = np.add.reduceat(fresh, first) if len(first) else fresh
    rows, videos, actors = rows[first], videos[first], actors[first]
    order = np.lexsort((videos, -sums, rows))
    ranks = places(rows[order])
    return listed(Reason.FOLLOWED, weights.FOLLOWED, rows[order], videos[order], ranks, actors[order])


def collaborated(learnt: Learnt, acts: Acts, members: int, videos: int, threads: int = 0) -> list[Candidates]:
    """What the acts of a block's rows say by neighbours and by factors; the more they did, the more it counts."""
    if learnt.model is None or not len(acts.members):
        return []
    share = _share(acts, members)
    matrix = _matrix(acts, learnt.columns, members, videos)
    enjoyed = _matrix(acts.where(np.isin(acts.kinds, ENJOYED_KINDS)), learnt.columns, members, videos)
    found = collaborative.tastes(learnt.model, matrix, enjoyed, threads)
    rows, ranks = np.nonzero(found.by_factors != NONE)
    by_factors = learnt.columns[found.by_factors[rows, ranks]]
    near_rows, near_ranks = np.nonzero(found.by_neighbours != NONE)
    by_neighbours = learnt.columns[found.by_neighbours[near_rows, near_ranks]]
    anchors = found.anchors[near_rows, near_ranks]
    is_named = anchors != NONE
    near = listed(Reason.SIMILAR, weights.SIMILAR, near_rows, by_neighbours, near_ranks, share=share[near_rows])
    # The context is an index until the deck is written; where no enjoyed video speaks for it, it is taste.
    reasons = np.where(is_named, Reason.SIMILAR, Reason.TASTE).astype(np.uint8)
    contexts = np.where(is_named, learnt.columns[anchors], 0).astype(np.uint32)
    similar = Candidates(near.rows, near.videos, near.scores, reasons, contexts)
    return [similar, listed(Reason.TASTE, weights.TASTE, rows, by_factors, ranks, share=share[rows])]


def _of_channels(
    catalogue: Catalogue, learnt: Learnt, acts: Acts, counts: NDArray[np.float64], share: NDArray[np.float64]
) -> Candidates:
    """The newest of the channels that a member chose most, if more than once."""
    chosen = (counts > 0) & (catalogue.channels[acts.videos] > 0)
    rows, numbers = acts.members[chosen], np.searchsorted(learnt.channels, catalogue.channels[acts.videos[chosen]])
    pair, which = np.unique(rows * max(1, len(learnt.channels)) + numbers, return_inverse=True)
    _, once = np.unique(np.stack([which, acts.videos[chosen]]), axis=1, return_index=True)
    often = np.bincount(which[once], minlength=len(pair)) >= weights.CHANNEL_ACTS
    liked = np.bincount(which, counts[chosen], len(pair))
    rows, numbers = np.divmod(pair[often], max(1, len(learnt.channels)))
    order = np.lexsort((numbers, -liked[often], rows))
    rows, numbers = rows[order], numbers[order]
    top = places(rows) < weights.CHANNELS_OF_MEMBER
    rows, numbers = rows[top], numbers[top]
    shelf = learnt.shelves[numbers]
    each, slots = np.nonzero(shelf != NONE)
    ranks = slots * weights.CHANNELS_OF_MEMBER + places(rows)[each]
    channels = learnt.channels[numbers[each]]
    return listed(
        Reason.CHANNEL, weights.CHANNEL, rows[each], shelf[each, slots], ranks, channels, share=share[rows[each]]
    )


def _rising(catalogue: Catalogue, block: Members) -> list[Candidates]:
    """The lists of the home region and of regions in whose language a member reads."""
    numbers = {code: number for number, code in enumerate(catalogue.language_codes)}
    found = []
    for region, facts in enumerate(REGIONS.values()):
        videos = catalogue.rising[region]
        reads = block.reads[:, numbers[facts.language]] & (block.homes != region)
        for reason, weight, rows in (
            (Reason.RISING_HOME, weights.RISING_HOME, np.flatnonzero(block.homes == region)),
            (Reason.RISING_LANGUAGE, weights.RISING_LANGUAGE, np.flatnonzero(reads)),
        ):
            ranks = np.tile(np.arange(len(videos)), len(rows))
            found.append(
                listed(reason, weight, np.repeat(rows, len(videos)), np.tile(videos, len(rows)), ranks, region)
            )
    return found


def _new(catalogue: Catalogue, learnt: Learnt, block: Members, acts: Acts, counts: NDArray[np.float64]) -> Candidates:
    """New videos in languages the member reads, drawn by lot, those of the categories they choose more likely.

    The lot is a hash of seed, member and video: the Gumbel trick draws without replacement (Vieira 2014).
    """
    videos = learnt.newest
    categories, number = np.unique(catalogue.categories, return_inverse=True)
    liked = cells(acts.members, number[acts.videos], counts, (len(block), len(categories))).toarray()
    likely = 0.3 + liked[:, number[videos]] / np.maximum(liked.sum(axis=1, keepdims=True), 1e-9)
    lot = np.log(likely) - np.log(-np.log(_uniform(learnt.seed, block.ids[:, None], catalogue.ids[videos])))
    languages = catalogue.languages[videos]
    readable = block.reads[:, languages] | (languages == 0) | ~block.reads.any(axis=1, keepdims=True)
    lot[~(readable & block.learns[:, None])] = -np.inf
    order = np.argsort(-lot, axis=1, kind="stable")[:, : 4 * weights.NEW_EACH]
    rows, ranks = np.nonzero(np.take_along_axis(lot, order, axis=1) > -np.inf)
    return listed(Reason.NEW, 1e-3, rows, videos[order[rows, ranks]], ranks)


def _uniform(seed: int, members: Ids, videos: Ids) -> NDArray[np.float64]:
    """Numbers between 0 and 1 that depend on the three alone: splitmix64 (Steele, Lea and Flood 2014)."""
    mixed = (members.astype(np.uint64) << np.uint64(32)) ^ videos.astype(np.uint64)
    mixed = mixed + np.uint64((seed * 0x9E3779B97F4A7C15) % 2**64)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    mixed ^= mixed >> np.uint64(31)
    return (np.asarray(mixed >> np.uint64(11), np.float64) + 0.5) / 2**53


def _shelves(catalogue: Catalogue) -> tuple[Ids, Ids]:
    """The channels there are, and the newest videos of each, padded."""
    known = np.flatnonzero(catalogue.channels)
    order = known[np.lexsort((-catalogue.ids[known], -catalogue.published[known], catalogue.channels[known]))]
    channels, number = np.unique(catalogue.channels[order], return_inverse=True)
    place = places(number)
    kept = place < weights.VIDEOS_OF_CHANNEL
    shelves = np.full((len(channels), weights.VIDEOS_OF_CHANNEL), NONE, np.int64)
    shelves[number[kept], place[kept]] = order[kept]
    return channels, shelves


def _share(acts: Acts, members: int) -> NDArray[np.float64]:
    evidence = np.bincount(acts.members, np.maximum(counted(acts), 0), members)
    share: NDArray[np.float64] = evidence / (evidence + weights.EVIDENCE)
    return share


def _matrix(acts: Acts, columns: Ids, members: int, videos: int) -> csr_matrix:
    """The cells of `columns`, for rows that stand as members."""
    column_of = np.full(videos, NONE, np.int64)
    column_of[columns] = np.arange(len(columns))
    column = column_of[acts.videos]
    kept = column != NONE
    return cells(acts.members[kept], column[kept], counted(acts)[kept], (members, len(columns)))
