"""The charts behind a deck, or in place of one, are masked, seen and unseen as it is, at the positions with a mask."""

from pathlib import Path

import pytest

from app.feed.store import DeckGone
from tests.feed.decks import store, taken, write

NEW = 7
"""A user without a deck; the charts come as 901, 902, 903, 801, 802, 803."""


def test_what_is_suppressed_is_not_taken_from_the_charts_until_it_is_restored(decks: Path) -> None:
    write(decks)
    one = store(decks)
    one.suppress(NEW, [902, 801])
    assert taken(one, NEW, [3]) == [901, 903, 802]
    one.suppress(NEW, [803])
    assert taken(one, NEW, [3]) == []
    one.unsee(NEW, one.number, [5])
    assert [item.video_id for item in one.reached(NEW).whole()] == [901, 902, 903, 801, 802, 803]


def test_what_was_seen_in_the_charts_is_passed_over_and_comes_again_when_undone(decks: Path) -> None:
    write(decks, deck=[1, 2])
    one = store(decks)
    one.see(1, one.number, [0, 1, 3])
    assert taken(one, 1, [2]) == [801, 901]
    assert one.unsee(1, one.number, [3]) == 3
    assert taken(one, 1, [2]) == [802, 803]


def test_the_whole_of_a_deck_has_what_is_masked_and_no_more_than_a_deck_holds(decks: Path) -> None:
    write(decks)
    one = store(decks)
    one.suppress(1, [5])
    assert [item.video_id for item in one.reached(1).whole()] == list(range(1, 201))
    with pytest.raises(DeckGone):
        one.reached(1, 12)
