"""`python -m tests.feed.taking FOLDER USER THREADS SIZE…`: takes pages until the end and prints each when it has it.

Each of the sizes has a process of so many threads, forked from this one as a web server forks its own.
"""

import os
import sys
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path
from threading import Thread

from app.feed.store import Store
from tests.feed import decks

fork = get_context("fork")


def take(store: Store, user_id: int, size: int, together: Barrier) -> None:
    together.wait()
    while ids := (page := store.take(user_id, size)).ids:
        os.write(sys.stdout.fileno(), f"{page.position} {' '.join(map(str, ids))}\n".encode())  # whole, or not at all


def take_in_threads(folder: Path, user_id: int, size: int, threads: int, together: Barrier) -> None:
    store = decks.store(folder)
    for _ in range(threads):
        Thread(target=take, args=(store, user_id, size, together)).start()


def main(folder: str, *numbers: str) -> None:
    user_id, threads, *sizes = map(int, numbers)
    together = fork.Barrier(threads * len(sizes), timeout=60)  # else one that fails holds the others
    for size in sizes:
        fork.Process(target=take_in_threads, args=(Path(folder), user_id, size, threads, together)).start()


if __name__ == "__main__":
    main(*sys.argv[1:])
