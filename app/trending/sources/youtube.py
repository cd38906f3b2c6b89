"""Fetches charts and category titles from the YouTube Data API v3."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Self

import httpx
import stamina

from app.trending.observation import Observation
from app.trending.sources.youtube_body import BodyError, ItemError, VideoPage, category_titles, observation, video_page
from app.trending.sources.youtube_errors import YouTubeClosed, YouTubeError, refusal

CHART_LENGTH = 200
PAGE_SIZE = 50
ATTEMPTS = 3
CONNECT_SECONDS = 3.0
READ_SECONDS = 10.0


@dataclass
class Chart:
    """A region's chart as far as it was received: `failure` tells why the rest was not."""

    observations: dict[str, Observation] = field(default_factory=dict)
    """By the video's id, in the chart's order."""
    skipped: Counter[str] = field(default_factory=Counter)
    """The items that are no videos, by reason."""
    length: int = 0
    """The number of items received; it is the rank of the last one."""
    failure: YouTubeError | None = None

    def add(self, page: VideoPage, region_code: str, captured_at: datetime) -> None:
        """Append a page. A video that slid onto it while the pages were read keeps its first rank."""
        for rank, item in enumerate(page.items[: CHART_LENGTH - self.length], self.length + 1):
            self.length = rank
            try:
                one = observation(item, region_code=region_code, captured_at=captured_at, rank=rank)
            except ItemError as error:
                self.skipped[str(error)] += 1
            else:
                self.observations.setdefault(one.source_id, one)


class YouTube:
    """The source `youtube`. Its terms restrict metrics derived from its counts, so nothing is derived from them.

    The key goes in a header: it is in no URL, so in no log either.
    """

    name = "youtube"
    derives = False

    def __init__(self, host: str, key: str, read_seconds: float = READ_SECONDS) -> None:
        self._videos_url = f"{host.rstrip('/')}/youtube/v3/videos"
        self._categories_url = f"{host.rstrip('/')}/youtube/v3/videoCategories"
        self._client = httpx.Client(
            headers={"X-Goog-Api-Key": key},
            timeout=httpx.Timeout(read_seconds, connect=CONNECT_SECONDS),
            limits=httpx.Limits(max_connections=2),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()

    def chart(self, region_code: str, captured_at: datetime) -> Chart:
        """Fetch a region's most popular videos, 200 at most. What fails is told in the chart, not raised."""
        chart = Chart()
        query = {"part": "snippet,contentDetails,statistics", "chart": "mostPopular", "regionCode": region_code}
        query["maxResults"] = str(PAGE_SIZE)
        tokens: set[str] = set()
        while chart.length < CHART_LENGTH:
            try:
                page = video_page(self._get(self._videos_url, query))
            except (YouTubeError, BodyError) as error:
                chart.failure = _failure(error)
                break
            chart.add(page, region_code, captured_at)
            token = page.next_page_token
            if not token or token in tokens or not page.items:
                break
            tokens.add(token)
            query["pageToken"] = token
        return chart

    def category_titles(self, region_code: str) -> dict[int, str]:
        """Fetch the titles of the categories that a region has, in English. Raises `YouTubeError`."""
        try:
            return category_titles(self._get(self._categories_url, {"part": "snippet", "regionCode": region_code}))
        except BodyError as error:
            raise _failure(error) from None

    def _get(self, url: str, query: dict[str, str]) -> bytes:
        try:
            for attempt in stamina.retry_context(
                on=_may_pass, attempts=ATTEMPTS, wait_initial=0.5, wait_max=4.0, wait_jitter=0.5
            ):
                with attempt:
                    answer = self._client.get(url, params=query).raise_for_status()
        except httpx.HTTPStatusError as error:
            raise refusal(error.response.status_code, error.response.content) from None
        except httpx.ReadTimeout:
            raise YouTubeClosed("YouTube did not answer in time.") from None
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol, httpx.InvalidURL):
            raise YouTubeClosed("YouTube cannot be reached: check the network and YOUTUBE_API_HOST.") from None
        except httpx.RequestError:
            raise YouTubeError("The connection to YouTube broke.") from None
        return answer.content


def _failure(error: YouTubeError | BodyError) -> YouTubeError:
    return error if isinstance(error, YouTubeError) else YouTubeError(f"YouTube's answer cannot be used: {error}.")


def _may_pass(error: Exception) -> bool:
    """Whether another attempt may succeed: after a connection's failure or a server's error, not after a refusal."""
    if isinstance(error, httpx.HTTPStatusError):
        return error.response.is_server_error
    return isinstance(error, httpx.TransportError) and not isinstance(error, httpx.UnsupportedProtocol)
