"""Every surface, asked by everyone who may stand to Alice in some way: nothing leaks, in rows, counts and existence.

What is expected stands in EXPECTED by hand; app/social/visibility.py is not asked.
"""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.feed.extension import store_of
from app.feed.reasons import Reason
from tests.feed.member_decks import Held, build
from tests.members import PASSWORD, authorization
from tests.visibility.world import (
    CAROLS,
    CASES,
    COMMENT,
    DELETED,
    EXPECTED,
    REMOVED,
    TITLE,
    VIDEO,
    Sight,
    World,
    make_world,
    stand,
)
from tests.worlds import Inhabited


class Surface(NamedTuple):
    """An address, what of Alice's would stand in its answer, and by which part of `Sight` it may."""

    path: str
    marker: str
    by: str


JSON_SURFACES = (
    Surface("/v1/users", '"alice"', "named"),
    Surface("/v1/users/{carol}/followers", '"alice"', "profile"),
    Surface("/v1/users/{carol}/following", '"alice"', "profile"),
    Surface("/v1/posts/{carols}/likes", '"alice"', "opened"),
    Surface("/v1/posts", TITLE, "listed"),
    Surface("/v1/posts?tag=zorza", TITLE, "listed"),
    Surface(f"/v1/posts?video_id={VIDEO}", TITLE, "listed"),
    Surface(f"/v1/videos/{VIDEO}/posts", TITLE, "listed"),
    Surface("/v1/posts/{carols}/comments", COMMENT, "listed"),
)
PAGE_SURFACES = (
    Surface("/@carol/followers", "@alice", "profile"),
    Surface("/@carol/following", "@alice", "profile"),
    Surface("/tags/zorza", TITLE, "listed"),
    Surface(f"/videos/{VIDEO}", TITLE, "listed"),
    Surface("/posts/{carols}", COMMENT, "listed"),
)
LISTS_OF_ALICE = (
    ("/posts", TITLE),
    ("/comments", COMMENT),
    ("/likes", CAROLS),
    ("/followers", "carol"),
    ("/following", "carol"),
)
OPENED = ("/v1/posts/{post}", "/v1/posts/{post}/comments", "/v1/posts/{post}/versions", "/v1/posts/{post}/likes")
OPENED_PAGES = ("/posts/{post}", "/posts/{post}/versions")


@dataclass
class Asker:
    """Sends requests as one person, by bearer and in a browser; what several checks read is asked for once."""

    client: FlaskClient
    browser: FlaskClient
    headers: dict[str, str]
    world: World
    username: str | None
    answers: dict[str, Any] = field(default_factory=dict)

    @property
    def is_alice(self) -> bool:
        return self.username == "alice"

    def path(self, template: str) -> str:
        ids = {name: getattr(self.world, name).id for name in World.__annotations__}
        return template.format(**ids)

    def json(self, template: str) -> Any:
        if template not in self.answers:
            self.answers[template] = self.client.get(self.path(template), headers=self.headers)
        return self.answers[template]

    def page(self, template: str) -> Any:
        return self.browser.get(self.path(template))


@pytest.fixture(scope="session")
def world(inhabited: Inhabited) -> Engine:
    return inhabited(make_world)


@pytest.fixture(params=CASES, ids=lambda case: "-".join(case))
def case(request: pytest.FixtureRequest, world: Engine, app: APIFlask, session: Session) -> tuple[Asker, Sight]:
    state, relation = request.param
    known = World.known(session)
    asker = stand(session, known, relation)
    browser = app.test_client()
    if asker:
        answer = browser.post("/login", data={"login": asker.username, "password": PASSWORD})
        assert answer.status_code == 303
    known.alice.is_private = state == "private"
    if state == "inactive":
        known.alice.activated_at = None
    session.commit()
    if asker:
        build(session, store_of(app), {asker: [Held(VIDEO, Reason.FOLLOWED, known.alice.id)]})
    headers = authorization(session, asker) if asker else {}
    username = asker.username if asker else None
    return Asker(app.test_client(), browser, headers, known, username), EXPECTED[state][relation]


def check_lists(asker: Asker, sight: Sight) -> None:
    for surfaces, send in ((JSON_SURFACES, asker.json), (PAGE_SURFACES, asker.page)):
        for path, marker, by in surfaces:
            answer = send(path)
            assert answer.status_code == 200, path
            assert (marker in answer.text) == getattr(sight, by), path
            assert DELETED not in answer.text, path


