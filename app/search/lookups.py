"""Finds videos by the words of their titles."""

from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy.orm import Session

from app.models import RankingEntry, Region, Video
from app.trending.facts import VideoFacts, facts_from, facts_select, regions_now


def videos(session: Session, words: str, region_code: str | None, limit: int) -> list[VideoFacts]:
    """Videos whose title holds all the words, most viewed first; with a region, those in its list now."""
    config: ColumnElement[str] = literal_column("'simple'")
    rows = facts_select().where(
        func.to_tsvector(config, Video.title).op("@@")(func.plainto_tsquery(config, words.replace("\0", " ")))
    )
    if region_code is not None:
        held = select(RankingEntry.video_id).join(Region, Region.ranking_id == RankingEntry.ranking_id)
        rows = rows.where(Video.id.in_(held.where(Region.code == region_code)))
    found = session.execute(rows.order_by(Video.views.desc().nulls_last(), Video.id).limit(limit)).all()
    regions = regions_now(session, [row.key for row in found])
    return [facts_from(row, regions.get(row.key, [])) for row in found]
