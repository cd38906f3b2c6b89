"""The order in which matches are read from the index: shelf by shelf, the most viewed or newest first.

The index of a search begins with the shelf of each row, so that a lookup reads the lists of common words only as far as
it has to. Videos stand on a shelf by the magnitude of their views; the first run is of the shelves of the thousand most
viewed, the next are of two shelves each. Posts and people stand on shelves of 4,096 ids, in runs of 1, 4, 16, … shelves.
"""

from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Integer, Subquery, literal_column, text

from app.models import Post, User, Video

# As the indexes have them (migration 0006), or they would not be read.
_SHELVES: dict[Any, str] = {
    Video: "ARRAY[CAST(floor(ln(coalesce(videos.views, 0) + 1)) AS integer)]",
    Post: "ARRAY[CAST(posts.id / 4096 AS integer)]",
    User: "ARRAY[users.id / 4096]",
}
_BY_VIEWS = """
SELECT number, ARRAY(SELECT generate_series(first - 2 * number, CASE number WHEN 0 THEN 44 ELSE first + 1 - 2 * number END))
    AS shelves
FROM (
    SELECT CAST(floor(ln(coalesce(min(views), 0) + 1)) AS integer) AS first
    FROM (SELECT views FROM videos ORDER BY views DESC NULLS LAST, id LIMIT 1000) AS most_viewed
) AS shelf, generate_series(0, (first + 1) / 2) AS number
ORDER BY number
"""
_BY_AGE = """
SELECT number, ARRAY(SELECT generate_series(greatest(0, last - (4 * run - 4) / 3), last - (run - 1) / 3)) AS shelves
FROM (SELECT CAST(max(id) / 4096 AS integer) AS last FROM {table}) AS newest,
    generate_series(0, 12) AS number, CAST(4 ^ number AS integer) AS run
WHERE (run - 1) / 3 <= last
ORDER BY number
"""


def stands_on(table: Any, shelves: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a row of `table` stands on one of the shelves."""
    return literal_column(f"({_SHELVES[table]})", ARRAY(Integer)).op("&&", is_comparison=True)(shelves)


def runs(table: Any) -> Subquery:
    """The runs of shelves: `number`, counted from 0, and an array of its `shelves`."""
    told = _BY_VIEWS if table is Video else _BY_AGE.format(table=table.__tablename__)
    return text(told).columns(number=Integer, shelves=ARRAY(Integer)).subquery("runs")
