"""folded texts, the indexes of search, and the words that spellings are mended with"""

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

# Whatever folding is when this runs: what is folded here has to be what a search folds to.
from app.search.folding import fold, index_text

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FUNCTION = Path(__file__).parent.parent / "sql" / "0004-search.sql"
BATCH = 5_000
MAX_CHANNEL = 200

VECTORS = {
    "videos": "search_vector(folded || ' ' || folded_tags || ' :lang:'"
    " || lower(split_part(coalesce(language, ''), '-', 1)) || ' :by:' || coalesce(channel_id::text, ''))",
    "posts": "search_vector(folded || ' :by:' || author_id::text || ' :region:' || coalesce(region_code, ''))",
    "users": "search_vector(lower(replace(username::text, '_', ' ') || ' ' || replace(username::text, '_', '')))",
}

# Of posts only those that everybody may see, so that no word tells what a few have written.
WORDS = """
CREATE MATERIALIZED VIEW search_words AS
SELECT word, sum(ndoc)::integer AS uses FROM (
    SELECT word, ndoc FROM ts_stat('SELECT search FROM public.videos')
    UNION ALL
    SELECT word, ndoc FROM ts_stat('SELECT search FROM public.users WHERE activated_at IS NOT NULL')
    UNION ALL
    SELECT word, ndoc FROM ts_stat(
        'SELECT p.search FROM public.posts p JOIN public.users u ON u.id = p.author_id WHERE NOT u.is_private'
        ' AND u.activated_at IS NOT NULL AND p.deleted_at IS NULL AND p.removed_at IS NULL'
    )
) AS words
WHERE word !~ '[#~:]' AND length(word) BETWEEN 3 AND 40
GROUP BY word
"""


def upgrade() -> None:
    op.execute(FUNCTION.read_text(encoding="utf-8"))
    op.drop_index("ix_videos_title_words", table_name="videos")
    op.add_column("channels", sa.Column("folded", sa.String(), nullable=True))
    op.add_column("videos", sa.Column("folded", sa.String(), nullable=True))
    op.add_column("videos", sa.Column("folded_tags", sa.String(), server_default="", nullable=False))
    _fold("channels", "title", lambda title: {"folded": fold(title)[:MAX_CHANNEL]})
    _fold(
        "videos",
        "title, tags",
        lambda title, tags: {"folded": index_text(title), "folded_tags": index_text("", tuple(tags))},
    )
    _fold(
        "posts",
        "title, content, tags",
        lambda title, content, tags: {"folded": index_text(" ".join((title, content, *tags)), tuple(tags))},
    )
    op.alter_column("videos", "folded", nullable=False)
    for table, vector in VECTORS.items():
        op.add_column(table, sa.Column("search", postgresql.TSVECTOR(), sa.Computed(vector, persisted=True)))
        op.create_index(f"ix_{table}_search", table, ["search"], postgresql_using="gin")
    op.create_index("ix_videos_published_at", "videos", ["published_at"])
    op.create_index(op.f("ix_channels_folded"), "channels", ["folded"])
    op.execute(WORDS)
    op.execute("CREATE UNIQUE INDEX uq_search_words_word ON search_words (word)")
    op.execute("CREATE INDEX ix_search_words_trigrams ON search_words USING gin (word gin_trgm_ops)")


def downgrade() -> None:
    op.execute("DROP MATERIALIZED VIEW search_words")
    op.drop_index(op.f("ix_channels_folded"), table_name="channels")
    op.drop_index("ix_videos_published_at", table_name="videos")
    for table in VECTORS:
        op.drop_index(f"ix_{table}_search", table_name=table, postgresql_using="gin")
        op.drop_column(table, "search")
    op.drop_column("videos", "folded_tags")
    op.drop_column("videos", "folded")
    op.drop_column("channels", "folded")
    op.create_index(
        "ix_videos_title_words", "videos", [sa.text("to_tsvector('simple', title)")], postgresql_using="gin"
    )
    op.execute("DROP FUNCTION search_vector")


def _fold(table: str, columns: str, folded: Callable[..., dict[str, str]]) -> None:
    """Fold the rows of a table in batches, in the order of their ids."""
    connection, last = op.get_bind(), 0
    select = sa.text(f"SELECT id, {columns} FROM {table} WHERE id > :last ORDER BY id LIMIT {BATCH}")  # noqa: S608
    while rows := connection.execute(select, {"last": last}).all():
        values = [{"id": key} | folded(*texts) for key, *texts in rows if texts[0] is not None]
        if values:
            names = ", ".join(f"{name} = :{name}" for name in values[0] if name != "id")
            connection.execute(sa.text(f"UPDATE {table} SET {names} WHERE id = :id"), values)  # noqa: S608
        last = rows[-1].id
