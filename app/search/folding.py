"""Folding: the one form in which spellings of the same word are equal. Pure."""

import re
import unicodedata

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_APOSTROPHES = re.compile(r"(?<=\w)['’ʼ`´](?=\w)")
_NO_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """The words of `text` without case, marks and punctuation, parted by single spaces; empty when it has none."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(one for one in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(one))
    return _NO_WORD.sub(" ", _APOSTROPHES.sub("", letters.translate(_LETTERS))).strip()
