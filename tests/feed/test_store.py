"""Pages of decks: what a user gets, what is masked, where the charts take over, and what a new snapshot remembers."""

from errno import ENOSPC
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.feed import deck_file
from app.feed.progress import Progress, mask_changed
from app.feed.store import DeckGone, NoDeck, NoMember
from tests.feed.decks import CHARTS, store, taken, write


def test_pages_follow_each_other_through_the_deck_and_then_the_charts_to_the_end(decks: Path) -> None:
    write(decks, deck=[1, 2, 901, 4])
    one = store(decks)
    pages = [one.take(1, 3) for _ in range(5)]
    assert [page.ids for page in pages] == [[1, 2, 901], [4, 801, 802], [803, 902, 903], [], []]
    assert [page.source for page in pages] == ["personal", "mixed", "fallback", "fallback", "fallback"]
    assert pages[-1].position == pages[-2].position


def test_a_retry_from_an_earlier_position_gets_the_same_and_moves_nothing(decks: Path) -> None:
    write(decks)
    one = store(decks)
    first = one.take(1, 10, 0)
    second = one.take(1, 10, first.position)
    assert one.take(1, 10, first.position) == second
    assert one.take(1, 10, 0) == first
    assert one.take(1, 5) == ([*range(21, 26)], 25, "personal")


def test_a_position_that_was_never_reached_skips_nothing(decks: Path) -> None:
    write(decks)
    assert store(decks).take(1, 3, 150).ids == [1, 2, 3]


def test_a_retry_may_be_longer_than_what_it_repeats(decks: Path) -> None:
    write(decks)
    one = store(decks)
    one.take(1, 5)
    assert one.take(1, 10, 0).ids == [*range(1, 11)]
    assert one.position(1) == 10


@pytest.mark.parametrize(("home", "first"), [(2, 801), (None, 901), (1, 901)])
def test_a_user_without_a_deck_gets_the_chart_of_their_home_region(home: int | None, first: int, decks: Path) -> None:
    write(decks)
    page = store(decks, home).take(3, 2)
    assert (page.ids[0], page.source) == (first, "fallback")


def test_the_order_of_the_charts_stays_when_the_home_region_changes(decks: Path) -> None:
    write(decks)
    assert taken(store(decks, home=2), 3, [2]) + taken(store(decks, home=0), 3, [9]) == [801, 802, 901, 803, 902, 903]


def test_users_beyond_all_known_ids_have_their_own_progress(decks: Path) -> None:
    write(decks)
    assert store(decks).take(2**31 - 1, 2).ids == [901, 902]
    assert store(decks).take(2**31 - 1, 2).ids == [903, 801]
    assert store(decks).take(2**31 - 2, 1).ids == [901]


def test_an_id_above_all_users_is_refused_and_the_progress_does_not_grow_to_it(decks: Path) -> None:
    write(decks, users=[1, 90])
    one = store(decks, last_member=70)
    assert one.take(80, 2).ids == [901, 902]
    for act in (lambda: one.take(91, 2), lambda: one.reached(91), lambda: one.suppress(91, [901])):
        with pytest.raises(NoMember):
            act()
    assert len(one.served[0].progress.places.array()) == 1 << 16


