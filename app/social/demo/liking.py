"""What demo members like and save. Pure."""

from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from app.social.demo.charted import Charts
from app.social.demo.members import Member
from app.social.demo.writing import Audience, DemoPost, later

VIDEO_LIKES_A_DAY = 90
VIDEO_SAVES_A_DAY = 20
_LIKES_A_POST = 4.0
_SAVE_SHARE = 0.12


class Mark(NamedTuple):
    """Somebody's like or save, of a video by its id or of a post by its index."""

    at: datetime
    member: int
    what: int


def of_videos(
    chance: Random, members: list[Member], charts: Charts, a_day: int, since: datetime, now: datetime
) -> list[Mark]:
    """What members mark of the charts of their regions, in order of time, each video once."""
    marks: dict[tuple[int, int], Mark] = {}
    weights = [member.weight for member in members]
    for member in chance.choices(range(len(members)), weights, k=round((now - since) / timedelta(days=1) * a_day)):
        at = since + chance.random() * (now - since)
        charted = charts.pick(chance, members[member].home, at)
        if charted is not None:
            marks.setdefault((member, charted.video_id), Mark(at, member, charted.video_id))
    return sorted(marks.values())


def of_posts(
    chance: Random, members: list[Member], posts: list[DemoPost], now: datetime
) -> tuple[list[Mark], list[Mark]]:
    """Likes and saves of posts by those who may read them, each in order of time."""
    audience = Audience(members)
    likes: dict[tuple[int, int], Mark] = {}
    for index, post in enumerate(posts):
        for _ in range(int(chance.expovariate(1 / _LIKES_A_POST))):
            member, at = audience.pick(chance, post.author), later(chance, post.at)
            if member is not None and at <= now:
                likes.setdefault((member, index), Mark(at, member, index))
    ordered = sorted(likes.values())
    return ordered, [mark for mark in ordered if chance.random() < _SAVE_SHARE]
