"""Mends spellings: words that stand nowhere become the most similar ones that do."""

from dataclasses import replace
from difflib import get_close_matches

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.search.query import Query, Term

# The index knows which words share most groups of three letters; letter by letter they are compared here.
_NEAR = text("""
SELECT asked.word, EXISTS (SELECT FROM search_words known WHERE known.word = asked.word), ARRAY(
    SELECT near.word FROM search_words near WHERE near.word % asked.word
    ORDER BY similarity(near.word, asked.word) DESC, near.uses DESC, near.word LIMIT 10
)
FROM unnest(CAST(:words AS text[])) AS asked (word)
""")
_LEAST_LIKENESS = 0.6


def mended(session: Session, query: Query) -> Query | None:
    """`query` with its unknown words mended; None when none can be. Takes one statement."""
    words = sorted({word for term in query.terms for word in term.words})
    rows = session.execute(_NEAR, {"words": words}).all() if words else []
    best = {word: get_close_matches(word, near, 1, _LEAST_LIKENESS) for word, is_known, near in rows if not is_known}
    better = {word: found[0] for word, found in best.items() if found}
    return replace(query, terms=[_mended(term, better) for term in query.terms]) if better else None


def learn(session: Session) -> None:
    """Read anew which words there are. It takes a while with many videos and posts; nobody waits for it."""
    session.execute(text("SET LOCAL statement_timeout = 0"))
    session.execute(text("REFRESH MATERIALIZED VIEW CONCURRENTLY search_words"))


def _mended(term: Term, better: dict[str, str]) -> Term:
    words = tuple(better.get(word, word) for word in term.words)
    return term if words == term.words else Term(words, " ".join(words), term.is_phrase)
