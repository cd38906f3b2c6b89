"""Fits text into pictures: what the font can show, in lines that are not too long. Pure but for reading the fonts."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Literal

from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont

from config import ROOT

_FONTS = ROOT / "static" / "vendor" / "inter-0.4.2"
_NO_CHARACTER = "\uffff"
_OTHER = "C"
"""Begins the Unicode categories of what only controls: the direction of writing, the joining of emoji."""

_READABLE_SHARE = 0.75
"""A title of which fewer letters and digits can be drawn is not drawn at all."""

_EMPTIED = re.compile(r"""\(\s+\)|\[\s+\]|"\s+"|'\s+'|“\s+”|‘\s+’|„\s+”|«\s+»""")
"""Brackets and quotation marks round what was left out."""

Weight = Literal["500Medium", "800ExtraBold"]


@lru_cache(maxsize=32)
def font(weight: Weight, size: int) -> FreeTypeFont:
    """The site's font for pictures, `size` in pixels."""
    return ImageFont.truetype(Path(_FONTS, f"Inter_{weight}.ttf"), size)


def showable(text: str) -> str:
    """The text without what the font has no glyphs for, such as emoji; empty when too many letters are missing."""
    letters = unicodedata.normalize("NFC", text)
    visible = (one for one in letters if one.isspace() or unicodedata.category(one)[0] != _OTHER)
    kept = "".join(one if one.isspace() or _has_glyph(one) else " " for one in visible)
    enough = sum(map(str.isalnum, letters)) * _READABLE_SHARE
    is_readable = sum(map(str.isalnum, kept)) >= max(enough, 1)
    return " ".join(_EMPTIED.sub(" ", kept).split()) if is_readable else ""


@lru_cache(maxsize=4096)
def _has_glyph(character: str) -> bool:
    return _drawn(character) != _drawn(_NO_CHARACTER)


def _drawn(character: str) -> tuple[tuple[int, int], bytes]:
    mask = font("500Medium", 16).getmask(character)
    return mask.size, bytes(mask)


def lines(text: str, drawn_with: FreeTypeFont, width: int, most: int) -> list[str]:
    """The words in at most `most` lines of `width` pixels; what does not fit ends in an ellipsis."""
    words = text.split()
    found: list[str] = []
    while words and len(found) < most:
        taken = 1
        while taken < len(words) and drawn_with.getlength(" ".join(words[: taken + 1])) <= width:
            taken += 1
        found.append(" ".join(words[:taken]))
        words = words[taken:]
    if words:
        found[-1] = f"{found[-1]} {words[0]}"
    return [_cut(line, drawn_with, width) for line in found]


def _cut(line: str, drawn_with: FreeTypeFont, width: int) -> str:
    if drawn_with.getlength(line) <= width:
        return line
    while line and drawn_with.getlength(f"{line}…") > width:
        line = line[:-1]
    whole_words = line.rpartition(" ")[0]
    if len(whole_words) > len(line) * 0.7:
        line = whole_words
    return f"{line.rstrip(' .,:;–—-|(+&')}…"
