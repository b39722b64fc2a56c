"""A line between browser and site that may be cut: what is asked for arrives, is done, and its answer is lost."""

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socketserver import BaseRequestHandler, ThreadingTCPServer

LARGEST = 65536


class Wire(ThreadingTCPServer):
    """The next `cuts` answers to a POST are lost, each with its connection; `lost` counts them."""

    daemon_threads = True  # a browser that is still open holds its connections

    def __init__(self, site: tuple[str, int]) -> None:
        super().__init__(("127.0.0.1", 0), Line)
        self.site, self.cuts, self.lost = site, 0, 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Line(BaseRequestHandler):
    """One connection, both ways, until either end closes it."""

    server: Wire
    request: socket.socket
    posted = False

    def handle(self) -> None:
        with suppress(OSError), socket.create_connection(self.server.site) as site:
            ways = {self.request: site, site: self.request}
            while all(self.carry(end, ways[end]) for end in select.select(list(ways), [], [])[0]):
                pass

    def carry(self, end: socket.socket, other: socket.socket) -> bool:
        """False once it is over."""
        data = end.recv(LARGEST)
        if data.startswith((b"GET ", b"POST ")):
            self.posted = data.startswith(b"POST ")
        if end is not self.request and self.posted and self.server.cuts:
            self.server.cuts, self.server.lost = self.server.cuts - 1, self.server.lost + 1
            return False
        other.sendall(data)
        return bool(data)


@contextmanager
def wire_to(host: str, port: int) -> Iterator[Wire]:
    with Wire((host, port)) as wire:
        threading.Thread(target=wire.serve_forever, daemon=True).start()
        yield wire
        wire.shutdown()
