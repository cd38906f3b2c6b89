"""A query in the language of PostgreSQL's text search, over the words that `search_vector` writes. Pure.

A word with a digraph stands in the index as it is and, behind a `~`, collapsed; so what is asked for is collapsed and
looked for in both.
"""

from app.search.folding import collapse
from app.search.query import MIN_PREFIX, Query, Term


def tsquery(query: Query, is_whole: bool = False, is_loose: bool = False) -> str:
    """The words, tags and words to leave out of `query`; empty when it asks for none.

    `is_whole` reads no prefixes. `is_loose` asks for all that the index knows by itself: not where words stand.
    """
    asked = [_term(term, is_whole, is_loose) for term in query.terms] + [f"({_word(tag)})" for tag in query.tags]
    if not asked:
        return ""
    excluded = [term for term in query.excluded if not is_loose or len(term.words) == 1]
    return " & ".join(asked + [f"!({_excluded(term)})" for term in excluded])


def any_of(prefix: str, values: list[str] | list[int]) -> str:
    """One of the lexemes `:prefix:value`, which no word begins with; empty without values."""
    return " | ".join(lexeme(f":{prefix}:{value}") for value in values)


def both(*parts: str) -> str:
    """All of the parts that are not empty."""
    return " & ".join(f"({part})" for part in parts if part)


def lexeme(word: str) -> str:
    """A word as the language of text search writes it."""
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def _term(term: Term, is_whole: bool, is_loose: bool) -> str:
    words = [_word(word) for word in term.words]
    if term.is_prefix and not is_whole:
        words[-1] = " | ".join((words[-1], *map(lexeme, term.known))) if term.known else _beginning(term.words[-1])
    together = (" & " if is_loose else " <-> ").join(f"({word})" for word in words)
    if term.is_phrase or len(words) == 1:
        return f"({together})"
    return f"({together} | {_word(''.join(term.words))})"


def _word(word: str) -> str:
    collapsed = collapse(word)
    return f"{lexeme(collapsed)} | {lexeme('~' + collapsed)}"


def _beginning(word: str) -> str:
    """What begins with a word."""
    if is_half_digraph(word):
        return f"{_word(word)} | {lexeme(word)}:*"
    return f"{lexeme(collapse(word))}:* | {lexeme('~' + collapse(word))}:*"


def is_half_digraph(word: str) -> bool:
    """Whether the last letters of a beginning may be half a digraph's word, so that `poe` is not taken for `po`."""
    return len(collapse(word)) < MIN_PREFIX or collapse(word[-2:]) != word[-2:]


def _excluded(term: Term) -> str:
    """Words to leave out are those that were typed; what only collapses to them stays."""
    return " <-> ".join(lexeme(word) for word in term.words)
