"""Turns the bodies of the YouTube Data API, saved as files, into observations and titles of categories."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from app.trending.observation import Observation
from app.trending.sources import youtube_body
from app.trending.sources.files import fields
from app.trending.sources.files.line import Line
from app.trending.sources.youtube_body import BodyError, ItemError, VideoPage

VIDEOS = "youtube#videoListResponse"
CATEGORIES = "youtube#videoCategoryListResponse"


def kind(raw: bytes) -> str:
    """VIDEOS or CATEGORIES. Raises `BodyError`, whose message says what the body holds instead."""
    body = youtube_body.decoded(raw)
    if not isinstance(body, dict):
        raise BodyError("it is JSON, but no answer of the YouTube Data API")
    stated = body.get("kind")
    if stated in (VIDEOS, CATEGORIES):
        return str(stated)
    if isinstance(error := body.get("error"), dict):
        raise BodyError(f"it holds the API's error {_code(error)}, no videos")
    if isinstance(stated, str) and stated.startswith("youtube#"):
        raise BodyError(f"it holds {stated[:60]!r}, which is neither a list of videos nor of categories")
    raise BodyError("it is JSON, but no answer of the YouTube Data API")


def _code(error: dict[str, object]) -> str:
    details = error.get("errors")
    first = details[0] if isinstance(details, list) and details else None
    reason = first.get("reason") if isinstance(first, dict) else error.get("status")
    return " ".join(ascii(part)[:60].strip("'") for part in (error.get("code"), reason) if part)


@dataclass(slots=True)
class Places:
    """Where the next page of a chart goes on, while its pages are given in order."""

    after: int = 0
    goes_on: bool = False

    def first_of(self, page: VideoPage) -> int | None:
        """The place of a page's first item; None for a page whose earlier ones were not given."""
        follows = page.prev_page_token is not None
        first = None if follows and not self.goes_on else 1 + (self.after if follows else 0)
        self.after = 0 if first is None else first - 1 + len(page.items)
        self.goes_on = first is not None and page.next_page_token is not None
        return first


def observations(
    page: VideoPage, *, region_code: str, captured_at: datetime, first: int | None
) -> Iterator[Line[Observation]]:
    """A line for each item; `first` is the first one's place in the chart."""
    for index, item in enumerate(page.items):
        rank = None if first is None else first + index
        raw = (json.dumps(item, ensure_ascii=False),)
        try:
            seen = youtube_body.observation(item, region_code=region_code, captured_at=captured_at, rank=rank)
            fields.video_id(seen.source_id)
        except (ItemError, fields.FieldError) as error:
            yield Line(index + 1, raw, reason=str(error))
        else:
            yield Line(index + 1, raw, (seen,))


def categories(raw: bytes) -> Iterator[Line[tuple[int | str, str]]]:
    """A line for each category that can be read, with its number and title. Raises `BodyError`."""
    for place, (number, title) in enumerate(youtube_body.category_titles(raw).items(), start=1):
        yield Line(place, (str(number), title), ((number, title),))
