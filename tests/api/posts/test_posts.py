"""Posts in the JSON interface."""

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from app.models import Post
from tests.api.conftest import LANTERNS
from tests.api.posts.conftest import DRAFT, Ask, written


@pytest.mark.usefixtures("world")
def test_a_post_is_made_as_told_and_read_by_anybody(alice: Ask, anybody: Ask) -> None:
    answer = alice("POST", "/posts", DRAFT | {"tags": ["#Sea", "sea"], "video_id": LANTERNS, "region": "pl"})
    assert answer.status_code == 201
    post = answer.json["data"]
    assert answer.headers["Location"] == f"/v1/posts/{post['id']}"
    assert {name: post[name] for name in DRAFT} == DRAFT
    assert post["content_html"] == "<p>They rise <strong>every</strong> autumn.</p>"
    assert (post["tags"], post["video_id"], post["region"], post["version"]) == (["sea"], LANTERNS, "PL", 1)
    assert (post["user"]["username"], post["comments_count"], post["likes_count"]) == ("alice", 0, 0)
    assert post["created_at"] == post["updated_at"]
    of_members = {"is_liked": False, "is_saved": False}
    read = anybody("GET", f"/posts/{post['id']}")
    assert read.json["data"] | of_members == post
    assert of_members.keys().isdisjoint(read.json["data"])


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"content": "\0"}, "content"),
        ({"tags": ["a", "b", "c", "d", "e", "f"]}, "tags"),
        ({"tags": "sea"}, "tags"),
        ({"video_id": "nobody"}, "video_id"),
        ({"video_id": "\0"}, "video_id"),
        ({"region": "XX"}, "region"),
        ({"version": 1}, "version"),
    ],
)
def test_what_is_wrong_with_a_post_is_told_by_field(alice: Ask, fields: dict[str, object], wrong: str) -> None:
    answer = alice("POST", "/posts", DRAFT | fields)
    assert (answer.status_code, list(answer.json["errors"])) == (422, [wrong])


def test_an_edit_by_version_makes_the_next_and_a_stale_one_gets_the_post_as_it_is(alice: Ask) -> None:
    post = written(alice)
    address = f"/posts/{post['id']}"
    answer = alice("PATCH", address, {"title": "Kites", "version": 1})
    assert (answer.status_code, answer.json["data"]["version"], answer.json["data"]["title"]) == (200, 2, "Kites")
    assert answer.json["data"]["content"] == DRAFT["content"]
    stale = alice("PATCH", address, {"title": "Rain", "version": 1})
    assert (stale.status_code, stale.mimetype) == (409, "application/problem+json")
    assert stale.json["current"] == answer.json["data"]
    assert alice("GET", address).json["data"]["title"] == "Kites"


def test_an_edit_may_name_its_version_by_the_etag(alice: Ask) -> None:
    address = f"/posts/{written(alice)['id']}"
    etag = alice("GET", address).headers["ETag"]
    assert etag.startswith('"v1-')
    edited = alice("PATCH", address, {"title": "Kites"}, If_Match=etag)
    assert (edited.status_code, edited.headers["ETag"][:4]) == (200, '"v2-')
    assert alice("PATCH", address, {"title": "Rain"}, If_Match=etag).status_code == 409
    assert alice("PATCH", address, {"title": "Rain", "version": 1}, If_Match=edited.headers["ETag"]).status_code == 422
    assert alice("PATCH", address, {"title": "Rain"}, If_Match="*").status_code == 422
    assert alice("PATCH", address, {"title": "Rain"}).status_code == 428
    assert alice("PATCH", address, {"version": 2}).status_code == 422


def test_the_etag_of_a_post_is_good_until_something_of_it_changes(alice: Ask, bob: Ask) -> None:
    address = f"/posts/{written(alice)['id']}"
    etag = bob("GET", address).headers["ETag"]
    assert bob("GET", address, If_None_Match=etag).status_code == 304
    alice("PUT", f"{address}/like")
    assert bob("GET", address, If_None_Match=etag).status_code == 200


def test_a_null_takes_video_and_region_away(alice: Ask, world: Engine) -> None:
    post = written(alice, video_id=LANTERNS, region="PL")
    changes = {"video_id": None, "region": None, "version": 1}
    edited = alice("PATCH", f"/posts/{post['id']}", changes).json["data"]
    assert (edited["video_id"], edited["region"], edited["title"]) == (None, None, DRAFT["title"])


