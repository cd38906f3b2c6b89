"""Decks: what each reason says is so, whoever the member is, and the same build makes the same decks."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.feed import members
from app.feed.reasons import Reason
from app.models import Block, Mute, Post, User, VideoSave, Watch, WatchKind
from tests.cast import alice, bob, charlie
from tests.feed.worlds import (
    NOW,
    REGION_CODES,
    build,
    deck,
    follow,
    key,
    like,
    publish,
    reasons,
    settle_in,
    video,
)
from tests.members import add_member
from tests.social.writing import write_post

__all__ = ["alice", "bob", "charlie"]

POLISH = [f"pl-{number}" for number in range(12)]


@pytest.fixture(autouse=True)
def charts(session: Session) -> None:
    publish(session, "PL", *POLISH)
    publish(session, "GB", *[f"gb-{number}" for number in range(6)])


def test_a_new_member_gets_the_list_of_the_home_region_in_its_order(session: Session, decks: Path, alice: User) -> None:
    settle_in(session, alice, "PL")
    placed = deck(session, decks, alice)
    assert [one.video for one in placed] == POLISH
    assert {(one.reason, one.context) for one in placed} == {(Reason.RISING_HOME, REGION_CODES.index("PL"))}


def test_other_regions_come_by_the_languages_that_a_member_reads(
    session: Session, decks: Path, alice: User, bob: User, charlie: User
) -> None:
    from app.models import TasteSettings

    settle_in(session, alice, "US")
    settle_in(session, bob, "PL")
    session.add(TasteSettings(user_id=bob.id, languages=["en-GB", "xx"]))
    session.commit()
    by_language = (Reason.RISING_LANGUAGE, REGION_CODES.index("GB"))
    assert reasons(deck(session, decks, alice), "gb-0", "pl-0") == [by_language, None]
    assert reasons(deck(session, decks, bob), "gb-0", "pl-0") == [
        by_language,
        (Reason.RISING_HOME, REGION_CODES.index("PL")),
    ]
    assert deck(session, decks, charlie) == []


def test_what_a_followed_member_likes_or_writes_about_names_them(
    session: Session, decks: Path, alice: User, bob: User, charlie: User
) -> None:
    follow(session, alice, bob)
    like(session, bob, "gb-3")
    write_post(session, bob, video_id="gb-4", now=NOW)
    placed = deck(session, decks, alice)
    assert reasons(placed, "gb-3", "gb-4") == [(Reason.FOLLOWED, bob.id)] * 2
    assert Reason.FOLLOWED not in {one.reason for one in deck(session, decks, charlie)}
    assert Reason.FOLLOWED not in {one.reason for one in deck(session, decks, bob)}


@pytest.mark.parametrize("why", ["hides likes", "blocked", "blocks", "muted", "inactive", "long ago", "only saved"])
def test_a_followed_member_is_never_named_for_what_cannot_be_seen(
    session: Session, decks: Path, alice: User, bob: User, why: str
) -> None:
    follow(session, alice, bob)
    if why == "only saved":
        session.add(VideoSave(user_id=bob.id, video_id=key(session, "gb-3"), created_at=NOW))
    else:
        like(session, bob, "gb-3", days_ago=31 if why == "long ago" else 1)
    match why:
        case "hides likes":
            bob.shows_likes = False
        case "blocked":
            session.add(Block(blocker_id=bob.id, blocked_id=alice.id))
        case "blocks":
            session.add(Block(blocker_id=alice.id, blocked_id=bob.id))
        case "muted":
            session.add(Mute(muter_id=alice.id, muted_id=bob.id))
        case "inactive":
            bob.activated_at = None
    session.commit()
    assert Reason.FOLLOWED not in {one.reason for one in deck(session, decks, alice)}


def test_a_private_member_is_named_to_followers_and_a_deleted_post_to_nobody(
    session: Session, decks: Path, alice: User, bob: User
) -> None:
    follow(session, alice, bob)
    like(session, bob, "gb-3")
    post = write_post(session, bob, video_id="gb-4", now=NOW)
    bob.is_private = True
    session.get_one(Post, post.id).deleted_at = NOW
    session.commit()
    assert reasons(deck(session, decks, alice), "gb-3", "gb-4") == [(Reason.FOLLOWED, bob.id), None]


def fans(session: Session, *source_ids: str) -> None:
    for number in range(8):
        like(session, add_member(session, f"fan_{number}"), *source_ids)


def test_a_similar_video_names_one_that_the_member_enjoyed(session: Session, decks: Path, alice: User) -> None:
    fans(session, "gb-1", "gb-2")
    like(session, alice, "gb-1")
    assert reasons(deck(session, decks, alice), "gb-2", "gb-1") == [(Reason.SIMILAR, key(session, "gb-1")), None]


def test_what_was_only_opened_is_not_called_enjoyed(session: Session, decks: Path, alice: User) -> None:
    fans(session, "gb-1", "gb-2")
    session.add(Watch(user_id=alice.id, video_id=key(session, "gb-1"), kind=WatchKind.VIEW, last_at=NOW))
    session.commit()
    assert reasons(deck(session, decks, alice), "gb-2", "gb-1") == [(Reason.TASTE, 0), None]


def test_a_channel_that_was_chosen_twice_brings_its_other_videos(session: Session, decks: Path, alice: User) -> None:
    publish(session, "SE", *[f"se-{number}" for number in range(4)], channel_id="swedes")
    like(session, alice, "se-0", "se-1")
    channel_id = video(session, "se-0").channel_id
    assert reasons(deck(session, decks, alice), "se-2", "se-3") == [(Reason.CHANNEL, channel_id)] * 2


def test_each_tenth_place_is_for_a_new_video_in_a_language_the_member_reads(
    session: Session, decks: Path, alice: User
) -> None:
    publish(session, "AT", "new-german", published_at=NOW - timedelta(days=1))
    publish(session, "NO", *[f"no-{number}" for number in range(30)], language="pl")
    publish(session, "SE", "new-1", "new-2", "new-3", published_at=NOW - timedelta(days=1), language="pl")
    publish(session, "PL", *[f"long-{number}" for number in range(40)])
    settle_in(session, alice, "PL")
    placed = deck(session, decks, alice)
    assert [place for place, one in enumerate(placed) if one.reason is Reason.NEW] == [9, 19, 29]
    assert {one.video for one in placed if one.reason is Reason.NEW} == {"new-1", "new-2", "new-3"}


def test_a_build_makes_the_same_decks_again_however_members_are_read(
    session: Session, decks: Path, alice: User, bob: User, charlie: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    fans(session, "gb-1", "gb-2", "gb-5")
    publish(session, "SE", *[f"new-{number}" for number in range(9)], published_at=NOW - timedelta(days=1))
    for member, chosen in ((alice, "gb-1"), (bob, "gb-2"), (charlie, "pl-3")):
        settle_in(session, member, "PL")
        like(session, member, chosen)
    follow(session, alice, charlie)
    parts = ("ids", "reasons", "contexts", "lengths", "users", "regions")

    def content(seed: int) -> list[bytes]:
        folder = build(session, decks, seed)
        return [(folder / f"{part}.npy").read_bytes() for part in parts]

    first = content(1)
    assert content(1) == first
    monkeypatch.setattr(members, "BLOCK", 2)
    assert content(1) == first
    assert content(2) != first
