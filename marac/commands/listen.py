"""A port taken before anything else is done, and the question whether somebody answers there."""

import http.client
import socket

from marac.store.home import CannotStart


class PortTaken(CannotStart):
    """Somebody else listens there."""


def take(port: int) -> socket.socket:
    """A socket listening on this machine only: nobody else can take the port now. Raises PortTaken."""
    listener = socket.socket(proto=socket.IPPROTO_TCP)  # named, or asyncio leaves Nagle's 40 ms waits on
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise PortTaken(
            f"Port {port} cannot be used: {error.strerror}. Choose another one: PORT={port + 1} make run"
        ) from None
    return listener


def answers(port: int, path: str = "/healthz") -> bool:
    """Whether the server on this machine answers 200 there within five seconds."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
