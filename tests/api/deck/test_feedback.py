"""What members say of items has its effect at once, says how large that is, and is undone exactly."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.feed import deck_file
from app.feed.deck_parts import DECK_LENGTH
from app.feed.store import Store
from app.models import User, Video
from tests.api.conftest import LANTERNS
from tests.api.deck.conftest import DECK, POLAND, Ask, videos
from tests.feed.decks import NOW, block
from tests.feed.member_decks import Held, build

Say = Callable[..., dict[str, int]]


@pytest.fixture
def say(ask: Ask, alice: User, decks: Store) -> Say:
    def send(video: str, kind: str, undo: bool = False) -> dict[str, int]:
        answer = ask(alice, "POST", "/v1/deck/feedback", {"video_id": video, "kind": kind, "undo": undo})
        assert answer.status_code == 200, answer.json
        effect: dict[str, int] = answer.json["data"]
        return effect

    return send


def deck_of(ask: Ask, alice: User) -> list[str]:
    return videos(ask(alice, "GET", "/v1/deck?limit=50"))


def test_a_hidden_item_leaves_and_comes_back(ask: Ask, alice: User, say: Say) -> None:
    whole = deck_of(ask, alice)
    assert say("pl-6", "hide") == {"removed": 1, "remaining": len(whole) - 1}
    assert deck_of(ask, alice) == [video for video in whole if video != "pl-6"]
    assert say("pl-6", "hide") == {"removed": 0, "remaining": len(whole) - 1}
    assert say("pl-6", "hide", undo=True) == {"removed": -1, "remaining": len(whole)}
    assert deck_of(ask, alice) == whole


def test_of_less_leave_the_channel_and_every_second_of_the_category(ask: Ask, alice: User, say: Say) -> None:
    """pl-6 is sport, as is every third, and of the channel of pl-16 and pl-26."""
    whole = deck_of(ask, alice)
    sport = [video for video in whole if video.startswith("pl-") and int(video[3:]) % 3 == 0 and video != "pl-6"]
    gone = {"pl-6", "pl-16", "pl-26", *sport[1::2]}
    assert say("pl-6", "less") == {"removed": len(gone), "remaining": len(whole) - len(gone)}
    left = [video for video in whole if video not in gone]
    assert deck_of(ask, alice) == left
    assert say("pl-6", "less") == {"removed": 0, "remaining": len(left)}
    assert deck_of(ask, alice) == left
    assert say("pl-6", "less", undo=True)["remaining"] == len(whole)
    assert deck_of(ask, alice) == whole


def test_undoing_brings_back_only_what_nothing_else_keeps_out(ask: Ask, alice: User, say: Say) -> None:
    whole = deck_of(ask, alice)
    say("pl-16", "hide")
    say("pl-6", "less")
    say("pl-6", "less", undo=True)
    assert deck_of(ask, alice) == [video for video in whole if video != "pl-16"]


def test_more_takes_back_less_and_masks_nothing(ask: Ask, alice: User, say: Say) -> None:
    whole = deck_of(ask, alice)
    say("pl-6", "less")
    assert say("pl-6", "more")["remaining"] == len(whole)
    assert deck_of(ask, alice) == whole


@pytest.mark.parametrize("kind", ["less", "hide", "hide_channel"])
def test_what_was_only_passed_over_comes_again_in_the_next_deck_when_it_is_undone(
    ask: Ask, session: Session, alice: User, decks: Store, say: Say, kind: str
) -> None:
    say("pl-6", kind)
    page = ask(alice, "GET", "/v1/deck?limit=13")
    ask(alice, "POST", "/v1/deck/seen", {"cursor": page.json["cursor"]})
    gone = [video for video in DECK[:13] if video not in videos(page)]
    assert "pl-6" in gone
    say("pl-6", kind, undo=True)
    assert deck_of(ask, alice)[: len(gone)] == gone
    build(session, decks, {alice: [Held(video) for video in DECK]})
    assert set(deck_of(ask, alice)) == {*DECK} - {*videos(page)}


def test_a_deleted_interest_is_only_passed_over(ask: Ask, session: Session, alice: User, decks: Store) -> None:
    music = {"kind": "category", "key": "10"}
    ask(alice, "PATCH", "/v1/taste", {"interests": [music | {"state": "deleted"}]})
    cursor = ask(alice, "GET", "/v1/deck?limit=5").json["cursor"]
    ask(alice, "POST", "/v1/deck/seen", {"cursor": cursor})
    ask(alice, "PATCH", "/v1/taste", {"interests": [music | {"state": None}]})
    build(session, decks, {alice: [Held(video) for video in DECK]})
    assert [video for video in DECK if video not in deck_of(ask, alice)] == [f"pl-{rank}" for rank in range(6, 19, 3)]


def test_less_can_still_be_undone_in_the_next_deck(
    ask: Ask, session: Session, alice: User, decks: Store, say: Say
) -> None:
    say("pl-6", "less")
    build(session, decks, {alice: [Held(video) for video in DECK]})
    say("pl-7", "more")
    assert "pl-16" not in deck_of(ask, alice)
    say("pl-6", "less", undo=True)
    assert deck_of(ask, alice) == DECK


def test_what_left_with_less_is_only_passed_over_in_the_next_deck_too(
    ask: Ask, session: Session, alice: User, decks: Store, say: Say
) -> None:
    say("pl-6", "less")
    build(session, decks, {alice: [Held(video) for video in DECK]})
    ask(alice, "POST", "/v1/deck/seen", {"positions": list(range(13))})
    say("pl-6", "less", undo=True)
    assert "pl-16" in deck_of(ask, alice)


@pytest.mark.parametrize("kind", ["hide", "hide_channel"])
def test_what_the_decks_before_had_shown_does_not_come_back_when_a_decision_is_undone(
    ask: Ask, session: Session, alice: User, decks: Store, say: Say, kind: str
) -> None:
    ask(alice, "GET", f"/feed/{alice.id}?size=2")  # after the build had looked at what was shown
    assert DECK[1] == "pl-6"
    build(session, decks, {alice: [Held(video) for video in DECK]})
    say("pl-6", kind)
    say("pl-6", kind, undo=True)
    assert deck_of(ask, alice) == DECK[2:]


def test_what_is_out_behind_the_deck_does_not_come_back_when_less_is_undone(
    session: Session, alice: User, decks: Store, say: Say
) -> None:
    keys = dict(list(session.execute(select(Video.source_id, Video.id))))
    say("pl-6", "less")
    say("pl-16", "hide")
    unknown = range(10**6, 10**6 + DECK_LENGTH)
    deck_file.write(decks.decks, [block([alice.id], unknown)], {"PL": [keys[video] for video in POLAND]}, NOW)
    decks.refresh()
    say("pl-6", "less", undo=True)
    assert keys["pl-16"] in decks.reached(alice.id).masked()


def test_a_hidden_channel_stays_out_of_the_next_deck_until_undone(
    ask: Ask, session: Session, alice: User, decks: Store, say: Say
) -> None:
    whole = deck_of(ask, alice)
    assert say("pl-6", "hide_channel")["removed"] == 3
    assert {"pl-6", "pl-16", "pl-26"}.isdisjoint(deck_of(ask, alice))
    build(session, decks, {alice: [Held(video) for video in DECK]})
    assert {"pl-6", "pl-16", "pl-26"}.isdisjoint(deck_of(ask, alice))
    sheet = ask(alice, "GET", "/v1/taste").json["data"]
    assert [one["title"] for one in sheet["hidden_channels"]] == ["Channel 6"]
    say("pl-6", "hide_channel", undo=True)
    assert set(deck_of(ask, alice)) == set(whole) & set(DECK)


def test_a_hidden_channel_is_shown_again_from_the_sheet(ask: Ask, alice: User, say: Say) -> None:
    whole = deck_of(ask, alice)
    say("pl-6", "hide_channel")
    key = ask(alice, "GET", "/v1/taste").json["data"]["hidden_channels"][0]["key"]
    answer = ask(alice, "PATCH", "/v1/taste", {"shown_channels": [key]})
    assert answer.json["effect"] == {"removed": -3, "remaining": len(whole)}
    assert answer.json["data"]["hidden_channels"] == []


def test_who_has_no_deck_is_heard_as_well(ask: Ask, bob: User, decks: Store) -> None:
    whole = videos(ask(bob, "GET", "/v1/deck?limit=50"))
    answer = ask(bob, "POST", "/v1/deck/feedback", {"video_id": LANTERNS, "kind": "hide"})
    assert answer.json["data"] == {"removed": 1, "remaining": len(whole) - 1}
    assert videos(ask(bob, "GET", "/v1/deck?limit=50")) == whole[1:]


def test_what_cannot_be_said_is_refused(ask: Ask, alice: User, decks: Store) -> None:
    for body, status in (
        ({"video_id": "nobody", "kind": "hide"}, 404),
        ({"video_id": "no-2", "kind": "hide_channel"}, 422),
        ({"video_id": "pl-6", "kind": "burn"}, 422),
        ({"video_id": "pl-6"}, 422),
    ):
        assert ask(alice, "POST", "/v1/deck/feedback", body).status_code == status
