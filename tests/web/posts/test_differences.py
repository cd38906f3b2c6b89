"""What an edit changed, word by word."""

from hypothesis import given
from hypothesis import strategies as st

from app.web.differences import AROUND, MAX_COMPARED, Piece, pieces, shortened

TEXTS = st.text(st.sampled_from("ab ,\n"), max_size=60)


@given(TEXTS, TEXTS)
def test_the_pieces_make_both_texts(before: str, after: str) -> None:
    found = pieces(before, after)
    assert "".join(one.text for one in found if one.kind != "new") == before
    assert "".join(one.text for one in found if one.kind != "gone") == after


@given(TEXTS)
def test_a_text_that_did_not_change_is_one_piece(text: str) -> None:
    assert pieces(text, text) == ([Piece("same", text)] if text else [])


def test_only_the_changed_words_differ() -> None:
    assert pieces("The boat left at nine.", "The boat left at ten.") == [
        Piece("same", "The boat left at "),
        Piece("gone", "nine"),
        Piece("new", "ten"),
        Piece("same", "."),
    ]


def test_words_that_changed_side_by_side_are_one_change() -> None:
    assert pieces("So red boats left.", "So blue ships left.") == [
        Piece("same", "So "),
        Piece("gone", "red boats"),
        Piece("new", "blue ships"),
        Piece("same", " left."),
    ]


def test_a_passage_of_too_many_words_counts_as_replaced() -> None:
    before, after = "a " * MAX_COMPARED, "a " * MAX_COMPARED + "b"
    assert [one.kind for one in pieces(before, after)] == ["gone", "new"]


def test_what_is_far_from_a_change_is_left_out() -> None:
    far = "\n".join("calm" for _ in range(200))
    found = shortened(pieces(f"{far}\nold\n{far}", f"{far}\nnew\n{far}"))
    assert [one.kind for one in found] == ["skipped", "same", "gone", "new", "same", "skipped"]
    assert [len(one.text) for one in found if one.kind == "same"] == [AROUND, AROUND]
