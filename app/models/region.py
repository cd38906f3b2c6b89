"""A region and the ranking it shows now."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base


class Region(Base):
    """A row for each of REGIONS, made by the first migration; a region never comes or goes at run time."""

    __tablename__ = "regions"

    code: Mapped[str] = mapped_column(String(2), primary_key=True)
    name: Mapped[str]
    language: Mapped[str] = mapped_column(String(2))
    ranking_id: Mapped[int | None] = mapped_column(
        ForeignKey("rankings.id", ondelete="SET NULL", use_alter=True), unique=True
    )
