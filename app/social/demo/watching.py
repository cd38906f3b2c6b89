"""What demo members watch, and which languages they read. Pure."""

from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from app.models import REGIONS, WatchKind
from app.social.demo.charted import Charts
from app.social.demo.members import Member

_A_DAY = 400
_FURTHER = ((WatchKind.VIEW, 1.0), (WatchKind.PLAY, 0.7), (WatchKind.COMPLETE, 0.4))
"""How likely a member who opened a video goes so far with it."""

_ALSO_ENGLISH, _ALSO = 0.7, {"alice": "pl"}


class DemoWatch(NamedTuple):
    """How often a member went so far with a video, and when last."""

    member: int
    video_id: int
    kind: WatchKind
    times: int
    last_at: datetime


def watches(chance: Random, members: list[Member], charts: Charts, since: datetime, now: datetime) -> list[DemoWatch]:
    """What members watch of the charts of their regions: each first places more likely."""
    found: dict[tuple[int, int, WatchKind], DemoWatch] = {}
    weights = [member.weight for member in members]
    for member in chance.choices(range(len(members)), weights, k=round((now - since) / timedelta(days=1) * _A_DAY)):
        at, far = since + chance.random() * (now - since), chance.random()
        charted = charts.pick(chance, members[member].home, at)
        for kind, share in _FURTHER:
            if charted is not None and far < share:
                key = member, charted.video_id, kind
                before = found.get(key)
                times, last = (before.times + 1, max(before.last_at, at)) if before else (1, at)
                found[key] = DemoWatch(*key, times, last)
    return list(found.values())


def languages(chance: Random, member: Member) -> list[str]:
    """That of the home region first, and English for most."""
    others = [_ALSO[member.username]] if member.username in _ALSO else []
    also = ["en"] if chance.random() < _ALSO_ENGLISH else []
    return list(dict.fromkeys([REGIONS[member.home].language, *others, *also]))
