"""What is rising in a region: the older interface's first places, and the whole list page by page."""

from typing import Any

from apiflask import APIBlueprint
from flask import current_app

from app.api.schemas.trending import RankedPage, RankedQuery, RankedVideo, RegionVideos, Snapshot
from app.api.schemas.videos import VideoSummary
from app.models import REGIONS
from app.trending import charts, cursor, lists

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
@trending.input(RankedQuery, location="query", arg_name="query")
@trending.output(RankedPage)
def show(region: str, query: RankedQuery) -> RankedPage:
    """A page of a region's list

    Later pages are read from the ranking that the first was read from, so that nothing repeats or is skipped when
    the list is ranked anew meanwhile.
    """
    ranked, after = _opened(lists.region_code(region), query.cursor)
    page = charts.page(charts.of_category(ranked.entries, query.category), after, query.limit)
    data = [RankedVideo.of(shown.entry, query.explain == "1") for shown in page.items]
    return RankedPage(data=data, snapshot=Snapshot.of(ranked), cursor=_next(ranked, page.after))


def _opened(code: str, text: str | None) -> tuple[lists.RankedList, int]:
    """The list to read from, and the rank after which to begin."""
    if text is None:
        return lists.current(code)[0], 0
    position = cursor.load(text, current_app.config["SECRET_KEY"])
    ranked = lists.pinned(position.ranking_id)
    if ranked.region_code != code:
        raise cursor.BadCursor(text)
    return ranked, position.rank


def _next(ranked: lists.RankedList, after: int | None) -> str | None:
    if after is None or ranked.ranking_id is None:
        return None
    return cursor.dump(charts.Position(ranked.ranking_id, after), current_app.config["SECRET_KEY"])
