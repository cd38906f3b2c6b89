"""Decks: their pages, what members acknowledge, and what they say of items."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.json_schema import SkipJsonSchema

from app.accounts.forms import refused
from app.api.schemas.videos import EXAMPLE_ID, Video
from app.feed import standing
from app.feed.contexts import Context, Stated
from app.feed.cursor import MAX_LENGTH, Place
from app.feed.deck import DEFAULT_SIZE, MAX_SIZE, Item, Page
from app.feed.deck_parts import DECK_LENGTH
from app.feed.plain import PlainPage
from app.feed.reasons import About
from app.feed.standing import Effect

EXAMPLE_SNAPSHOT = "1795564800000"


class DeckReason(BaseModel):
    code: str = Field(description="for programs, such as `rising_home`, `followed`, `chart`", examples=["rising_home"])
    text: str = Field(description="for people", examples=["Rising in Poland"])

    @classmethod
    def of(cls, stated: Stated) -> Self:
        return cls(code=stated.reason.code, text=stated.text)


class DeckContext(BaseModel):
    """What a reason is about: a region by its code, else by the id that its own address takes."""

    about: About
    id: str = Field(examples=["PL"])
    name: str = Field(examples=["Poland"])

    @classmethod
    def of(cls, context: Context) -> Self:
        return cls(about=context.about, id=context.id, name=context.name)


class DeckItem(BaseModel):
    """A video at its position, and why it is there; `context` is null where there is none that you may know."""

    position: int = Field(description="where it stands; masked positions are passed over", examples=[0])
    video: Video
    reason: DeckReason
    context: DeckContext | None

    @classmethod
    def of(cls, item: Item) -> Self:
        context = DeckContext.of(item.stated.context) if item.stated.context else None
        return cls(
            position=item.position, video=Video.of(item.video), reason=DeckReason.of(item.stated), context=context
        )


class DeckSnapshot(BaseModel):
    """What the page is of: a built deck, or, when the deck is off, a ranking; null while there is none."""

    id: str | None = Field(examples=[EXAMPLE_SNAPSHOT])
    built_at: datetime | None

    @classmethod
    def of(cls, place: Place | None) -> Self:
        if place is None:
            return cls(id=None, built_at=None)
        return cls(id=str(place.snapshot), built_at=standing.built_at(place.snapshot))


class DeckPage(BaseModel):
    """A page of your deck; `cursor` opens the next page of the same snapshot, and is absent on the last."""

    data: list[DeckItem]
    snapshot: DeckSnapshot
    is_on: bool = Field(description="false: you switched the deck off, and this is the chart of your home region")
    caught_up: bool = Field(description="the deck ends here")
    cursor: str | SkipJsonSchema[None] = Field(None, exclude_if=lambda value: value is None)

    @classmethod
    def of(cls, page: Page, cursor: str | None) -> Self:
        return cls(
            data=[DeckItem.of(item) for item in page.items],
            snapshot=DeckSnapshot.of(page.place),
            is_on=True,
            caught_up=page.is_caught_up,
            cursor=cursor,
        )

    @classmethod
    def of_plain(cls, page: PlainPage, cursor: str | None) -> Self:
        ranking = None if page.ranking_id is None else str(page.ranking_id)
        return cls(
            data=[DeckItem.of(item) for item in page.items],
            snapshot=DeckSnapshot(id=ranking, built_at=page.computed_at),
            is_on=False,
            caught_up=cursor is None,
            cursor=cursor,
        )


class DeckQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    limit: int = Field(DEFAULT_SIZE, ge=1, le=MAX_SIZE, description="items on a page", examples=[10])
    cursor: Annotated[str, Field(max_length=MAX_LENGTH)] | None = Field(
        None, description="`cursor` of the page before; later pages are of the snapshot it began on"
    )


class SeenDraft(BaseModel):
    """What you saw: a page and all before it by its `cursor`, or positions; one of the two."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"oneOf": [{"required": ["positions"]}, {"required": ["cursor"]}]}
    )

    positions: list[Annotated[int, Field(ge=0, lt=DECK_LENGTH)]] = Field(
        [], min_length=1, max_length=DECK_LENGTH, examples=[[0, 1, 2]]
    )
    cursor: str = Field("", min_length=1, max_length=MAX_LENGTH)
    snapshot: str | None = Field(
        None,
        pattern="^[0-9]{1,15}$",
        description="id of the snapshot that the positions are of; without it the one in service",
    )
    undo: bool = Field(False, description="true takes it back; of a cursor, that page")

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if len({"positions", "cursor"} & self.model_fields_set) != 1:
            raise refused("Give either `positions` or `cursor`.")
        return self


class SeenPosition(BaseModel):
    position: int = Field(description="where your deck goes on", examples=[25])


class SeenAnswer(BaseModel):
    data: SeenPosition


class FeedbackDraft(BaseModel):
    """What you say of a video."""

    model_config = ConfigDict(extra="forbid")

    video_id: str = Field(pattern="^[A-Za-z0-9_-]{1,64}$", examples=[EXAMPLE_ID])
    kind: Literal["more", "less", "hide", "hide_channel"] = Field(
        description="of `less` also the rest of its channel leaves the deck, and every second item of its category",
        examples=["less"],
    )
    undo: bool = Field(False, description="true takes it back")


class DeckEffect(BaseModel):
    removed: int = Field(description="items that left your deck; below 0, came back", examples=[3])
    remaining: int = Field(description="items that are left in it", ge=0, examples=[120])


class DeckEffectAnswer(BaseModel):
    data: DeckEffect

    @classmethod
    def of(cls, effect: Effect) -> Self:
        return cls(data=DeckEffect(removed=effect.removed, remaining=effect.remaining))
