"""`python -m tests.feed.taking FOLDER USER SIZE THREADS`: takes pages until the end and prints each when it has it."""

import os
import sys
from pathlib import Path
from threading import Barrier, Thread

from app.feed.store import Store
from tests.feed import decks


def take(store: Store, user_id: int, size: int, together: Barrier) -> None:
    together.wait()
    while ids := (page := store.take(user_id, size)).ids:
        os.write(sys.stdout.fileno(), f"{page.position} {' '.join(map(str, ids))}\n".encode())  # whole, or not at all


def main(folder: str, *numbers: str) -> None:
    user_id, size, threads = map(int, numbers)
    store, together = decks.store(Path(folder)), Barrier(threads + 1)
    for _ in range(threads):
        Thread(target=take, args=(store, user_id, size, together)).start()
    os.write(sys.stdout.fileno(), b"ready\n")
    sys.stdin.readline()  # so that the processes begin together
    together.wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
