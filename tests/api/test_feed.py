"""GET /v1/users/feed: the posts of followed people, page by page, and what the parameters do."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import jsonschema_rs
import pytest
import schemathesis
from flask.testing import FlaskClient
from schemathesis import GenerationMode
from sqlalchemy.orm import Session

from app.accounts import access_tokens
from app.models import Follow, Post, User
from tests.api.documented import Document, schema_of, send
from tests.members import NOW, add_member
from tests.social.writing import write_post

FEED = "/v1/users/feed"


class Reading:
    """What alice, who follows bob, gets."""

    def __init__(self, client: FlaskClient, session: Session) -> None:
        self.client, self.session = client, session
        self.alice, self.bob, self.charlie = (add_member(session, name) for name in ("alice", "bob", "charlie"))
        session.add(Follow(follower_id=self.alice.id, followed_id=self.bob.id))
        self.tokens = {
            one.id: access_tokens.issue(session, one, "curl", "127.0.0.1", datetime.now(UTC)) for one in self.people
        }
        session.commit()

    @property
    def people(self) -> list[User]:
        return [self.alice, self.bob, self.charlie]

    def get(self, address: str = FEED, who: User | None = None) -> Any:
        bearer = self.tokens[(who or self.alice).id].access_token
        return self.client.get(address, headers={"Authorization": f"Bearer {bearer}"})

    def titles(self, query: str = "", who: User | None = None) -> list[str]:
        answer = self.get(FEED + query, who)
        assert answer.status_code == 200
        return [post["title"] for post in answer.json["data"]]

    def write(self, count: int, author: User | None = None) -> list[Post]:
        return [write_post(self.session, author or self.bob, f"Post {number}") for number in range(1, count + 1)]

    def linked(self, answer: Any, rel: str) -> str | None:
        found = re.search(rf'<([^>]+)>; rel="{rel}"', answer.headers.get("Link", ""))
        return found[1] if found else None


@pytest.fixture
def reading(client: FlaskClient, session: Session) -> Reading:
    return Reading(client, session)


def test_a_post_in_the_feed_has_the_shape_of_a_post(reading: Reading) -> None:
    post = write_post(reading.session, reading.bob, "Lanterns", tags=["harbour"])
    answer = reading.get()
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Authorization" in answer.vary
    (shown,) = answer.json["data"]
    assert shown | {"created_at": "", "updated_at": ""} == {
        "id": str(post.id),
        "user": {"id": str(reading.bob.id), "username": "bob"},
        "title": "Lanterns",
        "content": "They *rise*.",
        "content_html": "<p>They <em>rise</em>.</p>",
        "tags": ["harbour"],
        "video_id": None,
        "region": None,
        "version": 1,
        "created_at": "",
        "updated_at": "",
        "comments_count": 0,
        "likes_count": 0,
        "is_liked": False,
        "is_saved": False,
    }
    etag = answer.headers["ETag"]
    bearer = reading.tokens[reading.alice.id].access_token
    again = reading.client.get(FEED, headers={"Authorization": f"Bearer {bearer}", "If-None-Match": etag})
    assert again.status_code == 304


def test_it_is_for_members(reading: Reading) -> None:
    assert reading.client.get(FEED).status_code == 401


def test_whoever_follows_nobody_reads_their_own_posts(reading: Reading) -> None:
    reading.write(2)
    write_post(reading.session, reading.charlie, "mine")
    assert reading.titles(who=reading.charlie) == ["mine"]
    assert reading.titles() == ["Post 2", "Post 1"]


def test_without_posts_it_is_empty_and_leads_nowhere(reading: Reading) -> None:
    answer = reading.get()
    assert answer.json == {"data": []}
    assert "Link" not in answer.headers


def test_the_links_lead_down_to_the_end_and_up_again(reading: Reading) -> None:
    reading.write(5)
    down, address = list[list[str]](), f"{FEED}?limit=2"
    while address:
        answer = reading.get(address)
        down.append([post["title"] for post in answer.json["data"]])
        address, back = reading.linked(answer, "next"), reading.linked(answer, "prev")
    assert down == [["Post 5", "Post 4"], ["Post 3", "Post 2"], ["Post 1"]]
    answer = reading.get(back)
    assert [post["title"] for post in answer.json["data"]] == ["Post 3", "Post 2"]
    assert "limit=2" in back


def test_newer_posts_are_asked_for_where_the_first_page_ended(reading: Reading) -> None:
    reading.write(2)
    newer = reading.linked(reading.get(), "prev")
    assert reading.get(newer).json == {"data": []}
    write_post(reading.session, reading.alice, "just now")
    assert [post["title"] for post in reading.get(newer).json["data"]] == ["just now"]


def test_a_post_that_is_deleted_or_written_between_two_pages_makes_neither_gap_nor_repeat(reading: Reading) -> None:
    posts = reading.write(6)
    first = reading.get(f"{FEED}?limit=3")
    assert [post["title"] for post in first.json["data"]] == ["Post 6", "Post 5", "Post 4"]
    posts[3].deleted_at = posts[1].deleted_at = NOW  # the last of the page that was read, and one of the next
    reading.session.commit()
    write_post(reading.session, reading.bob, "Post 7")
    second = reading.get(reading.linked(first, "next"))
    assert [post["title"] for post in second.json["data"]] == ["Post 3", "Post 1"]


def test_ids_bound_a_page(reading: Reading) -> None:
    ids = [post.id for post in reading.write(6)]
    assert reading.titles(f"?max_id={ids[3]}") == ["Post 3", "Post 2", "Post 1"]
    assert reading.titles(f"?since_id={ids[1]}&limit=2") == ["Post 6", "Post 5"]
    assert reading.titles(f"?min_id={ids[1]}&limit=2") == ["Post 4", "Post 3"]
    assert reading.titles(f"?min_id={ids[0]}&max_id={ids[2]}") == ["Post 2"]


def test_the_older_parameters_are_honoured(reading: Reading) -> None:
    reading.write(6)
    assert reading.titles("?sort=asc&limit=2") == ["Post 1", "Post 2"]
    assert reading.titles("?sort=asc&limit=2&offset=2") == ["Post 3", "Post 4"]
    assert reading.titles("?sort=desc&limit=2&offset=4") == ["Post 2", "Post 1"]
    assert reading.titles("?offset=1000") == []
    following = reading.linked(reading.get(f"{FEED}?sort=asc&limit=2&offset=2"), "next")
    assert "offset" not in following
    assert reading.titles("?" + following.partition("?")[2]) == ["Post 5", "Post 6"]


def test_filters_stay_in_the_links(reading: Reading) -> None:
    for number in range(4):
        write_post(reading.session, reading.bob, f"Derby {number}", tags=["derby" if number % 2 else "goals"])
    answer = reading.get(f"{FEED}?tags=derby,unknown&search=derby&limit=1")
    assert [post["title"] for post in answer.json["data"]] == ["Derby 3"]
    assert [post["title"] for post in reading.get(reading.linked(answer, "next")).json["data"]] == ["Derby 1"]


def test_times_bound_it(reading: Reading) -> None:
    for day in range(4):
        write_post(reading.session, reading.bob, f"Day {day}", now=NOW + timedelta(days=day))
    bounds = f"since={NOW + timedelta(days=1):%Y-%m-%dT%H:%MZ}&until={NOW + timedelta(days=3):%Y-%m-%dT%H:%MZ}"
    assert reading.titles(f"?{bounds}") == ["Day 2", "Day 1"]


@pytest.mark.parametrize(
    "query",
    [
        *("limit=0", "limit=41", "limit=two", "limit=", "limit=1&limit=2", "offset=-1", "offset=1001", "sort=up"),
        *("max_id=x", "max_id=-1", "max_id=1.0", "min_id=%20", "since_id=99999999999999999999", "max_id=", "max_id=٣"),
        *("since=yesterday", "until=2026-01-01", "since=2026-01-01T00:00", "tags=a%20%26%20b", "tags=a,b,c,d,e,f"),
        *("search=%2C", "search=", "search=" + 201 * "a", "colour=red"),
    ],
)
def test_a_parameter_that_cannot_be_honoured_is_named(reading: Reading, query: str) -> None:
    answer = reading.get(f"{FEED}?{query}")
    assert answer.status_code == 422
    assert list(answer.json["errors"]) == [query.partition("=")[0]]


def test_a_page_of_it_takes_two_statements(reading: Reading, statements: list[str]) -> None:
    reading.write(3)
    reading.titles()  # remembers who the token is of
    statements.clear()
    reading.titles()
    assert len(statements) == 2, statements


def test_the_documented_example_answers_as_its_schema_says(reading: Reading, document: Document) -> None:
    write_post(reading.session, reading.bob, "Lanterns over the harbour", tags=["lanterns"])
    operation = document["paths"][FEED]["get"]
    given = {one["name"]: one["example"] for one in operation["parameters"] if "example" in one}
    answer = reading.get(f"{FEED}?{urlencode(given)}")
    schema = schema_of(document, operation, "200", answer.mimetype)
    jsonschema_rs.Draft202012Validator(schema, validate_formats=True).validate(answer.json)
    assert [post["title"] for post in answer.json["data"]] == ["Lanterns over the harbour"]
    assert "Link" in operation["responses"]["200"]["headers"]


def test_made_up_requests_are_answered_as_documented(api: schemathesis.BaseSchema, reading: Reading) -> None:
    reading.write(3)
    token = reading.tokens[reading.alice.id].access_token
    headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
    for mode in GenerationMode:
        assert send(api, "GET", FEED, mode, headers) > 0
