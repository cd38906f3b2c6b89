"""GET /videos/<id>/receipts/<region>, and what receipts say."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.trending import score
from app.trending.score import Signals
from app.web.moments import address
from app.web.receipt_words import cause_words, drop_words
from tests.web.conftest import NOW

READABLE = pytest.mark.usefixtures("world")


class Place:
    rank = 4

    def __init__(self, signals: Signals) -> None:
        self.points, self.inputs = score.points(signals), score.inputs(signals)
        self.score = sum(self.points.values())


@READABLE
def test_a_receipt_has_words_parts_lines_age_and_source(client: FlaskClient) -> None:
    html = client.get("/videos/pl-1/receipts/PL").text
    assert "<title>Why #1 in Poland: Title pl-1 · Upswell</title>" in html
    for text in ("without a break since", "Most points come from", "What would drop it.", "The 24 hours before"):
        assert text in html
    assert "made up for demonstration, captured" in html
    total = float(re.search(r"<h2>([\d.]+) points", html)[1])  # type: ignore[index]
    assert abs(sum(float(part) for part in re.findall(r"<b>([\d.]+)</b> of", html)) - total) < 0.25


@READABLE
def test_each_card_leads_to_its_receipt(client: FlaskClient) -> None:
    html = client.get("/trending/PL").text
    url = re.search(r'href="(/videos/pl-1/receipts/PL)"', html)
    assert url
    assert client.get(url[1]).status_code == 200
    then = client.get(f"/trending/PL?at={address(NOW - timedelta(days=1))}").text
    assert re.search(r'href="/videos/pl-50/receipts/PL\?at=', then)


@READABLE
def test_a_receipt_of_the_past_is_permanent_and_leads_back(client: FlaskClient) -> None:
    url = f"/videos/pl-50/receipts/PL?at={address(NOW - timedelta(days=1))}"
    html = client.get(url).text
    assert "As it stood on" in html
    assert 'href="/videos/pl-50/receipts/PL">Back to now</a>' in html
    now = client.get("/videos/pl-1/receipts/PL").text
    permanent = re.search(r'<a href="([^"]+)">Permanent link', now)
    assert permanent
    assert client.get(permanent[1]).status_code == 200


@READABLE
@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/videos/pl-1/receipts/SE", "is not in the list of Sweden now"),
        ("/videos/none/receipts/PL", "None of the charts has held"),
        ("/videos/pl-1/receipts/PL?at=1999-01-01T00:00Z", "No list of Poland is kept from that time"),
    ],
)
def test_where_there_is_no_receipt_the_page_says_why(client: FlaskClient, path: str, says: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert says in answer.text


@READABLE
def test_a_card_says_what_would_drop_it(client: FlaskClient) -> None:
    html = client.get("/trending/PL").text
    assert len(re.findall(r"Number \d+ is (?:level with it|[\d.]+ points behind|less than)", html)) == 25


def test_the_causes_are_told_from_the_largest() -> None:
    told = cause_words({"chart": 10.0, "momentum": 20.0, "community": 0.0, "freshness": 5.0})
    assert (
        told
        == "Most points come from how fast it gains views, then from its place in the source's chart and how new it is."
    )
    assert cause_words(dict.fromkeys(score.WEIGHTS, 0.0)) == "Nothing is known that would give it points."
    assert cause_words({**dict.fromkeys(score.WEIGHTS, 0.0), "chart": 1.0}) == (
        "All come from its place in the source's chart."
    )


@given(
    st.builds(
        Signals,
        chart_length=st.just(50),
        rank=st.none() | st.integers(1, 50),
        age_hours=st.none() | st.floats(0, 100).map(lambda age: round(age, 2)),
        growth=st.none() | st.floats(0, 1e6),
        usual_growth=st.none() | st.floats(0, 1e6),
    ),
    st.none() | st.floats(0, 100),
)
def test_what_would_drop_a_place_is_a_sentence_whatever_is_known(signals: Signals, following: float | None) -> None:
    told = drop_words(Place(signals), following)
    assert told.endswith(".")
    assert "None" not in told
    assert ("last of the list" in told) == (following is None)
