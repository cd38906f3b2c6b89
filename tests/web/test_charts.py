"""GET /trending/<region>: the chart as a page."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.models import REGIONS
from app.trending import lists
from app.trending.charts import PAGE_SIZE, PER_CHANNEL
from app.trending.intake import take_in
from tests.web.conftest import HIDDEN, NOW, GivenSource, observation

pytestmark = pytest.mark.usefixtures("world")


def shown(html: str) -> list[str]:
    """The ids of the videos with a place of their own, in their order."""
    return re.findall(r'<h2 dir="auto"><a href="/videos/([^"]+)"', html)


def next_link(html: str) -> str | None:
    found = re.search(r'<a href="([^"]+)"\s+hx-get="\1"\s+hx-trigger="click, revealed[^"]*"', html)
    return found[1].replace("&amp;", "&") if found else None


def test_a_chart_shows_ranks_from_the_first(client: FlaskClient) -> None:
    html = client.get("/trending/PL").text
    assert "<h1><span>Rising in</span> Poland</h1>" in html
    assert len(shown(html)) == PAGE_SIZE
    assert re.findall(r"Number </span>(\d+)<", html)[:2] == ["1", "2"]


def test_a_card_says_counts_age_length_and_regions(client: FlaskClient) -> None:
    html = client.get("/trending/PL").text
    assert '<li title="1,234,566"><b>1.2M</b> views</li>' in html
    assert "<b>1</b> comment<" in html
    assert "1:02:03" in html
    assert re.search(r'<time datetime="\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"\s+title="[^"]+ UTC">\d+ hours ago</time>', html)
    assert re.search(r'<span class="chip region-PL"\s+title="Poland">PL</span>', html)


def test_a_hidden_count_is_called_hidden_and_never_0(client: FlaskClient) -> None:
    html = client.get("/trending/PL").text
    assert html.count("likes hidden") == 1
    assert "<b>0</b>" not in html


def test_a_title_is_text_and_not_markup(client: FlaskClient) -> None:
    html = client.get("/trending/PL").text
    assert "&lt;b&gt;Żółw &amp; jeż&lt;/b&gt;" in html
    assert "<b>Żółw" not in html


def test_movement_since_the_day_before_is_told_in_words(client: FlaskClient) -> None:
    first = client.get("/trending/PL").text
    html = first + client.get(str(next_link(first))).text
    for kind, words in (("up", r"up \d+"), ("down", r"down \d+")):
        assert re.search(rf'movement-{kind}">.*?</svg>\s*{words}<span', html, re.DOTALL)


def test_the_head_of_a_chart_counts_what_moved(client: FlaskClient) -> None:
    tide = re.findall(
        r'<li class="movement movement-(\w+)">.*?</svg>\s*(\d+)', client.get("/trending/PL").text, re.DOTALL
    )
    assert sum(int(number) for _, number in tide) == 60
    assert {kind for kind, _ in tide} >= {"new", "up", "down"}


def test_the_receipt_of_a_place_lists_parts_that_sum_to_its_score(client: FlaskClient) -> None:
    html = client.get("/trending/PL").text
    receipt = re.search(r'<details class="receipt">.*?</details>', html, re.DOTALL)
    assert receipt
    assert "Why #1 in Poland" in receipt[0]
    score = float(re.search(r"Score </span>([\d.]+)", receipt[0])[1])  # type: ignore[index]
    parts = [float(part) for part in re.findall(r"<b>([\d.]+)</b> of", receipt[0])]
    assert len(parts) == 4
    assert abs(sum(parts) - score) < 0.25  # each is rounded to a tenth


def test_at_most_three_of_a_channel_are_shown_and_the_rest_folded(client: FlaskClient) -> None:
    html = client.get("/trending/PL").text
    assert html.count('<span class="channel" dir="auto">Channel 3</span>') == PER_CHANNEL
    assert "+5 more from this channel" in html


def test_more_leads_through_the_whole_list_without_repeating(client: FlaskClient) -> None:
    seen: list[str] = []
    url: str | None = "/trending/PL"
    while url:
        html = client.get(url).text
        seen += shown(html)
        url = next_link(html)
    assert "That is the whole list." in html
    assert len(seen) == len(set(seen)) == 60 - 5


def test_more_stays_in_the_ranking_it_began_in(client: FlaskClient, session: Session) -> None:
    url = next_link(client.get("/trending/PL").text)
    assert url
    expected = shown(client.get(url).text)
    turned = [observation(f"pl-{61 - rank}", rank, at=NOW + timedelta(hours=1)) for rank in range(1, 61)]
    take_in(session, GivenSource("demo"), turned)
    session.commit()
    lists.renew(["PL"])
    html = client.get(url).text
    assert shown(html) == expected
    assert "kept as you opened it" in html


def test_htmx_gets_only_the_next_places(client: FlaskClient) -> None:
    url = next_link(client.get("/trending/PL").text)
    assert url
    answer = client.get(url, headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert "<html" not in answer.text
    assert answer.text.lstrip().startswith('<li class="place')
    assert shown(answer.text) == shown(client.get(url).text)


def test_the_address_after_more_shows_all_that_was_opened(client: FlaskClient) -> None:
    first = client.get("/trending/PL").text
    second = client.get(str(next_link(first)), headers={"HX-Request": "true"})
    reload = client.get(second.headers["HX-Replace-Url"]).text
    assert shown(reload) == shown(first) + shown(second.text)
    assert next_link(reload) == next_link(second.text)


def test_the_address_after_the_last_page_shows_the_whole_list(client: FlaskClient) -> None:
    html, answer = client.get("/trending/PL").text, None
    while url := next_link(html):
        answer = client.get(url, headers={"HX-Request": "true"})
        html = answer.text
    assert answer
    assert len(shown(client.get(answer.headers["HX-Replace-Url"]).text)) == 60 - 5


def test_a_category_keeps_the_ranks_of_the_whole_list(client: FlaskClient) -> None:
    html = client.get("/trending/PL?category=17").text
    assert re.findall(r"Number </span>(\d+)<", html)[:3] == ["3", "6", "9"]
    assert re.search(r'id="category-17".*?aria-current="true">Sports <span class="tally">20</span>', html, re.DOTALL)


def test_a_category_swapped_by_htmx_comes_with_its_filter(client: FlaskClient) -> None:
    html = client.get("/trending/PL?category=17", headers={"HX-Request": "true"}).text
    assert "<html" not in html
    assert 'aria-label="Categories"' in html


def test_a_category_that_nothing_has_says_so(client: FlaskClient) -> None:
    assert "Nothing of this choice is in the list now." in client.get("/trending/PL?category=99").text


@pytest.mark.parametrize(
    "headers", [{"HX-Request-Type": "full"}, {"HX-Boosted": "true"}, {"HX-History-Restore-Request": "true"}]
)
def test_boosted_and_history_requests_get_the_page(client: FlaskClient, headers: dict[str, str]) -> None:
    assert "<html" in client.get("/trending/PL", headers={"HX-Request": "true", **headers}).text


def test_a_region_in_another_case_moves_to_its_own_address(client: FlaskClient) -> None:
    answer = client.get("/trending/pl?category=17")
    assert (answer.status_code, answer.location) == (301, "/trending/PL?category=17")


@pytest.mark.parametrize("path", ["/trending/pl", "/trending/pl.atom"])
def test_bytes_that_are_no_text_are_sent_along_quoted(client: FlaskClient, path: str) -> None:
    answer = client.get(path, environ_overrides={"QUERY_STRING": "category=17&x=%20\xff"})
    assert answer.status_code == 301
    assert answer.location.endswith("?category=17&x=%20%FF")


def test_htmx_is_never_answered_with_a_redirect(client: FlaskClient) -> None:
    answer = client.get("/trending/pl", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, "/trending/PL")
    for again in (answer, client.get("/trending/pl")):
        assert "HX-Request" in again.headers["Vary"]


def test_a_region_without_a_capture_says_what_will_be_there(client: FlaskClient) -> None:
    html = client.get("/trending/AT").text
    assert "No chart of Austria has arrived yet" in html
    assert "Demo data" not in html


def test_an_old_chart_is_never_shown_as_new(client: FlaskClient) -> None:
    html = client.get("/trending/SE").text
    assert re.search(r"Newest capture: <time [^>]+>28 April 2021</time>", html)
    assert "The videos that rose in " in html
    assert "are rising" not in html
    assert "Rising in</span>" not in html
    assert "No capture has arrived since" in html


def test_demo_data_is_labelled_and_other_data_is_not(client: FlaskClient) -> None:
    assert "Demo data" in client.get("/trending/PL").text
    assert "Demo data" not in client.get("/trending/SE").text


def test_the_page_names_all_regions_and_marks_its_own(client: FlaskClient) -> None:
    html = client.get("/trending/PL").text
    for code, region in REGIONS.items():
        assert f"<b>{code}</b> <span>{region.name}</span>" in html
    assert re.search(r'href="/trending/PL"\s+aria-current="page"', html)


def test_a_chart_takes_three_statements_cold_and_none_warm(client: FlaskClient, statements: list[str]) -> None:
    statements.clear()
    client.get("/trending/PL")
    assert len(statements) <= 3
    statements.clear()
    client.get("/trending/PL?category=17")
    assert statements == []


def test_the_cards_link_to_their_videos(client: FlaskClient) -> None:
    assert f'href="/videos/{HIDDEN}"' in client.get("/trending/PL").text
