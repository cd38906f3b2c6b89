"""What a reader chooses of a chart, in every combination: category, language, the shelf."""

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.trending import lists
from app.trending.intake import take_in
from tests.web.conftest import NOW, GivenSource, observation
from tests.web.test_charts import next_link, shown

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def spoken(session: Session) -> None:
    """A chart of the Netherlands: Dutch and Portuguese by turns, and one video that tells no language."""
    chart = [
        replace(observation(f"nl-{rank}", rank, "NL"), language="nl" if rank % 2 else "pt-BR") for rank in range(1, 13)
    ]
    chart[-1] = replace(chart[-1], language=None)
    take_in(session, GivenSource("youtube"), chart)
    session.commit()
    lists.renew(["NL"])


def tallies(html: str, group: str) -> dict[str, str]:
    """The choices of a group with the number of videos that each would show."""
    nav = re.search(rf'aria-label="{group}">.*?</nav>', html, re.DOTALL)
    assert nav
    return dict(re.findall(r'>([^<>]+) <span class="tally">(\d+)</span>', nav[0]))


@pytest.mark.usefixtures("spoken")
def test_languages_are_told_by_name_with_their_counts(client: FlaskClient) -> None:
    assert tallies(client.get("/trending/NL").text, "Languages") == {
        "Any language": "12",
        "Dutch": "6",
        "Portuguese": "5",
    }


@pytest.mark.usefixtures("spoken")
def test_category_and_language_narrow_together_and_count_for_each_other(client: FlaskClient) -> None:
    html = client.get("/trending/NL?category=17&lang=pt").text
    assert re.findall(r"Number </span>(\d+)<", html) == ["6"]
    assert tallies(html, "Categories") == {"All": "5", "Music": "4", "Sports": "1"}
    assert tallies(html, "Languages") == {"Any language": "4", "Dutch": "2", "Portuguese": "1"}
    assert 'href="/trending/NL?category=10&amp;lang=pt"' in html
    assert 'href="/trending/NL?category=17&amp;lang=nl"' in html


def test_a_list_of_one_language_offers_no_choice_of_it(client: FlaskClient) -> None:
    assert 'aria-label="Languages"' not in client.get("/trending/PL").text


@pytest.mark.parametrize("query", ["lang=polish", "lang=p1", "lang=%00", "shelf=on", "shelf=", "category=x"])
def test_a_choice_in_another_form_is_refused(client: FlaskClient, query: str) -> None:
    assert client.get(f"/trending/PL?{query}").status_code == 400


def test_a_choice_that_nothing_meets_offers_the_whole_list(client: FlaskClient) -> None:
    html = client.get("/trending/PL?lang=sv").text
    assert "Nothing of this choice is in the list now." in html
    assert '<a href="/trending/PL">See the whole list</a>' in html


def test_one_click_lifts_the_shelf_and_paging_keeps_it_lifted(client: FlaskClient) -> None:
    first = client.get("/trending/PL").text
    assert "5 more are folded." in first
    lifted = re.search(r'<a href="([^"]+)">Show every video in its place</a>', first)
    assert lifted
    url: str | None = lifted[1]
    seen: list[str] = []
    while url:
        assert "shelf=off" in url
        html = client.get(url).text
        assert "more from this channel" not in html
        seen += shown(html)
        url = next_link(html)
    assert len(seen) == len(set(seen)) == 60
    assert 'href="/trending/PL">Fold all but three of a channel</a>' in client.get("/trending/PL?shelf=off").text


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_the_title_follows_the_choice(client: FlaskClient, headers: dict[str, str]) -> None:
    html = client.get("/trending/PL?category=17&lang=pl", headers=headers).text
    assert "<title>Rising in Poland: Sports, in Polish · Upswell</title>" in html


def test_the_share_of_a_category_is_drawn_and_leads_to_all_regions(client: FlaskClient) -> None:
    html = client.get("/trending/PL").text
    assert re.search(r'id="category-17".*?<rect width="33.3"', html, re.DOTALL)
    assert 'href="/lens/categories"' in html


def test_a_first_capture_calls_nothing_new(client: FlaskClient, session: Session) -> None:
    take_in(session, GivenSource("youtube"), [observation(f"at-{rank}", rank, "AT", NOW) for rank in range(1, 6)])
    session.commit()
    lists.renew(["AT"])
    html = client.get("/trending/AT").text
    assert "First capture" in html
    assert "movement-new" not in html
    assert "movement-new" not in client.get("/videos/at-1").text
