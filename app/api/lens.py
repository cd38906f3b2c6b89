"""The lists of all regions beside each other."""

from apiflask import APIBlueprint
from flask import current_app

from app.api.queries import query
from app.api.schemas.lens import LensPage, LensQuery, LensVideo
from app.api.schemas.trending import Snapshot
from app.models import REGIONS
from app.trending import cursor, snapshots
from app.trending import lens as borders
from app.trending.lists import region_code

lens = APIBlueprint("lens", __name__, tag="Trending")


@lens.get("/v1/lens")
@query(lens, LensQuery)
@lens.output(LensPage)
def show(query: LensQuery) -> LensPage:
    """What is only in one region, in several, everywhere, and how it got there

    A video is here when it is among the first 25 of a region; its lower places in the others are told as well. Later
    pages are read from the rankings that the first was read from, one of each region.
    """
    compared, after = _opened(query)
    numbered = list(enumerate(borders.rows(compared), 1))
    rest = [(number, row) for number, row in numbered if number > after and query.reach in (None, row.reach)]
    shown = rest[: query.limit]
    following = None
    if len(rest) > len(shown):
        ranking_ids = {code: ranked.ranking_id for code, ranked in compared.items()}
        following = cursor.dump_lens(ranking_ids, shown[-1][0], current_app.config["SECRET_KEY"])
    return LensPage(
        data=[LensVideo.of(row) for _, row in shown],
        snapshots=[Snapshot.of(ranked) for ranked in compared.values()],
        cursor=following,
    )


def _opened(query: LensQuery) -> tuple[snapshots.Snapshots, int]:
    """The lists to compare, and the row after which to begin."""
    codes = _codes(query.compare)
    if query.cursor is not None:
        ranking_ids, after = cursor.load_lens(query.cursor, codes, current_app.config["SECRET_KEY"])
        return snapshots.of_rankings(ranking_ids), after
    return snapshots.current(codes) if query.at is None else snapshots.at(codes, query.at), 0


def _codes(compare: str | None) -> list[str]:
    if compare is None:
        return list(REGIONS)
    return sorted(region_code(text) for text in compare.split(","))
