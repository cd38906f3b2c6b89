"""Every surface, asked by everyone who may stand to Alice in some way: nothing of hers leaks, in rows, counts, existence.

What is expected stands in EXPECTED by hand; app/social/visibility.py is not asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.models import Block, Comment, Follow, FollowRequest, Mute, Post, Role, User
from app.social import marks
from app.trending.intake import take_in
from tests.members import NOW, PASSWORD, add_member, authorization
from tests.social.writing import viewer_of, write_comment, write_post
from tests.trending.worlds import GivenSource, chart

VIDEO = "vid00000001"
TITLE, COMMENT, REMOVED, DELETED = "Zorza over Gdynia", "Her remark on herons", "Removed lanterns", "Withdrawn kites"


class Sight(NamedTuple):
    """What someone sees of Alice: her profile; what she wrote, opened; that in lists that come to them; her removals."""

    profile: bool
    opened: bool
    listed: bool
    removed: bool = False
    named: bool = True  # in the directory of members, which a muted or inactive one is not


ALL, NOTHING = Sight(True, True, True), Sight(False, False, False, named=False)
NAME_ONLY = Sight(True, False, False)
EXPECTED = {
    "public": {
        "anonymous": ALL,
        "stranger": ALL,
        "follower": ALL,
        "requested": ALL,
        "blocked": NOTHING,
        "blocker": NOTHING,
        "muter": Sight(True, True, False, named=False),
        "author": Sight(True, True, True, True),
        "moderator": Sight(True, True, True, True),
    },
    "private": {
        "anonymous": NAME_ONLY,
        "stranger": NAME_ONLY,
        "follower": ALL,
        "requested": NAME_ONLY,
        "blocked": NOTHING,
        "blocker": NOTHING,
        "muter": NAME_ONLY._replace(named=False),
        "author": Sight(True, True, True, True),
        "moderator": Sight(True, True, False, True),
    },
    "inactive": {
        "anonymous": NOTHING,
        "stranger": NOTHING,
        "follower": NOTHING,
        "requested": NOTHING,
        "blocked": NOTHING,
        "blocker": NOTHING,
        "muter": NOTHING,
        "moderator": Sight(True, True, False, True, named=False),
    },
}
CASES = [(state, relation) for state, row in EXPECTED.items() for relation in row]


@dataclass
class World:
    """Alice's post, her comment and her like on Carol's post, both about one video; Carol and Alice follow each other."""

    alice: User
    carol: User
    post: Post
    removed: Post
    deleted: Post
    carols: Post
    comment: Comment


@pytest.fixture
def world(session: Session) -> World:
    take_in(session, GivenSource(), chart([VIDEO]))
    alice, carol = add_member(session, "alice", password=PASSWORD), add_member(session, "carol")
    session.add_all(
        [Follow(follower_id=carol.id, followed_id=alice.id), Follow(follower_id=alice.id, followed_id=carol.id)]
    )
    about: dict[str, Any] = {"video_id": VIDEO, "tags": ["zorza"]}
    carols = write_post(session, carol, "Carol on the same video", **about)
    posts = [write_post(session, alice, title, **about) for title in (TITLE, REMOVED, DELETED)]
    comment = write_comment(session, alice, carols, COMMENT)
    marks.like_post(session, viewer_of(alice), carols.id)
    posts[1].removed_at, posts[1].removal_reason = NOW, "spam"
    posts[2].deleted_at = NOW
    session.commit()
    return World(alice, carol, *posts, carols, comment)


def stand(session: Session, world: World, relation: str) -> User | None:
    """The one who asks, who likes and keeps Alice's post if they ever could, and follows Carol."""
    if relation == "anonymous":
        return None
    if relation == "author":
        return world.alice
    role = Role.MODERATOR if relation == "moderator" else Role.USER
    one = add_member(session, "bob", role, password=PASSWORD)
    between: dict[str, Any] = {
        "follower": Follow(follower_id=one.id, followed_id=world.alice.id),
        "requested": FollowRequest(requester_id=one.id, target_id=world.alice.id),
        "blocked": Block(blocker_id=world.alice.id, blocked_id=one.id),
        "blocker": Block(blocker_id=one.id, blocked_id=world.alice.id),
        "muter": Mute(muter_id=one.id, muted_id=world.alice.id),
    }
    session.add(Follow(follower_id=one.id, followed_id=world.carol.id))
    if relation in between:
        session.add(between[relation])
    marks.like_post(session, viewer_of(one), world.post.id)
    marks.save_post(session, viewer_of(one), world.post.id)
    session.commit()
    return one


