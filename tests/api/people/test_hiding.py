"""Blocks, mutes and muted words over the JSON interface."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Block, Follow, Mute, MutedWord, User
from app.social.muted_words import MAX_WORDS
from tests.api.people.conftest import Ask, names

WORDS = "/v1/me/muted-words"


def test_a_block_ends_what_was_between_the_two(ask: Ask, session: Session, alice: User, bob: User) -> None:
    ask(alice, "PUT", "/v1/users/bob/follow")
    ask(bob, "PUT", "/v1/users/alice/follow")
    for _ in range(2):
        assert ask(alice, "PUT", "/v1/users/bob/block").status_code == 204
    assert session.scalar(select(func.count()).select_from(Follow)) == 0
    assert [(one.followers_count, one.following_count) for one in (alice, bob)] == [(0, 0), (0, 0)]
    assert session.scalars(select(Block.blocker_id)).all() == [alice.id]


def test_a_block_takes_requests_back_both_ways(ask: Ask, alice: User, bob: User) -> None:
    for private, asker, name in ((alice, bob, "alice"), (bob, alice, "bob")):
        ask(private, "PATCH", "/v1/me", {"is_private": True})
        assert ask(asker, "PUT", f"/v1/users/{name}/follow").status_code == 202
    ask(alice, "PUT", "/v1/users/bob/block")
    ask(alice, "DELETE", "/v1/users/bob/block")
    for private in (alice, bob):
        assert names(ask(private, "GET", "/v1/me/follow-requests")) == []


def test_neither_of_the_two_is_there_for_the_other(ask: Ask, alice: User, bob: User, charlie: User) -> None:
    for member in (alice, bob):
        ask(member, "PUT", "/v1/users/charlie/follow")
    ask(alice, "PUT", "/v1/users/bob/block")
    for reader, other in ((alice, "bob"), (bob, "alice")):
        assert ask(reader, "GET", f"/v1/users/{other}").status_code == 404
        assert ask(reader, "PUT", f"/v1/users/{other}/follow").status_code == 404
        assert ask(reader, "GET", f"/v1/users/{other}/followers").status_code == 404
        assert ask(reader, "PUT", f"/v1/users/{other}/mute").status_code == 404
        assert other not in names(ask(reader, "GET", "/v1/users"))
        assert other not in names(ask(reader, "GET", "/v1/users/charlie/followers"))
        assert ask(reader, "GET", "/v1/users/charlie").json["data"]["counts"]["followers"] == 1
    assert ask(charlie, "GET", "/v1/users/charlie").json["data"]["counts"]["followers"] == 2


def test_only_who_blocks_sees_the_block_and_ends_it(ask: Ask, alice: User, bob: User) -> None:
    ask(alice, "PUT", "/v1/users/bob/block")
    assert names(ask(alice, "GET", "/v1/me/blocks")) == ["bob"]
    assert names(ask(bob, "GET", "/v1/me/blocks")) == []
    assert ask(bob, "DELETE", "/v1/users/alice/block").status_code == 404
    assert ask(bob, "PUT", "/v1/users/alice/block").status_code == 404
    assert ask(alice, "DELETE", "/v1/users/bob/block").status_code == 204
    assert ask(alice, "DELETE", "/v1/users/bob/block").status_code == 204
    assert ask(bob, "GET", "/v1/users/alice").status_code == 200
    assert names(ask(alice, "GET", "/v1/users/bob/followers")) == []


def test_a_mute_is_silent(ask: Ask, alice: User, bob: User) -> None:
    ask(bob, "PUT", "/v1/users/alice/follow")
    assert ask(alice, "PUT", "/v1/users/bob/mute").status_code == 204
    assert ask(alice, "GET", "/v1/users/bob").json["data"]["is_muted"] is True
    assert names(ask(alice, "GET", "/v1/users/alice/followers")) == ["bob"]
    assert names(ask(alice, "GET", "/v1/users")) == ["alice"]
    assert names(ask(bob, "GET", "/v1/users")) == ["bob", "alice"]
    assert ask(bob, "GET", "/v1/users/alice").json["data"]["is_muted"] is False
    (line,) = ask(alice, "GET", "/v1/me/mutes").json["data"]
    assert (line["user"]["username"], line["expires_at"]) == ("bob", None)
    for _ in range(2):
        assert ask(alice, "DELETE", "/v1/users/bob/mute").status_code == 204
    assert names(ask(alice, "GET", "/v1/users")) == ["bob", "alice"]


def test_a_mute_ends_when_it_was_to_end(ask: Ask, session: Session, alice: User, bob: User) -> None:
    ask(alice, "PUT", "/v1/users/bob/mute")
    ask(alice, "PUT", "/v1/users/bob/mute", {"expires_in_seconds": 3600})
    (mute,) = session.scalars(select(Mute))
    assert mute.expires_at is not None
    assert timedelta(minutes=59) < mute.expires_at - datetime.now(UTC) <= timedelta(hours=1)
    mute.expires_at = datetime.now(UTC) - timedelta(seconds=1)
    session.commit()
    assert names(ask(alice, "GET", "/v1/me/mutes")) == []
    assert names(ask(alice, "GET", "/v1/users")) == ["bob", "alice"]
    assert ask(alice, "GET", "/v1/users/bob").json["data"]["is_muted"] is False


@pytest.mark.parametrize("body", [{"expires_in_seconds": 0}, {"expires_in_seconds": "soon"}, {"until": 1}])
def test_a_mute_without_a_sensible_end_is_refused(ask: Ask, alice: User, bob: User, body: dict[str, object]) -> None:
    assert ask(alice, "PUT", "/v1/users/bob/mute", body).status_code == 422


def test_a_mute_outlasts_a_block(ask: Ask, alice: User, bob: User) -> None:
    ask(alice, "PUT", "/v1/users/bob/mute")
    ask(alice, "PUT", "/v1/users/bob/block")
    assert names(ask(alice, "GET", "/v1/me/mutes")) == []
    ask(alice, "DELETE", "/v1/users/bob/block")
    assert names(ask(alice, "GET", "/v1/me/mutes")) == ["bob"]


def test_a_word_is_muted_changed_and_heard_again(ask: Ask, alice: User, bob: User) -> None:
    made = ask(alice, "POST", WORDS, {"phrase": "  Zażółć\u00a0gęślą ", "expires_in_seconds": 60})
    assert made.status_code == 201
    word = made.json["data"]
    assert (word["phrase"], word["action"]) == ("Zażółć gęślą", "hide")
    assert word["scopes"] == ["home", "search", "notifications"]
    assert ask(alice, "GET", WORDS).json["data"] == [word]
    assert ask(bob, "GET", WORDS).json["data"] == []
    changes = {"action": "fold", "scopes": ["search", "home", "search"], "expires_in_seconds": None}
    changed = ask(alice, "PATCH", f"{WORDS}/{word['id']}", changes)
    assert changed.json["data"] == word | {"action": "fold", "scopes": ["home", "search"], "expires_at": None}
    assert ask(alice, "DELETE", f"{WORDS}/{word['id']}").status_code == 204
    assert ask(alice, "DELETE", f"{WORDS}/{word['id']}").status_code == 404


def test_another_spelling_of_a_muted_word_is_the_same_word(ask: Ask, alice: User, bob: User) -> None:
    ask(alice, "POST", WORDS, {"phrase": "Ostersund"})
    again = ask(alice, "POST", WORDS, {"phrase": "ÖSTERSUND!"})
    assert (again.status_code, again.json["errors"].keys()) == (409, {"phrase"})
    assert ask(bob, "POST", WORDS, {"phrase": "Ostersund"}).status_code == 201
    other = ask(alice, "POST", WORDS, {"phrase": "derby"}).json["data"]["id"]
    assert ask(alice, "PATCH", f"{WORDS}/{other}", {"phrase": "östersund"}).status_code == 409
    assert ask(alice, "PATCH", f"{WORDS}/{other}", {"phrase": "DERBY"}).json["data"]["phrase"] == "DERBY"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"phrase": "!?"},
        {"phrase": "a" * 101},
        {"phrase": "a\0b"},
        {"phrase": "a", "scopes": []},
        {"phrase": "a", "scopes": ["direct"]},
        {"phrase": "a", "action": "shout"},
        {"phrase": "a", "expires_in_seconds": 0},
        {"phrase": "a", "folded": "b"},
    ],
)
def test_what_is_no_muted_word_is_refused(ask: Ask, alice: User, body: dict[str, object]) -> None:
    assert ask(alice, "POST", WORDS, body).status_code == 422


def test_two_hundred_words_are_the_most_and_ended_ones_do_not_count(ask: Ask, session: Session, alice: User) -> None:
    words = [
        MutedWord(user_id=alice.id, phrase=f"w{number}", folded=f"w{number}", scopes=["home"])
        for number in range(MAX_WORDS)
    ]
    session.add_all(words)
    session.commit()
    assert ask(alice, "POST", WORDS, {"phrase": "one more"}).status_code == 422
    words[0].expires_at = datetime.now(UTC) - timedelta(seconds=1)
    session.commit()
    assert len(ask(alice, "GET", WORDS).json["data"]) == MAX_WORDS - 1
    assert ask(alice, "POST", WORDS, {"phrase": "w0"}).status_code == 201
