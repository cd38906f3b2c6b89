"""How good the choice is: learnt from the beginning of an event log, measured by what was chosen in the rest of it."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Self
from warnings import catch_warnings

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from app.feed import candidates, collaborative, weights
from app.feed.population import Acts, Catalogue
from app.feed.ranking import best, fused, places
from app.feed.synthetic_events import World
from app.feed.weights import Act

TOP = 20
_TRAINED_SHARE = 0.8
_DAY_SECONDS = 86400.0
_MOST_LINES_TOLD = 20
_BLOCK = 2000

Ids = NDArray[np.int64]
Choice = Callable[[Ids], Ids]
"""Gives the columns chosen for some users, [users, TOP], -1 where there are no more."""


class TooFew(ValueError):
    """The log cannot be split so that there is something to learn and something to find."""


@dataclass(frozen=True)
class Log:
    """Events: users and items numbered from 0, and days since any beginning."""

    users: int
    items: int
    of_users: Ids
    of_items: Ids
    days: NDArray[np.float64]


class Measured(NamedTuple):
    """Of the users judged: recall is the mean of hits / min(TOP, items to be found), ndcg with binary gains; coverage
    is the share of items that anybody is given, novelty the mean of -log2 of the share of users who know an item."""

    recall: float
    ndcg: float
    coverage: float
    novelty: float


@dataclass(frozen=True)
class Split:
    """What is learnt from, `known`, and what is to be `found` after it: items that are new to users who were known."""

    log: Log
    until: float
    learnt: NDArray[np.bool_]
    known: csr_matrix
    found: csr_matrix
    judged: Ids

    @classmethod
    def of(cls, log: Log) -> Self:
        """Split at the time when four fifths of the events had come. Raises `TooFew`."""
        until = float(np.quantile(log.days, _TRAINED_SHARE)) if len(log.days) else 0.0
        learnt = log.days < until
        known, later = _matrix(log, learnt), _matrix(log, ~learnt)
        later = csr_matrix(later - later.multiply(known > 0))
        later.eliminate_zeros()
        judged = np.flatnonzero((np.diff(known.indptr) > 0) & (np.diff(later.indptr) > 0))
        if not len(judged):
            raise TooFew("Nobody in the log chose something both in the first four fifths of the time and afterwards.")
        return cls(log, until, learnt, known, later, judged)


def read(path: Path, tell: Callable[[int, str], None]) -> Log:
    """The events of a CSV file with or without a header. Calls `tell` with the line and reason of bad rows."""
    users: dict[str, int] = {}
    items: dict[str, int] = {}
    rows: list[tuple[int, int, float]] = []
    bad = 0
    with path.open(newline="", encoding="utf-8-sig", errors="replace") as file:
        reader = csv.reader(file)
        for number, row in enumerate(reader):
            if not row or (number == 0 and _is_header(row)):
                continue
            reason = _refusal(row)
            if reason:
                bad += 1
                if bad <= _MOST_LINES_TOLD:
                    tell(reader.line_num, reason)
                continue
            user, item = users.setdefault(row[0], len(users)), items.setdefault(row[1], len(items))
            rows.append((user, item, float(row[-1]) / _DAY_SECONDS))
    if bad > _MOST_LINES_TOLD:
        tell(reader.line_num, f"{bad - _MOST_LINES_TOLD} more rows like these were left out")
    of_users, of_items, days = zip(*rows, strict=True) if rows else ((), (), ())
    return Log(len(users), len(items), np.array(of_users, np.int64), np.array(of_items, np.int64), np.array(days))


def made(world: World) -> Log:
    """The events of made-up members."""
    of_users, of_items, days = (np.concatenate(arrays) for arrays in zip(*world.blocks(), strict=True))
    return Log(world.users, world.items, of_users, of_items, days)


def compare(split: Split, seed: int) -> Iterator[tuple[str, Measured]]:
    """Popularity first, then item-to-item, plain ALS, and ours."""
    for name, method in _METHODS.items():
        yield name, measure(split, method(split, seed))


def measure(split: Split, choose: Choice) -> Measured:
    """How good a choice is."""
    discounts = 1 / np.log2(np.arange(2, TOP + 2))
    ideals = np.cumsum(discounts)
    shares = np.asarray((split.known > 0).sum(axis=0)).ravel() / max(1, split.log.users)
    surprise = -np.log2(np.maximum(shares, 1 / (2 * split.log.users)))
    recall, ndcg, novelty, given = [], [], [], np.zeros(split.log.items, np.bool_)
    for first in range(0, len(split.judged), _BLOCK):
        users = split.judged[first : first + _BLOCK]
        chosen = choose(users)
        is_given = chosen >= 0
        hits = (np.asarray(split.found[users[:, None], np.maximum(chosen, 0)].todense()) > 0) & is_given
        wanted = np.minimum(np.diff(split.found.indptr)[users], TOP)
        recall.append(hits.sum(axis=1) / wanted)
        ndcg.append((hits * discounts).sum(axis=1) / ideals[wanted - 1])
        novelty.append(surprise[chosen[is_given]])
        given[chosen[is_given]] = True
    means = [float(np.concatenate(values).mean()) for values in (recall, ndcg, novelty)]
    return Measured(means[0], means[1], float(given.mean()), means[2])


def _popularity(split: Split, _seed: int) -> Choice:
    order = np.argsort(-np.asarray(split.known.sum(axis=0)).ravel(), kind="stable")
    return lambda users: np.array([_first(order, split.known[user].indices) for user in users])


def _item_to_item(split: Split, _seed: int) -> Choice:
    from implicit.nearest_neighbours import CosineRecommender

    model = CosineRecommender(K=weights.NEIGHBOURS)
    with catch_warnings(action="ignore"):  # it hands itself a matrix of another form than it asks for
        model.fit(split.known, show_progress=False)
    return lambda users: _padded(*model.recommend(users, split.known[users], N=TOP))


def _plain_als(split: Split, seed: int) -> Choice:
    """All events count alike, however old; otherwise as ours."""
    model = collaborative.factorized(split.known, seed)
    return lambda users: _padded(*model.recommend(users, split.known[users], N=TOP))


def _ours(split: Split, seed: int) -> Choice:
    """What the builder makes of the same events as likes, without regions, people and new items, which logs lack."""
    log, learnt = split.log, split.learnt
    none = np.zeros(log.items, np.int64)
    catalogue = Catalogue(np.arange(1, log.items + 1), none, none, none, np.zeros(log.items), [""])
    acts = Acts(
        log.of_users[learnt],
        log.of_items[learnt],
        np.full(learnt.sum(), Act.LIKE, np.int64),
        split.until - log.days[learnt],
    )
    model = candidates.learnt_from(catalogue, acts, 0.0, seed)

    def choose(users: Ids) -> Ids:
        own = np.isin(acts.members, users)
        rows = np.searchsorted(users, acts.members[own])
        block = Acts(rows, acts.videos[own], acts.kinds[own], acts.age_days[own])
        found = fused(candidates.collaborated(model, block, len(users), log.items), log.items)
        found = best(found.scored(found.scores + model.popular[found.videos]), TOP)
        chosen = np.full((len(users), TOP), -1, np.int64)
        chosen[found.rows, places(found.rows)] = found.videos
        return chosen

    return choose


_METHODS: dict[str, Callable[[Split, int], Choice]] = {
    "popularity": _popularity,
    "item-to-item": _item_to_item,
    "plain ALS": _plain_als,
    "ours": _ours,
}


def _matrix(log: Log, which: NDArray[np.bool_]) -> csr_matrix:
    cells = np.ones(int(which.sum()), np.float32), (log.of_users[which], log.of_items[which])
    matrix = csr_matrix(cells, shape=(log.users, log.items))
    matrix.data[:] = 1
    return matrix


def _first(order: Ids, known: Any) -> Ids:
    some = order[: TOP + len(known)]
    left = some[~np.isin(some, known)][:TOP]
    return np.pad(left, (0, TOP - len(left)), constant_values=-1)


def _padded(ids: Any, scores: Any) -> Ids:
    chosen = np.where((scores > 0) & (ids >= 0), ids, -1).astype(np.int64)
    return np.pad(chosen, ((0, 0), (0, TOP - chosen.shape[1])), constant_values=-1)


def _is_header(row: list[str]) -> bool:
    return not _is_number(row[-1])


def _refusal(row: list[str]) -> str | None:
    if len(row) < 3:
        return f"it has {len(row)} fields, not user,item,timestamp"
    if not (row[0] and row[1]):
        return "its user or item is empty"
    return None if _is_number(row[-1]) else f"{row[-1]!r} is not a timestamp in seconds"


def _is_number(text: str) -> bool:
    try:
        return bool(np.isfinite(float(text)))
    except ValueError:
        return False
