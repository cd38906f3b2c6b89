"""A channel that publishes videos."""

from sqlalchemy import Identity
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base


class Channel(Base):
    """`source_id` is the source's id; a source that only names its channels gives `title:<name>`. A source may also
    give an id without a title, which another file may tell later."""

    __tablename__ = "channels"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    source_id: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str | None]
    folded: Mapped[str | None] = mapped_column(index=True)
