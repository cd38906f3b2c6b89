"""The ids of a member's deck, and how they are asked for."""

from pydantic import BaseModel, ConfigDict, Field, RootModel

from app.feed.deck_parts import DECK_LENGTH
from app.feed.progress import POSITION
from app.feed.store import DEFAULT_SIZE

EXAMPLE_OWNER = 42


class DeckIdsQuery(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    size: int = Field(DEFAULT_SIZE, ge=1, le=DECK_LENGTH, description="how many ids", examples=[10])
    from_position: int | None = Field(
        None,
        alias="from",
        ge=0,
        le=POSITION,
        description="the `Feed-Position` of the answer before: a request that is sent again with it gets the same ids",
        examples=[0],
    )


class DeckIds(RootModel[list[int]]):
    """Ids of videos, in order: as many as were asked for, fewer at the end of everything."""

    root: list[int] = Field(examples=[[48, 7, 1203]])
