"""Places in ranked lists, and the receipts of their scores."""

from datetime import datetime
from typing import Self, cast

from flask import url_for
from pydantic import BaseModel, Field
from pydantic.json_schema import SkipJsonSchema

from app.trending import outlook
from app.trending.lists import Entry, RankedList
from app.trending.score import receipt


class Part(BaseModel):
    """One part of a score: its points of at most `weight`, and what they were computed from."""

    name: str = Field(examples=["chart"])
    points: float = Field(examples=[31.5])
    weight: float = Field(examples=[40.0])
    input: dict[str, float | int | None] = Field(examples=[{"rank": 3, "previous_rank": 9, "chart_length": 200}])


class Outlook(BaseModel):
    """What alone would drop a video to the next place; null where that alone could not."""

    lead: float = Field(description="points above the next place", examples=[1.25])
    hours: float | None = Field(description="ageing by so many hours", examples=[6.5])
    source_rank: int | None = Field(description="falling to this place of the source's chart", examples=[8])
    growth: float | None = Field(description="growth slowing to so many views per hour", examples=[410.0])


class Receipt(BaseModel):
    """Why a video stands where it does; the points of the parts sum to the score within 1e-6."""

    score: float = Field(examples=[62.125])
    parts: list[Part]
    entered_at: datetime = Field(description="capture since which it has been in the list without a gap")
    line_24h: list[int | None] = Field(
        description="its rank in each of the 24 hours before the capture, and at it; null where it had none",
        min_length=25,
        max_length=25,
    )
    outlook: Outlook | None = Field(description="what would drop it; null for the last place")
    source: str | None = Field(description="whose chart was captured", examples=["youtube"])
    captured_at: datetime = Field(description="how old the data is")
    history: str = Field(description="its ranks of 30 days", examples=["/v1/videos/dQw4w9WgXcQ/history?region=PL"])

    @classmethod
    def of(cls, ranked: RankedList, entry: Entry) -> Self:
        parts = [
            Part(name=part.name, points=part.points, weight=part.weight, input=part.input)
            for part in receipt(entry.points, entry.inputs)
        ]
        return cls(
            score=entry.score,
            parts=parts,
            entered_at=entry.entered_at,
            line_24h=entry.line,
            outlook=_outlook(ranked, entry),
            source=ranked.source,
            captured_at=cast("datetime", ranked.captured_at),  # a list with an entry has a capture
            history=url_for("api.videos.history", video_id=entry.video.id, region=ranked.region_code),
        )


def _outlook(ranked: RankedList, entry: Entry) -> Outlook | None:
    found = outlook.outlook(entry.points, entry.inputs, entry.score, ranked.following_score(entry.rank))
    if found is None:
        return None
    return Outlook(lead=found.lead, hours=found.hours, source_rank=found.source_rank, growth=found.growth)


class Place(BaseModel):
    """A place in a ranked list; `receipt` comes with `explain=1`."""

    rank: int = Field(examples=[1])
    score: float = Field(examples=[62.125])
    entered_at: datetime = Field(description="capture since which it has been in the list without a gap")
    previous_rank: int | None = Field(description="rank a day before; null when it was not there")
    receipt: Receipt | SkipJsonSchema[None] = Field(None, exclude_if=lambda value: value is None)
