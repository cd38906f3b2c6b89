"""The seven regions and the ranking each shows now."""

from typing import NamedTuple

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base


class RegionFacts(NamedTuple):
    name: str
    language: str  # ISO 639-1 code of the language most of its charts' readers read
    article: str = ""  # what stands before the name inside a sentence

    @property
    def in_sentence(self) -> str:
        """The name inside a sentence: Poland, the Netherlands."""
        return f"{self.article} {self.name}".lstrip()

    @property
    def at_start(self) -> str:
        """The name where a sentence begins with it: Poland, The Netherlands."""
        return f"{self.article.capitalize()} {self.name}".lstrip()


REGIONS = {
    "US": RegionFacts("United States", "en", "the"),
    "GB": RegionFacts("United Kingdom", "en", "the"),
    "PL": RegionFacts("Poland", "pl"),
    "NL": RegionFacts("Netherlands", "nl", "the"),
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
