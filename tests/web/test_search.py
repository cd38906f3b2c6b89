"""GET /search: titles by their words."""

import re

import pytest
from flask.testing import FlaskClient

pytestmark = pytest.mark.usefixtures("world")


def found(html: str) -> list[str]:
    return re.findall(r'<h3 dir="auto"><a href="/videos/([^"]+)"', html)


def test_a_search_finds_titles_that_hold_all_words(client: FlaskClient) -> None:
    html = client.get("/search?q=jeż Żółw").text
    assert found(html) == ["hidden-likes"]
    assert 'value="jeż Żółw"' in html


def test_words_that_a_client_did_not_quote_are_read_as_well(client: FlaskClient) -> None:
    unquoted = "q=jeż Żółw".encode().decode("latin-1")
    assert found(client.get("/search", environ_overrides={"QUERY_STRING": unquoted}).text) == ["hidden-likes"]
    odd = client.get("/search", environ_overrides={"QUERY_STRING": "q=\xff&\xfe=1"})
    assert (odd.status_code, found(odd.text)) == (200, [])


def test_a_search_in_a_region_finds_what_is_in_its_list_now(client: FlaskClient) -> None:
    assert len(found(client.get("/search?q=title&region=SE").text)) == 3
    assert found(client.get("/search?q=jeż&region=SE").text) == []


def test_without_words_the_page_says_what_to_do(client: FlaskClient) -> None:
    assert "Type a word" in client.get("/search?q=%20").text


def test_nothing_found_offers_the_next_step(client: FlaskClient) -> None:
    html = client.get("/search?q=nothing+here&region=PL").text
    assert "Nothing in Poland has “nothing here”" in html
    assert 'href="/search?q=nothing+here"' in html


def test_words_are_shown_as_text(client: FlaskClient) -> None:
    html = client.get("/search", query_string={"q": '"><script>'}).text
    assert "<script>" not in html
    assert "&#34;&gt;&lt;script&gt;" in html


@pytest.mark.parametrize("words", ["' OR 1=1 --", "\0", "a & | ! (", "%", "x" * 5000, "💛"])
def test_any_words_are_an_ordinary_search(client: FlaskClient, words: str) -> None:
    assert client.get("/search", query_string={"q": words}).status_code == 200


def test_an_unknown_region_is_refused(client: FlaskClient) -> None:
    assert client.get("/search?q=title&region=XX").status_code == 400


def test_htmx_gets_the_results_alone(client: FlaskClient) -> None:
    html = client.get("/search?q=jeż", headers={"HX-Request": "true"}).text
    assert "<html" not in html
    assert found(html) == ["hidden-likes"]


def test_a_search_takes_a_bounded_number_of_statements(client: FlaskClient, statements: list[str]) -> None:
    statements.clear()
    client.get("/search?q=title")
    assert (
        len(statements) == 8
    )  # the limit of time, what is known of the words, a lookup of each kind, the videos and their regions
