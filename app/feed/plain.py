"""What stands in place of a deck that is off: the chart of the home region as everybody sees it."""

from dataclasses import dataclass
from datetime import datetime

from app.feed.contexts import Stated, of_region
from app.feed.deck import Item
from app.feed.reasons import Reason
from app.trending import charts, lists
from app.trending.charts import Position
from app.trending.cursor import BadCursor


@dataclass(frozen=True, slots=True)
class PlainPage:
    """Items at their ranks, of the ranking that the first page was read from; `after` is None at the end."""

    items: list[Item]
    ranking_id: int | None
    computed_at: datetime | None
    after: Position | None


def page(region: str, size: int, after: Position | None = None) -> PlainPage:
    """The next `size` places of a region's chart. Raises `RankingGone`, and `BadCursor` for another region's."""
    ranked = lists.of_ranking(region, after.ranking_id) if after else lists.current(region)[0]
    if ranked.region_code != region:
        raise BadCursor(after)
    shown = charts.page(ranked.entries, after.rank if after else 0, size)
    context = of_region(region)
    stated = Stated(Reason.CHART, Reason.CHART.sentence(context.in_sentence), context)
    items = [Item(one.entry.rank, one.entry.video, stated) for one in shown.items]
    more = None if shown.after is None or ranked.ranking_id is None else Position(ranked.ranking_id, shown.after)
    return PlainPage(items, ranked.ranking_id, ranked.computed_at, more)
