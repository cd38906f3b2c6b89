"""watches, positions in decks, feedback, and the taste sheet"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

PARTITIONS = 8


def upgrade() -> None:
    op.create_table(
        "watches",
        _member("watches"),
        _video("watches"),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("count", sa.Integer(), server_default="1", nullable=False),
        _moment("last_at"),
        sa.CheckConstraint("kind IN ('view', 'play', 'complete')", name=op.f("ck_watches_kind")),
        sa.CheckConstraint("count > 0", name=op.f("ck_watches_count")),
        sa.PrimaryKeyConstraint("user_id", "video_id", "kind", name=op.f("pk_watches")),
        postgresql_partition_by="HASH (user_id)",
    )
    for rest in range(PARTITIONS):
        op.execute(
            f"CREATE TABLE watches_{rest} PARTITION OF watches FOR VALUES WITH (MODULUS {PARTITIONS}, REMAINDER {rest})"
        )
    op.create_index("ix_watches_last_at", "watches", ["last_at"], unique=False)
    op.create_table(
        "deck_positions",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("snapshot", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("mask", sa.LargeBinary(), nullable=False),
        _moment("updated_at"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_deck_positions")),
    )
    op.create_table(
        "deck_seen",
        _member("deck_seen"),
        _video("deck_seen"),
        _moment("seen_at"),
        sa.PrimaryKeyConstraint("user_id", "video_id", name=op.f("pk_deck_seen")),
    )
    op.create_table(
        "deck_feedback",
        _member("deck_feedback"),
        _video("deck_feedback"),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("masked", sa.ARRAY(sa.Integer()), server_default="{}", nullable=False),
        _moment("created_at"),
        sa.CheckConstraint("kind IN ('more', 'less', 'hide')", name=op.f("ck_deck_feedback_kind")),
        sa.CheckConstraint("cardinality(masked) <= 200", name=op.f("ck_deck_feedback_masked")),
        sa.PrimaryKeyConstraint("user_id", "video_id", name=op.f("pk_deck_feedback")),
    )
    op.create_index("ix_deck_feedback_created_at", "deck_feedback", ["created_at"], unique=False)
    op.create_table(
        "hidden_channels",
        _member("hidden_channels"),
        sa.Column(
            "channel_id",
            sa.Integer(),
            sa.ForeignKey("channels.id", name=op.f("fk_hidden_channels_channel_id"), ondelete="CASCADE"),
            nullable=False,
        ),
        _moment("created_at"),
        sa.PrimaryKeyConstraint("user_id", "channel_id", name=op.f("pk_hidden_channels")),
    )
    op.create_table(
        "taste_settings",
        _member("taste_settings"),
        sa.Column("is_on", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("learns", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("languages", sa.ARRAY(sa.String()), server_default="{}", nullable=False),
        sa.Column("reset_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("cardinality(languages) <= 10", name=op.f("ck_taste_settings_languages")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_taste_settings")),
    )
    op.create_table(
        "taste_overrides",
        _member("taste_overrides"),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=7), nullable=False),
        sa.Column("weight", sa.Double(), nullable=True),
        _moment("created_at"),
        sa.CheckConstraint("kind IN ('category', 'channel', 'tag', 'language')", name=op.f("ck_taste_overrides_kind")),
        sa.CheckConstraint("state IN ('deleted', 'frozen', 'pinned')", name=op.f("ck_taste_overrides_state")),
        sa.CheckConstraint("length(key) BETWEEN 1 AND 200", name=op.f("ck_taste_overrides_key")),
        sa.CheckConstraint("(state = 'frozen') = (weight IS NOT NULL)", name=op.f("ck_taste_overrides_weight")),
        sa.PrimaryKeyConstraint("user_id", "kind", "key", name=op.f("pk_taste_overrides")),
    )


def downgrade() -> None:
    op.drop_table("taste_overrides")
    op.drop_table("taste_settings")
    op.drop_table("hidden_channels")
    op.drop_index("ix_deck_feedback_created_at", table_name="deck_feedback")
    op.drop_table("deck_feedback")
    op.drop_table("deck_seen")
    op.drop_table("deck_positions")
    op.drop_index("ix_watches_last_at", table_name="watches")
    op.drop_table("watches")


def _member(table: str) -> sa.Column[int]:
    """The member whose row it is, gone with them."""
    key = sa.ForeignKey("users.id", name=f"fk_{table}_user_id", ondelete="CASCADE")
    return sa.Column("user_id", sa.Integer(), key, nullable=False)


def _video(table: str) -> sa.Column[int]:
    key = sa.ForeignKey("videos.id", name=f"fk_{table}_video_id", ondelete="CASCADE")
    return sa.Column("video_id", sa.Integer(), key, nullable=False)


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)
