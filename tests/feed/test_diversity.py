"""The order of decks: what must hold of every deck, and what is expected of some."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.feed import weights
from app.feed.diversity import NONE, arranged

LENGTH = 40
CANDIDATE = st.tuples(st.integers(0, 6), st.integers(0, 3), st.booleans())
DECKS = st.lists(st.lists(CANDIDATE, max_size=60), min_size=1, max_size=4)
Deck = list[tuple[int, int, bool]]


def orders(decks: list[Deck], length: int = LENGTH) -> list[list[int]]:
    """The indices of candidates in the order of each deck."""
    most = max(map(len, decks))
    padded = np.array([[*deck, *[(0, 0, False)] * (most - len(deck))] for deck in decks], np.int64)
    padded = padded.reshape(len(decks), most, 3)
    exists = np.arange(most) < np.array([[len(deck)] for deck in decks])
    found = arranged(padded[:, :, 0], padded[:, :, 1], padded[:, :, 2] == 1, exists, length)
    assert found.shape == (len(decks), length)
    for row in found:
        assert not (np.diff((row == NONE).astype(int)) < 0).any()
    return [row[row != NONE].tolist() for row in found]


@given(DECKS)
def test_no_channel_has_more_than_its_share_of_any_screen(decks: list[Deck]) -> None:
    for deck, order in zip(decks, orders(decks), strict=True):
        channels = [deck[index][0] for index in order]
        for first in range(len(channels)):
            screen = [one for one in channels[first : first + weights.SCREEN] if one]
            assert all(screen.count(one) <= weights.PER_CHANNEL for one in screen)


@given(DECKS)
def test_no_candidate_stands_twice_and_new_ones_have_only_their_places(decks: list[Deck]) -> None:
    for deck, order in zip(decks, orders(decks), strict=True):
        assert len(set(order)) == len(order)
        assert all(place % weights.NEW_EACH == 9 for place, index in enumerate(order) if deck[index][2])


@given(DECKS)
def test_a_deck_ends_only_where_nothing_fits(decks: list[Deck]) -> None:
    for deck, order in zip(decks, orders(decks), strict=True):
        if len(order) < LENGTH:
            last = [deck[index][0] for index in order[-(weights.SCREEN - 1) :]]
            left = [one for index, one in enumerate(deck) if index not in order and not one[2]]
            assert all(channel and last.count(channel) >= weights.PER_CHANNEL for channel, _, _ in left)


@given(DECKS)
def test_decks_do_not_depend_on_those_beside_them(decks: list[Deck]) -> None:
    assert orders(decks) == [orders([deck])[0] for deck in decks]


def test_candidates_keep_their_order_where_nothing_is_too_many() -> None:
    assert orders([[(number, 0, False) for number in range(1, 61)]]) == [list(range(LENGTH))]


def test_categories_take_turns_while_another_is_near() -> None:
    deck = [(0, 1, False)] * 25 + [(0, 2, False)] * 15 + [(0, 3, False)] * 15
    (order,) = orders([deck])
    first = [deck[index][1] for index in order[: weights.SCREEN]]
    assert first.count(1) == weights.PER_CATEGORY
    only = orders([[(0, 1, False)] * 60])[0]
    assert only == list(range(LENGTH))


def test_a_new_video_waits_for_its_place() -> None:
    deck = [(0, 0, True), *[(0, 0, False)] * 20]
    (order,) = orders([deck])
    assert order == [*range(1, 10), 0, *range(10, 21)]
