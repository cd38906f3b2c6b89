"""The taste sheet: what the recommender holds is read and edited by its owner, and the deck follows at once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.feed.reasons import Reason
from app.feed.store import Store
from app.models import TasteOverride, User, Video, VideoLike, Watch
from tests.api.conftest import LANTERNS
from tests.api.deck.conftest import DECK, Ask, videos
from tests.feed.member_decks import Held, build


def like(session: Session, user: User, video: str, days_ago: float = 0) -> None:
    key = session.scalars(select(Video.id).where(Video.source_id == video)).one()
    at = datetime.now(UTC) - timedelta(days=days_ago)
    session.add(VideoLike(user_id=user.id, video_id=key, created_at=at))
    session.commit()


def sheet(ask: Ask, user: User) -> dict[str, Any]:
    answer = ask(user, "GET", "/v1/taste")
    assert answer.status_code == 200
    data: dict[str, Any] = answer.json["data"]
    return data


def interest(told: dict[str, Any], kind: str, label: str) -> dict[str, Any] | None:
    return next((one for one in told["interests"] if (one["kind"], one["label"]) == (kind, label)), None)


def test_each_interest_has_its_weight_and_the_events_behind_it(
    ask: Ask, session: Session, alice: User, decks: Store
) -> None:
    like(session, alice, LANTERNS)
    like(session, alice, "pl-2", days_ago=30)
    assert ask(alice, "PUT", "/v1/videos/pl-4/watch", {"kind": "complete"}).status_code == 204
    ask(alice, "POST", "/v1/deck/feedback", {"video_id": "pl-6", "kind": "less"})
    told = sheet(ask, alice)
    music, sport = interest(told, "category", "Music"), interest(told, "category", "Sports")
    assert music is not None
    assert sport is not None
    assert music["weight"] == pytest.approx(3 + 1.65 + 2, abs=0.01)
    assert [(event["kind"], event["video"]["id"]) for event in music["events"]] == [
        ("like", LANTERNS),
        ("complete", "pl-4"),
        ("like", "pl-2"),
    ]
    assert sport["weight"] == pytest.approx(-4, abs=0.01)
    assert interest(told, "channel", "Harbour Films")["weight"] == pytest.approx(3, abs=0.01)  # type: ignore[index]
    assert interest(told, "language", "pl")["key"] == "pl"  # type: ignore[index]
    weights = [one["weight"] for one in told["interests"]]
    assert weights == sorted(weights, reverse=True)


def test_a_deleted_interest_takes_every_item_that_carries_it_along_at_once(
    ask: Ask, session: Session, alice: User, decks: Store
) -> None:
    whole = videos(ask(alice, "GET", "/v1/deck?limit=50"))
    music = {"kind": "category", "key": "10"}
    answer = ask(alice, "PATCH", "/v1/taste", {"interests": [music | {"state": "deleted"}]})
    left = videos(ask(alice, "GET", "/v1/deck?limit=50"))
    assert left == [video for video in whole if video.startswith("pl-") and int(video[3:]) % 3 == 0]
    assert answer.json["effect"] == {"removed": len(whole) - len(left), "remaining": len(left)}
    assert answer.json["data"]["interests"][-1]["label"] == "Music"
    assert decks.take(alice.id, 3).ids == [
        item.video_id for item in decks.reached(alice.id).whole() if item.position in {1, 4, 7}
    ]
    again = ask(alice, "PATCH", "/v1/taste", {"interests": [music | {"state": None}]})
    assert again.json["effect"]["removed"] < 0


def test_a_deleted_interest_stays_deleted_whatever_is_liked_later(
    ask: Ask, session: Session, alice: User, decks: Store
) -> None:
    ask(alice, "PATCH", "/v1/taste", {"interests": [{"kind": "category", "key": "10", "state": "deleted"}]})
    like(session, alice, LANTERNS)
    build(session, decks, {alice: [Held(video) for video in DECK]})
    assert all(int(video[3:]) % 3 == 0 for video in videos(ask(alice, "GET", "/v1/deck")))
    assert sheet(ask, alice)["interests"][-1]["state"] == "deleted"


def test_interests_are_frozen_and_pinned(ask: Ask, session: Session, alice: User, decks: Store) -> None:
    like(session, alice, LANTERNS)
    wanted = [
        {"kind": "category", "key": "10", "state": "frozen"},
        {"kind": "category", "key": "17", "state": "pinned"},
        {"kind": "tag", "key": "zorza", "state": "pinned"},
    ]
    assert ask(alice, "PATCH", "/v1/taste", {"interests": wanted}).status_code == 200
    like(session, alice, "pl-2")
    told = sheet(ask, alice)["interests"]
    assert [(one["label"], one["state"], one["weight"]) for one in told[:2]] == [
        ("Sports", "pinned", 0),
        ("zorza", "pinned", 0),
    ]
    frozen = next(one for one in told if one["state"] == "frozen")
    assert frozen["weight"] == pytest.approx(3, abs=0.01)


def test_a_reset_forgets_what_was_learnt_and_the_deck_follows(
    ask: Ask, session: Session, alice: User, decks: Store
) -> None:
    like(session, alice, LANTERNS)
    ask(alice, "PATCH", "/v1/taste", {"interests": [{"kind": "tag", "key": "x", "state": "deleted"}]})
    build(session, decks, {alice: [Held("pl-2", Reason.TASTE), Held("pl-3", Reason.NEW), Held("pl-4", Reason.CHANNEL)]})
    answer = ask(alice, "PATCH", "/v1/taste", {"reset": True})
    assert answer.json["effect"] == {"removed": 2, "remaining": 1}
    assert videos(ask(alice, "GET", "/v1/deck")) == ["pl-3"]
    told = sheet(ask, alice)
    assert (told["interests"], told["reset_at"] is None) == ([], False)
    like(session, alice, "pl-2", days_ago=-0.001)
    assert interest(sheet(ask, alice), "category", "Music") is not None


def test_switches_and_languages_are_remembered(ask: Ask, alice: User, decks: Store) -> None:
    before = sheet(ask, alice)
    assert (before["is_on"], before["learns"], before["languages"], before["region"]) == (True, True, [], "PL")
    ask(alice, "PATCH", "/v1/taste", {"learns": False, "languages": ["pl", "en", "pl"]})
    ask(alice, "PATCH", "/v1/taste", {"is_on": False})
    after = sheet(ask, alice)
    assert (after["is_on"], after["learns"], after["languages"]) == (False, False, ["pl", "en"])


def test_the_first_language_one_reads_chooses_the_region_of_who_has_none(ask: Ask, bob: User, decks: Store) -> None:
    assert sheet(ask, bob)["region"] == "US"
    ask(bob, "PATCH", "/v1/taste", {"languages": ["sv"]})
    assert sheet(ask, bob)["region"] == "SE"


def test_no_watch_is_kept_while_the_deck_does_not_learn(ask: Ask, session: Session, alice: User, decks: Store) -> None:
    ask(alice, "PATCH", "/v1/taste", {"learns": False})
    assert ask(alice, "PUT", "/v1/videos/pl-4/watch", {"kind": "play"}).status_code == 204
    assert session.scalars(select(Watch)).all() == []


def test_a_watch_told_twice_is_one(ask: Ask, session: Session, alice: User, decks: Store) -> None:
    for kind in ("view", "play", "play"):
        assert ask(alice, "PUT", "/v1/videos/pl-4/watch", {"kind": kind}).status_code == 204
    assert sorted((one.kind, one.count) for one in session.scalars(select(Watch))) == [("play", 1), ("view", 1)]
    row = session.scalars(select(Watch).where(Watch.kind == "play")).one()
    row.last_at -= timedelta(hours=1)
    session.commit()
    ask(alice, "PUT", "/v1/videos/pl-4/watch", {"kind": "play"})
    session.expire_all()
    assert session.scalars(select(Watch.count).where(Watch.kind == "play")).one() == 2


def test_events_of_others_are_not_read(ask: Ask, session: Session, alice: User, bob: User, decks: Store) -> None:
    like(session, bob, LANTERNS)
    assert sheet(ask, alice)["interests"] == []


def test_what_is_decided_is_bounded(ask: Ask, session: Session, alice: User, decks: Store) -> None:
    rows = [TasteOverride(user_id=alice.id, kind="tag", key=f"t{number}", state="pinned") for number in range(200)]
    session.add_all(rows)
    session.commit()
    change = {"interests": [{"kind": "tag", "key": "one more", "state": "pinned"}]}
    answer = ask(alice, "PATCH", "/v1/taste", change)
    assert (answer.status_code, "interests" in answer.json["errors"]) == (422, True)


@pytest.mark.parametrize(
    "changes",
    [
        {"interests": [{"kind": "category", "key": "40000", "state": "pinned"}]},
        {"interests": [{"kind": "channel", "key": "x", "state": "pinned"}]},
        {"interests": [{"kind": "language", "key": "Polish", "state": "pinned"}]},
        {"interests": [{"kind": "tag", "key": "Zorza!", "state": "pinned"}]},
        {"interests": [{"kind": "tag", "key": "zorza", "state": "burnt"}]},
        {"languages": ["polski"]},
        {"languages": [f"a{chr(97 + number)}" for number in range(11)]},
        {"shown_channels": ["UC_harbour"]},
        {"mood": "blue"},
    ],
)
def test_a_change_that_has_no_meaning_is_refused(ask: Ask, alice: User, decks: Store, changes: object) -> None:
    answer = ask(alice, "PATCH", "/v1/taste", changes)
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
