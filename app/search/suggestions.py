"""What to offer while a search is typed: the best of each kind, by name alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import User, Video
from app.search import lookups
from app.search.query import Kind, Query
from app.search.results import in_time, limit_time, measured
from app.search.score import Hit
from app.social.reader import Reader

MOST, MOST_OF_A_KIND, SCORED = 8, 4, 50

_KINDS = (Kind.VIDEO, Kind.PERSON, Kind.TAG)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`name` is what is shown, `address` what stands in the address of its page."""

    kind: Kind
    name: str
    address: str


def suggestions(session: Session, reader: Reader, query: Query) -> list[Suggestion]:
    """At most MOST things that the text of `query` may become, the best first; in at most seven statements."""
    if not query.asks:
        return []
    limit_time(session)
    query = measured(session, query)
    found = [in_time(session, partial(lookups.ranked, session, reader, query, kind, SCORED)) for kind in _KINDS]
    hits = [hit for one in found if one for hit in one.hits[:MOST_OF_A_KIND]]
    best = sorted(hits, key=lambda hit: -hit.score)[:MOST]
    names = {
        **_named(session, Kind.VIDEO, best, Video.id, Video.title, Video.source_id),
        **_named(session, Kind.PERSON, best, User.id, User.username, User.username),
    }
    return [Suggestion(hit.kind, *names.get((hit.kind, hit.key), (str(hit.key), str(hit.key)))) for hit in best]


def _named(
    session: Session, kind: Kind, hits: Sequence[Hit], key: Any, name: Any, address: Any
) -> dict[tuple[Kind, int | str], tuple[str, str]]:
    keys = [hit.key for hit in hits if hit.kind is kind]
    rows = session.execute(select(key, name, address).where(key.in_(keys))) if keys else ()
    return {(kind, row[0]): (row[1], row[2]) for row in rows}
