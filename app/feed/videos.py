"""The catalogue of all videos, read from the database."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from sqlalchemy import Connection, bindparam, func, select
from sqlalchemy import Text as SqlText
from sqlalchemy.dialects.postgresql import ARRAY

from app.feed.columns import columns, seconds, whole
from app.feed.population import Catalogue, Ids, Text, canonical_language
from app.models import REGIONS, Channel, Ranking, RankingEntry, Region, Video

CHART_LENGTH = 1000
CHART_DAYS = 7
_REGIONS = list(REGIONS)


def read_catalogue(connection: Connection) -> Catalogue:
    """All videos, the lists of now, and longer ones of the last days for who reads on."""
    spoken = {region.language for region in REGIONS.values()}
    told = select(Video.language).where(Video.language.is_not(None)).distinct().order_by(Video.language)
    written = [one for one in connection.scalars(told) if one]
    codes = ["", *sorted({canonical_language(one) for one in written} - {""} | spoken)]
    rows = select(
        Video.id,
        func.coalesce(Video.channel_id, 0).label("channel"),
        whole(func.coalesce(Video.category_id, 0)).label("category"),
        whole(func.coalesce(func.array_position(_texts(written), Video.language), 0)).label("language"),
        func.coalesce(seconds(Video.published_at), 0.0).label("published"),
    )
    found = columns(connection, rows.order_by(Video.id))
    language_of = np.array([0, *(codes.index(canonical_language(one)) for one in written)], np.int64)
    videos = Catalogue(
        found["id"].astype(np.int64),
        found["channel"].astype(np.int64),
        found["category"].astype(np.int64),
        language_of[found["language"]],
        found["published"],
        codes,
    )
    rising, lately = _rising(connection), _lately(connection)
    now = [videos.index_of(rising[code]) for code in _REGIONS]
    charts = [_longer(first, videos.index_of(lately[code])) for first, code in zip(now, _REGIONS, strict=True)]
    return replace(videos, rising=now, charts=charts)


def texts(connection: Connection, video_ids: Ids) -> dict[int, Text]:
    """What muted words and tags of videos are compared with."""
    rows = select(Video.id, Video.folded, Video.folded_tags, Channel.folded).outerjoin(
        Channel, Channel.id == Video.channel_id
    )
    wanted = rows.where(Video.id == func.any(bindparam("ids", video_ids.tolist(), ARRAY(Video.id.type))))
    return {
        video_id: Text(f"{folded} {tags.replace('#', '')} {channel or ''}", frozenset(tags.split()))
        for video_id, folded, tags, channel in connection.execute(wanted)
    }


def _texts(values: Sequence[str]) -> Any:
    return bindparam("written", list(values), ARRAY(SqlText()))


def _rising(connection: Connection) -> dict[str, Ids]:
    rows = (
        select(whole(func.array_position(_texts(_REGIONS), Region.code)).label("region"), RankingEntry.video_id)
        .join(RankingEntry, RankingEntry.ranking_id == Region.ranking_id)
        .order_by(Region.code, RankingEntry.rank)
    )
    return _by_region(columns(connection, rows))


def _lately(connection: Connection) -> dict[str, Ids]:
    """What stood in the lists of each region's last days, that which stood there last first."""
    newest = select(func.max(Ranking.captured_at)).scalar_subquery()
    last, highest = func.max(Ranking.captured_at), func.min(RankingEntry.rank)
    rows = (
        select(whole(func.array_position(_texts(_REGIONS), Ranking.region_code)).label("region"), RankingEntry.video_id)
        .join(RankingEntry, RankingEntry.ranking_id == Ranking.id)
        .where(Ranking.captured_at > newest - func.make_interval(0, 0, 0, CHART_DAYS))
        .group_by(Ranking.region_code, RankingEntry.video_id)
        .order_by(Ranking.region_code, last.desc(), highest, RankingEntry.video_id)
    )
    return _by_region(columns(connection, rows))


def _by_region(found: dict[str, Any]) -> dict[str, Ids]:
    return {
        code: found["video_id"][found["region"] == number].astype(np.int64) for number, code in enumerate(_REGIONS, 1)
    }


def _longer(first: Ids, more: Ids) -> Ids:
    every = np.concatenate([first, more])
    _, once = np.unique(every, return_index=True)
    return every[np.sort(once)][:CHART_LENGTH]
