"""The score by which what was found is ranked: named parts, each 0..1 times its weight, as SQL. All weights are here.

Spelling outweighs the rest together, so that what is spelled as it was typed always comes first.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import REAL, ColumnElement, Float, Integer, Label, SQLColumnExpression, case, cast, func, literal
from sqlalchemy.dialects.postgresql import TSQUERY

from app.search.query import Kind, Query
from app.search.tsquery import tsquery

WEIGHTS = {"spelling": 60.0, "relevance": 20.0, "rising": 12.0, "recency": 8.0}
"""The most points each part can give; they sum to 100."""

CLOSENESS, BREVITY, WHOLENESS = 0.5, 0.25, 0.25
"""Shares of relevance: the words stand together; little else does; the last word is not only the beginning of one."""

HALF_LIFE_DAYS = 30.0
"""Age at which recency has halved."""

LIST_LENGTH = 200.0
"""The rank in a region's list from which on a video counts as not rising."""

HALF_RISING = {Kind.POST: 5.0, Kind.PERSON: 50.0}
"""Likes and comments of a post, followers of a member, at which they are half as much risen as can be."""

Value = ColumnElement[Any]


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: its database id, or the name of a tag, and the points of each part, in tenths of a point."""

    kind: Kind
    key: int | str
    tenths: tuple[int, ...] = (0,) * len(WEIGHTS)

    @property
    def score(self) -> float:
        """Of at most 100 points."""
        return sum(self.tenths) / 10

    @property
    def points(self) -> dict[str, float]:
        """The points of each part by its name; they sum to the score."""
        return {name: tenths / 10 for name, tenths in zip(WEIGHTS, self.tenths, strict=True)}


def tenths(*values: Value) -> list[Label[int]]:
    """The columns of `Hit.tenths`, of the values of the parts in the order of WEIGHTS."""
    return [
        cast(func.round(10 * weight * func.least(1.0, func.greatest(0.0, value))), Integer).label(name)
        for (name, weight), value in zip(WEIGHTS.items(), values, strict=True)
    ]


def spelling(query: Query, text: SQLColumnExpression[str]) -> Value:
    """The share of the words that `text` spells as they were typed, marks included."""
    if not query.terms:
        return literal(0.0)
    lowered = func.lower(text)
    spelled = [case((func.strpos(lowered, term.typed) > 0, 1.0), else_=0.0) for term in query.terms]
    return sum(spelled[1:], start=spelled[0]) / float(len(spelled))


def relevance(query: Query, search: SQLColumnExpression[str]) -> Value:
    """How much the text is about the words; `search` is what the index holds of it."""
    if not query.terms:
        return literal(0.0)
    asked = cast(tsquery(Query(terms=query.unbounded.terms)), TSQUERY)
    whole = cast(tsquery(Query(terms=query.terms), is_whole=True), TSQUERY)
    words = float(len(query.folded.split()))
    closeness = func.least(1.0, 10.0 * cast(func.ts_rank_cd(search, asked), REAL))
    brevity = func.least(1.0, words / cast(func.greatest(1, func.length(search)), Float))
    wholeness = case((search.op("@@")(whole), 1.0), else_=0.0)
    return CLOSENESS * closeness + BREVITY * brevity + WHOLENESS * wholeness


def rising_place(rank: ColumnElement[int]) -> Value:
    """1 for the first place of a region's list, 0 outside of all."""
    return func.coalesce(1.0 - func.ln(cast(rank, Float)) / func.ln(LIST_LENGTH), 0.0)


def rising_count(kind: Kind, count: SQLColumnExpression[int]) -> Value:
    """How far a count of members has risen; the first ones count most."""
    return cast(count, Float) / (cast(count, Float) + HALF_RISING[kind])


def recency(moment: SQLColumnExpression[Any], now: datetime) -> Value:
    """1 for now, half for HALF_LIFE_DAYS ago, 0 for an unknown time."""
    days = func.extract("epoch", literal(now) - moment) / 86_400.0
    return func.coalesce(func.power(0.5, cast(func.least(days, 10_000.0), Float) / HALF_LIFE_DAYS), 0.0)
