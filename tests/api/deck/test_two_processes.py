"""Another process goes over to newer decks first: each answer of this one is of one snapshot all the same."""

import pytest
from sqlalchemy.orm import Session

from app.feed.store import Store
from app.models import User
from tests.api.deck.conftest import DECK, POLAND, Ask, positions, videos
from tests.feed.decks import store as another
from tests.feed.member_decks import Held, build

NEWER = [*DECK[::-1][:5], *DECK[:15]]


@pytest.fixture
def ahead(session: Session, decks: Store, alice: User) -> Store:
    """The decks as the other process has them: newer ones, of which it gave Alice five."""
    assert decks.position(alice.id) == 0
    ahead = another(decks.decks)
    build(session, ahead, {alice: [Held(video) for video in NEWER]}, {"PL": POLAND})
    assert len(ahead.take(alice.id, 5).ids) == 5
    assert decks.number < ahead.number
    return ahead


def test_a_page_is_of_the_snapshot_that_it_tells(ask: Ask, alice: User, ahead: Store) -> None:
    page = ask(alice, "GET", "/v1/deck?limit=3")
    assert page.json["snapshot"]["id"] == str(ahead.number)
    assert (positions(page), videos(page)) == ([5, 6, 7], NEWER[5:8])


def test_what_is_said_of_an_item_is_said_of_the_deck_that_the_member_is_in(
    ask: Ask, session: Session, alice: User, ahead: Store
) -> None:
    answer = ask(alice, "POST", "/v1/deck/feedback", {"video_id": NEWER[6], "kind": "hide"})
    assert answer.json["data"] == {"removed": 1, "remaining": len(POLAND) - 6}  # with the list behind the deck


def test_positions_are_acknowledged_in_the_deck_that_they_are_of(
    ask: Ask, alice: User, decks: Store, ahead: Store
) -> None:
    seen = ask(alice, "POST", "/v1/deck/seen", {"positions": [7], "snapshot": str(decks.number)})
    assert seen.json["data"] == {"position": 5}
    assert DECK[7] not in NEWER[5:10]
    assert positions(ask(alice, "GET", "/v1/deck?limit=4")) == [5, 6, 7, 8]
