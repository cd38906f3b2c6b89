"""The regions and how fresh their lists are."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, Field

from app.models import REGIONS
from app.trending.regions import RegionState

REGION_PATTERN = f"^({'|'.join(f'[{c[0]}{c[0].lower()}][{c[1]}{c[1].lower()}]' for c in REGIONS)})$"
"""A region's code in any case."""


class RegionOverview(BaseModel):
    """A region and the list it shows now."""

    code: str = Field(examples=["PL"])
    name: str = Field(examples=["Poland"])
    captured_at: datetime | None = Field(description="the newest capture; null when there is none")
    stale: bool = Field(description="no capture within the last 24 hours")
    total: int = Field(description="videos in the whole list", examples=[200])

    @classmethod
    def of(cls, state: RegionState, now: datetime) -> Self:
        return cls(
            code=state.code,
            name=state.name,
            captured_at=state.captured_at,
            stale=state.is_stale(now),
            total=state.total,
        )


class RegionList(BaseModel):
    """Every region, in the order of their codes."""

    regions: list[RegionOverview]
    total: int = Field(examples=[7])
