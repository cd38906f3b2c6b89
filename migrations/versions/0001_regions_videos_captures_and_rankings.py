"""regions, videos, captures and rankings"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


REGIONS = [
    ("US", "United States", "en"),
    ("GB", "United Kingdom", "en"),
    ("PL", "Poland", "pl"),
    ("NL", "Netherlands", "nl"),
    ("SE", "Sweden", "sv"),
    ("NO", "Norway", "nb"),
    ("AT", "Austria", "de"),
]
# The categories that the YouTube Data API gives to videos; imports and fetches add what they meet beside these.
CATEGORIES = [
    (1, "Film & Animation"),
    (2, "Autos & Vehicles"),
    (10, "Music"),
    (15, "Pets & Animals"),
    (17, "Sports"),
    (19, "Travel & Events"),
    (20, "Gaming"),
    (22, "People & Blogs"),
    (23, "Comedy"),
    (24, "Entertainment"),
    (25, "News & Politics"),
    (26, "Howto & Style"),
    (27, "Education"),
    (28, "Science & Technology"),
    (29, "Nonprofits & Activism"),
]


def upgrade() -> None:
    for extension in ("citext", "pg_trgm", "unaccent"):
        op.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    op.create_table(
        "categories",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_categories")),
    )
    op.create_table(
        "channels",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channels")),
        sa.UniqueConstraint("source_id", name=op.f("uq_channels_source_id")),
    )
    op.create_table(
        "regions",
        sa.Column("code", sa.String(length=2), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("ranking_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_regions")),
        sa.UniqueConstraint("ranking_id", name=op.f("uq_regions_ranking_id")),
    )
    op.create_table(
        "captures",
        sa.Column("region_code", sa.String(length=2), nullable=False),
        sa.Column("captured_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("derives", sa.Boolean(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("captured_at = date_trunc('hour', captured_at, 'UTC')", name=op.f("ck_captures_whole_hour")),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name=op.f("fk_captures_region_code")),
        sa.PrimaryKeyConstraint("region_code", "captured_at", name=op.f("pk_captures")),
    )
    op.create_table(
        "videos",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=True),
        sa.Column("category_id", sa.SmallInteger(), nullable=True),
        sa.Column("language", sa.String(length=20), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("duration_seconds", sa.Integer(), nullable=True),
        sa.Column("thumbnail_url", sa.String(), nullable=True),
        sa.Column("tags", sa.ARRAY(sa.String()), server_default="{}", nullable=False),
        sa.Column("views", sa.BigInteger(), nullable=True),
        sa.Column("likes", sa.BigInteger(), nullable=True),
        sa.Column("comments", sa.BigInteger(), nullable=True),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("source_id ~ '^[A-Za-z0-9_-]{1,64}$'", name=op.f("ck_videos_source_id")),
        sa.CheckConstraint("comments >= 0", name=op.f("ck_videos_comments")),
        sa.CheckConstraint("duration_seconds >= 0", name=op.f("ck_videos_duration")),
        sa.CheckConstraint("likes >= 0", name=op.f("ck_videos_likes")),
        sa.CheckConstraint("views >= 0", name=op.f("ck_videos_views")),
        sa.ForeignKeyConstraint(["category_id"], ["categories.id"], name=op.f("fk_videos_category_id")),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"], name=op.f("fk_videos_channel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_videos")),
        sa.UniqueConstraint("source_id", name=op.f("uq_videos_source_id")),
    )
    op.create_index(op.f("ix_videos_channel_id"), "videos", ["channel_id"], unique=False)
    op.create_table(
        "chart_entries",
        sa.Column("region_code", sa.String(length=2), nullable=False),
        sa.Column("captured_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("video_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=True),
        sa.Column("views", sa.BigInteger(), nullable=True),
        sa.Column("likes", sa.BigInteger(), nullable=True),
        sa.Column("comments", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("comments >= 0", name=op.f("ck_chart_entries_comments")),
        sa.CheckConstraint("likes >= 0", name=op.f("ck_chart_entries_likes")),
        sa.CheckConstraint("rank > 0", name=op.f("ck_chart_entries_rank")),
        sa.CheckConstraint("views >= 0", name=op.f("ck_chart_entries_views")),
        sa.ForeignKeyConstraint(
            ["region_code", "captured_at"],
            ["captures.region_code", "captures.captured_at"],
            name="fk_chart_entries_capture",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["video_id"], ["videos.id"], name=op.f("fk_chart_entries_video_id")),
        sa.PrimaryKeyConstraint("region_code", "captured_at", "video_id", name=op.f("pk_chart_entries")),
        postgresql_partition_by="RANGE (captured_at)",
    )
    op.create_index("ix_chart_entries_video", "chart_entries", ["video_id", "region_code", "captured_at"])
    op.create_table(
        "rankings",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("region_code", sa.String(length=2), nullable=False),
        sa.Column("captured_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("growth", sa.ARRAY(sa.Double()), nullable=False),
        sa.ForeignKeyConstraint(
            ["region_code", "captured_at"],
            ["captures.region_code", "captures.captured_at"],
            name="fk_rankings_capture",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rankings")),
    )
    op.create_index(
        "ix_rankings_region_code_captured_at", "rankings", ["region_code", "captured_at", "id"], unique=False
    )
    op.create_table(
        "ranking_entries",
        sa.Column("ranking_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("video_id", sa.Integer(), nullable=False),
        sa.Column("previous_rank", sa.SmallInteger(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("chart", sa.Double(), nullable=False),
        sa.Column("momentum", sa.Double(), nullable=False),
        sa.Column("community", sa.Double(), nullable=False),
        sa.Column("freshness", sa.Double(), nullable=False),
        sa.Column("inputs", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint(
            "abs(score - (chart + momentum + community + freshness)) < 1e-6", name=op.f("ck_ranking_entries_parts_sum")
        ),
        sa.CheckConstraint("rank > 0", name=op.f("ck_ranking_entries_rank")),
        sa.ForeignKeyConstraint(
            ["ranking_id"], ["rankings.id"], name=op.f("fk_ranking_entries_ranking_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["video_id"], ["videos.id"], name=op.f("fk_ranking_entries_video_id")),
        sa.PrimaryKeyConstraint("ranking_id", "rank", name=op.f("pk_ranking_entries")),
        sa.UniqueConstraint("video_id", "ranking_id", name=op.f("uq_ranking_entries_video_id_ranking_id")),
    )
    op.create_index(
        "ix_videos_title_words", "videos", [sa.text("to_tsvector('simple', title)")], postgresql_using="gin"
    )
    op.create_index("ix_videos_views", "videos", [sa.text("views DESC NULLS LAST"), "id"])
    op.create_foreign_key(
        op.f("fk_regions_ranking_id"), "regions", "rankings", ["ranking_id"], ["id"], ondelete="SET NULL"
    )
    regions = sa.table("regions", sa.column("code"), sa.column("name"), sa.column("language"))
    op.bulk_insert(regions, [dict(zip(("code", "name", "language"), row, strict=True)) for row in REGIONS])
    categories = sa.table("categories", sa.column("id"), sa.column("title"))
    op.bulk_insert(categories, [{"id": number, "title": title} for number, title in CATEGORIES])


def downgrade() -> None:
    op.drop_constraint(op.f("fk_regions_ranking_id"), "regions")
    op.drop_table("ranking_entries")
    op.drop_index("ix_rankings_region_code_captured_at", table_name="rankings")
    op.drop_table("rankings")
    op.drop_index("ix_chart_entries_video", table_name="chart_entries")
    op.drop_table("chart_entries")
    op.drop_index(op.f("ix_videos_channel_id"), table_name="videos")
    op.drop_table("videos")
    op.drop_table("captures")
    op.drop_table("regions")
    op.drop_table("channels")
    op.drop_table("categories")
    for extension in ("citext", "pg_trgm", "unaccent"):
        op.execute(f"DROP EXTENSION IF EXISTS {extension}")
