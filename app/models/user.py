"""A member, and the role that says what they may do."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    Computed,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    Select,
    String,
    func,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import CITEXT, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base
from app.models.region import Region

MAX_BIO = 500
"""Characters of a bio."""


class Role(StrEnum):
    """What a member may do; each role may do what those below it may."""

    USER = "user"
    MODERATOR = "moderator"
    ADMIN = "admin"

    @property
    def level(self) -> int:
        """1 for a user, 2 for a moderator, 3 for an admin."""
        return list(Role).index(self) + 1


class User(Base):
    """`session_version` ends every session and token of the member when it is raised. Inactive until activated.

    What a private member writes is for followers, who ask first. Triggers keep the counts, of posts those that stand.
    """

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("username ~ '^[A-Za-z0-9_]{3,30}$'", name="username"),
        CheckConstraint("length(email) <= 254", name="email"),
        CheckConstraint("role IN ('user', 'moderator', 'admin')", name="role"),
        CheckConstraint(f"length(bio) <= {MAX_BIO}", name="bio"),
        Index("ix_users_search", text("(ARRAY[id / 4096])"), "search", postgresql_using="gin"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    username: Mapped[str] = mapped_column(CITEXT, unique=True)
    email: Mapped[str] = mapped_column(CITEXT, unique=True)
    password_hash: Mapped[str]
    role: Mapped[str] = mapped_column(String(10), server_default=Role.USER)
    session_version: Mapped[int] = mapped_column(server_default="1")
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    activated_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    totp_secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    totp_confirmed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    totp_last_step: Mapped[int | None]
    bio: Mapped[str] = mapped_column(server_default="")
    home_region: Mapped[str | None] = mapped_column(ForeignKey(Region.code))
    is_private: Mapped[bool] = mapped_column(server_default="false")
    shows_likes: Mapped[bool] = mapped_column(server_default="true")
    posts_count: Mapped[int] = mapped_column(server_default="0")
    followers_count: Mapped[int] = mapped_column(server_default="0")
    following_count: Mapped[int] = mapped_column(server_default="0")
    search: Mapped[str] = mapped_column(
        TSVECTOR,
        Computed(
            "search_vector(lower(replace(username::text, '_', ' ') || ' ' || replace(username::text, '_', '')))",
            persisted=True,
        ),
        deferred=True,
    )

    @property
    def is_active(self) -> bool:
        """Whether the link in the activation mail was opened."""
        return self.activated_at is not None

    @property
    def has_second_factor(self) -> bool:
        """Whether a login also takes a code."""
        return self.totp_confirmed_at is not None


class HeldUsername(Base):
    """A name asked for with an address that already had an account: taken as it would be had the address been new.

    Were it free afterwards, asking for it twice would tell whether the address has an account.
    """

    __tablename__ = "held_usernames"

    username: Mapped[str] = mapped_column(CITEXT, primary_key=True)
    held_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


def login_select(login: str) -> Select[User]:
    """The member whose username or e-mail address this is, in any case."""
    return select(User).where(or_(User.username == login, User.email == login))
