"""Another process goes over to newer decks first: each answer of this one is of one snapshot all the same."""

import pytest
from apiflask import APIFlask
from sqlalchemy.orm import Session

from app.feed import cursor
from app.feed.cursor import Place
from app.feed.store import Store
from app.models import User
from tests.api.deck.conftest import DECK, POLAND, Ask, positions, videos
from tests.feed.decks import store as another
from tests.feed.member_decks import Held, build

NEWER = [*DECK[::-1][:5], *DECK[:15]]


@pytest.fixture
def newer(session: Session, decks: Store, alice: User) -> Store:
    """The decks as the other process has them: newer ones."""
    assert decks.position(alice.id) == 0
    newer = another(decks.decks)
    build(session, newer, {alice: [Held(video) for video in NEWER]}, {"PL": POLAND})
    assert decks.number < newer.number
    return newer


@pytest.fixture
def ahead(newer: Store, alice: User) -> Store:
    """The other process, which gave Alice five."""
    assert len(newer.take(alice.id, 5).ids) == 5
    return newer


@pytest.fixture
def given(app: APIFlask, newer: Store, alice: User) -> str:
    """The cursor of a page of five that the other process let Alice read, of which nothing is stored."""
    return cursor.dump(Place(newer.number, 0, 5), alice.id, app.config["SECRET_KEY"])


def test_a_page_that_was_only_read_is_followed_by_the_next(ask: Ask, alice: User, newer: Store, given: str) -> None:
    page = ask(alice, "GET", f"/v1/deck?limit=3&cursor={given}")
    assert videos(page) == NEWER[5:8]
    assert (page.json["snapshot"]["id"], positions(page)) == (str(newer.number), [5, 6, 7])


def test_a_page_that_was_only_read_is_acknowledged_by_its_cursor(ask: Ask, alice: User, given: str) -> None:
    assert ask(alice, "POST", "/v1/deck/seen", {"cursor": given}).json["data"] == {"position": 5}


def test_positions_that_were_only_read_are_acknowledged(ask: Ask, alice: User, newer: Store) -> None:
    seen = ask(alice, "POST", "/v1/deck/seen", {"positions": [0, 1], "snapshot": str(newer.number)})
    assert seen.json["data"] == {"position": 2}


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
