"""Two regions side by side, and what each list is made of."""

import re

import pytest
from flask.testing import FlaskClient

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}

pytestmark = pytest.mark.usefixtures("borders")


def test_two_regions_stand_side_by_side(client: FlaskClient) -> None:
    html = client.get("/lens?compare=PL,SE").text
    assert [" ".join(title.split()) for title in re.findall(r"<title>(.*?)</title>", html, re.DOTALL)] == [
        "Poland beside Sweden · Upswell",
        "1 line joins the places of the videos that stand in both Poland and Sweden.",
    ]
    text = " ".join(re.sub(r"<[^>]+>", "", html).split())
    assert "Title pierogi not in Sweden" in text
    assert "Title hit number 2 in Sweden" in text


def test_htmx_gets_another_pair_with_its_title(client: FlaskClient) -> None:
    page, partial = client.get("/lens?compare=PL,SE").text, client.get("/lens?compare=PL,SE", headers=PARTIAL).text
    assert "<html" not in partial
    for html in (page, partial):
        assert html.count("<title>Poland beside Sweden · Upswell</title>") == 1
    assert page[page.index("<h1") : page.index("</table>")] == partial[partial.index("<h1") : partial.index("</table>")]


def test_a_form_without_javascript_compares_the_same(client: FlaskClient) -> None:
    form = re.search(r'<form class="tool".*?</form>', client.get("/lens").text, re.DOTALL)
    assert form
    assert form[0].count('name="compare"') == 2
    sent = client.get("/lens?compare=PL&compare=SE").text
    assert "Poland beside Sweden" in sent


@pytest.mark.parametrize("other", ["AT", "at"])
def test_a_region_without_a_list_can_be_compared(client: FlaskClient, other: str) -> None:
    html = client.get(f"/lens?compare=PL,{other}").text
    assert "Title pierogi" in html
    assert "not in Austria" not in html


def test_categories_are_shares_of_each_list_with_ways_into_them(client: FlaskClient) -> None:
    html = client.get("/lens/categories").text
    assert re.search(r'<a href="/trending/PL\?category=10">100<span class="quiet"> % of Poland', html)
    assert re.search(r'<svg class="stack".*?<title>Shares of Music, All others in the list', html, re.DOTALL)
