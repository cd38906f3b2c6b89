"""The seven regions and the ranking each shows now."""

from typing import NamedTuple

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base


class RegionFacts(NamedTuple):
    name: str
    language: str  # ISO 639-1 code of the language most of its charts' readers read


REGIONS = {
    "US": RegionFacts("United States", "en"),
    "GB": RegionFacts("United Kingdom", "en"),
    "PL": RegionFacts("Poland", "pl"),
    "NL": RegionFacts("Netherlands", "nl"),
    "SE": RegionFacts("Sweden", "sv"),
    "NO": RegionFacts("Norway", "nb"),
    "AT": RegionFacts("Austria", "de"),
}


class Region(Base):
    """A row for each of REGIONS, made by the first migration; a region never comes or goes at run time."""

    __tablename__ = "regions"

    code: Mapped[str] = mapped_column(String(2), primary_key=True)
    name: Mapped[str]
    language: Mapped[str] = mapped_column(String(2))
    ranking_id: Mapped[int | None] = mapped_column(
        ForeignKey("rankings.id", ondelete="SET NULL", use_alter=True), unique=True
    )
