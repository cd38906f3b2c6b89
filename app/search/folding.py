"""Folding: the one form in which spellings of the same word are equal, and the text that stands in the index. Pure.

docs/search.md tells what meets what.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_MARKS = "'’‘ʼ`´＇"
_APOSTROPHES = re.compile(rf"(?<=\w)[{_MARKS}](?=\w)")
_COMPOUND = re.compile(rf"[^\W_]+(?:[-‐‑_{_MARKS}][^\W_]+)+")
_NO_WORD = re.compile(r"[\W_]+")
# Written without spaces, so each character is a word, and a run of them is found as a phrase.
_SPACELESS = re.compile(r"[\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")
_DIGRAPHS = (("aa", "a"), ("ae", "a"), ("oe", "o"), ("ue", "u"))

MAX_WORD = 64
"""Characters of a word that count; what follows them is not compared."""


def fold(text: str) -> str:
    """The words of `text` without case, marks and punctuation, parted by single spaces; empty when it has none.

    Emoji and characters of scripts without spaces are words of their own. No word holds a character that means
    something in a regular expression.
    """
    if text.isascii():
        return _NO_WORD.sub(" ", _APOSTROPHES.sub("", text.lower())).strip()
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("'", text)).casefold()
    letters = unicodedata.normalize("NFKD", plain).translate(_LETTERS)
    return " ".join("".join(map(_folded_character, _APOSTROPHES.sub("", _visible(letters)))).split())


def collapse(word: str) -> str:
    """A folded word with its digraphs written as one letter, so that `oe`, which stands for ø and ö, meets `o`.

    The function `search_vector` of the database does the same.
    """
    for digraph, letter in _DIGRAPHS:
        word = word.replace(digraph, letter)
    return word


@lru_cache(maxsize=8192)
def index_text(text: str, tags: tuple[str, ...] = ()) -> str:
    """What the index holds of `text`: its folded words, its compounds also as one word, and `tags` as `#tag`.

    The folded words come first and in their order, so that phrases are found.
    """
    return " ".join(filter(None, [fold(text), *_joined(text), *(tag_token(tag) for tag in tags)]))


def tag_token(tag: str) -> str:
    """The form in which a tag stands in the index: one word, whatever joins its parts; empty when it has no letter."""
    folded = fold(tag).replace(" ", "")
    return f"#{folded}"[:MAX_WORD] if folded else ""


def _joined(text: str) -> Iterable[str]:
    """`spiderman` of Spider-Man, so that both spellings meet."""
    for compound in _COMPOUND.findall(text):
        parts = fold(compound).split()
        if len(parts) > 1:
            yield "".join(parts)


def _visible(text: str) -> str:
    return "".join(one for one in text if one.isascii() or unicodedata.category(one) not in {"Mn", "Mc", "Me", "Cf"})


@lru_cache(maxsize=4096)
def _folded_character(one: str) -> str:
    if _SPACELESS.match(one) or unicodedata.category(one) == "So":
        return f" {one} "
    return one if one.isalnum() else " "
