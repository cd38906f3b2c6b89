"""What members know already, did not want or do not want learnt of them does not come into their decks."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.feed.reasons import Reason
from app.models import (
    DeckFeedback,
    DeckSeen,
    HiddenChannel,
    MutedWord,
    TasteOverride,
    TasteSettings,
    User,
    VideoSave,
    Watch,
)
from tests.cast import alice, bob
from tests.feed.test_builder import fans
from tests.feed.worlds import NOW, Placed, deck, follow, key, like, publish, reasons, settle_in, video

__all__ = ["alice", "bob"]

Left = dict[str, object]


@pytest.fixture(autouse=True)
def chart(session: Session, alice: User) -> None:
    publish(session, "PL", "pl-0", "pl-1", "pl-2", category_id=24, tags=("Żuraw",))
    publish(session, "GB", "gb-0", category_id=10)
    settle_in(session, alice, "PL")


def names(placed: list[Placed]) -> list[str]:
    return [one.video for one in placed]


@pytest.mark.parametrize("how", ["seen", "less", "hide", "liked", "saved", "watched", "channel"])
def test_what_is_known_or_unwanted_is_left_out(session: Session, decks: Path, alice: User, how: str) -> None:
    one = {"user_id": alice.id, "video_id": key(session, "pl-1")}
    match how:
        case "seen":
            session.add(DeckSeen(**one))
        case "less" | "hide":
            session.add(DeckFeedback(kind=how, **one))
        case "liked":
            like(session, alice, "pl-1")
        case "saved":
            session.add(VideoSave(**one))
        case "watched":
            session.add(Watch(kind="play", **one))
        case "channel":
            session.add(HiddenChannel(user_id=alice.id, channel_id=video(session, "pl-1").channel_id))
    session.commit()
    assert names(deck(session, decks, alice)) == ["pl-0", "pl-2"]


@pytest.mark.parametrize("phrase", ["pl 1", "ZURAW", "title of"])
@pytest.mark.parametrize("action", ["hide", "fold"])
def test_muted_words_are_looked_for_in_titles_and_tags(
    session: Session, decks: Path, alice: User, phrase: str, action: str
) -> None:
    session.add(MutedWord(user_id=alice.id, phrase=phrase, folded=phrase.lower(), scopes=["home"], action=action))
    session.commit()
    left = {"pl 1": ["pl-0", "pl-2"]}.get(phrase, [])
    assert names(deck(session, decks, alice)) == left


def test_muted_words_of_other_places_or_of_the_past_change_nothing(session: Session, decks: Path, alice: User) -> None:
    past = NOW - timedelta(hours=1)
    session.add(MutedWord(user_id=alice.id, phrase="a", folded="title", scopes=["search"]))
    session.add(MutedWord(user_id=alice.id, phrase="b", folded="of", scopes=["home"], expires_at=past))
    session.commit()
    assert names(deck(session, decks, alice)) == ["pl-0", "pl-1", "pl-2"]


@pytest.mark.parametrize("kind", ["category", "channel", "tag", "language"])
def test_a_deleted_interest_takes_all_that_carries_it(
    session: Session, decks: Path, alice: User, bob: User, kind: str
) -> None:
    follow(session, alice, bob)
    like(session, bob, "gb-0")
    of_channel = str(video(session, "pl-1").channel_id)
    told = {"category": "24", "channel": of_channel, "tag": "zuraw", "language": "pl"}[kind]
    session.add(TasteOverride(user_id=alice.id, kind=kind, key=told, state="deleted"))
    session.commit()
    left = {"pl-0", "pl-2", "gb-0"} if kind == "channel" else {"gb-0"}
    assert set(names(deck(session, decks, alice))) == left


def test_a_pinned_interest_comes_first_and_a_frozen_one_as_it_was(session: Session, decks: Path, alice: User) -> None:
    pinned = TasteOverride(user_id=alice.id, kind="channel", key=str(video(session, "pl-2").channel_id), state="pinned")
    session.add(pinned)
    session.commit()
    assert names(deck(session, decks, alice)) == ["pl-2", "pl-0", "pl-1"]
    pinned.state, pinned.weight = "frozen", 0.0
    session.commit()
    assert names(deck(session, decks, alice)) == ["pl-0", "pl-1", "pl-2"]
    pinned.weight = 30.0
    session.commit()
    assert names(deck(session, decks, alice)) == ["pl-2", "pl-0", "pl-1"]


def test_of_a_member_who_does_not_learn_nothing_is_made_but_charts_and_follows(
    session: Session, decks: Path, alice: User, bob: User
) -> None:
    fans(session, "gb-0", "pl-2")
    publish(session, "SE", "new", published_at=NOW - timedelta(days=1), language="pl")
    like(session, alice, "gb-0")
    follow(session, alice, bob)
    like(session, bob, "pl-1")
    session.add(TasteSettings(user_id=alice.id, learns=False))
    session.commit()
    placed = deck(session, decks, alice)
    assert {one.reason for one in placed} == {Reason.RISING_HOME, Reason.FOLLOWED}
    assert "gb-0" not in names(placed)


def test_what_came_before_a_reset_counts_for_nothing(session: Session, decks: Path, alice: User) -> None:
    publish(session, "SE", "se-0")
    fans(session, "gb-0", "se-0")
    like(session, alice, "gb-0", days_ago=3)
    assert reasons(deck(session, decks, alice), "se-0") == [(Reason.SIMILAR, key(session, "gb-0"))]
    session.add(TasteSettings(user_id=alice.id, reset_at=NOW - timedelta(days=2)))
    session.commit()
    assert {one.reason for one in deck(session, decks, alice)} == {Reason.RISING_HOME}


def test_who_switched_recommendations_off_or_is_not_active_has_no_deck(
    session: Session, decks: Path, alice: User, bob: User
) -> None:
    settle_in(session, bob, "PL")
    session.add(TasteSettings(user_id=alice.id, is_on=False))
    bob.activated_at = None
    session.commit()
    assert deck(session, decks, alice) == deck(session, decks, bob) == []