def test_who_is_not_the_author_edits_only_as_a_moderator_with_a_reason(alice: Ask, bob: Ask, mia: Ask) -> None:
    address, changes = f"/posts/{written(alice)['id']}", {"title": "Kites", "version": 1}
    assert bob("PATCH", address, changes | {"reason": "mine"}).status_code == 403
    refused = mia("PATCH", address, changes)
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["reason"])
    assert mia("PATCH", address, changes | {"reason": "a phone number"}).status_code == 200
    versions = [
        [
            (one["version"], one["user"]["username"], one.get("reason"))
            for one in ask("GET", f"{address}/versions").json["data"]
        ]
        for ask in (alice, bob)
    ]
    assert versions == [[(2, "mia", "a phone number"), (1, "alice", None)], [(2, "mia", None)]]


def test_a_deleted_post_is_gone_and_its_author_can_restore_it(alice: Ask, bob: Ask) -> None:
    address = f"/posts/{written(alice)['id']}"
    assert bob("DELETE", address).status_code == 403
    assert alice("DELETE", address).status_code == 204
    for ask in (alice, bob):
        assert ask("GET", address).status_code == 404
        assert ask("GET", f"{address}/comments").status_code == 404
        assert ask("GET", f"{address}/versions").status_code == 404
    assert alice("DELETE", address).status_code == 404
    assert bob("POST", f"{address}/restore").status_code == 404
    for _ in range(2):
        assert alice("POST", f"{address}/restore").status_code == 200
    assert bob("GET", address).status_code == 200


def test_an_admin_removes_a_post_and_its_author_reads_why(alice: Ask, bob: Ask, mia: Ask, adam: Ask) -> None:
    address = f"/posts/{written(alice)['id']}"
    assert mia("DELETE", f"{address}?reason=spam").status_code == 403
    assert list(adam("DELETE", address).json["errors"]) == ["reason"]
    assert adam("DELETE", f"{address}?reason=It+is+spam.").status_code == 204
    assert bob("GET", address).status_code == 404
    for ask in (alice, mia):
        assert ask("GET", address).json["data"]["removal_reason"] == "It is spam."
    assert alice("POST", f"{address}/comments", {"content": "Why?"}).status_code == 403


@pytest.mark.usefixtures("world")
def test_lists_are_paged_by_links_and_narrowed_by_tag_and_video(alice: Ask, bob: Ask, anybody: Ask) -> None:
    for number in range(3):
        written(alice, title=f"Post {number}", tags=["sea"], video_id=LANTERNS)
    written(alice, title="Other")
    lists = ("/posts?tag=%23Sea&limit=2", f"/posts?video_id={LANTERNS}&limit=2", f"/videos/{LANTERNS}/posts?limit=2")
    for address in lists:
        first = anybody("GET", address)
        assert [post["title"] for post in first.json["data"]] == ["Post 2", "Post 1"]
        following = first.headers["Link"].partition(">")[0].partition("/v1")[2]
        assert [post["title"] for post in anybody("GET", following).json["data"]] == ["Post 0"]
    for address in ("/posts", "/users/alice/posts"):
        assert [post["title"] for post in bob("GET", address).json["data"]] == ["Other", "Post 2", "Post 1", "Post 0"]
    assert anybody("GET", "/posts?tag=none").json["data"] == []
    assert anybody("GET", "/posts?tag=a/b").status_code == 422
    assert anybody("GET", "/posts?video_id=nobody").status_code == 404


@pytest.mark.usefixtures("world")
def test_a_list_of_twenty_posts_takes_three_statements_at_most(alice: Ask, bob: Ask, statements: list[str]) -> None:
    for number in range(20):
        written(alice, title=f"Post {number}", video_id=LANTERNS)
    bob("GET", "/me")
    for address, most in (("/posts", 2), (f"/videos/{LANTERNS}/posts", 3), ("/users/alice/posts", 3)):
        statements.clear()
        assert len(bob("GET", address).json["data"]) == 20
        assert len(statements) <= most, statements


@pytest.mark.parametrize("post_id", ["0", "x", "-1", "1.5", "9" * 18, "9" * 40, "%00", "１"])
def test_what_is_no_id_of_a_post_is_not_found(bob: Ask, post_id: str) -> None:
    for method, body in (("GET", None), ("PATCH", {"title": "x", "version": 1}), ("DELETE", None)):
        assert bob(method, f"/posts/{post_id}", body).status_code == 404
    assert bob("POST", f"/posts/{post_id}/restore").status_code == 404
    assert bob("PUT", f"/posts/{post_id}/like").status_code == 404


def test_an_edit_that_is_refused_changes_nothing(alice: Ask, session: Session) -> None:
    post = written(alice)
    answer = alice("PATCH", f"/posts/{post['id']}", {"title": "Kites", "video_id": "nobody", "version": 1})
    assert list(answer.json["errors"]) == ["video_id"]
    assert session.execute(select(Post.title, Post.version)).one() == (DRAFT["title"], 1)
