"""`python -m tests.feed.building FOLDER`: begins to build decks as a command would, and stops half-way, saying so."""

import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from app.feed import builder
from app.feed.population import Catalogue, Members
from app.feed.synthetic_events import World
from bench.made import NOW, MadePopulation


class Endless(MadePopulation):
    """Members of whom the third block never comes."""

    def blocks(self, catalogue: Catalogue) -> Iterator[Members]:
        (first,) = super().blocks(catalogue)
        yield from (first, replace(first, ids=first.ids + len(first)))
        sys.stdout.write("half-way\n")
        sys.stdout.flush()
        time.sleep(600)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    with builder.alone(folder):
        # By one thread, the first block is written before the third is asked for.
        builder.write(Endless(World(100, 300, 6000)), folder, NOW, 1, lambda *_: None, threads=1)
