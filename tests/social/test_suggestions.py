"""Whom a reader might follow: for a reason that is true, and nobody whom it would be wrong to name."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.models import Block, Follow, FollowRequest, Mute, User
from app.social.suggestions import Reason, suggested
from tests.members import NOW, add_member
from tests.social.writing import reader_of


@pytest.fixture
def people(session: Session) -> dict[str, User]:
    """Alice follows bob, who follows dora, emil and fay; gil is followed by three strangers, hal by one."""
    names = ("alice", "bob", "charlie", "dora", "emil", "fay", "gil", "hal", "ivy")
    people = {name: add_member(session, name) for name in names}
    follow(session, people, "alice", "bob")
    for name in ("dora", "emil", "fay"):
        follow(session, people, "bob", name)
    for name in ("charlie", "dora", "emil"):
        follow(session, people, name, "gil")
    follow(session, people, "charlie", "hal")
    return people


def follow(session: Session, people: dict[str, User], follower: str, followed: str) -> None:
    session.add(Follow(follower_id=people[follower].id, followed_id=people[followed].id))
    session.commit()


def reasons(session: Session, reader: User | None, limit: int = 10) -> dict[str, Reason]:
    found = suggested(session, reader_of(session, reader, NOW), limit)
    return {one.member.user.username: one.reason for one in found}


def test_those_come_first_whom_people_follow_that_one_follows(session: Session, people: dict[str, User]) -> None:
    found = suggested(session, reader_of(session, people["alice"], NOW), 10)
    assert [one.reason for one in found] == [Reason.FOLLOWED_BY] * 3 + [Reason.MOST_FOLLOWED] * 2
    assert {one.member.user.username for one in found[:3]} == {"dora", "emil", "fay"}
    assert {(one.who, one.others) for one in found[:3]} == {("bob", 0)}
    assert [(one.member.user.username, one.member.followers_count) for one in found[3:]] == [("gil", 3), ("hal", 1)]


def test_the_more_who_follow_somebody_the_earlier_they_come(session: Session, people: dict[str, User]) -> None:
    follow(session, people, "alice", "charlie")
    follow(session, people, "charlie", "emil")
    first = suggested(session, reader_of(session, people["alice"], NOW), 1)[0]
    assert (first.member.user.username, first.who, first.others) == ("emil", "bob", 1)


def test_the_home_region_is_a_reason_before_the_number_of_followers(session: Session, people: dict[str, User]) -> None:
    people["ivy"].home_region = people["hal"].home_region = "PL"
    session.commit()
    assert reasons(session, people["ivy"]).get("hal") is Reason.HOME_REGION
    assert reasons(session, people["ivy"]).get("gil") is Reason.MOST_FOLLOWED


def test_a_visitor_is_told_who_is_followed_most(session: Session, people: dict[str, User]) -> None:
    assert set(reasons(session, None).values()) == {Reason.MOST_FOLLOWED}
    assert next(iter(reasons(session, None))) == "gil"
    assert len(reasons(session, None, 2)) == 2


@pytest.mark.parametrize("case", ["private", "inactive", "followed", "asked", "blocks", "blocked", "muted"])
def test_nobody_is_suggested_who_should_not_be(session: Session, people: dict[str, User], case: str) -> None:
    alice, dora = people["alice"], people["dora"]
    assert "dora" in reasons(session, alice)
    rows = {
        "followed": Follow(follower_id=alice.id, followed_id=dora.id),
        "asked": FollowRequest(requester_id=alice.id, target_id=dora.id),
        "blocks": Block(blocker_id=dora.id, blocked_id=alice.id),
        "blocked": Block(blocker_id=alice.id, blocked_id=dora.id),
        "muted": Mute(muter_id=alice.id, muted_id=dora.id, expires_at=NOW + timedelta(hours=1)),
    }
    if case in rows:
        session.add(rows[case])
    dora.is_private, dora.activated_at = case == "private", None if case == "inactive" else NOW
    session.commit()
    assert "dora" not in reasons(session, alice)
    assert "alice" not in reasons(session, alice)


def test_who_is_muted_is_no_reason(session: Session, people: dict[str, User]) -> None:
    session.add(Mute(muter_id=people["alice"].id, muted_id=people["bob"].id))
    session.commit()
    assert Reason.FOLLOWED_BY not in reasons(session, people["alice"]).values()


def test_where_nobody_follows_nobody_is_suggested(session: Session) -> None:
    add_member(session, "bob")
    assert suggested(session, reader_of(session, add_member(session, "alice"), NOW), 10) == []


def test_suggestions_take_one_statement_a_reason_at_the_most(
    session: Session, people: dict[str, User], statements: list[str]
) -> None:
    reader = reader_of(session, people["alice"], NOW)
    for limit, expected in ((3, 1), (10, 3)):
        statements.clear()
        suggested(session, reader, limit)
        assert len(statements) == expected
