"""How many texts have what a query asks for, and what that means for looking it up.

What few texts have is read at once. A beginning of very many stands for the most used words that begin so: the index
cannot skip along a beginning, but reads all texts of all its words before it compares them with anything.
"""

from dataclasses import replace

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.search.folding import collapse
from app.search.query import Query, Term
from app.search.tsquery import is_half_digraph

FEW, MANY = 4_000, 2_000
"""Texts up to which a query is rare, and from which on a beginning is common."""

MOST_WORDS = 12
"""Words that stand for a common beginning."""

# Of the words that begin so no more are read than tell whether they are common.
_USES = text(f"""
SELECT asked.word, NULL, sum(known.uses)
FROM unnest(CAST(:words AS text[])) AS asked (word) JOIN search_words known ON search_collapsed(known.word) = asked.word
GROUP BY asked.word
UNION ALL (
    SELECT '', word, sum(uses) OVER () FROM (
        SELECT word, uses FROM search_words
        WHERE search_collapsed(word) LIKE :collapsed AND word LIKE :begun LIMIT 1500
    ) AS begun ORDER BY uses DESC, word LIMIT {MOST_WORDS}
)
""")  # noqa: S608  (a number of ours)


def measured(session: Session, query: Query) -> Query:
    """`query` with what is known of its words: whether it is rare, and the words that stand for a common beginning.

    It takes one statement. What was written since the words were learnt counts for nothing yet.
    """
    words = {collapse(word) for term in query.terms for word in (*term.words, "".join(term.words))}
    last = query.terms[-1] if query.terms and query.terms[-1].is_prefix else None
    asked: dict[str, object] = {"words": sorted(words), "collapsed": None, "begun": None}
    if last:
        begun = last.words[-1]
        asked |= {"collapsed": collapse(begun) + "%", "begun": (begun if is_half_digraph(begun) else "") + "%"}
    rows = session.execute(_USES, asked).all() if query.terms else []
    uses = {word: count for word, known, count in rows if known is None}
    begin = [(known, count) for _, known, count in rows if known is not None]
    counts = [_uses(term, uses) for term in query.terms if term is not last]
    terms = query.terms
    if last:
        counts.append(begin[0][1] if begin else 0)
        known = tuple(word for word, _ in begin) if counts[-1] > MANY else ()
        terms = [*terms[:-1], replace(last, known=known)]
    return replace(query, terms=terms, is_rare=any(0 < count <= FEW for count in counts))


def _uses(term: Term, uses: dict[str, int]) -> int:
    """At most so many texts have the term; 0 when nothing is known of it."""
    fewest = min(uses.get(collapse(word), 0) for word in term.words)
    return fewest + (uses.get(collapse("".join(term.words)), 0) if len(term.words) > 1 and not term.is_phrase else 0)
