"""Local HTTP servers that stand for others: run for a while, silent, and able to break a connection."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def break_connection(self) -> None:
        """End the connection as a crash does, without an answer."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Says nothing, so that what a test prints is its own."""


@contextmanager
def serving(handler: type[Handler], over: threading.Event, **told: object) -> Iterator[str]:
    """The address of a server whose handlers have `told` as attributes; `over` ends their waiting before it ends."""
    with ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (handler,), told)) as http:
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{http.server_port}"
        finally:
            over.set()
            http.shutdown()
            thread.join()
