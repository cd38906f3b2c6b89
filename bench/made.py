"""Made-up members as a population, so that decks of millions can be built without a database."""

import os
import resource
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np

from app.feed import builder, weights
from app.feed.population import Acts, Catalogue, Ids, Members, Text
from app.feed.synthetic_events import BLOCK, DAYS, Made, World
from app.feed.weights import Act
from app.models import REGIONS

VIDEOS, PICKS_EACH, CHANNELS = 20_000, 60, 2_000
KINDS = np.array([Act.VIEW, Act.PLAY, Act.PLAY, Act.COMPLETE, Act.LIKE, Act.SAVE])
NOW = datetime.now(UTC)


class MadePopulation:
    """The members of a world, with home regions and nothing hidden."""

    def __init__(self, world: World) -> None:
        self._world = world

    def catalogue(self) -> Catalogue:
        codes = ["", *sorted({facts.language for facts in REGIONS.values()})]
        of_region = np.array([codes.index(facts.language) for facts in REGIONS.values()])
        numbers = np.arange(self._world.items)
        lists = [np.unique((number * 200 + np.arange(200) * 37) % self._world.items) for number in range(len(REGIONS))]
        return Catalogue(
            numbers + 1,
            1 + numbers % CHANNELS,
            1 + self._world.topics,
            of_region[self._world.topics % len(REGIONS)],
            NOW.timestamp() - (DAYS - self._world.born) * 86400,
            codes,
            lists,
            lists,
        )

    def sample(self, catalogue: Catalogue) -> Acts:
        every = 1 + self._world.users * PICKS_EACH // weights.SAMPLE_EVENTS
        blocks = [self._acts(self._world.block(number)) for number in range(0, self._blocks, every)]
        return Acts(*(np.concatenate([getattr(one, name) for one in blocks]) for name in Acts.__annotations__))

    def members_count(self) -> int:
        return self._world.users

    def blocks(self, catalogue: Catalogue) -> Iterator[Members]:
        codes = list(catalogue.language_codes)
        read = np.array([codes.index(facts.language) for facts in REGIONS.values()])
        for number in range(self._blocks):
            acts = self._acts(self._world.block(number))
            ids = np.arange(number * BLOCK, min((number + 1) * BLOCK, self._world.users)) + 1
            homes = (ids % len(REGIONS)).astype(np.uint8)
            reads = np.zeros((len(ids), len(codes)), np.bool_)
            reads[np.arange(len(ids)), read[homes]] = True
            rows = Acts(acts.members - ids[0], acts.videos, acts.kinds, acts.age_days)
            yield Members(ids, homes, np.ones(len(ids), np.bool_), reads, rows)

    def texts(self, video_ids: Ids) -> dict[int, Text]:
        return {}

    @property
    def _blocks(self) -> int:
        return -(-self._world.users // BLOCK)

    @staticmethod
    def _acts(made: Made) -> Acts:
        kinds = KINDS[(made.users * 7919 + made.items * 104729) % 97 % len(KINDS)]
        return Acts(made.users + 1, made.items, kinds, DAYS - made.days)


def build_made(members: int) -> None:
    """Build the decks of so many, and tell time and memory at every tenth."""
    began, told = perf_counter(), 0

    def tell(what: str, done: int, total: int) -> None:
        nonlocal told
        if not done or done * 10 // total > told:
            told = done * 10 // total if done else 0
            resident = int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6
            private = resident - int(Path("/proc/self/statm").read_text().split()[2]) * os.sysconf("SC_PAGESIZE") / 1e6
            print(f"{perf_counter() - began:7.1f} s {private:6.0f} MB  {what} {done:,}", flush=True)

    with TemporaryDirectory(dir=Path.cwd() / ".cache" if Path(".cache").is_dir() else None) as folder:
        population = MadePopulation(World(members, VIDEOS, members * PICKS_EACH))
        built = builder.write(population, Path(folder), NOW, 1, tell)
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        seconds = perf_counter() - began
        print(f"{built.members:,} decks, {built.items:,} items in {seconds:.1f} s, most memory {most:.0f} MB")
