"""Reads the bodies of the YouTube Data API v3: pages of `videos.list`, and `videoCategories.list`."""

import json
import re
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic.alias_generators import to_camel

from app.trending.observation import Observation

THUMBNAILS = ("maxres", "standard", "high", "medium", "default")
"""The names of a video's thumbnails, best first; a video has those that its upload was large enough for."""

FOUNDED = datetime(2005, 1, 1, tzinfo=UTC)
"""No video is older than YouTube."""

_DURATION = re.compile(
    r"P(?:([0-9]{1,5})W)?(?:([0-9]{1,5})D)?(?:T(?:([0-9]{1,5})H)?(?:([0-9]{1,7})M)?(?:([0-9]{1,9})S)?)?"
)
_SECONDS = (604_800, 86_400, 3_600, 60, 1)
_MAX_SECONDS = 2**31 - 1

T = TypeVar("T")


class BodyError(ValueError):
    """The body is not JSON, or not of the expected kind; nothing of it can be used."""


class ItemError(ValueError):
    """This item of a page is not a video that can be stored. The message is a short reason, the same for its likes."""


def _untold_if_unreadable(value: object, handler: ValidatorFunctionWrapHandler) -> object:
    try:
        return handler(value)
    except ValidationError:
        return None


def _digits(value: object) -> str:
    return str(value) if isinstance(value, str | int) else ""


Untold = Annotated[T | None, WrapValidator(_untold_if_unreadable)]
"""A detail that a video can be shown without: unreadable counts as not told."""

# Bounded, and without the NUL that PostgreSQL cannot store.
Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=r"^[^\x00]*$"),
]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{2,20}$")]
Count = Annotated[int, BeforeValidator(_digits), Field(ge=0, lt=2**63)]
CategoryId = Annotated[int, Field(ge=0, lt=2**15)]


class _Shape(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, frozen=True)


class _Thumbnail(_Shape):
    url: Annotated[str, StringConstraints(pattern=r"^https?://[!-~]+$", max_length=500)]


class _Snippet(_Shape):
    title: Text
    published_at: Untold[Annotated[AwareDatetime, Field(ge=FOUNDED)]] = None
    channel_id: Untold[Id] = None
    channel_title: Untold[Text] = None
    category_id: Untold[CategoryId] = None
    default_audio_language: Untold[Language] = None
    default_language: Untold[Language] = None
    thumbnails: Untold[dict[str, Untold[_Thumbnail]]] = None
    tags: Untold[list[Untold[Text]]] = None


class _ContentDetails(_Shape):
    duration: Untold[str] = None


class _Statistics(_Shape):
    """A count that its owner hides is absent."""

    view_count: Count | None = None
    like_count: Count | None = None
    comment_count: Count | None = None


class _Video(_Shape):
    id: Id
    snippet: _Snippet
    content_details: Untold[_ContentDetails] = None
    statistics: _Statistics | None = None


class VideoPage(_Shape):
    """A page of `videos.list`; its items are read one by one by `observation`."""

    kind: Literal["youtube#videoListResponse"] = "youtube#videoListResponse"
    items: list[Any]
    next_page_token: str | None = None
    prev_page_token: str | None = None


class _CategorySnippet(_Shape):
    title: Text


class _Category(_Shape):
    id: CategoryId
    snippet: _CategorySnippet


class _Categories(_Shape):
    kind: Literal["youtube#videoCategoryListResponse"] = "youtube#videoCategoryListResponse"
    items: list[Untold[_Category]]


def video_page(raw: bytes) -> VideoPage:
    """Read the body of `videos.list`. Raises `BodyError`."""
    try:
        return VideoPage.model_validate(decoded(raw))
    except ValidationError:
        raise BodyError("it is not a page of videos") from None


def category_titles(raw: bytes) -> dict[int, str]:
    """Read the body of `videoCategories.list`; a category that cannot be read is left out. Raises `BodyError`."""
    try:
        categories = _Categories.model_validate(decoded(raw))
    except ValidationError:
        raise BodyError("it is not a list of video categories") from None
    return {one.id: one.snippet.title for one in categories.items if one is not None}


def decoded(raw: bytes) -> object:
    """The JSON value of a body. Raises `BodyError`."""
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise BodyError("it is not JSON") from None


def observation(item: object, *, region_code: str, captured_at: datetime, rank: int | None) -> Observation:
    """One item of a page as what it says of a video. Raises `ItemError` and nothing else.

    Without an id, a title or readable counts there is no video; any other detail that is missing or unreadable is
    None. A live stream's duration (`P0D`) is None.
    """
    try:
        video = _Video.model_validate(item)
    except ValidationError as error:
        raise ItemError(_reason(error)) from None
    snippet, counts = video.snippet, video.statistics or _Statistics()
    if snippet.published_at and snippet.published_at > captured_at:
        raise ItemError("published after its capture")
    duration = video.content_details and video.content_details.duration
    return Observation(
        region_code=region_code,
        captured_at=captured_at,
        source_id=video.id,
        title=snippet.title,
        rank=rank,
        views=counts.view_count,
        likes=counts.like_count,
        comments=counts.comment_count,
        channel_id=snippet.channel_id,
        channel_title=snippet.channel_title,
        category_id=snippet.category_id,
        language=snippet.default_audio_language or snippet.default_language,
        published_at=snippet.published_at and snippet.published_at.astimezone(UTC),
        duration_seconds=duration_seconds(duration or ""),
        thumbnail_url=_best_thumbnail(snippet.thumbnails or {}),
        tags=tuple(tag for tag in snippet.tags or () if tag),
    )


def duration_seconds(text: str) -> int | None:
    """The seconds of an ISO 8601 duration such as `PT4M9S` or `P1DT5H49M14S`; None when unreadable or zero."""
    found = _DURATION.fullmatch(text)
    if not found:
        return None
    seconds = sum(int(part or 0) * unit for part, unit in zip(found.groups(), _SECONDS, strict=True))
    return seconds if 0 < seconds <= _MAX_SECONDS else None


def _best_thumbnail(thumbnails: dict[str, _Thumbnail | None]) -> str | None:
    return next((found.url for name in THUMBNAILS if (found := thumbnails.get(name))), None)


def _reason(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    name = str(first["loc"][-1]) if first["loc"] else "item"
    return f"{name} missing" if first["type"] == "missing" else f"{name} not valid"
