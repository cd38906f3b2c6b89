"""A local HTTP server that answers as the YouTube Data API v3 does, and fails as it does where a test says so."""

import json
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.local_server import Handler, serving

Body = dict[str, Any]


def video(number: int, **statistics: str) -> Body:
    """An item of `videos.list` in the shape of 2023; `statistics` add to the views or replace them."""
    source_id = f"video-{number:05}"
    return {
        "kind": "youtube#video",
        "etag": "ukOIMdRyh9zIWWpqcYbDFB3KYMY",
        "id": source_id,
        "snippet": {
            "publishedAt": "2023-11-02T14:01:47Z",
            "channelId": f"UC-channel-{number % 7}",
            "title": f"Zażółć gęślą jaźń {number}",
            "description": "Two\nlines",
            "thumbnails": {
                "default": {"url": f"https://i.ytimg.com/vi/{source_id}/default.jpg", "width": 120, "height": 90},
                "high": {"url": f"https://i.ytimg.com/vi/{source_id}/hqdefault.jpg", "width": 480, "height": 360},
            },
            "channelTitle": f"Channel {number % 7}",
            "categoryId": "10",
            "liveBroadcastContent": "none",
            "localized": {"title": f"Zażółć gęślą jaźń {number}", "description": "Two\nlines"},
            "defaultAudioLanguage": "pl",
        },
        "contentDetails": {"duration": "PT4M9S", "dimension": "2d", "contentRating": {}, "projection": "rectangular"},
        "statistics": {"viewCount": str(1000 + number), "favoriteCount": "0", **statistics},
    }


def old_error(code: int, reason: str, message: str) -> "Answer":
    """An error in the form of 2013."""
    errors = [{"domain": "usageLimits", "reason": reason, "message": message}]
    return Answer(code, {"error": {"errors": errors, "code": code, "message": message}})


def rpc_error(code: int, status: str, reason: str, message: str) -> "Answer":
    """An error in the form of google.rpc."""
    info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason, "domain": "googleapis.com"}
    text = {"@type": "type.googleapis.com/google.rpc.LocalizedMessage", "locale": "en-US", "message": message}
    return Answer(code, {"error": {"code": code, "message": message, "status": status, "details": [info, text]}})


@dataclass(frozen=True)
class Answer:
    """What one request gets: a status and a body, or a broken connection, or nothing before the test is over."""

    status: int = 200
    body: Body | bytes = b""
    broken: bool = False
    late: bool = False


@dataclass(frozen=True)
class Asked:
    resource: str
    query: dict[str, str]
    key: str | None
    target: str


@dataclass
class YouTubeServer:
    """`charts` and `titles` hold what is answered; `next_answers` come first, None standing for the usual answer."""

    url: str = ""
    charts: dict[str, list[Body]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=lambda: {"1": "Film & Animation", "10": "Music"})
    next_answers: deque[Answer | None] = field(default_factory=deque)
    asked: list[Asked] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        planned = self.next_answers.popleft() if self.next_answers else None
        return planned or Answer(200, self.page(asked) if asked.resource == "videos" else self.categories())

    def page(self, asked: Asked) -> Body:
        items = self.charts.get(asked.query["regionCode"], [])
        start, size = int(asked.query.get("pageToken", "0")), int(asked.query["maxResults"])
        body: Body = {"kind": "youtube#videoListResponse", "etag": "zdQCWx5sU4HIz20qPt7T_YaDMAI"}
        if start + size < len(items):
            body["nextPageToken"] = str(start + size)
        return body | {
            "items": items[start : start + size],
            "pageInfo": {"totalResults": len(items), "resultsPerPage": size},
        }

    def categories(self) -> Body:
        items = [
            {"kind": "youtube#videoCategory", "id": number, "snippet": {"title": title, "assignable": True}}
            for number, title in self.titles.items()
        ]
        return {"kind": "youtube#videoCategoryListResponse", "etag": "kBCr3I9kLHHU79W4Ip5196LDptI", "items": items}


@contextmanager
def running() -> Iterator[YouTubeServer]:
    youtube = YouTubeServer()
    with serving(_Handler, youtube.over, youtube=youtube) as youtube.url:
        yield youtube


class _Handler(Handler):
    youtube: YouTubeServer

    def do_GET(self) -> None:  # noqa: N802 - http.server calls it so
        target = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(target.query).items()}
        resource = target.path.rpartition("/")[2]
        answer = self.youtube.answer(Asked(resource, query, self.headers["X-Goog-Api-Key"], self.path))
        if answer.late:
            self.youtube.over.wait(30)
        if answer.late or answer.broken:
            self.break_connection()
            return
        body = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", "application/json; charset=UTF-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
