"""Bounds what a begun word asks for: one that begins in very many texts stands for the most used words beginning so.

The index cannot skip along a beginning: it reads all texts of all its words before it compares them with anything.
"""

from dataclasses import replace

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.search.folding import collapse
from app.search.query import Query
from app.search.tsquery import is_half_digraph

MOST_USES, MOST_WORDS = 2_000, 16
"""Texts up to which every word that begins so is looked for, and the words that stand for more."""

_READ = 1_500
_BEGUN = text(f"""
SELECT word, uses, sum(uses) OVER () FROM (
    SELECT word, uses FROM search_words WHERE search_collapsed(word) LIKE :collapsed AND word LIKE :begun LIMIT {_READ}
) AS begun ORDER BY uses DESC, word LIMIT {MOST_WORDS}
""")  # noqa: S608  (a number of ours)


def bounded(session: Session, query: Query) -> Query:
    """`query` with the words in its last term that stand for its beginning, when that is too common; one statement.

    Words written since the words were learnt last are then found whole.
    """
    if not query.terms or not query.terms[-1].is_prefix:
        return query
    last = query.terms[-1]
    word = last.words[-1]
    begun = word if is_half_digraph(word) else ""
    rows = session.execute(_BEGUN, {"collapsed": f"{collapse(word)}%", "begun": f"{begun}%"}).all()
    if not rows or rows[0][2] <= MOST_USES:
        return query
    known = tuple(row[0] for row in rows)
    return replace(query, terms=[*query.terms[:-1], replace(last, known=known)])
