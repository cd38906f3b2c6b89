"""The lists of several regions together: as they are shown now, as they stood at a time, or of given rankings."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select

from app.extensions import db
from app.models import Region
from app.trending import lists
from app.trending.lists import OutsideHistory, RankedList

Snapshots = dict[str, RankedList]
"""Lists by the code of their region; one without a ranking is empty."""


def current(codes: Collection[str]) -> Snapshots:
    """The lists that these regions show now."""
    return {code: lists.current(code)[0] for code in codes}


def at(codes: Collection[str], moment: datetime) -> Snapshots:
    """The lists that these regions showed at a time, empty for a region that had none yet.

    Raises `OutsideHistory` when none of them had one.
    """
    of_region = lists.ranking_at(Region.code, moment).scalar_subquery()
    found = db.session.execute(select(Region.code, of_region).where(Region.code.in_(codes)))
    ranking_ids: dict[str, int | None] = dict(found.all())
    if not any(ranking_ids.values()):
        raise OutsideHistory(*lists.span(*codes))
    return of_rankings({code: ranking_ids[code] for code in codes})


def of_rankings(ranking_ids: Mapping[str, int | None]) -> Snapshots:
    """The lists of one ranking of each region, None for a region without. Raises `RankingGone` when one is gone."""
    return {
        code: lists.empty(code) if ranking_id is None else lists.of_ranking(code, ranking_id)
        for code, ranking_id in ranking_ids.items()
    }
