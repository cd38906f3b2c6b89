"""Following over the JSON interface: who follows whom, requests to private members, and the lists."""

import pytest
from sqlalchemy.orm import Session

from app.models import User
from tests.api.people.conftest import Ask, names


def counts(ask: Ask, reader: User | None, username: str) -> tuple[int, int]:
    """Followers and following, as the reader is told."""
    told = ask(reader, "GET", f"/v1/users/{username}").json["data"]["counts"]
    return told["followers"], told["following"]


def test_alice_follows_bob_and_not_the_other_way_round(ask: Ask, alice: User, bob: User) -> None:
    for _ in range(2):
        answer = ask(alice, "PUT", f"/v1/users/{bob.id}/follow")
        assert (answer.status_code, answer.data) == (204, b"")
    assert counts(ask, None, "alice") == (0, 1)
    assert counts(ask, None, "bob") == (1, 0)
    assert names(ask(None, "GET", "/v1/users/bob/followers")) == ["alice"]
    assert names(ask(None, "GET", "/v1/users/alice/following")) == ["bob"]
    assert names(ask(None, "GET", "/v1/users/alice/followers")) == []
    assert ask(alice, "GET", "/v1/users/bob").json["data"]["state"] == "following"
    assert ask(bob, "GET", "/v1/users/alice").json["data"]["state"] == "none"


def test_unfollowing_ends_ones_own_follow_alone(ask: Ask, alice: User, bob: User) -> None:
    ask(alice, "PUT", "/v1/users/bob/follow")
    ask(bob, "PUT", "/v1/users/alice/follow")
    for _ in range(2):
        assert ask(alice, "PUT", "/v1/users/bob/unfollow").status_code == 204
    assert counts(ask, None, "alice") == (1, 0)
    assert counts(ask, None, "bob") == (0, 1)


@pytest.mark.parametrize("verb", ["follow", "block", "mute"])
def test_nobody_does_it_to_themselves(ask: Ask, alice: User, verb: str) -> None:
    answer = ask(alice, "PUT", f"/v1/users/alice/{verb}")
    assert (answer.status_code, answer.json["error"]) == (422, f"You cannot {verb} yourself.")
    assert counts(ask, None, "alice") == (0, 0)


@pytest.mark.parametrize("named", ["nobody", "999999", "99999999999999999999", "a%00b", "é", "0"])
def test_who_is_not_there_cannot_be_followed(ask: Ask, alice: User, named: str) -> None:
    for verb in ("follow", "unfollow", "block", "mute"):
        assert ask(alice, "PUT", f"/v1/users/{named}/{verb}").status_code == 404
    assert ask(None, "GET", f"/v1/users/{named}").status_code == 404
    assert ask(None, "GET", f"/v1/users/{named}/followers").status_code == 404


def test_who_is_not_active_is_not_there(ask: Ask, session: Session, alice: User, bob: User) -> None:
    ask(bob, "PUT", "/v1/users/alice/follow")
    bob.activated_at = None
    session.commit()
    assert ask(alice, "PUT", "/v1/users/bob/follow").status_code == 404
    assert names(ask(None, "GET", "/v1/users")) == ["alice"]
    assert names(ask(None, "GET", "/v1/users/alice/followers")) == []
    assert counts(ask, None, "alice") == (0, 0)


@pytest.fixture
def private_bob(ask: Ask, bob: User) -> User:
    assert ask(bob, "PATCH", "/v1/me", {"is_private": True}).json["data"]["is_private"] is True
    return bob


def test_a_private_member_is_asked_first(ask: Ask, alice: User, private_bob: User) -> None:
    for _ in range(2):
        answer = ask(alice, "PUT", "/v1/users/bob/follow")
        assert (answer.status_code, answer.json) == (202, {"data": {"state": "requested"}})
    assert ask(alice, "GET", "/v1/users/bob").json["data"]["state"] == "requested"
    assert counts(ask, private_bob, "bob") == (0, 0)
    assert names(ask(private_bob, "GET", "/v1/me/follow-requests")) == ["alice"]
    assert ask(private_bob, "PUT", "/v1/me/follow-requests/alice").status_code == 204
    assert counts(ask, private_bob, "bob") == (1, 0)
    assert names(ask(private_bob, "GET", "/v1/me/follow-requests")) == []
    assert ask(private_bob, "PUT", "/v1/me/follow-requests/alice").status_code == 404
    assert ask(alice, "PUT", "/v1/users/bob/follow").status_code == 204


def test_a_declined_request_is_gone_and_may_come_again(ask: Ask, alice: User, private_bob: User) -> None:
    ask(alice, "PUT", "/v1/users/bob/follow")
    assert ask(private_bob, "DELETE", "/v1/me/follow-requests/alice").status_code == 204
    assert ask(private_bob, "DELETE", "/v1/me/follow-requests/alice").status_code == 404
    assert ask(alice, "GET", "/v1/users/bob").json["data"]["state"] == "none"
    assert ask(alice, "PUT", "/v1/users/bob/follow").status_code == 202


def test_unfollowing_takes_a_request_back(ask: Ask, alice: User, private_bob: User) -> None:
    ask(alice, "PUT", "/v1/users/bob/follow")
    assert ask(alice, "PUT", "/v1/users/bob/unfollow").status_code == 204
    assert names(ask(private_bob, "GET", "/v1/me/follow-requests")) == []


def test_a_removed_follower_has_to_ask_again(ask: Ask, alice: User, bob: User) -> None:
    ask(alice, "PUT", "/v1/users/bob/follow")
    ask(bob, "PUT", "/v1/users/alice/follow")
    ask(bob, "PATCH", "/v1/me", {"is_private": True})
    for _ in range(2):
        assert ask(bob, "DELETE", "/v1/me/followers/alice").status_code == 204
    assert counts(ask, bob, "bob") == (0, 1)
    assert ask(alice, "PUT", "/v1/users/bob/follow").status_code == 202


def test_who_is_private_no_longer_lets_everybody_in(ask: Ask, alice: User, charlie: User, private_bob: User) -> None:
    for asker in (alice, charlie):
        ask(asker, "PUT", "/v1/users/bob/follow")
    assert ask(private_bob, "PATCH", "/v1/me", {"is_private": False}).json["data"]["counts"]["followers"] == 2
    assert names(ask(private_bob, "GET", "/v1/me/follow-requests")) == []
    assert sorted(names(ask(None, "GET", "/v1/users/bob/followers"))) == ["alice", "charlie"]


def test_the_lists_of_a_private_member_are_for_followers(
    ask: Ask, alice: User, charlie: User, private_bob: User
) -> None:
    ask(alice, "PUT", "/v1/users/bob/follow")
    ask(private_bob, "PUT", "/v1/me/follow-requests/alice")
    ask(private_bob, "PUT", "/v1/users/charlie/follow")
    for stranger in (None, charlie):
        assert ask(stranger, "GET", "/v1/users/bob").json["data"]["is_private"] is True
        assert counts(ask, stranger, "bob") == (0, 0)
        assert names(ask(stranger, "GET", "/v1/users/bob/followers")) == []
        assert names(ask(stranger, "GET", "/v1/users/bob/following")) == []
    for reader in (alice, private_bob):
        assert counts(ask, reader, "bob") == (1, 1)
        assert names(ask(reader, "GET", "/v1/users/bob/followers")) == ["alice"]
        assert names(ask(reader, "GET", "/v1/users/bob/following")) == ["charlie"]
