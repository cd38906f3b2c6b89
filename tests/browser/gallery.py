"""The gallery: a world in which each family of pages can be seen in each of its states, and where they are."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy.orm import Session

from app.models import REGIONS
from app.trending import cursor, lists
from app.trending.charts import Position
from app.trending.intake import take_in
from tests.browser import decks, people, writings
from tests.servers import TEST_SECRET
from tests.web.conftest import HIDDEN, LONG_AGO, NOW, GivenSource, charted, observation, poland

LONG_TITLE = "Donaudampfschifffahrtsgesellschaftskapitän " * 2 + "🌊 عرض مباشر 東京の夜景"
DAY_BEFORE = NOW - timedelta(days=1)
PLACES = 28
"""Of Poland's charts: a page and the beginning of another."""
GONE = 999_999
"""The number of a ranking that is not kept."""


def fill(session: Session) -> None:
    """Two days in Poland, videos that cross borders, an old list of another source in Sweden, none in Austria."""
    day_before = [replace(one, captured_at=DAY_BEFORE) for one in reversed(poland()[:PLACES])]
    day_before = [replace(one, rank=rank) for rank, one in enumerate(day_before, 1)]
    today = poland()[:PLACES]
    today[2] = replace(today[2], title=LONG_TITLE, language="ja")
    take_in(session, GivenSource("demo"), [*day_before, *today])
    charted(session, 9, NO="pl-1 fjord")
    charted(session, 4, NO="fjord pl-1", GB="pl-1 tea", NL="kaas")
    charted(session, 0, NO="fjord pl-1 pl-2", GB="tea pl-1 pl-5", NL="kaas pl-1", US="game pl-1")
    take_in(session, GivenSource("youtube"), [observation(f"se-{n}", n, "SE", LONG_AGO) for n in (1, 2, 3)])
    session.commit()
    lists.renew(list(REGIONS))
    people.fill_people(session)
    writings.fill_posts(session)
    decks.fill_decks(session)


def pages(older: int | None = None) -> dict[str, str]:
    """The address of each state of each family, by name; one continues an older ranking of Poland, told by its number.

    What two states add to a page is seen on one page, where they go together.
    """
    second, gone = (cursor.dump(Position(number or 0, 20), TEST_SECRET) for number in (older, GONE))
    at = f"{DAY_BEFORE:%Y-%m-%dT%H:%MZ}"
    return {
        "chart": "/trending/PL",
        "chart of a category and a language": "/trending/PL?category=17&lang=ja",
        "chart, shelf lifted": "/trending/PL?shelf=off",
        "chart of another time": f"/trending/PL?at={at}",
        "chart, second page of an older list": f"/trending/PL?cursor={second}",
        "chart, old": "/trending/SE",
        "chart, empty": "/trending/AT",
        "chart, gone": f"/trending/PL?cursor={gone}",
        "chart, bad address": "/trending/PL?category=sports",
        "chart before all": "/trending/PL?at=1999-01-01T00:00Z",
        "time machine": "/trending/PL/times",
        "lens": "/lens",
        "lens of one reach at another time": f"/lens?reach=one&at={at}",
        "lens before all": "/lens?at=1999-01-01T00:00Z",
        "compare": "/lens?compare=PL,NO",
        "compare with an empty list": "/lens?compare=PL,AT",
        "categories": "/lens/categories",
        "video": "/videos/pl-1",
        "video with likes hidden, over a week": f"/videos/{HIDDEN}?span=7d",
        "video of long ago": "/videos/se-1",
        "receipt": "/videos/pl-1/receipts/PL",
        "receipt of another time": f"/videos/pl-5/receipts/PL?at={at}",
        "receipt, none": "/videos/pl-20/receipts/NO",
        "search": "/search",
        "search, found": "/search?q=title",
        "search, nothing": "/search?q=zebra",
        "about": "/about/ranking",
        "unknown address": "/nowhere",
        "sign-up": "/register",
        "login": "/login",
        "reset": "/reset",
        "activation": "/activate",
        "activation, unknown link": "/activate/nobodys",
        **people.PAGES,
        **writings.PAGES,
        **decks.PAGES,
    }
