"""The seven regions, in the order that deck files count them; apart from the tables, which take long to import."""

from typing import NamedTuple


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
