"""`python -m tests.feed.writing FOLDER`: begins to write a deck file, says so and does not end."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

from app.feed import deck_file
from app.feed.deck_file import Block
from tests.feed.blocks import CHARTS, NOW, block


def blocks() -> Iterator[Block]:
    yield block(range(1, 5000), range(1, 201))
    sys.stdout.write("half-way\n")
    sys.stdout.flush()
    time.sleep(600)


if __name__ == "__main__":
    deck_file.write(Path(sys.argv[1]), blocks(), CHARTS, NOW)
