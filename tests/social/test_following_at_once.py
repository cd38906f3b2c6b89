"""Follows, blocks and likes that meet: counts stay exact, nobody waits for each other, no pair is half severed."""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import combinations

import pytest
from apiflask import APIFlask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.viewers import Viewer
from app.extensions import db
from app.models import Block, Follow, FollowRequest, Post, PostLike, User
from app.social import following, hiding, marks, profiles
from app.social.profiles import ProfileChanges
from tests.accounts.racing import at_once
from tests.members import add_member
from tests.social.conftest import WRITERS
from tests.social.writing import viewer_of, write_post

ROUNDS = 5

Act = Callable[[Session], object]


@pytest.fixture
def crowd(crowded_app: APIFlask) -> Iterator[list[int]]:
    """The ids of ten members."""
    with crowded_app.app_context():
        yield [add_member(db.session(), f"member{number}").id for number in range(10)]


def between(act: Callable[[Session, Viewer, User], object], one_id: int, other_id: int) -> Act:
    """What one member does to another, each read in the transaction that does it."""
    return lambda session: act(session, viewer_of(_user(session, one_id)), _user(session, other_id))


follow, unfollow, block = (partial(between, act) for act in (following.follow, following.unfollow, hiding.block))


def approve(followed_id: int, requester_id: int) -> Act:
    return lambda session: following.approve(session, viewer_of(_user(session, followed_id)), requester_id)


def become(user_id: int, is_private: bool) -> Act:
    changes = ProfileChanges(is_private=is_private)
    return lambda session: profiles.edit(session, viewer_of(_user(session, user_id)), changes)


def _user(session: Session, user_id: int) -> User:
    return session.get_one(User, user_id)


def failures(outcomes: list[object]) -> list[object]:
    return [one for one in outcomes if isinstance(one, Exception)]


def assert_exact_counts(session: Session) -> None:
    session.rollback()
    pairs = session.execute(select(Follow.follower_id, Follow.followed_id)).all()
    follows, followed = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    for user in session.scalars(select(User)):
        assert (user.following_count, user.followers_count) == (follows[user.id], followed[user.id])


def test_fifty_follows_and_unfollows_that_meet_leave_exact_counts(fresh_app: APIFlask, crowd: list[int]) -> None:
    everybody = [(one, other) for pair in combinations(crowd, 2) for one, other in (pair, pair[::-1])]
    for number in range(ROUNDS):
        chosen = (everybody[number::ROUNDS] * 4)[: WRITERS // 2]
        acts = [act(*pair) for pair in chosen for act in (follow, unfollow)]
        assert failures(at_once(fresh_app, *acts)) == []
        assert_exact_counts(db.session())


def test_two_who_follow_each_other_at_once_do_not_wait_for_each_other(fresh_app: APIFlask, crowd: list[int]) -> None:
    for one, other in combinations(crowd[:5], 2):
        acts = [follow(one, other), follow(other, one)] * 5
        assert set(at_once(fresh_app, *acts)) == {"following"}
    assert_exact_counts(db.session())
    assert db.session.scalar(select(func.count()).select_from(Follow)) == 20


def test_after_a_block_and_a_follow_that_met_nobody_follows(fresh_app: APIFlask, crowd: list[int]) -> None:
    for one, other in combinations(crowd[:6], 2):
        outcomes = at_once(fresh_app, follow(one, other), block(other, one), follow(other, one), block(one, other))
        assert {type(failed) for failed in failures(outcomes)} <= {following.UnknownMember}
    assert db.session.scalar(select(func.count()).select_from(Follow)) == 0
    assert db.session.scalar(select(func.count()).select_from(Block)) == 30
    assert_exact_counts(db.session())


def test_a_request_that_meets_a_block_or_an_approval_is_settled_once(fresh_app: APIFlask, crowd: list[int]) -> None:
    private, *askers = crowd
    at_once(fresh_app, become(private, is_private=True))
    at_once(fresh_app, *(follow(asker, private) for asker in askers))
    acts = [
        act for asker in askers for act in (approve(private, asker), block(private, asker), unfollow(asker, private))
    ]
    outcomes = at_once(fresh_app, *acts)
    assert {type(failed) for failed in failures(outcomes)} <= {following.UnknownRequest}
    for table in (Follow, FollowRequest):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0
    assert_exact_counts(db.session())


def test_nobody_is_left_waiting_by_a_member_who_is_private_no_longer(fresh_app: APIFlask, crowd: list[int]) -> None:
    opening, *askers = crowd[5:] + crowd[:5]
    for _ in range(ROUNDS):
        at_once(fresh_app, become(opening, is_private=True))
        crossing = [follow(one, other) for one, other in combinations(askers[:4], 2)]
        acts = [*(follow(asker, opening) for asker in askers), become(opening, is_private=False), *crossing]
        assert failures(at_once(fresh_app, *acts)) == []
        assert db.session.scalar(select(func.count()).select_from(FollowRequest)) == 0
        assert_exact_counts(db.session())
        at_once(fresh_app, *(unfollow(asker, opening) for asker in askers))


def test_fifty_likes_that_meet_leave_an_exact_count(fresh_app: APIFlask, crowd: list[int]) -> None:
    post_id = write_post(db.session(), _user(db.session(), crowd[0])).id

    def mark(act: Callable[[Session, Viewer, int], None], user_id: int) -> Act:
        return lambda session: act(session, viewer_of(_user(session, user_id)), post_id)

    for _ in range(ROUNDS):
        acts = [mark(act, one) for one in crowd for act in (marks.like_post, marks.unlike_post)]
        assert failures(at_once(fresh_app, *(acts * 3)[:WRITERS])) == []
        assert_exact_likes(db.session(), post_id)
    at_once(fresh_app, *(mark(marks.like_post, one) for one in crowd * 5))
    assert assert_exact_likes(db.session(), post_id) == len(crowd)


def assert_exact_likes(session: Session, post_id: int) -> int:
    session.rollback()
    count = session.get_one(Post, post_id).likes_count
    assert count == session.scalar(select(func.count()).where(PostLike.post_id == post_id))
    return count
