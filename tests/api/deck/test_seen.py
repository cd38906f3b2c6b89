"""The ledger: positions move when a client acknowledges, once however often it says so, and back when it undoes."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.viewers import of_user
from app.feed import seen
from app.feed.store import Store
from app.models import DeckSeen, User, Video
from tests.api.deck.conftest import DECK, POLAND, Ask, videos
from tests.feed.member_decks import Held, build


def position(answer) -> int:  # type: ignore[no-untyped-def]
    assert answer.status_code == 200, answer.json
    return answer.json["data"]["position"]  # type: ignore[no-any-return]


def seen_of(session: Session, user: User) -> set[str]:
    rows = select(Video.source_id).join(DeckSeen, DeckSeen.video_id == Video.id).where(DeckSeen.user_id == user.id)
    return set(session.scalars(rows))


def test_a_page_is_acknowledged_by_its_cursor_once(ask: Ask, session: Session, alice: User, decks: Store) -> None:
    cursor = ask(alice, "GET", "/v1/deck?limit=5").json["cursor"]
    for _ in range(3):
        assert position(ask(alice, "POST", "/v1/deck/seen", {"cursor": cursor})) == 5
    assert seen_of(session, alice) == set(DECK[:5])
    assert videos(ask(alice, "GET", "/v1/deck?limit=2")) == DECK[5:7]


def test_acknowledging_an_earlier_page_again_does_not_go_back(ask: Ask, alice: User, decks: Store) -> None:
    first = ask(alice, "GET", "/v1/deck?limit=5").json["cursor"]
    second = ask(alice, "GET", f"/v1/deck?limit=5&cursor={first}").json["cursor"]
    assert position(ask(alice, "POST", "/v1/deck/seen", {"cursor": second})) == 10
    assert position(ask(alice, "POST", "/v1/deck/seen", {"cursor": first})) == 10


def test_positions_are_acknowledged_in_any_order(ask: Ask, session: Session, alice: User, decks: Store) -> None:
    assert position(ask(alice, "POST", "/v1/deck/seen", {"positions": [2, 4]})) == 0
    assert videos(ask(alice, "GET", "/v1/deck?limit=4")) == [DECK[0], DECK[1], DECK[3], DECK[5]]
    assert position(ask(alice, "POST", "/v1/deck/seen", {"positions": [1, 0, 2]})) == 3
    assert position(ask(alice, "POST", "/v1/deck/seen", {"positions": [3]})) == 5
    assert seen_of(session, alice) == set(DECK[:5])


def test_what_was_acknowledged_is_noted_by_the_retry_when_the_first_commit_failed(
    ask: Ask, session: Session, alice: User, decks: Store
) -> None:
    ask(alice, "POST", "/v1/deck/feedback", {"video_id": DECK[1], "kind": "hide"})
    viewer = of_user(alice.id)
    assert viewer
    seen.see(session, decks, viewer, [0, 1, 2, 4], decks.number)
    session.rollback()
    assert position(ask(alice, "POST", "/v1/deck/seen", {"positions": [0, 1, 2, 4]})) == 3
    assert seen_of(session, alice) == {DECK[0], DECK[2], DECK[4]}


def test_a_page_is_undone(ask: Ask, session: Session, alice: User, decks: Store) -> None:
    first = ask(alice, "GET", "/v1/deck?limit=5").json["cursor"]
    second = ask(alice, "GET", f"/v1/deck?limit=5&cursor={first}").json["cursor"]
    ask(alice, "POST", "/v1/deck/seen", {"cursor": second})
    assert position(ask(alice, "POST", "/v1/deck/seen", {"cursor": second, "undo": True})) == 5
    assert seen_of(session, alice) == set(DECK[:5])
    assert videos(ask(alice, "GET", "/v1/deck?limit=2")) == DECK[5:7]


def test_one_position_is_undone_and_nothing_else(ask: Ask, session: Session, alice: User, decks: Store) -> None:
    ask(alice, "POST", "/v1/deck/seen", {"positions": list(range(10))})
    ask(alice, "POST", "/v1/deck/seen", {"positions": [3], "undo": True})
    assert videos(ask(alice, "GET", "/v1/deck?limit=2")) == [DECK[3], DECK[10]]
    assert seen_of(session, alice) == set(DECK[:10]) - {DECK[3]}


def test_what_is_shown_again_no_more_after_an_undo_is_noted(
    ask: Ask, session: Session, alice: User, decks: Store
) -> None:
    assert len(ask(alice, "GET", f"/feed/{alice.id}?size=5").json) == 5
    ask(alice, "POST", "/v1/deck/seen", {"positions": [2], "undo": True})
    assert seen_of(session, alice) == {DECK[3], DECK[4]}
    assert videos(ask(alice, "GET", "/v1/deck?limit=2")) == [DECK[2], DECK[5]]


def test_undoing_does_not_bring_back_what_was_hidden(ask: Ask, alice: User, decks: Store) -> None:
    ask(alice, "POST", "/v1/deck/feedback", {"video_id": DECK[1], "kind": "hide"})
    ask(alice, "POST", "/v1/deck/seen", {"positions": [0, 1, 2]})
    ask(alice, "POST", "/v1/deck/seen", {"positions": [0, 1, 2], "undo": True})
    assert videos(ask(alice, "GET", "/v1/deck?limit=2")) == [DECK[0], DECK[2]]
    there = decks.reached(alice.id)
    assert there.items(0, 2) == (there.whole()[0:3:2], 3)


def test_another_device_goes_on_where_this_one_was(ask: Ask, alice: User, decks: Store) -> None:
    cursor = ask(alice, "GET", "/v1/deck?limit=7").json["cursor"]
    ask(alice, "POST", "/v1/deck/seen", {"cursor": cursor})
    assert videos(ask(alice, "GET", "/v1/deck?limit=1")) == [DECK[7]]


def test_the_ledger_works_without_a_deck(ask: Ask, bob: User, decks: Store) -> None:
    chart = videos(ask(bob, "GET", "/v1/deck?limit=8"))
    ask(bob, "POST", "/v1/deck/seen", {"positions": [1, 3]})
    assert videos(ask(bob, "GET", "/v1/deck?limit=2")) == [chart[0], chart[2]]
    assert position(ask(bob, "POST", "/v1/deck/seen", {"positions": [0, 2]})) == 4
    assert position(ask(bob, "POST", "/v1/deck/seen", {"positions": [2], "undo": True})) == 2
    assert videos(ask(bob, "GET", "/v1/deck?limit=2")) == [chart[2], chart[4]]


def test_a_new_deck_does_not_show_again_what_was_seen(ask: Ask, session: Session, alice: User, decks: Store) -> None:
    old = ask(alice, "GET", "/v1/deck?limit=3").json
    ask(alice, "POST", "/v1/deck/seen", {"positions": [0]})
    build(session, decks, {alice: [Held(video) for video in DECK[:6]]}, {"PL": POLAND})
    assert position(ask(alice, "POST", "/v1/deck/seen", {"cursor": old["cursor"]})) == 0
    assert videos(ask(alice, "GET", "/v1/deck?limit=2")) == DECK[3:5]
    named = {"positions": [3], "snapshot": old["snapshot"]["id"]}
    ask(alice, "POST", "/v1/deck/seen", named)
    assert videos(ask(alice, "GET", "/v1/deck?limit=1")) == DECK[4:5]


def test_a_new_deck_shows_nothing_of_the_list_again_that_was_seen_or_hidden(
    ask: Ask, session: Session, bob: User, decks: Store
) -> None:
    shown = ask(bob, "GET", f"/feed/{bob.id}?size=3").json
    ask(bob, "POST", "/v1/deck/feedback", {"video_id": POLAND[4], "kind": "hide"})
    build(session, decks, {}, {"PL": POLAND[::-1], "NO": ["no-2"]})
    again = ask(bob, "GET", f"/feed/{bob.id}?size=200").json
    hidden = session.scalars(select(Video.id).where(Video.source_id == POLAND[4])).one()
    assert len(again) == len(POLAND) + 1 - 4
    assert {*again} & {*shown, hidden} == set()


def test_what_a_gone_deck_held_can_no_longer_be_acknowledged(ask: Ask, alice: User, decks: Store) -> None:
    answer = ask(alice, "POST", "/v1/deck/seen", {"positions": [0], "snapshot": "12"})
    assert (answer.status_code, answer.mimetype) == (410, "application/problem+json")


def test_seeing_moves_nothing_while_the_deck_is_off(ask: Ask, alice: User, decks: Store) -> None:
    ask(alice, "PATCH", "/v1/taste", {"is_on": False})
    cursor = ask(alice, "GET", "/v1/deck?limit=5").json["cursor"]
    for body in ({"cursor": cursor}, {"positions": [1, 2]}):
        assert position(ask(alice, "POST", "/v1/deck/seen", body)) == 0


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"positions": []},
        {"positions": [200]},
        {"positions": [-1]},
        {"positions": [0], "cursor": "x"},
        {"cursor": "x"},
        {"cursor": ""},
        {"positions": [0], "snapshot": "new"},
        {"positions": [0], "color": "red"},
    ],
)
def test_what_names_nothing_of_the_deck_is_refused(ask: Ask, alice: User, decks: Store, body: object) -> None:
    answer = ask(alice, "POST", "/v1/deck/seen", body)
    assert (answer.status_code, bool(answer.json["detail"])) == (422, True)
