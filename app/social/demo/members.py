"""Who lives in the demo world, and who follows whom. Pure, decided by the chance that is passed in."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import product
from random import Random
from typing import NamedTuple

from app.models import Role
from app.social.demo.phrasebook import of_region, phrasebooks

PASSWORD = "lanterns over the harbour"  # noqa: S105  (of development only; it is printed and documented)
LOGINS = {"alice": Role.USER, "bob": Role.USER, "charlie": Role.USER, "marit": Role.MODERATOR, "anton": Role.ADMIN}
"""The members whose password is known."""

_HOMES = {"alice": "GB", "bob": "PL", "charlie": "NL", "marit": "NO", "anton": "AT"}
_OTHERS = {"PL": 40, "SE": 30, "NL": 28, "AT": 26, "NO": 26, "GB": 24, "US": 21}
_PRIVATE_SHARE = 0.08
_AT_HOME = 0.75
"""How likely a member follows somebody of the same region."""

_MOST_FOLLOWED = 20
_FOLLOWED_BY_ALICE = 20


@dataclass(slots=True)
class Member:
    """`weight` is how much is heard of them, where 1 is usual; `followers` are indices into the list of members."""

    username: str
    role: Role
    home: str
    bio: str
    is_private: bool
    shows_likes: bool
    created_at: datetime
    weight: float
    followers: set[int] = field(default_factory=set)


class Pair(NamedTuple):
    """Somebody and whom they follow, or ask to, as indices into the list of members."""

    at: datetime
    follower: int
    followed: int


def everybody(chance: Random, now: datetime) -> list[Member]:
    """All members, those with a known password first. alice is private, so that others have to ask her."""
    return [_member(chance, name, home, role, now) for name, home, role in _names(chance)]


def _names(chance: Random) -> Iterator[tuple[str, str, Role]]:
    for name, role in LOGINS.items():
        yield name, _HOMES[name], role
    decks = {
        book.regions[0]: chance.sample(list(product(book.first, book.second)), len(book.first) * len(book.second))
        for book in phrasebooks()
    }
    others = [home for home, count in _OTHERS.items() for _ in range(count)]
    for home in chance.sample(others, len(others)):
        yield "_".join(decks[of_region(home).regions[0]].pop()), home, Role.USER


def _member(chance: Random, username: str, home: str, role: Role, now: datetime) -> Member:
    is_known = username in LOGINS
    return Member(
        username=username,
        role=role,
        home=home,
        bio=chance.choice(of_region(home).bios),
        is_private=username == "alice" or (not is_known and chance.random() < _PRIVATE_SHARE),
        shows_likes=is_known or chance.random() < 0.8,
        created_at=now - timedelta(days=chance.uniform(31, 400)),
        weight=3.0 if is_known else min(chance.paretovariate(1.3), 8.0),
    )


def follows(chance: Random, members: list[Member], since: datetime, now: datetime) -> list[Pair]:
    """Who follows whom, in order of time; also noted in each member's `followers`."""
    pairs = []
    for index, member in enumerate(members):
        for followed in _followed_by(chance, members, index):
            members[followed].followers.add(index)
            pairs.append(Pair(_between(chance, max(since, member.created_at), now), index, followed))
    return sorted(pairs)


def requests(chance: Random, members: list[Member], since: datetime, now: datetime) -> list[Pair]:
    """Who waits for a private member's word, in order of time; charlie and others wait for alice's."""
    pairs = []
    for index, member in enumerate(members):
        if member.is_private:
            strangers = [one for one in range(len(members)) if one != index and one not in member.followers]
            waiting = set(chance.sample(strangers, min(4 if index == 0 else chance.randrange(3), len(strangers))))
            waiting |= {2} if index == 0 else set()
            pairs += [Pair(_between(chance, since, now), one, index) for one in sorted(waiting)]
    return sorted(pairs)


def _followed_by(chance: Random, members: list[Member], index: int) -> set[int]:
    """alice, 0, follows bob, 1, charlie, 2, and private members; charlie only asked to follow her."""
    wanted = _FOLLOWED_BY_ALICE if index == 0 else chance.randint(4, _MOST_FOLLOWED)
    at_home = [one for one, member in enumerate(members) if member.home == members[index].home]
    private = [one for one, member in enumerate(members) if member.is_private and one]
    chosen = {0: {1, 2, *private[:3]}, 1: {0}}.get(index, set())
    never = {index, 0} if index == 2 else {index}
    while len(chosen) < wanted:
        pool = at_home if chance.random() < _AT_HOME else range(len(members))
        one = chance.choices(pool, [members[other].weight for other in pool])[0]
        chosen |= {one} - never
    return chosen


def _between(chance: Random, start: datetime, end: datetime) -> datetime:
    return start + chance.random() * (end - start)
