"""Profiles over the JSON interface: one's own, those of others, and the list of members."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.models import Block, Follow, FollowRequest, Mute, Role, User
from app.models.user import MAX_BIO
from tests.api.conftest import z
from tests.api.people.conftest import Ask, names
from tests.members import NOW, add_member, authorization


def test_a_member_is_told_as_the_contract_says(ask: Ask, alice: User, bob: User) -> None:
    profile = {
        "id": str(bob.id),
        "username": "bob",
        "bio": "",
        "home_region": None,
        "is_private": False,
        "created_at": z(NOW),
        "counts": {"posts": 0, "followers": 0, "following": 0},
    }
    assert ask(None, "GET", "/v1/users/bob").json == {"data": profile}
    assert ask(bob, "GET", "/v1/users/BOB").json == {"data": profile}
    assert ask(alice, "GET", f"/v1/users/{bob.id}").json == {"data": profile | {"state": "none", "is_muted": False}}


def test_a_profile_is_changed_field_by_field(ask: Ask, alice: User) -> None:
    changed = ask(alice, "PATCH", "/v1/me", {"bio": " Charts\r\nbefore coffee. ", "home_region": "pl"})
    assert changed.status_code == 200
    assert ask(alice, "PATCH", "/v1/me", {"shows_likes": False}).json["data"]["shows_likes"] is False
    mine = ask(alice, "GET", "/v1/me").json["data"]
    assert (mine["bio"], mine["home_region"], mine["is_private"]) == ("Charts\nbefore coffee.", "PL", False)
    assert (mine["email"], mine["role"], mine["is_active"]) == ("alice@example.org", "user", True)
    assert ask(None, "GET", "/v1/users/alice").json["data"]["bio"] == "Charts\nbefore coffee."
    assert ask(alice, "PATCH", "/v1/me", {"home_region": None}).json["data"]["home_region"] is None
    assert ask(alice, "PATCH", "/v1/me", {}).json["data"]["bio"] == "Charts\nbefore coffee."


@pytest.mark.parametrize(
    "body",
    [
        {"bio": "a" * (MAX_BIO + 1)},
        {"bio": "a\0b"},
        {"bio": None},
        {"home_region": "XX"},
        {"home_region": 1},
        {"is_private": None},
        {"role": "admin"},
        {"email": "mallory@example.org"},
        {"username": "mallory"},
    ],
)
def test_what_is_no_profile_is_refused_and_changes_nothing(ask: Ask, alice: User, body: dict[str, object]) -> None:
    before = ask(alice, "GET", "/v1/me").json
    answer = ask(alice, "PATCH", "/v1/me", body)
    assert (answer.status_code, list(answer.json["errors"])) == (422, list(body))
    assert ask(alice, "GET", "/v1/me").json == before


def test_an_address_is_told_to_its_owner_alone(ask: Ask, session: Session, alice: User, bob: User) -> None:
    moderator, admin = (add_member(session, role.value, role) for role in (Role.MODERATOR, Role.ADMIN))
    ask(bob, "PUT", "/v1/users/alice/follow")
    ask(alice, "PUT", "/v1/users/bob/follow")
    paths = ["/v1/users", *(f"/v1/users/alice{end}" for end in ("", "/followers", "/following"))]
    for reader in (None, bob, moderator, admin):
        for path in paths:
            answer = ask(reader, "GET", path)
            assert answer.status_code == 200
            assert "@" not in answer.text
    assert "alice@example.org" in ask(alice, "GET", "/v1/me").text


def test_members_are_paged_without_gap_or_repeat(ask: Ask, session: Session, client: FlaskClient) -> None:
    made = [add_member(session, f"member{number}").username for number in range(5)]
    first = ask(None, "GET", "/v1/users?limit=2")
    assert names(first) == made[:2:-1]
    add_member(session, "newcomer")
    seen, answer = names(first), first
    while 'rel="next"' in answer.headers["Link"]:
        answer = client.get(answer.headers["Link"].partition("<")[2].partition(">")[0])
        seen += names(answer)
    assert seen == made[::-1]
    newest = first.json["data"][0]["id"]
    assert names(ask(None, "GET", f"/v1/users?since_id={newest}")) == ["newcomer"]
    assert names(ask(None, "GET", f"/v1/users?max_id={'9' * 18}&limit=1")) == ["newcomer"]


@pytest.mark.parametrize("query", ["limit=0", "limit=41", "max_id=x", "max_id=-1", "limit=1&limit=2", "page=2"])
def test_a_page_that_cannot_be_is_refused(ask: Ask, alice: User, query: str) -> None:
    for path in ("/v1/users", "/v1/users/alice/followers"):
        assert ask(None, "GET", f"{path}?{query}").status_code == 422


def test_answers_to_members_are_kept_for_them_alone(ask: Ask, alice: User, client: FlaskClient) -> None:
    for_anybody, for_alice = ask(None, "GET", "/v1/users/alice"), ask(alice, "GET", "/v1/users/alice")
    assert for_anybody.headers["Cache-Control"].startswith("public")
    assert for_alice.headers["Cache-Control"] == "private, no-cache"
    for answer in (for_anybody, for_alice):
        assert "Authorization" in answer.headers["Vary"]
    again = client.get("/v1/users/alice", headers={"If-None-Match": for_anybody.headers["ETag"]})
    assert again.status_code == 304


# Who the member is, the cache tells; a member's muted words are one of the statements.
STATEMENTS = {
    "/v1/users": (1, 2),
    "/v1/users/member0": (1, 2),
    "/v1/users/member0/followers": (2, 4),
    "/v1/users/member0/following": (2, 4),
    "/v1/me": (None, 2),
    "/v1/me/blocks": (None, 1),
    "/v1/me/mutes": (None, 2),
    "/v1/me/follow-requests": (None, 2),
    "/v1/me/muted-words": (None, 1),
}


@pytest.mark.parametrize("path", STATEMENTS)
def test_a_list_takes_as_many_statements_however_long_it_is(
    client: FlaskClient, session: Session, statements: list[str], path: str
) -> None:
    people = [add_member(session, f"member{number}") for number in range(12)]
    first, reader, *others = people
    for one in people[1:]:
        session.add(Follow(follower_id=one.id, followed_id=first.id))
        session.add(Follow(follower_id=first.id, followed_id=one.id))
    for one in others[:5]:
        session.add(Block(blocker_id=reader.id, blocked_id=one.id))
    for one in others[5:]:
        session.add(Mute(muter_id=reader.id, muted_id=one.id))
        session.add(FollowRequest(requester_id=one.id, target_id=reader.id))
    session.commit()
    token = authorization(session, reader)
    for headers, expected in zip(({}, token), STATEMENTS[path], strict=True):
        if expected is not None:
            client.get(path, headers=headers)
            session.rollback()
            statements.clear()
            assert client.get(path, headers=headers).status_code == 200
            assert len(statements) == expected, statements