def test_decks_that_come_while_the_highest_member_is_asked_for_are_not_forgotten(
    decks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(decks, users=[1, 2])
    one = store(decks)

    def asked() -> int:
        write(decks, users=[1, 2, 107])
        one.refresh()
        return 0

    monkeypatch.setattr(one, "_last_member", asked)
    with pytest.raises(NoMember):
        one.take(200, 1)
    assert one.take(107, 2).ids == [1, 2]


def test_who_has_begun_is_known_without_asking_for_the_highest_id(decks: Path) -> None:
    write(decks)
    assert store(decks).take(80, 2).ids == [901, 902]
    again = store(decks, last_member=70)
    assert again.take(80, 2).ids == [903, 801]
    with pytest.raises(NoMember):
        again.take(81, 2)


def test_without_a_deck_file_the_charts_of_now_are_one(decks: Path) -> None:
    with pytest.raises(NoDeck):
        store(decks).take(1, 1)
    assert store(decks, charts=CHARTS).take(1, 2).ids == [901, 902]
    assert store(decks).take(1, 1).ids == [903]


def test_a_disk_that_takes_no_deck_file_is_told_as_no_deck(decks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> Path:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(deck_file, "write", full)
    with pytest.raises(NoDeck):
        store(decks, charts=CHARTS).take(1, 2)


def test_what_is_suppressed_is_left_out_until_it_is_restored(decks: Path) -> None:
    write(decks)
    one = store(decks)
    one.suppress(1, [2, 3, 200, 12345])
    assert one.take(1, 2).ids == [1, 4]
    one.unsee(1, one.number, [199])
    assert len({*taken(one, 1, [200])} & {2, 3, 200}) == 1


def test_what_was_seen_out_of_order_is_not_shown_again(decks: Path) -> None:
    write(decks)
    one = store(decks)
    assert one.see(1, one.number, [0, 2]) == 0
    assert one.take(1, 2).ids == [2, 4]
    assert one.see(1, one.number, upto=10) == 10
    assert one.see(1, one.number, upto=4) == 10
    assert one.take(1, 1).ids == [11]


def test_what_was_seen_by_mistake_comes_again_and_nothing_else(decks: Path) -> None:
    write(decks)
    one = store(decks)
    one.take(1, 10)
    assert one.unsee(1, one.number, [3, 7, 500]) == 3
    assert one.take(1, 3).ids == [4, 8, 11]


def test_nobody_sees_further_than_there_is_something(decks: Path) -> None:
    write(decks, deck=[1])
    one = store(decks)
    assert one.see(1, one.number, upto=60_000) == 1 + 6


def test_items_tell_their_reasons_and_charts_their_region(decks: Path) -> None:
    write(decks, deck=[7, 8])
    one = store(decks)
    items, following = one.reached(1).items(1, 2)
    assert items == [(1, 8, 5, 8), (2, 801, 0, 2)]
    assert following == 3
    rest = [(3, 802, 0, 2), (4, 901, 0, 2), (5, 803, 0, 2), (6, 902, 0, 0), (7, 903, 0, 0)]
    assert one.reached(1).items(3, 50) == (rest, None)
    assert one.position(1) == 0


def test_a_page_can_be_pinned_to_the_snapshot_before_and_no_older_one(decks: Path) -> None:
    first = int(write(decks, deck=[1, 2]).name)
    one = store(decks)
    one.refresh()
    for video in (3, 4):
        write(decks, deck=[video])
        one.refresh()
        if video == 3:
            assert one.reached(1, first).page(1).ids == [1]
    with pytest.raises(DeckGone):
        one.reached(1, first)


def test_a_new_snapshot_does_not_show_again_what_the_old_one_showed_or_masked(decks: Path) -> None:
    write(decks, deck=[1, 2, 3, 4, 5, 6])
    one = store(decks)
    one.take(1, 2)
    one.suppress(1, [4])
    write(decks, deck=[2, 7, 4, 3, 1, 8])
    one.refresh()
    assert one.take(1, 3).ids == [7, 3, 8]
    assert one.take(2, 3).ids == [2, 7, 4]


def test_a_new_snapshot_knows_all_that_the_charts_behind_the_old_one_showed(decks: Path) -> None:
    write(decks, deck=[1, 2, 803], charts=CHARTS)
    one = store(decks, home=2)
    assert taken(one, 1, [5]) == [1, 2, 803, 801, 802]
    assert taken(one, 9, [2]) == [801, 802]
    one.suppress(9, [903])
    write(decks, deck=[2, 801, 5], charts={"US": [802, 902, 1], "PL": [7, 803, 903]})
    one.refresh()
    assert taken(one, 1, [9]) == [5, 7, 903, 902]
    assert taken(one, 9, [9]) == [7, 803, 902, 1]


def test_a_snapshot_of_which_positions_were_recovered_tells_what_it_showed(decks: Path) -> None:
    write(decks)
    one = store(decks, home=2)
    one.served[0].progress.change_place(9, lambda _: 3)
    write(decks)
    one.refresh()
    assert taken(one, 9, [9]) == [803, 902, 903]


def test_a_damaged_snapshot_leaves_the_one_before_in_service_until_it_is_mended(
    decks: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(decks, deck=[1])
    one = store(decks)
    one.refresh()
    ids = write(decks, deck=[2]) / "ids.npy"
    whole = ids.read_bytes()
    ids.write_bytes(whole[:-1])
    for _ in range(2):
        one.refresh()
    assert one.take(1, 1).ids == [1]
    assert [record.message.count("ids.npy") for record in caplog.records] == [1]
    ids.write_bytes(whole)
    one.refresh()
    assert one.take(1, 1).ids == [2]


@given(st.integers(0, 2**32 - 1))
def test_a_changed_mask_leaves_position_and_home_as_they_were_and_is_never_none(place: int) -> None:
    after = mask_changed(place)
    assert after & (1 << 21) - 1 == place & (1 << 21) - 1
    assert after != place
    assert 0 < after >> 21 < 2**11


@given(st.lists(st.tuples(st.booleans(), st.sets(st.integers(0, 255)))))
def test_a_mask_holds_what_was_set_and_not_cleared(tmp_path_factory: pytest.TempPathFactory, changes: list) -> None:
    progress, expected = Progress(tmp_path_factory.mktemp("progress")), set()
    for adds, indices in changes:
        chosen = sum(1 << index for index in indices)
        expected = expected | indices if adds else expected - indices
        progress.change_mask(9, add=chosen) if adds else progress.change_mask(9, remove=chosen)
    assert progress.mask(9) == sum(1 << index for index in expected)
    assert progress.mask(8) == progress.mask(10) == 0
