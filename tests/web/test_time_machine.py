"""Lists of the past: /trending/<region>?at= and the forms that lead there."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.web.ages import clock
from app.web.moments import address
from tests.web.conftest import NOW
from tests.web.test_charts import next_link, shown

pytestmark = pytest.mark.usefixtures("world")

DAY_BEFORE = NOW - timedelta(days=1)
THEN = f"/trending/PL?at={address(DAY_BEFORE)}"
HTMX = {"HX-Request": "true"}


def test_a_time_shows_the_list_of_that_time(client: FlaskClient) -> None:
    now, then = client.get("/trending/PL").text, client.get(THEN).text
    assert shown(then)
    assert shown(then) != shown(now)
    assert "You are looking at" in then
    assert "<h1><span>Rose in</span> Poland</h1>" in then
    assert f"<title>Rose in Poland, {clock(DAY_BEFORE)} · Upswell</title>" in then


def test_between_two_captures_the_earlier_holds(client: FlaskClient) -> None:
    between = f"/trending/PL?at={address(DAY_BEFORE + timedelta(hours=5, minutes=7))}"
    assert shown(client.get(between).text) == shown(client.get(THEN).text)


def test_paging_and_choices_stay_at_the_time(client: FlaskClient) -> None:
    html = client.get(THEN).text
    more = next_link(html)
    assert more
    assert f"at={address(DAY_BEFORE)}" in more.replace("%3A", ":")
    assert set(shown(client.get(more).text)).isdisjoint(shown(html))
    categories = re.search(r'id="category-17"\s+href="([^"]+)"', html)
    assert categories
    assert "at=" in categories[1]


def test_the_other_regions_are_opened_at_the_same_time(client: FlaskClient) -> None:
    assert re.search(r'class="region-SE"\s+href="/trending/SE\?at=[^"]+"', client.get(THEN).text)
    assert re.search(r'class="region-SE"\s+href="/trending/SE"', client.get("/trending/PL").text)


def test_a_list_of_the_past_is_not_watched_for_newer_ones(client: FlaskClient) -> None:
    html = client.get(THEN).text
    assert "every 60s" not in html
    assert "kept as you opened it" not in html


def test_a_day_later_is_a_link_and_a_day_earlier_than_the_first_is_none(client: FlaskClient) -> None:
    html = client.get(THEN).text
    assert re.search(r'<a href="/trending/PL\?at=[^"]+">A day later</a>', html)
    assert "<span>A day earlier</span>" in html


@pytest.mark.parametrize("moment", ["1999-01-01T00:00Z", "0001-01-01T00:00Z", "2999-01-01T00:00Z"])
def test_a_time_that_is_not_kept_is_told_with_the_bounds(client: FlaskClient, moment: str) -> None:
    answer = client.get(f"/trending/PL?at={moment}")
    assert answer.status_code == 404
    assert "No list of Poland is kept from that time" in answer.text
    assert clock(DAY_BEFORE) in answer.text
    assert clock(NOW) in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_time_of_a_region_that_has_no_list_says_so(client: FlaskClient) -> None:
    answer = client.get(f"/trending/AT?at={address(NOW)}")
    assert answer.status_code == 404
    assert "No chart of Austria has arrived yet" in answer.text


def test_a_text_that_is_no_time_is_refused(client: FlaskClient) -> None:
    assert client.get("/trending/PL?at=yesterday").status_code == 400
    assert client.get("/trending/PL/times?hours=-1").status_code == 400


@pytest.mark.parametrize(
    ("hours", "moment"), [("0", DAY_BEFORE), ("24", NOW), ("7", DAY_BEFORE + timedelta(hours=7)), ("9999", NOW)]
)
def test_the_slider_leads_to_a_permanent_address(client: FlaskClient, hours: str, moment: object) -> None:
    answer = client.get(f"/trending/PL/times?hours={hours}&category=17")
    assert answer.status_code == 302
    assert answer.location.replace("%3A", ":") == f"/trending/PL?at={address(moment)}&category=17"  # type: ignore[arg-type]


def test_a_named_time_leads_to_the_same_address(client: FlaskClient) -> None:
    answer = client.get(f"/trending/PL/times?at={DAY_BEFORE:%Y-%m-%dT%H:%M}")
    assert answer.location.replace("%3A", ":") == THEN


def test_the_form_alone_explains_the_bounds(client: FlaskClient) -> None:
    html = client.get("/trending/PL/times").text
    assert "Lists are kept for 30 days" in html
    assert re.search(r'type="range"\s+min="0"\s+max="24"\s+value="24"', html)
    assert 'type="datetime-local"' in html


def test_htmx_gets_the_controls_at_the_time_of_the_slider(client: FlaskClient) -> None:
    html = client.get("/trending/PL/times?hours=3", headers=HTMX).text
    assert "<html" not in html
    chosen = re.search(r'<output id="chosen".*?</output>', html, re.DOTALL)
    assert chosen
    assert clock(DAY_BEFORE + timedelta(hours=3)) in chosen[0]


def test_a_region_without_lists_has_no_times_to_choose(client: FlaskClient) -> None:
    assert client.get("/trending/AT/times").location == "/trending/AT"


def test_a_list_of_the_past_that_was_read_before_takes_two_statements(
    client: FlaskClient, statements: list[str]
) -> None:
    client.get(THEN)
    statements.clear()
    client.get(f"{THEN}&category=17")
    assert len(statements) == 2  # which list it was, and the bounds
