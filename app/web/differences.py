"""What an edit changed, word by word, as pieces to read in the order of the text. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

MAX_COMPARED = 600
"""Words or lines of one passage that are compared one by one; a longer passage counts as replaced, for the comparison
takes the more time the more there is."""

AROUND = 160
"""Characters of unchanged text that are shown beside a change."""

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")

Kind = Literal["same", "gone", "new", "skipped"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that stayed, went or came; of one that is skipped there is no text."""

    kind: Kind
    text: str


def pieces(before: str, after: str) -> list[Piece]:
    """The whole of both texts: the pieces that are not new make `before`, those that are not gone make `after`."""
    pairs: list[tuple[str, str]] = []
    for old, new in _passages(before.splitlines(keepends=True), after.splitlines(keepends=True)):
        for gone, came in _passages(_WORDS.findall("".join(old)), _WORDS.findall("".join(new))):
            _join(pairs, "".join(gone), "".join(came))
    found: list[Piece] = []
    for gone_text, new_text in pairs:
        _add(found, gone_text, new_text)
    return found


def shortened(found: Sequence[Piece]) -> list[Piece]:
    """The same without what is unchanged and further than AROUND from a change."""
    short: list[Piece] = []
    last = len(found) - 1
    for number, piece in enumerate(found):
        before = piece.text[:AROUND] if number else ""
        after = piece.text[-AROUND:] if number < last else ""
        if piece.kind != "same" or len(piece.text) <= len(before) + len(after):
            short.append(piece)
            continue
        kept = [Piece("same", before), Piece("skipped", ""), Piece("same", after)]
        short.extend(one for one in kept if one.text or one.kind == "skipped")
    return short


def _passages(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Both sequences in pairs of passages, which are equal or differ."""
    if max(len(before), len(after)) > MAX_COMPARED:
        yield before, after
        return
    for _, old, old_end, new, new_end in SequenceMatcher(None, before, after).get_opcodes():
        yield before[old:old_end], after[new:new_end]


def _join(pairs: list[tuple[str, str]], gone: str, came: str) -> None:
    """Put a pair behind the others. Changes with but a blank between them are one, or words would come by turns."""
    if gone != came and len(pairs) > 1 and _is_blank(pairs[-1]) and pairs[-2][0] != pairs[-2][1]:
        (blank, _), (gone_before, came_before) = pairs.pop(), pairs.pop()
        gone, came = gone_before + blank + gone, came_before + blank + came
    pairs.append((gone, came))


def _is_blank(pair: tuple[str, str]) -> bool:
    return pair[0] == pair[1] and pair[0].isspace() and "\n" not in pair[0]


def _add(found: list[Piece], gone: str, came: str) -> None:
    """Put a pair of passages behind what was found, joined with a piece of the same kind."""
    pair: list[tuple[Kind, str]] = [("same", gone)] if gone == came else [("gone", gone), ("new", came)]
    for kind, text in pair:
        if text and found and found[-1].kind == kind:
            found[-1] = Piece(kind, found[-1].text + text)
        elif text:
            found.append(Piece(kind, text))
