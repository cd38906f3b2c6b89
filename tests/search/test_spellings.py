"""Each pair of the table holds on the page, in both forms of the JSON interface, and for posts."""

import html
import re
import unicodedata

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.models import User
from tests.search.conftest import Publish
from tests.search.spellings import ALL, PAIRS, TITLES
from tests.social.writing import write_post

FOUR = [("zazolc", "zażółć"), ("Ostersund", "Östersund"), ("smorrebrod", "smørrebrød"), ("Strasse", "Straße")]


@pytest.fixture
def library(publish: Publish, session: Session, alice: User) -> None:
    publish(*TITLES)
    for title in TITLES:
        write_post(session, alice, title)


def on_page(client: FlaskClient, typed: str) -> list[str]:
    answer = client.get("/search", query_string={"q": typed, "kind": "video"})
    assert answer.status_code == 200
    headings = re.findall(r'<h3 dir="auto"><a [^>]+>(.*?)</a></h3>', answer.text, re.DOTALL)
    return [html.unescape(re.sub(r"</?mark>", "", heading)) for heading in headings]


def in_json(client: FlaskClient, typed: str) -> dict[str, list[str]]:
    """The titles by kind, of one request for all kinds."""
    answer = client.get("/v1/search", query_string={"q": typed, "limit": 50})
    assert "mended" not in answer.json
    return {kind: [one[kind]["title"] for one in answer.json["data"] if kind in one] for kind in ("video", "post")}


def in_older_json(client: FlaskClient, typed: str) -> list[str]:
    return [one["title"] for one in client.get("/api/search", query_string={"q": typed}).json["videos"]]


@pytest.mark.usefixtures("library")
def test_what_is_typed_finds_the_title(client: FlaskClient) -> None:
    missed = [
        (typed, title, where)
        for typed, title in ALL
        for where, titles in {
            "page": on_page(client, typed),
            "older": in_older_json(client, typed),
            **in_json(client, typed),
        }.items()
        if _tidied(title) not in map(_tidied, titles)
    ]
    assert missed == []


def _tidied(title: str) -> str:
    """Members' texts are composed, and their blanks are blanks."""
    return " ".join(unicodedata.normalize("NFC", title).split())


@pytest.mark.usefixtures("library")
def test_what_is_spelled_as_typed_comes_first(client: FlaskClient) -> None:
    for typed in ("kraków", "krakow", "Göteborg", "smørrebrød", "smorrebrod", "straße"):
        assert typed.lower() in in_json(client, typed)["video"][0].lower(), typed


def test_the_table_has_six_of_each_language_and_the_four_examples() -> None:
    assert min(map(len, PAIRS.values())) >= 6
    assert len(ALL) >= 44
    for typed, word in FOUR:
        assert any(asked == typed and word.lower() in title.lower() for asked, title in ALL)
