"""GET /trending/<region>/newer: how many videos came into what a reader saw."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.models import Ranking
from app.trending import lists
from app.trending.intake import take_in
from tests.web.conftest import NOW, GivenSource, observation

pytestmark = pytest.mark.usefixtures("world")

HTMX = {"HX-Request": "true"}


def question(html: str) -> str:
    """What htmx asks: the address on the page, with what was shown."""
    url = re.search(r'hx-get="(/trending/PL/newer[^"]*)"', html)
    than = re.search(r'name="than" value="([^"]+)"', html)
    assert url
    assert than
    address = url[1].replace("&amp;", "&")
    return f"{address}{'&' if '?' in address else '?'}than={than[1]}"


def arrive(session: Session, newcomers: int) -> None:
    """An hour later so many other videos stand on top."""
    at = NOW + timedelta(hours=1)
    chart = [observation(f"new-{rank}", rank, at=at) for rank in range(1, newcomers + 1)]
    chart += [observation(f"pl-{rank}", rank + newcomers, at=at) for rank in range(3, 60 - newcomers)]
    take_in(session, GivenSource("demo"), chart)
    session.commit()
    lists.renew(["PL"])


def test_nothing_new_answers_nothing_and_asks_the_database_nothing(client: FlaskClient, statements: list[str]) -> None:
    url = question(client.get("/trending/PL").text)
    statements.clear()
    assert client.get(url, headers=HTMX).text.strip() == ""
    assert statements == []


def test_new_videos_among_those_shown_are_counted_with_a_way_to_them(client: FlaskClient, session: Session) -> None:
    url = question(client.get("/trending/PL").text)
    arrive(session, 14)
    html = client.get(url, headers=HTMX).text
    count = re.search(r'<a class="button" href="/trending/PL">(\d+) new: refresh</a>', html)
    assert count
    assert 14 <= int(count[1]) <= 16  # two of the first places left, and hysteresis may keep others


def test_what_is_new_is_counted_within_the_choice(client: FlaskClient, session: Session) -> None:
    url = question(client.get("/trending/PL?category=17").text)
    arrive(session, 14)
    html = client.get(url, headers=HTMX).text
    assert 'href="/trending/PL?category=17"' in html
    assert int(re.search(r">(\d+) new", html)[1]) <= 8  # type: ignore[index]


def test_a_page_of_an_older_list_tells_it_without_javascript(client: FlaskClient, session: Session) -> None:
    html = client.get("/trending/PL").text
    than = re.search(r'name="than" value="([^"]+)"', html)
    assert than
    arrive(session, 14)
    reloaded = client.get(f"/trending/PL?through={than[1]}").text
    assert re.search(r'kept as you opened it\. <a href="/trending/PL">\d+ new: refresh</a>', reloaded)
    assert 'hx-trigger="every 60s"' not in reloaded


def test_without_htmx_the_newest_list_is_opened(client: FlaskClient) -> None:
    answer = client.get(question(client.get("/trending/PL?category=17").text))
    assert (answer.status_code, answer.location) == (302, "/trending/PL?category=17")


def test_a_list_that_is_gone_says_so_and_offers_the_newest(client: FlaskClient, session: Session) -> None:
    url = question(client.get("/trending/PL").text)
    arrive(session, 14)
    session.execute(delete(Ranking).where(Ranking.captured_at <= NOW))
    session.commit()
    answer = client.get(url, headers=HTMX)
    assert answer.status_code == 410
    assert "Open the newest list of Poland" in answer.text


@pytest.mark.parametrize("query", ["", "?than=", "?than=forged"])
def test_an_address_without_a_list_to_compare_with_is_refused(client: FlaskClient, query: str) -> None:
    assert client.get(f"/trending/PL/newer{query}", headers=HTMX).status_code == 400
