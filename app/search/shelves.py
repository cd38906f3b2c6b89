"""The order in which matches are read from the index: shelf by shelf, the most viewed or newest first.

The index of a search begins with the shelf of each row, so that a lookup reads the lists of common words only as far as
it has to. Videos stand on a shelf by the magnitude of their views; the first run of shelves has the thousand most
viewed, each other has two shelves. Posts and people stand 4,096 ids to a shelf, and are read in runs of 1, 2, 4, …
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
SELECT number, ARRAY(SELECT generate_series(low, CASE number WHEN 0 THEN 44 ELSE low + 1 END)) AS shelves
FROM (SELECT views FROM videos ORDER BY views DESC NULLS LAST, id OFFSET 999 LIMIT 1) AS last_of_the_first
    RIGHT JOIN (SELECT) AS always ON true,
    CAST(floor(ln(coalesce(views, 0) + 1)) AS integer) AS first,
    generate_series(0, (first + 1) / 2) AS number, CAST(first - 2 * number AS integer) AS low
ORDER BY number
"""
_BY_AGE = """
SELECT number, ARRAY(SELECT generate_series(greatest(0, last + 2 - 2 * run), last + 1 - run)) AS shelves
FROM (SELECT CAST(max(id) / 4096 AS integer) AS last FROM {table}) AS newest,
    generate_series(0, 20) AS number, CAST(2 ^ number AS integer) AS run
WHERE run <= last + 1
ORDER BY number
"""


def stands_on(table: Any, shelves: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a row of `table` stands on one of the shelves."""
    return literal_column(f"({_SHELVES[table]})", ARRAY(Integer)).op("&&", is_comparison=True)(shelves)


def runs(table: Any) -> Subquery:
    """The runs of shelves: `number`, counted from 0, and an array of its `shelves`."""
    told = _BY_VIEWS if table is Video else _BY_AGE.format(table=table.__tablename__)
    return text(told).columns(number=Integer, shelves=ARRAY(Integer)).subquery("runs")