class Surface(NamedTuple):
    """An address, what of Alice's would stand in its answer, and by which part of `Sight` it may."""

    path: str
    marker: str
    by: str


JSON_SURFACES = (
    Surface("/v1/users", '"alice"', "named"),
    Surface("/v1/users/{carol}/followers", '"alice"', "profile"),
    Surface("/v1/users/{carol}/following", '"alice"', "profile"),
    Surface("/v1/posts/{carols}/likes", '"alice"', "profile"),
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
    ("/likes", "Carol on the same video"),
    ("/followers", "carol"),
    ("/following", "carol"),
)
OPENED = ("/v1/posts/{post}", "/v1/posts/{post}/comments", "/v1/posts/{post}/versions", "/v1/posts/{post}/likes")
OPENED_PAGES = ("/posts/{post}", "/posts/{post}/versions")


@dataclass
class Asker:
    """Sends requests as one person, by bearer and in a browser."""

    client: FlaskClient
    browser: FlaskClient
    headers: dict[str, str]
    world: World

    def path(self, template: str) -> str:
        ids = {name: getattr(self.world, name).id for name in World.__annotations__}
        return template.format(**ids)

    def json(self, template: str) -> Any:
        return self.client.get(self.path(template), headers=self.headers)

    def page(self, template: str) -> Any:
        return self.browser.get(self.path(template))


@pytest.fixture(params=CASES, ids=lambda case: "-".join(case))
def case(
    request: pytest.FixtureRequest, app: APIFlask, session: Session, world: World
) -> Iterator[tuple[Asker, Sight]]:
    state, relation = request.param
    asker = stand(session, world, relation)
    browser = app.test_client()
    if asker:
        answer = browser.post("/login", data={"login": asker.username, "password": PASSWORD})
        assert answer.status_code == 303
    world.alice.is_private = state == "private"
    if state == "inactive":
        world.alice.activated_at = None
    session.commit()
    headers = authorization(session, asker) if asker else {}
    yield Asker(app.test_client(), browser, headers, world), EXPECTED[state][relation]


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


def check_counts(asker: Asker, sight: Sight) -> None:
    carols = asker.json("/v1/posts/{carols}").json["data"]
    assert carols["comments_count"] == int(sight.listed)
    assert carols["likes_count"] == int(sight.profile)
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
    me = asker.json("/v1/me").json["data"]["username"]
    follows = me == "alice" or "alice" in asker.json(f"/v1/users/{me}/following").text
    for answer in (asker.json("/v1/users/feed"), asker.page("/feed")):
        assert answer.status_code == 200
        assert (TITLE in answer.text) == (follows and sight.listed)
        assert DELETED not in answer.text
    if me != "alice":
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
    if asker.json("/v1/me").json["data"]["username"] != "alice":
        followed = asker.client.put(asker.path("/v1/users/{alice}/follow"), headers=asker.headers)
        may_follow = sight.profile and asker.world.alice.is_active
        assert followed.status_code in ({202, 204} if may_follow else {404})


def test_nothing_of_hers_leaks(case: tuple[Asker, Sight]) -> None:
    for check in (check_lists, check_opened, check_profile_lists, check_counts, check_own_lists, check_writes):
        check(*case)
