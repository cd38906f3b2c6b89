"""A query in the language of PostgreSQL's text search, over the words that `search_vector` writes. Pure.

A word with a digraph stands in the index as it is and, behind a `~`, collapsed; so what is asked for is collapsed and
looked for in both.
"""

from app.search.folding import collapse
from app.search.query import MIN_PREFIX, Query, Term


def tsquery(query: Query, is_whole: bool = False) -> str:
    """The words, tags and words to leave out of `query`; empty when it asks for none. `is_whole` reads no prefixes."""
    asked = [_term(term, is_whole) for term in query.terms] + [f"({_word(tag)})" for tag in query.tags]
    if not asked:
        return ""
    return " & ".join(asked + [f"!({_excluded(term)})" for term in query.excluded])


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


def _term(term: Term, is_whole: bool) -> str:
    is_prefix = term.is_prefix and not is_whole
    words = [_word(word) for word in term.words]
    if is_prefix:
        words[-1] = _beginning(term.words[-1])
    together = " <-> ".join(f"({word})" for word in words)
    if term.is_phrase or len(words) == 1:
        return f"({together})"
    return f"({together} | {_word(''.join(term.words))})"


def _word(word: str) -> str:
    collapsed = collapse(word)
    return f"{lexeme(collapsed)} | {lexeme('~' + collapsed)}"


def _beginning(word: str) -> str:
    """What begins with a word. Its last letters may be half a digraph's word: `poe` is not taken for `po`."""
    collapsed = collapse(word)
    if len(collapsed) < MIN_PREFIX or collapse(word[-2:]) != word[-2:]:
        return f"{_word(word)} | {lexeme(word)}:*"
    return f"{lexeme(collapsed)}:* | {lexeme('~' + collapsed)}:*"


def _excluded(term: Term) -> str:
    """Words to leave out are those that were typed; what only collapses to them stays."""
    return " <-> ".join(lexeme(word) for word in term.words)
