"""File locks, which the kernel gives back however their holder ends."""

import fcntl
import os
import time
from pathlib import Path

_POLL_SECONDS = 0.02


def open_lock(path: Path) -> int:
    """A descriptor of the lock file, made when missing; nothing is locked yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def try_lock(descriptor: int) -> bool:
    """Take the lock for us alone if nobody holds it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def lock_within(descriptor: int, seconds: float) -> bool:
    """Take the lock for us alone as soon as it is free; false when it is not within `seconds`."""
    deadline = time.monotonic() + seconds
    while not try_lock(descriptor):
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_SECONDS)
    return True
