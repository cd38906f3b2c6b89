"""What demo members write: posts about what they watch, comments under them, replies to those. Pure."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random

from app.social.demo.charted import Charted, Charts
from app.social.demo.members import Member
from app.social.demo.phrasebook import of_region

POSTS_A_DAY = 22
_COMMENTS_A_POST = 2.6
_REPLY_SHARE = 0.35
_WAIT_HOURS = 7.0
"""Usual time until somebody comments on a post or likes it."""


@dataclass(slots=True)
class DemoPost:
    """`author` is an index into the list of members."""

    at: datetime
    author: int
    title: str
    content: str
    tags: list[str]
    charted: Charted


@dataclass(slots=True)
class DemoComment:
    """`post` is an index into the list of posts; `answers` is the comment it replies to."""

    at: datetime
    author: int
    post: int
    content: str
    answers: "DemoComment | None" = None


@dataclass(slots=True)
class Audience:
    """Who may read a member's writing: all but themselves, or the followers of a private one."""

    members: list[Member]
    _readers: dict[int, tuple[list[int], list[float]]] = field(default_factory=dict)

    def pick(self, chance: Random, author: int) -> int | None:
        """A reader, more likely one who writes much; None when there is none."""
        if author not in self._readers:
            is_private = self.members[author].is_private
            found = self.members[author].followers if is_private else set(range(len(self.members))) - {author}
            weights = [self.members[one].weight for one in sorted(found)]
            self._readers[author] = sorted(found), list(accumulate(weights))
        readers, sums = self._readers[author]
        return chance.choices(readers, cum_weights=sums)[0] if readers else None


def posts(chance: Random, members: list[Member], charts: Charts, since: datetime, now: datetime) -> list[DemoPost]:
    """The posts between two times, in order of time."""
    days = (now - since) / timedelta(days=1)
    weights = [member.weight for member in members]
    written = []
    for author in chance.choices(range(len(members)), weights, k=round(days * POSTS_A_DAY)):
        at = since + chance.random() * (now - since)
        charted = charts.pick(chance, members[author].home, at)
        if charted is not None:
            written.append(_post(chance, author, members[author].home, at, charted))
    return sorted(written, key=lambda post: (post.at, post.author))


def _post(chance: Random, author: int, home: str, at: datetime, charted: Charted) -> DemoPost:
    book = of_region(home)
    phrases = book.phrases(charted.category_id)
    known = charted._asdict()
    content = chance.choice(phrases.bodies).format_map(known)
    if chance.random() < 0.6:
        content += chance.choice((" ", "\n\n")) + chance.choice(book.endings)
    tags = chance.sample(phrases.tags, chance.choice((0, 1, 1, 2)))
    return DemoPost(at, author, chance.choice(phrases.titles).format_map(known), content, tags, charted)


def comments(chance: Random, members: list[Member], written: list[DemoPost], now: datetime) -> list[DemoComment]:
    """The comments under posts, in order of time; no post has the same words twice."""
    audience, found = Audience(members), []
    for index, post in enumerate(written):
        threads: list[DemoComment] = []
        said: set[str] = set()
        for _ in range(int(chance.expovariate(1 / _COMMENTS_A_POST))):
            author = audience.pick(chance, post.author)
            answered = chance.choice(threads) if threads and chance.random() < _REPLY_SHARE else None
            at = later(chance, answered.at if answered else post.at)
            if author is None or at > now or (answered and answered.author == author):
                continue
            book = of_region(members[author].home)
            content = chance.choice(book.replies if answered else book.comments)
            if content in said:
                continue
            said.add(content)
            comment = DemoComment(at, author, index, content, answered)
            found.append(comment)
            if answered is None:
                threads.append(comment)
    return sorted(found, key=lambda comment: (comment.at, comment.author))


def later(chance: Random, at: datetime) -> datetime:
    """When somebody reacts to what came at a time."""
    return at + timedelta(minutes=1, hours=chance.expovariate(1 / _WAIT_HOURS))
