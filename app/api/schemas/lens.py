"""The border lens: videos with their places in every region, and how they crossed."""

from datetime import datetime, timedelta
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import PydanticCustomError

from app.api.schemas.moments import PastMoment
from app.api.schemas.regions import REGION_PATTERN
from app.api.schemas.trending import Snapshot
from app.api.schemas.videos import Video
from app.trending import lens
from app.trending.lists import Entry

HOUR = timedelta(hours=1)


class RegionPlace(BaseModel):
    """A video's place in the list of a region."""

    region: str = Field(examples=["PL"])
    rank: int = Field(examples=[1])
    entered_at: datetime = Field(description="capture since which it has been in that list without a gap")
    previous_rank: int | None = Field(description="rank a day before; null when it was not there")

    @classmethod
    def of(cls, code: str, entry: Entry) -> Self:
        return cls(region=code, rank=entry.rank, entered_at=entry.entered_at, previous_rank=entry.previous_rank)


class Crossing(BaseModel):
    """A region followed the one that had the video first."""

    region: str = Field(examples=["PL"])
    from_: str = Field(alias="from", examples=["SE"])
    hours_after: float = Field(examples=[9])
    entered_at: datetime

    @classmethod
    def of(cls, crossing: lens.Crossing) -> Self:
        told = {
            "region": crossing.region_code,
            "from": crossing.from_code,
            "hours_after": crossing.after / HOUR,
            "entered_at": crossing.entered_at,
        }
        return cls.model_validate(told)


class LensVideo(BaseModel):
    """A video across the regions; those that had it in the same hour as the first have not crossed."""

    video: Video
    regions: list[RegionPlace] = Field(description="where it stands, best place first")
    first_region: str = Field(description="which had it first, of those that hold it", examples=["SE"])
    crossings: list[Crossing] = Field(description="who followed, earliest first")
    reach: lens.Reach = Field(description="in how many of the regions that have a list")

    @classmethod
    def of(cls, row: lens.LensRow) -> Self:
        places = [RegionPlace.of(code, entry) for code, entry in row.cells.items()]
        return cls(
            video=Video.of(row.video),
            regions=sorted(places, key=lambda place: place.rank),
            first_region=row.first_code,
            crossings=[Crossing.of(crossing) for crossing in row.crossings],
            reach=row.reach,
        )


class LensPage(BaseModel):
    """The widest spread first, then the best placed; `snapshots` are the rankings that are compared.

    `cursor` opens the next page of the same rankings, and is absent on the last.
    """

    data: list[LensVideo]
    snapshots: list[Snapshot]
    cursor: str | SkipJsonSchema[None] = Field(None, exclude_if=lambda value: value is None)


def _two_regions(text: str) -> str:
    codes = text.upper().split(",")
    if len(codes) != 2 or len(set(codes)) != 2:
        raise PydanticCustomError("pair", "Name two different regions, such as PL,SE")
    return text


_PAIR_PATTERN = f"^{REGION_PATTERN[1:-1]},{REGION_PATTERN[1:-1]}$"

Pair = Annotated[str, AfterValidator(_two_regions), Field(json_schema_extra={"pattern": _PAIR_PATTERN})]


class LensQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reach: lens.Reach | None = Field(
        None,
        description="only what one region holds, what several hold, or what every region with a list does",
        examples=["one"],
    )
    compare: Pair | None = Field(
        None,
        description="look at two different regions alone: `reach=everywhere` is then what both hold",
        examples=["PL,SE"],
    )
    at: PastMoment | None = None
    limit: int = Field(25, ge=1, le=50, description="videos on a page", examples=[10])
    cursor: Annotated[str, Field(max_length=200)] | None = Field(
        None, description="`cursor` of the page before; ask with the same `compare` and `reach`"
    )
