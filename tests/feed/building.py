"""`python -m tests.feed.building FOLDER`: begins to build decks as a command would, and stops half-way, saying so."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

from app.feed import builder
from app.feed.population import Catalogue, Members
from app.feed.synthetic_events import World
from bench.made import NOW, MadePopulation


class Endless(MadePopulation):
    """Members of whom the second block never comes."""

    def blocks(self, catalogue: Catalogue) -> Iterator[Members]:
        for number, block in enumerate(super().blocks(catalogue)):
            if number == 4:
                sys.stdout.write("half-way\n")
                sys.stdout.flush()
                time.sleep(600)
            yield block


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    with builder.alone(folder):
        builder.write(Endless(World(20_000, 300, 60_000)), folder, NOW, 1, lambda *_: None)
