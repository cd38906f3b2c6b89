"""What is rising in a region: the older interface's first places, and the whole list page by page."""

from typing import Any

from apiflask import APIBlueprint
from flask import current_app, url_for

from app.api.queries import query
from app.api.schemas.trending import Newer, RankedPage, RankedQuery, RankedVideo, RegionVideos, Snapshot
from app.api.schemas.videos import VideoSummary
from app.models import REGIONS
from app.trending import charts, cursor, lists
from app.trending.lists import Entry, RankedList

TOP = 25
X_CACHE: dict[int | str, Any] = {
    200: {"headers": {"X-Cache": {"schema": {"type": "string", "enum": ["HIT", "MISS", "STALE"]}}}}
}

trending = APIBlueprint("trending", __name__, tag="Trending")


@trending.get("/api/trending/<region>")
@trending.output(RegionVideos)
@trending.doc(responses=X_CACHE)
def top(region: str) -> tuple[RegionVideos, int, dict[str, str]]:
    """The 25 highest videos of a region

    `X-Cache` tells whether the list came from the cache (HIT), was read now (MISS), or is an older one that
    stands in while it is reread (STALE).
    """
    code = lists.region_code(region)
    ranked, outcome = lists.current(code)
    videos = [VideoSummary.of(entry.video) for entry in ranked.entries[:TOP]]
    answer = RegionVideos(region=code, region_name=REGIONS[code].name, videos=videos, total=len(videos))
    return answer, 200, {"X-Cache": outcome}


@trending.get("/v1/trending/<region>")
@query(trending, RankedQuery)
@trending.output(RankedPage)
def show(region: str, query: RankedQuery) -> RankedPage:
    """A page of a region's list

    Later pages are read from the ranking that the first was read from, so that nothing repeats or is skipped when
    the list is ranked anew meanwhile.
    """
    code = lists.region_code(region)
    ranked, after = _opened(code, query)
    page = charts.page(_asked(ranked, query), after, query.limit)
    return RankedPage(
        data=[RankedVideo.of(ranked, shown.entry, query.explain == "1") for shown in page.items],
        snapshot=Snapshot.of(ranked),
        newer=_newer(ranked, query, page.after),
        cursor=_next(ranked, page.after),
    )


def _opened(code: str, query: RankedQuery) -> tuple[RankedList, int]:
    """The list to read from, and the rank after which to begin."""
    if query.cursor is None:
        return lists.current(code)[0] if query.at is None else lists.at(code, query.at), 0
    position = cursor.load(query.cursor, current_app.config["SECRET_KEY"])
    ranked = lists.of_ranking(code, position.ranking_id)
    if ranked.region_code != code:
        raise cursor.BadCursor(query.cursor)
    return ranked, position.rank


def _asked(ranked: RankedList, query: RankedQuery) -> list[Entry]:
    return charts.of_language(charts.of_category(ranked.entries, query.category), query.lang)


def _newer(ranked: RankedList, query: RankedQuery, after: int | None) -> Newer | None:
    """What a later page tells of the newest list, unless a list of the past was asked for."""
    if query.cursor is None or query.at is not None:
        return None
    newest, _ = lists.current(ranked.region_code)
    if newest.ranking_id == ranked.ranking_id:
        return None
    opened = _asked(ranked, query)
    shown = sum(after is None or entry.rank <= after for entry in opened)
    count = charts.newer(opened, _asked(newest, query), shown)
    href = url_for("api.trending.show", region=ranked.region_code, category=query.category, lang=query.lang)
    return Newer(count=count, href=href) if count else None


def _next(ranked: RankedList, after: int | None) -> str | None:
    if after is None or ranked.ranking_id is None:
        return None
    return cursor.dump(charts.Position(ranked.ranking_id, after), current_app.config["SECRET_KEY"])
