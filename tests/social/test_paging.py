"""Windows onto lists in the order of time, held against plain lists."""

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, Integer, column, select, values

from app.social.paging import Page, Window

ids = st.integers(1, 40)
bound = st.none() | st.integers(0, 41)
windows = st.builds(
    Window,
    limit=st.integers(1, 40),
    max_id=bound,
    min_id=bound,
    since_id=bound,
    oldest_first=st.booleans(),
    offset=st.integers(0, 5),
)


def page_of(engine: Engine, standing: set[int], window: Window) -> Page[int]:
    """The page as the database gives it; 0 stands outside, for a table of no rows cannot be written down."""
    table = values(column("id", Integer), name="posts").data([(one,) for one in standing or {0}])
    query = window.apply(select(table.c.id).where(table.c.id > 0), table.c.id)
    with engine.connect() as connection:
        return window.page(connection.scalars(query).all())


@given(st.sets(ids), windows)
def test_a_page_holds_what_a_plain_list_says(engine: Engine, standing: set[int], window: Window) -> None:
    lowest = max(window.min_id or 0, window.since_id or 0)
    within = sorted(one for one in standing if lowest < one < (window.max_id or 42) and window.max_id != 0)
    rising = window.min_id is not None or (window.oldest_first and window.max_id is None)
    taken = (within if rising else within[::-1])[window.offset :][: window.limit]
    page = page_of(engine, standing, window)
    assert page.rows == sorted(taken, reverse=not window.oldest_first)
    others = len(within) > window.offset + window.limit
    assert (page.has_newer if rising else page.has_older) == others


@given(st.data(), st.sets(ids, min_size=1), st.integers(1, 5), st.booleans())
def test_whoever_follows_the_pages_sees_each_post_that_stands_once(
    engine: Engine, data: st.DataObject, standing: set[int], limit: int, oldest_first: bool
) -> None:
    survivors, seen, newest = set(standing), list[int](), max(standing)
    page = page_of(engine, standing, window := Window(limit, oldest_first=oldest_first))
    while page.rows:
        seen += page.rows
        gone = data.draw(st.sets(st.sampled_from(sorted(standing))), label="deleted between two pages")
        standing, survivors = standing - gone, survivors - gone
        if not oldest_first:
            standing.add(newest := newest + 1)
        ends = {"min_id": seen[-1]} if oldest_first else {"max_id": seen[-1]}
        if not standing:
            break
        page = page_of(engine, standing, window := Window(limit, oldest_first=oldest_first, **ends))
        assert len(page.rows) <= window.limit
    assert len(seen) == len(set(seen))
    assert survivors <= set(seen)


@given(st.sets(ids, min_size=1), st.integers(1, 5))
def test_the_pages_upwards_are_the_pages_downwards(engine: Engine, standing: set[int], limit: int) -> None:
    climbed, lowest = list[int](), 0
    while rows := page_of(engine, standing, Window(limit, min_id=lowest)).rows:
        assert rows == sorted(rows, reverse=True)
        climbed, lowest = [*rows, *climbed], rows[0]
    assert climbed == sorted(standing, reverse=True)
