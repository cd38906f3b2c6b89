"""Marks in a text what a query asked for. Pure."""

import re

from app.search.folding import collapse, fold
from app.search.query import Query

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[^\w\s]")


def highlighted(text: str, query: Query) -> list[tuple[str, bool]]:
    """The pieces of `text` in their order, and whether each is a word that the query asks for."""
    whole = {collapse(word) for term in query.terms for word in (*term.words, "".join(term.words))}
    begun = tuple(collapse(term.words[-1]) for term in query.terms if term.is_prefix)
    pieces, end = [], 0
    for word in _WORD.finditer(text):
        if _is_asked(word[0], whole, begun):
            pieces += [(text[end : word.start()], False), (word[0], True)]
            end = word.end()
    pieces.append((text[end:], False))
    return [piece for piece in pieces if piece[0]]


def _is_asked(word: str, whole: set[str], begun: tuple[str, ...]) -> bool:
    parts = [collapse(part) for part in fold(word).split()]
    return bool(parts) and (any(part in whole for part in parts) or (bool(begun) and parts[0].startswith(begun)))


def excerpt(text: str, query: Query, length: int) -> str:
    """About `length` characters of `text`, from shortly before the first word that is asked for."""
    pieces = highlighted(text, query)
    before = pieces[0][0] if len(pieces) > 1 and not pieces[0][1] else ""
    start = max(0, len(before) - length // 4) if len(before) > length // 2 else 0
    start = text.find(" ", start) + 1 if start else 0
    cut = text[start : start + length]
    end = cut if start + length >= len(text) else cut.rpartition(" ")[0] or cut
    return ("… " if start else "") + end + (" …" if len(end) < len(text) - start else "")
