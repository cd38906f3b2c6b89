"""What is learnt from members' choices: neighbours chosen together, and the same model from the same choices."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from app.feed import collaborative, weights
from app.feed.collaborative import NONE, cells, learn, tastes
from app.feed.synthetic_events import World


@pytest.fixture(scope="module")
def chosen() -> csr_matrix:
    """The choices of 300 members among 200 videos."""
    world = World(300, 200, 12_000, seed=3)
    made = next(world.blocks())
    return cells(made.users, made.items, np.ones(len(made.users)), (300, 200))


def test_members_are_given_nothing_they_chose_and_anchors_they_did(chosen: csr_matrix) -> None:
    found = tastes(learn(chosen, 1), chosen, chosen)
    for row in range(chosen.shape[0]):
        own = set(chosen[row].indices.tolist())
        for given in (found.by_factors[row], found.by_neighbours[row]):
            videos = given[given != NONE].tolist()
            assert not own & set(videos)
            assert len(set(videos)) == len(videos)
        anchors = found.anchors[row][found.by_neighbours[row] != NONE]
        assert set(anchors.tolist()) <= own


def test_an_anchor_is_the_enjoyed_video_that_speaks_most(chosen: csr_matrix) -> None:
    model = learn(chosen, 1)
    enjoyed = chosen.copy()
    enjoyed.data[enjoyed.indices % 2 == 0] = 0
    enjoyed.eliminate_zeros()
    found = tastes(model, chosen, enjoyed)
    likeness = np.zeros((200, 200), np.float32)
    rows, slots = np.nonzero(model.neighbours != NONE)
    likeness[rows, model.neighbours[rows, slots]] = model.likeness[rows, slots]
    for row in range(40):
        if chosen[row].nnz > weights.ANCHORS:
            continue
        asked = enjoyed[row].indices
        for video, anchor in zip(found.by_neighbours[row].tolist(), found.anchors[row].tolist(), strict=True):
            if video != NONE:
                most = likeness[asked, video].max(initial=0)
                assert anchor == NONE if most == 0 else likeness[anchor, video] == most


def test_the_same_choices_in_another_order_and_another_number_of_threads_teach_the_same(chosen: csr_matrix) -> None:
    cell = chosen.tocoo()
    order = np.random.default_rng(1).permutation(cell.nnz)
    again = cells(cell.row[order], cell.col[order], cell.data[order], chosen.shape)
    first, second = learn(chosen, 1, threads=1), learn(again, 1, threads=2)
    assert np.array_equal(first.als.item_factors, second.als.item_factors)
    assert np.array_equal(first.neighbours, second.neighbours)
    assert not np.array_equal(first.als.item_factors, learn(chosen, 2).als.item_factors)


def test_a_block_may_be_scored_in_parts(chosen: csr_matrix, monkeypatch: pytest.MonkeyPatch) -> None:
    model = learn(chosen, 1)
    whole = tastes(model, chosen, chosen)
    monkeypatch.setattr(collaborative, "_CELLS", 200 * 7)
    parts = tastes(model, chosen, chosen)
    assert np.array_equal(whole.by_neighbours, parts.by_neighbours)
    assert np.array_equal(whole.anchors, parts.anchors)


def test_an_act_counts_half_as_much_after_a_half_life_but_for_what_lasts() -> None:
    assert weights.decayed(3.0, 0) == 3.0
    assert weights.decayed(3.0, weights.HALF_LIFE_DAYS) == pytest.approx(
        3 * (weights.LASTING + (1 - weights.LASTING) / 2)
    )
    assert weights.decayed(3.0, 1e6) == pytest.approx(3 * weights.LASTING)
    assert weights.decayed(3.0, -5) == 3.0
