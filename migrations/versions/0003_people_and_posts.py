"""people, posts, comments, likes, and what members hide"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


COUNTS = Path(__file__).parent.parent / "sql" / "0003-counts.sql"

DROP_COUNTS = """
DROP FUNCTION add_to_follow_counts, count_follow, count_post_like, count_video_like, count_post, count_comment CASCADE
"""


def upgrade() -> None:
    op.create_table(
        "blocks",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("blocker_id", sa.Integer(), nullable=False),
        sa.Column("blocked_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("blocker_id <> blocked_id", name=op.f("ck_blocks_other")),
        sa.ForeignKeyConstraint(["blocked_id"], ["users.id"], name=op.f("fk_blocks_blocked_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["blocker_id"], ["users.id"], name=op.f("fk_blocks_blocker_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blocks")),
        sa.UniqueConstraint("blocker_id", "blocked_id", name=op.f("uq_blocks_blocker_id_blocked_id")),
    )
    op.create_index("ix_blocks_blocked_id_blocker_id", "blocks", ["blocked_id", "blocker_id"], unique=False)
    op.create_index("ix_blocks_blocker_id_id", "blocks", ["blocker_id", "id"], unique=False)
    op.create_table(
        "follow_requests",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("requester_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("requester_id <> target_id", name=op.f("ck_follow_requests_other")),
        sa.ForeignKeyConstraint(
            ["requester_id"], ["users.id"], name=op.f("fk_follow_requests_requester_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["users.id"], name=op.f("fk_follow_requests_target_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_requests")),
        sa.UniqueConstraint("requester_id", "target_id", name=op.f("uq_follow_requests_requester_id_target_id")),
    )
    op.create_index("ix_follow_requests_target_id_id", "follow_requests", ["target_id", "id"], unique=False)
    op.create_table(
        "follows",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("follower_id", sa.Integer(), nullable=False),
        sa.Column("followed_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("follower_id <> followed_id", name=op.f("ck_follows_other")),
        sa.ForeignKeyConstraint(["followed_id"], ["users.id"], name=op.f("fk_follows_followed_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["follower_id"], ["users.id"], name=op.f("fk_follows_follower_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follows")),
        sa.UniqueConstraint("follower_id", "followed_id", name=op.f("uq_follows_follower_id_followed_id")),
    )
    op.create_index("ix_follows_followed_id_id", "follows", ["followed_id", "id"], unique=False)
    op.create_index("ix_follows_follower_id_id", "follows", ["follower_id", "id"], unique=False)
    op.create_table(
        "idempotency_keys",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column("headers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_idempotency_keys_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "key", name=op.f("pk_idempotency_keys")),
    )
    op.create_index(op.f("ix_idempotency_keys_created_at"), "idempotency_keys", ["created_at"], unique=False)
    op.create_table(
        "muted_words",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("phrase", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("scopes", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("action", sa.String(length=4), server_default="hide", nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("action IN ('hide', 'fold')", name=op.f("ck_muted_words_action")),
        sa.CheckConstraint(
            "cardinality(scopes) > 0 AND scopes <@ '{home,search,notifications}'", name=op.f("ck_muted_words_scopes")
        ),
        sa.CheckConstraint("folded <> '' AND length(phrase) <= 100", name=op.f("ck_muted_words_phrase")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_muted_words_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_muted_words")),
        sa.UniqueConstraint("user_id", "folded", name=op.f("uq_muted_words_user_id_folded")),
    )
    op.create_table(
        "mutes",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("muter_id", sa.Integer(), nullable=False),
        sa.Column("muted_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("muter_id <> muted_id", name=op.f("ck_mutes_other")),
        sa.ForeignKeyConstraint(["muted_id"], ["users.id"], name=op.f("fk_mutes_muted_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["muter_id"], ["users.id"], name=op.f("fk_mutes_muter_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mutes")),
        sa.UniqueConstraint("muter_id", "muted_id", name=op.f("uq_mutes_muter_id_muted_id")),
    )
    op.create_index("ix_mutes_muted_id", "mutes", ["muted_id"], unique=False)
    op.create_index("ix_mutes_muter_id_id", "mutes", ["muter_id", "id"], unique=False)
    op.create_table(
        "posts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("content_html", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("tags", sa.ARRAY(sa.String()), server_default="{}", nullable=False),
        sa.Column("video_id", sa.Integer(), nullable=True),
        sa.Column("region_code", sa.String(length=2), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("likes_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("comments_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.Column("removal_reason", sa.String(), nullable=True),
        sa.CheckConstraint("(removed_at IS NULL) = (removal_reason IS NULL)", name=op.f("ck_posts_reason")),
        sa.CheckConstraint("cardinality(tags) <= 5", name=op.f("ck_posts_tags")),
        sa.CheckConstraint("length(content) BETWEEN 1 AND 10000", name=op.f("ck_posts_content")),
        sa.CheckConstraint("length(title) BETWEEN 1 AND 120", name=op.f("ck_posts_title")),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_posts_author_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name=op.f("fk_posts_region_code")),
        sa.ForeignKeyConstraint(
            ["removed_by_id"], ["users.id"], name=op.f("fk_posts_removed_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["video_id"], ["videos.id"], name=op.f("fk_posts_video_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
    )
    op.create_index(
        "ix_posts_author_id_id",
        "posts",
        ["author_id", sa.literal_column("id DESC")],
        unique=False,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index(
        "ix_posts_deleted_at", "posts", ["deleted_at"], unique=False, postgresql_where=sa.text("deleted_at IS NOT NULL")
    )
    op.create_index("ix_posts_tags", "posts", ["tags"], unique=False, postgresql_using="gin")
    op.create_index(
        "ix_posts_video_id_id",
        "posts",
        ["video_id", sa.literal_column("id DESC")],
        unique=False,
        postgresql_where=sa.text("deleted_at IS NULL AND removed_at IS NULL"),
    )
    op.create_table(
        "video_likes",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("video_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_video_likes_user_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["video_id"], ["videos.id"], name=op.f("fk_video_likes_video_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_video_likes")),
        sa.UniqueConstraint("user_id", "video_id", name=op.f("uq_video_likes_user_id_video_id")),
    )
    op.create_index("ix_video_likes_user_id_id", "video_likes", ["user_id", "id"], unique=False)
    op.create_index("ix_video_likes_video_id_id", "video_likes", ["video_id", "id"], unique=False)
    op.create_table(
        "video_saves",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("video_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_video_saves_user_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["video_id"], ["videos.id"], name=op.f("fk_video_saves_video_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_video_saves")),
        sa.UniqueConstraint("user_id", "video_id", name=op.f("uq_video_saves_user_id_video_id")),
    )
    op.create_index("ix_video_saves_user_id_id", "video_saves", ["user_id", "id"], unique=False)
    op.create_index("ix_video_saves_video_id_id", "video_saves", ["video_id", "id"], unique=False)
    op.create_table(
        "comments",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("post_id", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("reply_to_id", sa.BigInteger(), nullable=True),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("content_html", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.Column("removal_reason", sa.String(), nullable=True),
        sa.CheckConstraint("(removed_at IS NULL) = (removal_reason IS NULL)", name=op.f("ck_comments_reason")),
        sa.CheckConstraint("length(content) BETWEEN 1 AND 2000", name=op.f("ck_comments_content")),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_comments_author_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_comments_post_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["removed_by_id"], ["users.id"], name=op.f("fk_comments_removed_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["reply_to_id"], ["comments.id"], name=op.f("fk_comments_reply_to_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
    )
    op.create_index("ix_comments_author_id_id", "comments", ["author_id", "id"], unique=False)
    op.create_index("ix_comments_post_id_id", "comments", ["post_id", "id"], unique=False)
    op.create_index(
        "ix_comments_post_id_id_top",
        "comments",
        ["post_id", "id"],
        unique=False,
        postgresql_where=sa.text("reply_to_id IS NULL"),
    )
    op.create_index("ix_comments_reply_to_id_id", "comments", ["reply_to_id", "id"], unique=False)
    op.create_table(
        "post_likes",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_post_likes_post_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_post_likes_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_likes")),
        sa.UniqueConstraint("user_id", "post_id", name=op.f("uq_post_likes_user_id_post_id")),
    )
    op.create_index("ix_post_likes_post_id_id", "post_likes", ["post_id", "id"], unique=False)
    op.create_index("ix_post_likes_user_id_id", "post_likes", ["user_id", "id"], unique=False)
    op.create_table(
        "post_saves",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_post_saves_post_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_post_saves_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_saves")),
        sa.UniqueConstraint("user_id", "post_id", name=op.f("uq_post_saves_user_id_post_id")),
    )
    op.create_index("ix_post_saves_post_id_id", "post_saves", ["post_id", "id"], unique=False)
    op.create_index("ix_post_saves_user_id_id", "post_saves", ["user_id", "id"], unique=False)
    op.create_table(
        "post_versions",
        sa.Column("post_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("tags", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("editor_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["editor_id"], ["users.id"], name=op.f("fk_post_versions_editor_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_post_versions_post_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("post_id", "version", name=op.f("pk_post_versions")),
    )
    op.create_index(op.f("ix_post_versions_editor_id"), "post_versions", ["editor_id"], unique=False)
    op.add_column("users", sa.Column("bio", sa.String(), server_default="", nullable=False))
    op.add_column("users", sa.Column("home_region", sa.String(length=2), nullable=True))
    op.add_column("users", sa.Column("is_private", sa.Boolean(), server_default="false", nullable=False))
    op.add_column("users", sa.Column("shows_likes", sa.Boolean(), server_default="true", nullable=False))
    op.add_column("users", sa.Column("posts_count", sa.Integer(), server_default="0", nullable=False))
    op.add_column("users", sa.Column("followers_count", sa.Integer(), server_default="0", nullable=False))
    op.add_column("users", sa.Column("following_count", sa.Integer(), server_default="0", nullable=False))
    op.create_foreign_key(op.f("fk_users_home_region"), "users", "regions", ["home_region"], ["code"])
    op.add_column("videos", sa.Column("member_likes", sa.Integer(), server_default="0", nullable=False))
    op.add_column("videos", sa.Column("member_posts", sa.Integer(), server_default="0", nullable=False))
    op.execute(COUNTS.read_text(encoding="utf-8"))


def downgrade() -> None:
    op.execute(DROP_COUNTS)
    op.drop_column("videos", "member_posts")
    op.drop_column("videos", "member_likes")
    op.drop_constraint(op.f("fk_users_home_region"), "users", type_="foreignkey")
    op.drop_column("users", "following_count")
    op.drop_column("users", "followers_count")
    op.drop_column("users", "posts_count")
    op.drop_column("users", "shows_likes")
    op.drop_column("users", "is_private")
    op.drop_column("users", "home_region")
    op.drop_column("users", "bio")
    op.drop_index(op.f("ix_post_versions_editor_id"), table_name="post_versions")
    op.drop_table("post_versions")
    op.drop_index("ix_post_saves_user_id_id", table_name="post_saves")
    op.drop_index("ix_post_saves_post_id_id", table_name="post_saves")
    op.drop_table("post_saves")
    op.drop_index("ix_post_likes_user_id_id", table_name="post_likes")
    op.drop_index("ix_post_likes_post_id_id", table_name="post_likes")
    op.drop_table("post_likes")
    op.drop_index("ix_comments_reply_to_id_id", table_name="comments")
    op.drop_index("ix_comments_post_id_id_top", table_name="comments", postgresql_where=sa.text("reply_to_id IS NULL"))
    op.drop_index("ix_comments_post_id_id", table_name="comments")
    op.drop_index("ix_comments_author_id_id", table_name="comments")
    op.drop_table("comments")
    op.drop_index("ix_video_saves_video_id_id", table_name="video_saves")
    op.drop_index("ix_video_saves_user_id_id", table_name="video_saves")
    op.drop_table("video_saves")
    op.drop_index("ix_video_likes_video_id_id", table_name="video_likes")
    op.drop_index("ix_video_likes_user_id_id", table_name="video_likes")
    op.drop_table("video_likes")
    op.drop_index(
        "ix_posts_video_id_id",
        table_name="posts",
        postgresql_where=sa.text("deleted_at IS NULL AND removed_at IS NULL"),
    )
    op.drop_index("ix_posts_tags", table_name="posts", postgresql_using="gin")
    op.drop_index("ix_posts_deleted_at", table_name="posts", postgresql_where=sa.text("deleted_at IS NOT NULL"))
    op.drop_index(
        "ix_posts_author_id_id",
        table_name="posts",
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.drop_table("posts")
    op.drop_index("ix_mutes_muter_id_id", table_name="mutes")
    op.drop_index("ix_mutes_muted_id", table_name="mutes")
    op.drop_table("mutes")
    op.drop_table("muted_words")
    op.drop_index(op.f("ix_idempotency_keys_created_at"), table_name="idempotency_keys")
    op.drop_table("idempotency_keys")
    op.drop_index("ix_follows_follower_id_id", table_name="follows")
    op.drop_index("ix_follows_followed_id_id", table_name="follows")
    op.drop_table("follows")
    op.drop_index("ix_follow_requests_target_id_id", table_name="follow_requests")
    op.drop_table("follow_requests")
    op.drop_index("ix_blocks_blocker_id_id", table_name="blocks")
    op.drop_index("ix_blocks_blocked_id_blocker_id", table_name="blocks")
    op.drop_table("blocks")
