"""The taste sheet, and watches."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from app.api.schemas.deck import DeckEffect
from app.api.schemas.videos import EXAMPLE_ID
from app.feed.sheet import Sheet
from app.feed.standing import Effect
from app.feed.taste import Event, EventKind
from app.feed.taste import Interest as FoundInterest
from app.models import InterestKind, OverrideState, WatchKind


class TasteVideo(BaseModel):
    id: str = Field(examples=[EXAMPLE_ID])
    title: str = Field(examples=["Lanterns over the harbour"])


class TasteEvent(BaseModel):
    """What you did with a video, and what it counts for now."""

    kind: EventKind
    at: datetime
    points: float = Field(description="nine tenths of it fade by half every 30 days", examples=[2.4])
    video: TasteVideo

    @classmethod
    def of(cls, event: Event, now: datetime) -> Self:
        video = TasteVideo(id=event.video.id, title=event.video.title)
        return cls(kind=event.kind, at=event.at, points=round(event.points(now), 3), video=video)


class Interest(BaseModel):
    """What your deck is built for, with the events behind it that count most."""

    kind: InterestKind
    key: str = Field(description="names the interest in a change", examples=["10"])
    label: str = Field(examples=["Music"])
    weight: float = Field(description="sum of the points of all events behind it", examples=[7.5])
    state: OverrideState | None = Field(description="what you decided about it")
    events: list[TasteEvent]

    @classmethod
    def of(cls, found: FoundInterest, now: datetime) -> Self:
        return cls(
            kind=found.key.kind,
            key=found.key.key,
            label=found.label,
            weight=round(found.weight, 3),
            state=found.state,
            events=[TasteEvent.of(event, now) for event in found.events],
        )


class HiddenChannel(BaseModel):
    key: str = Field(examples=["17"])
    title: str | None = Field(examples=["Harbour Films"])


class TasteSheet(BaseModel):
    """What the recommender holds of you: pinned interests first, the strongest before others, deleted ones last."""

    is_on: bool
    learns: bool
    languages: list[str] = Field(examples=[["pl", "en"]])
    region: str = Field(description="whose chart stands in for your deck", examples=["PL"])
    reset_at: datetime | None
    interests: list[Interest]
    hidden_channels: list[HiddenChannel]

    @classmethod
    def of(cls, sheet: Sheet, now: datetime) -> Self:
        theirs = sheet.settings
        return cls(
            is_on=theirs.is_on,
            learns=theirs.learns,
            languages=list(theirs.languages),
            region=theirs.region,
            reset_at=theirs.reset_at,
            interests=[Interest.of(one, now) for one in sheet.interests],
            hidden_channels=[HiddenChannel(key=str(one.id), title=one.title) for one in sheet.hidden_channels],
        )


class TasteAnswer(BaseModel):
    data: TasteSheet


class TasteChanged(TasteAnswer):
    """The sheet as changed, and what that did to your deck at once."""

    effect: DeckEffect

    @classmethod
    def of(cls, sheet: Sheet, effect: Effect, now: datetime) -> Self:
        did = DeckEffect(removed=effect.removed, remaining=effect.remaining)
        return cls(data=TasteSheet.of(sheet, now), effect=did)


class WatchDraft(BaseModel):
    """How far you went with a video."""

    model_config = ConfigDict(extra="forbid")

    kind: WatchKind = Field(description="opened its page, played it, or saw it to its end", examples=["play"])
