"""What a reader chose of a chart: category, language, time, and whether the shelf folds; kept in every link of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort, request, url_for

from app.trending import charts
from app.trending.lists import Entry
from app.web import moments, requested


@dataclass(frozen=True, slots=True)
class Filters:
    """None is no choice; without `moment` the list is that of now."""

    category: int | None
    language: str | None
    moment: datetime | None
    is_shelf_off: bool

    def of(self, entries: Iterable[Entry]) -> list[Entry]:
        """The entries of the chosen category and language."""
        return charts.of_language(charts.of_category(entries, self.category), self.language)

    @property
    def per_channel(self) -> int | None:
        return None if self.is_shelf_off else charts.PER_CHANNEL

    @property
    def query(self) -> dict[str, Any]:
        """As the parameters of an address."""
        return {
            "at": moments.address(self.moment),
            "category": self.category,
            "lang": self.language,
            "shelf": "off" if self.is_shelf_off else None,
        }

    def url(self, code: str, **changed: object) -> str:
        """The chart of a region with these choices, some of them changed; a parameter that is None is left out."""
        return url_for("trending.index", region=code, **{**self.query, **changed})


def asked() -> Filters:
    """The choices in the address; 400 for what is not in its form. Raises `OutsideHistory` for a time to come."""
    return Filters(requested.category(), requested.language(), moments.asked(), _is_shelf_off())


def _is_shelf_off() -> bool:
    text = request.args.get("shelf")
    if text not in {None, "off"}:
        abort(400, "The shelf is lifted with ?shelf=off, and folds without it.")
    return text == "off"
