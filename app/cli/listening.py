"""The address that bin/serve listens on: whether it is free, and whether the application answers there."""

import errno
import socket
from http.client import HTTPConnection, HTTPException

_ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}
_ANSWER_SECONDS = 5


def refusal_to_listen(host: str, port: int) -> str | None:
    """Why nobody can listen on that address now, and what to do; None when it is free."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror:
        return f"HOST: `{host}` is not an address of this machine. Try HOST=127.0.0.1."
    except OSError as error:
        return _explain(error, host, port)
    return None


def _explain(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65535 else port - 1
        return f"PORT: another program listens on {port} already. Try PORT={other} bin/serve."
    if error.errno == errno.EACCES:
        return f"PORT: this user may not listen on {port}. Try PORT=8000 bin/serve."
    if error.errno == errno.EADDRNOTAVAIL:
        return f"HOST: `{host}` is not an address of this machine. Try HOST=127.0.0.1."
    return f"HOST, PORT: cannot listen on {host} port {port} ({error.strerror})."


def browser_host(host: str) -> str:
    """The host to put into an address for a browser on this machine."""
    name = _ANY_ADDRESS.get(host, host)
    return f"[{name}]" if ":" in name else name


def answers(host: str, port: int) -> bool:
    """Whether `GET /health` is answered there, be it with bad news."""
    connection = HTTPConnection(_ANY_ADDRESS.get(host, host), port, timeout=_ANSWER_SECONDS)
    try:
        connection.request("GET", "/health")
        connection.getresponse()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    return True