def check_opened(asker: Asker, sight: Sight) -> None:
    for templates, send in ((OPENED, asker.json), (OPENED_PAGES, asker.page)):
        for template in templates:
            assert_there(send(template), sight.opened, template)
            assert_there(send(template.replace("{post}", "{removed}")), sight.removed, template + " removed")
            assert_gone(send(template.replace("{post}", "{deleted}")), template + " deleted")
    assert_there(asker.json("/v1/comments/{comment}"), sight.opened, "the comment")
    assert_there(asker.json("/v1/users/{alice}"), sight.profile, "the member")
    assert_there(asker.page("/@alice"), sight.profile, "the profile")


def assert_gone(answer: Any, what: str) -> None:
    """The author's own page says that it was deleted, and offers to undo that."""
    assert answer.status_code in {404, 410}, what
    assert answer.status_code == 404 or "/restore" in answer.text, what


def assert_there(answer: Any, expected: bool, what: str) -> None:
    assert answer.status_code == (200 if expected else 404), what
    if not expected:
        assert TITLE not in answer.text, what


def check_profile_lists(asker: Asker, sight: Sight) -> None:
    for name, marker in LISTS_OF_ALICE:
        answer, page = asker.json("/v1/users/{alice}" + name), asker.page("/@alice" + name.replace("/posts", ""))
        assert (marker in answer.text) == sight.opened, name
        assert answer.status_code == (200 if sight.profile else 404), name
        assert page.status_code == (200 if sight.profile else 404), name
        assert (marker in page.text) == sight.opened, name
        assert (REMOVED in answer.text) == (REMOVED in page.text) == (name == "/posts" and asker.is_alice), name


def check_counts(asker: Asker, sight: Sight) -> None:
    carols = asker.json("/v1/posts/{carols}").json["data"]
    assert carols["comments_count"] == int(sight.listed)
    assert carols["likes_count"] == int(sight.opened)
    for name in ("followers", "following"):
        counted = asker.json("/v1/users/{carol}").json["data"]["counts"][name]
        assert counted == len(asker.json(f"/v1/users/{{carol}}/{name}").json["data"]), name
    if sight.profile:
        counts = asker.json("/v1/users/{alice}").json["data"]["counts"]
        assert counts["posts"] == int(sight.opened)
        assert bool(counts["followers"]) == bool(counts["following"]) == sight.opened


def check_own_lists(asker: Asker, sight: Sight) -> None:
    if not asker.headers:
        return
    follows = asker.is_alice or "alice" in asker.json(f"/v1/users/{asker.username}/following").text
    for answer in (asker.json("/v1/users/feed"), asker.page("/feed")):
        assert answer.status_code == 200
        assert (TITLE in answer.text) == (follows and sight.listed)
        assert DELETED not in answer.text
    deck = asker.json("/v1/deck")
    assert deck.json["data"][0]["video"]["id"] == VIDEO
    assert ("alice" in deck.text) == (follows and not asker.is_alice and sight.listed)
    if not asker.is_alice:
        for path in ("/v1/me/likes", "/v1/me/saves"):
            assert (TITLE in asker.json(path).text) == sight.opened, path
        assert (TITLE in asker.page("/settings/saves").text) == sight.opened


def check_writes(asker: Asker, sight: Sight) -> None:
    if not asker.headers:
        return
    expected = {201, 204} if sight.opened else {404}
    path = asker.path("/v1/posts/{post}")
    said = asker.client.post(path + "/comments", json={"content": "hello"}, headers=asker.headers)
    liked = asker.client.put(path + "/like", headers=asker.headers)
    assert {said.status_code, liked.status_code} <= expected
    if not asker.is_alice:
        followed = asker.client.put(asker.path("/v1/users/{alice}/follow"), headers=asker.headers)
        may_follow = sight.profile and asker.world.alice.is_active
        assert followed.status_code in ({202, 204} if may_follow else {404})


def test_nothing_of_hers_leaks(case: tuple[Asker, Sight]) -> None:
    for check in (check_lists, check_opened, check_profile_lists, check_counts, check_own_lists, check_writes):
        check(*case)
