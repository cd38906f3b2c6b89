"""the indexes of search begin with the shelf of a row, and words are found by their beginnings"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# app/search/shelves.py asks for the shelf in the same words.
SHELVES = {
    "videos": "floor(ln(coalesce(views, 0) + 1))::integer",
    "posts": "(id / 4096)::integer",
    "users": "id / 4096",
}
# What search.folding.collapse does.
COLLAPSED = """
CREATE FUNCTION search_collapsed(word text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN replace(replace(replace(replace(word, 'aa', 'a'), 'ae', 'a'), 'oe', 'o'), 'ue', 'u')
"""


def upgrade() -> None:
    op.execute("SET LOCAL statement_timeout = 0")  # a million posts take most of a minute
    for table, shelf in SHELVES.items():
        op.execute(f"DROP INDEX ix_{table}_search")
        op.execute(f"CREATE INDEX ix_{table}_search ON {table} USING gin ((ARRAY[{shelf}]), search)")
    op.execute(COLLAPSED)
    op.execute(
        "CREATE INDEX ix_search_words_beginnings ON search_words (search_collapsed(word) text_pattern_ops)"
        " INCLUDE (word, uses)"
    )


def downgrade() -> None:
    op.execute("SET LOCAL statement_timeout = 0")
    op.execute("DROP INDEX ix_search_words_beginnings")
    op.execute("DROP FUNCTION search_collapsed")
    for table in SHELVES:
        op.execute(f"DROP INDEX ix_{table}_search")
        op.execute(f"CREATE INDEX ix_{table}_search ON {table} USING gin (search)")
