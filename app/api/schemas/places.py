"""Places in ranked lists, and the receipts of their scores."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, Field
from pydantic.json_schema import SkipJsonSchema

from app.trending.score import Inputs, receipt


class Part(BaseModel):
    """One part of a score: its points of at most `weight`, and what they were computed from."""

    name: str = Field(examples=["chart"])
    points: float = Field(examples=[31.5])
    weight: float = Field(examples=[40.0])
    input: dict[str, float | int | None] = Field(examples=[{"rank": 3, "previous_rank": 9, "chart_length": 200}])


class Receipt(BaseModel):
    """Why a score is what it is; the points of the parts sum to it within 1e-6."""

    score: float = Field(examples=[62.125])
    parts: list[Part]

    @classmethod
    def of(cls, total: float, points: dict[str, float], inputs: Inputs) -> Self:
        parts = [
            Part(name=part.name, points=part.points, weight=part.weight, input=part.input)
            for part in receipt(points, inputs)
        ]
        return cls(score=total, parts=parts)


class Place(BaseModel):
    """A place in a ranked list; `receipt` comes with `explain=1`."""

    rank: int = Field(examples=[1])
    score: float = Field(examples=[62.125])
    entered_at: datetime = Field(description="capture since which it has been in the list without a gap")
    previous_rank: int | None = Field(description="rank a day before; null when it was not there")
    receipt: Receipt | SkipJsonSchema[None] = Field(None, exclude_if=lambda value: value is None)
