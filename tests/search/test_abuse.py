"""Queries that mean harm: a clear answer, and no slow path."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.search import results
from app.search.query import Kind
from tests.search.conftest import Find, Publish

ODD = [
    "' OR 1=1; DROP TABLE videos; --",
    "') UNION SELECT password_hash FROM users --",
    "%",
    "_",
    "lan%",
    "l.*s",
    "(a+)+$",
    "a & | ! ( <-> :*",
    "lanterns:*",
    "\0",
    "\u202e\u200f\u200b\ufeff",
    "\ud83d",
    '"""""""',
    "-" * 200,
    "tag:" * 50,
    '"' + "a " * 100,
    "since:99999999999999999999",
    "region:" + "x" * 190,
    "💛" * 200,
    "日" * 200,
]


@pytest.mark.parametrize("words", ODD)
def test_odd_words_are_an_ordinary_search(client: FlaskClient, words: str) -> None:
    query = {"q": words.encode("utf-8", "replace").decode()}
    assert client.get("/search", query_string=query).status_code == 200
    assert client.get("/search/suggest", query_string=query).status_code == 200
    assert client.get("/api/search", query_string=query).status_code in {200, 422}
    assert client.get("/v1/search", query_string=query).status_code in {200, 422}


@pytest.mark.parametrize("words", ["%", "l%s", "l.*s", "lan_erns", "%antern%", "lanterns' OR 'a'='a"])
def test_wildcards_and_fragments_match_nothing(client: FlaskClient, publish: Publish, words: str) -> None:
    publish("Lanterns")
    assert client.get("/v1/search", query_string={"q": words}).json["data"] == []


def test_ten_kilobytes_are_cut_on_the_page_and_refused_in_json(client: FlaskClient, publish: Publish) -> None:
    publish("Lanterns")
    garbage = "lanterns " + "zażółć \"-tag:' " * 700
    assert client.get("/search", query_string={"q": garbage}).status_code == 200
    answer = client.get("/v1/search", query_string={"q": garbage})
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["q"])


def test_what_takes_too_long_is_left_out_and_said(
    client: FlaskClient, publish: Publish, find: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish("Lanterns")
    look_up = results.lookups.ranked

    def slow(session: Session, *asked: Any) -> object:
        if Kind.VIDEO in asked:
            session.execute(text("SELECT pg_sleep(30)"))
        return look_up(session, *asked)

    monkeypatch.setattr(results.lookups, "ranked", slow)
    monkeypatch.setattr(results, "TIMEOUT_MS", 50)
    found = find("lanterns")
    assert (found.late, found.counts[Kind.VIDEO], found.hits) == ([Kind.VIDEO], 0, [])
    answer = client.get("/v1/search?q=lanterns")
    assert (answer.json["late"], answer.headers["Cache-Control"]) == (["video"], "no-store")
    assert "Looking took too long, so videos may be missing" in client.get("/search?q=lanterns").text


def test_the_limit_of_time_ends_with_the_transaction(client: FlaskClient, session: Session) -> None:
    client.get("/search?q=lanterns")
    session.rollback()
    assert session.scalar(text("SHOW statement_timeout")) != f"{results.TIMEOUT_MS}ms"
