"""A reason names a member only where the reader may know what they did, and as long as it is true."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.feed.reasons import Reason
from app.feed.store import Store
from app.models import Block, Follow, Mute, User, Video, VideoLike, VideoSave
from tests.api.conftest import LANTERNS
from tests.api.deck.conftest import Ask
from tests.feed.member_decks import Held, build
from tests.social.writing import write_post

Reasons = Callable[[], tuple[str, object]]
GENERAL = ("Somebody you follow likes it or wrote about it", None)


@pytest.fixture
def lanterns(session: Session, store: Store) -> int:
    return session.scalars(select(Video.id).where(Video.source_id == LANTERNS)).one()


@pytest.fixture
def told(ask: Ask, session: Session, store: Store, alice: User, bob: User, lanterns: int) -> Reasons:
    """What Alice, who follows Bob, is told of a video that Bob likes."""
    session.add_all([Follow(follower_id=alice.id, followed_id=bob.id), VideoLike(user_id=bob.id, video_id=lanterns)])
    session.commit()
    build(session, store, {alice: [Held(LANTERNS, Reason.FOLLOWED, bob.id)]})

    def read() -> tuple[str, object]:
        item = ask(alice, "GET", "/v1/deck").json["data"][0]
        return item["reason"]["text"], item["context"]

    return read


def test_who_likes_it_is_named(told: Reasons, bob: User) -> None:
    assert told() == (
        "bob, whom you follow, likes it or wrote about it",
        {"about": "member", "id": str(bob.id), "name": "bob"},
    )


def test_who_hides_their_likes_is_not(told: Reasons, session: Session, bob: User) -> None:
    bob.shows_likes = False
    session.commit()
    assert told() == GENERAL


def test_who_hides_their_likes_is_named_for_a_post(told: Reasons, session: Session, bob: User) -> None:
    bob.shows_likes = False
    session.commit()
    write_post(session, bob, "They rise", video_id=LANTERNS)
    assert told()[1] is not None


def test_a_like_that_was_taken_back_names_nobody(told: Reasons, session: Session) -> None:
    session.execute(delete(VideoLike))
    session.commit()
    assert told() == GENERAL


def test_what_somebody_only_saved_names_nobody(told: Reasons, session: Session, bob: User, lanterns: int) -> None:
    session.execute(delete(VideoLike))
    session.add(VideoSave(user_id=bob.id, video_id=lanterns))
    session.commit()
    assert told() == GENERAL


def test_a_private_member_whom_one_follows_is_named(told: Reasons, session: Session, bob: User) -> None:
    bob.is_private = True
    session.commit()
    assert told()[1] is not None


@pytest.mark.parametrize("between", ["muted", "blocking", "blocked", "unfollowed", "inactive"])
def test_nobody_is_named_whom_the_reader_does_not_see(
    told: Reasons, session: Session, alice: User, bob: User, between: str
) -> None:
    if between == "muted":
        session.add(Mute(muter_id=alice.id, muted_id=bob.id))
    elif between == "blocking":
        session.add(Block(blocker_id=alice.id, blocked_id=bob.id))
    elif between == "blocked":
        session.add(Block(blocker_id=bob.id, blocked_id=alice.id))
    elif between == "unfollowed":
        session.execute(delete(Follow))
    else:
        bob.activated_at = None
    session.commit()
    assert told() == GENERAL
