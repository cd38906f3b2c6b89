"""A whole search: kinds ranked and counted, spellings mended when nothing is found, all in good time."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from psycopg.errors import QueryCanceled
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.search import frequency, lookups, typos
from app.search.lookups import MOST_RANKED, Hits
from app.search.query import Kind, Query
from app.search.score import Hit
from app.social.reader import Reader
from app.trending.facts import VideoFacts

TIMEOUT_MS = 500
"""What a lookup may take; what has taken longer is left out of the answer, which says so."""

Found = TypeVar("Found")


@dataclass(slots=True)
class Results:
    """What a search found: `hits`, the best first, of the kinds that were ranked; `counts` of all kinds.

    `query` is what was looked for, `mended` whether spellings were changed for that. `late` are the kinds for which
    the time was not enough.
    """

    query: Query
    hits: list[Hit] = field(default_factory=list)
    counts: dict[Kind, int] = field(default_factory=dict)
    mended: bool = False
    late: list[Kind] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not any(self.counts.values())


def search(session: Session, reader: Reader, query: Query, kinds: Collection[Kind]) -> Results:
    """Rank what is of `kinds`, and count the rest; with mended spellings when nothing at all is found.

    What follows in the transaction of `session` is under the time limit of a search as well.
    """
    if not query.asks:
        return Results(query)
    limit_time(session)
    results = _results(session, reader, query, kinds)
    if not results.is_empty or results.late:
        return results
    better = in_time(session, partial(typos.mended, session, query))
    again = _results(session, reader, better, kinds) if better else results
    again.mended = not again.is_empty
    return again if again.mended else results


def most_viewed(session: Session, query: Query, limit: int) -> list[VideoFacts]:
    """The videos that a query finds, the most viewed first; none when the time was not enough."""
    limit_time(session)
    return in_time(session, partial(lookups.videos, session, measured(session, query), limit)) or []


def one_kind(session: Session, reader: Reader, query: Query, kind: Kind | None) -> tuple[Results, Kind]:
    """The same of the kind that is asked for; of the first of which there is any, when none is."""
    wanted = kind or next(iter(query.kinds), Kind.VIDEO)
    results = search(session, reader, query, [wanted])
    first = next((one for one in Kind if results.counts.get(one)), wanted)
    if kind is None and not results.hits and first is not wanted:
        results.hits, wanted = _rank(session, reader, results, first), first
    return results, wanted


def limit_time(session: Session) -> None:
    """From now on statements of this transaction end after TIMEOUT_MS, and are planned for the words they are about.

    No plan may read a whole table, for the planner does not know that two common words never meet.
    """
    values = {
        "statement_timeout": str(TIMEOUT_MS),
        "enable_seqscan": "off",
        "enable_mergejoin": "off",
        "plan_cache_mode": "force_custom_plan",
    }
    session.execute(select(*(func.set_config(name, value, True) for name, value in values.items())))


def _results(session: Session, reader: Reader, query: Query, kinds: Collection[Kind]) -> Results:
    results = Results(measured(session, query))
    for kind in Kind:
        if kind in kinds:
            results.hits += _rank(session, reader, results, kind)
            continue
        _note(results, kind, in_time(session, partial(lookups.counted, session, reader, results.query, kind)))
    results.hits = sorted(results.hits, key=lambda hit: -hit.score)[:MOST_RANKED]
    return results


def _rank(session: Session, reader: Reader, results: Results, kind: Kind) -> list[Hit]:
    hits: Hits | None = in_time(session, partial(lookups.ranked, session, reader, results.query, kind))
    _note(results, kind, hits.count if hits else None)
    return hits.hits if hits else []


def _note(results: Results, kind: Kind, count: int | None) -> None:
    results.counts[kind] = count or 0
    if count is None:
        results.late.append(kind)


def measured(session: Session, query: Query) -> Query:
    """`query` with what is known of its words; as it is when even that took too long."""
    return in_time(session, partial(frequency.measured, session, query)) or query


def in_time(session: Session, look_up: Callable[[], Found]) -> Found | None:
    """What a lookup found; None when it took too long."""
    try:
        with session.begin_nested():
            return look_up()
    except OperationalError as error:
        if isinstance(error.orig, QueryCanceled):
            return None
        raise
