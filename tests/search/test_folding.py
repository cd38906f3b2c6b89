"""Folding: spellings that are one word, and what never comes out of it."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.folding import collapse, fold, index_text, tag_token

SPELLINGS = [
    ("Zażółć gęślą jaźń", "zazolc gesla jazn"),
    ("ŁÓDŹ", "lodz"),
    ("Östersund", "ostersund"),
    ("smørrebrød", "smorrebrod"),
    ("Straße", "STRASSE"),
    ("Ærø", "aero"),
    ("Øvre Årdal", "ovre ardal"),
    ("ĳsland", "IJsland"),
    ("Café", "Cafe\u0301"),
    ("ＦＵＬＬ　ｗｉｄｔｈ　１２", "full width 12"),
    ("don't", "dont"),
    ("don’t", "don´t"),
    ("rock ’n’ roll", "rock n roll"),
    ("ze\u200bro \u202eleft", "zero left"),
    ("½ ﬁn", "1 2 fin"),
]


@pytest.mark.parametrize(("one", "other"), SPELLINGS)
def test_spellings_of_the_same_words_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("日本の歌!", "日 本 の 歌"),
        ("Goal ⚽🔥 now", "goal ⚽ 🔥 now"),
        ("❤️👍🏽", "❤ 👍"),
        ("🇵🇱", "🇵 🇱"),
        ("-- ... !", ""),
        ("a_b-c", "a b c"),
        ("हिन्दी", "हनद"),
    ],
)
def test_emoji_and_scripts_without_spaces_are_words_of_one_character(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    "spellings", [("goteborg", "goeteborg"), ("arhus", "aarhus"), ("arger", "aerger"), ("munchen", "muenchen")]
)
def test_digraphs_collapse_to_the_letter_that_they_stand_for(spellings: tuple[str, str]) -> None:
    assert collapse(spellings[0]) == collapse(spellings[1])


def test_a_compound_is_in_the_index_in_parts_and_as_one_word() -> None:
    assert index_text("Spider-Man's e‑mail") == "spider mans e mail spidermans email"


def test_a_tag_is_in_the_index_as_one_word() -> None:
    assert index_text("Goal", ("Best-of Łódź", "!!")) == "goal #bestoflodz"
    assert tag_token("best of łódź") == tag_token("#BestOfLodz")


@given(st.text())
def test_folding_folded_text_changes_nothing(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded


@given(st.text())
def test_folded_text_is_words_parted_by_single_spaces(text: str) -> None:
    folded = fold(text)
    assert folded == " ".join(folded.split())
    assert re.escape(folded).replace("\\ ", " ") == folded


# The mark ´ alone is a blank with an accent in the other forms; between letters it is taken for an apostrophe.
@given(st.text(alphabet=st.characters(exclude_characters="´")))
def test_case_composition_and_width_do_not_matter(text: str) -> None:
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert fold(unicodedata.normalize(form, text)).split() == fold(text).split()


@given(st.text())
def test_what_the_index_holds_begins_with_the_folded_words(text: str) -> None:
    assert index_text(text).startswith(fold(text))
