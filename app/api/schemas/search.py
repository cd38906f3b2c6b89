"""Search: the older interface's videos, and what is found of every kind."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from app.api.schemas.people import Member
from app.api.schemas.posts import Post
from app.api.schemas.regions import REGION_PATTERN
from app.api.schemas.videos import Explain, Video, VideoSummary
from app.search.cursor import MAX_LENGTH as MAX_CURSOR
from app.search.items import Item
from app.search.query import MAX_LENGTH, Kind
from app.search.results import Results
from app.search.score import WEIGHTS, Hit
from app.social.members import SeenMember
from app.social.posts import SeenPost
from app.social.reader import Reader
from app.trending.facts import VideoFacts


class SearchQuery(BaseModel):
    """Parameters that are not named here are ignored, as older clients expect."""

    model_config = ConfigDict(str_strip_whitespace=True)

    q: str = Field(min_length=1, max_length=MAX_LENGTH, description="words that the title holds", examples=["lanterns"])
    region: Annotated[str, Field(json_schema_extra={"pattern": REGION_PATTERN})] | None = Field(
        None, description="only videos in this region's list now", examples=["PL"]
    )
    limit: int = Field(25, ge=1, le=50, description="the most videos to answer with", examples=[10])


class FoundVideos(BaseModel):
    """The videos found, the most viewed first; `total` counts the videos of this answer."""

    query: str = Field(examples=["lanterns"])
    region: str | None = Field(examples=["PL"])
    videos: list[VideoSummary]
    total: int = Field(examples=[1])


class FoundQuery(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    q: str = Field(
        min_length=1,
        max_length=MAX_LENGTH,
        description='words, `"phrases"`, `-not`, and `region:` `lang:` `tag:` `from:` `since:` `until:` `is:`',
        examples=["lanterns region:PL"],
    )
    kind: Kind | None = Field(None, description="only this kind; the others are counted", examples=["video"])
    limit: int = Field(25, ge=1, le=50, description="things on a page", examples=[10])
    cursor: Annotated[str, Field(max_length=MAX_CURSOR)] | None = Field(
        None, description="`cursor` of the page before, with the same `q`"
    )
    explain: Explain = Field("0", description="`1` adds the reason of each score", examples=["1"])


class ScorePart(BaseModel):
    name: str = Field(examples=["spelling"])
    points: float = Field(examples=[60.0])
    weight: float = Field(description="the most points it can give", examples=[60.0])


class FoundThing(BaseModel):
    """Something found; the field that its `kind` names tells what."""

    kind: Kind
    score: float = Field(description="of at most 100", examples=[83.4])
    reason: list[ScorePart] | SkipJsonSchema[None] = Field(None, exclude_if=lambda value: value is None)
    video: Video | SkipJsonSchema[None] = Field(None, exclude_if=lambda value: value is None)
    post: Post | SkipJsonSchema[None] = Field(None, exclude_if=lambda value: value is None)
    person: Member | SkipJsonSchema[None] = Field(None, exclude_if=lambda value: value is None)
    tag: str | SkipJsonSchema[None] = Field(None, exclude_if=lambda value: value is None, examples=["lanterns"])

    @classmethod
    def of(cls, item: Item, reader: Reader, explain: bool) -> Self:
        found = item.found
        return cls(
            kind=item.hit.kind,
            score=item.hit.score,
            reason=_reason(item.hit) if explain else None,
            video=Video.of(found) if isinstance(found, VideoFacts) else None,
            post=Post.of(found, reader) if isinstance(found, SeenPost) else None,
            person=Member.of(found, reader) if isinstance(found, SeenMember) else None,
            tag=found if isinstance(found, str) else None,
        )


class FoundCounts(BaseModel):
    """How many there are of each kind; 100 stands for as many or more."""

    video: int = Field(ge=0, le=100, examples=[12])
    post: int = Field(ge=0, le=100, examples=[100])
    person: int = Field(ge=0, le=100, examples=[0])
    tag: int = Field(ge=0, le=100, examples=[1])


class FoundPage(BaseModel):
    """A page of what was found, the best first; `cursor` opens the next page, and is absent on the last.

    `counts` come with the first page. `mended` are the words that were looked for instead, when those that were asked
    for found nothing. `late` are kinds that are left out because looking took too long.
    """

    data: list[FoundThing]
    counts: FoundCounts | SkipJsonSchema[None] = Field(None, exclude_if=lambda value: value is None)
    mended: str | SkipJsonSchema[None] = Field(
        None, exclude_if=lambda value: value is None, examples=["lanterns harbour"]
    )
    late: list[Kind] | SkipJsonSchema[None] = Field(None, exclude_if=lambda value: value is None)
    cursor: str | SkipJsonSchema[None] = Field(None, exclude_if=lambda value: value is None)

    @classmethod
    def of(cls, results: Results, data: list[FoundThing], cursor: str | None) -> Self:
        counts = {kind.value: results.counts.get(kind, 0) for kind in Kind} if results.counts else None
        return cls(
            data=data,
            counts=FoundCounts.model_validate(counts) if counts else None,
            mended=results.query.folded if results.mended else None,
            late=results.late or None,
            cursor=cursor,
        )


def _reason(hit: Hit) -> list[ScorePart]:
    return [ScorePart(name=name, points=points, weight=WEIGHTS[name]) for name, points in hit.points.items()]
