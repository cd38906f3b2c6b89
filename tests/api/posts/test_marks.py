"""Likes and saves in the JSON interface."""

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.models import User
from tests.api.conftest import LANTERNS
from tests.api.posts.conftest import Ask, written


def ids(ask: Ask, address: str) -> list[str]:
    return [one["id"] for one in ask("GET", address).json["data"]]


@pytest.mark.usefixtures("world")
def test_likes_and_saves_are_set_and_taken_away_as_often_as_one_likes(alice: Ask, bob: Ask) -> None:
    post_id = written(alice)["id"]
    for kind, target, thing in (("posts", f"/posts/{post_id}", post_id), ("videos", f"/videos/{LANTERNS}", LANTERNS)):
        for mark in ("like", "save"):
            for _ in range(2):
                assert bob("PUT", f"{target}/{mark}").status_code == 204
            assert ids(bob, f"/me/{mark}s?kind={kind}") == [thing]
            for _ in range(2):
                assert bob("DELETE", f"{target}/{mark}").status_code == 204
            assert ids(bob, f"/me/{mark}s?kind={kind}") == []


def test_a_like_is_counted_and_told(alice: Ask, bob: Ask, anybody: Ask) -> None:
    post_id = written(alice)["id"]
    for ask in (alice, bob):
        ask("PUT", f"/posts/{post_id}/like")
    likers = anybody("GET", f"/posts/{post_id}/likes?limit=1")
    assert [one["username"] for one in likers.json["data"]] == ["bob"]
    following = likers.headers["Link"].partition(">")[0].partition("/v1")[2]
    assert [one["username"] for one in anybody("GET", following).json["data"]] == ["alice"]
    post = bob("GET", f"/posts/{post_id}").json["data"]
    assert (post["likes_count"], post["is_liked"], post["is_saved"]) == (2, True, False)


def test_what_a_member_likes_is_told_unless_they_do_not_show_it(
    alice: Ask, bob: Ask, anybody: Ask, session: Session
) -> None:
    post_id = written(alice)["id"]
    bob("PUT", f"/posts/{post_id}/like")
    assert ids(anybody, "/users/bob/likes") == [post_id]
    for hidden in ({"shows_likes": False}, {"shows_likes": True, "is_private": True}):
        session.execute(update(User).where(User.username == "bob").values(hidden))
        session.commit()
        assert ids(anybody, "/users/bob/likes") == ids(alice, "/users/bob/likes") == []
        assert ids(bob, "/users/bob/likes") == [post_id]


def test_what_is_gone_is_no_longer_listed_and_cannot_be_marked(alice: Ask, bob: Ask) -> None:
    address = f"/posts/{written(alice)['id']}"
    bob("PUT", f"{address}/save")
    alice("DELETE", address)
    assert ids(bob, "/me/saves") == []
    for method in ("PUT", "DELETE"):
        assert bob(method, f"{address}/like").status_code == 404
        assert bob(method, "/videos/nobody/like").status_code == 404


@pytest.mark.usefixtures("world")
def test_liked_videos_take_three_statements_at_most(bob: Ask, statements: list[str]) -> None:
    for rank in range(2, 22):
        assert bob("PUT", f"/videos/pl-{rank}/like").status_code == 204
    statements.clear()
    assert len(ids(bob, "/me/likes?kind=videos")) == 20
    assert len(statements) <= 3
