"""The house served on a port of its own, as a browser meets it."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import uvicorn

from marac.app import create_app
from marac.commands.listen import take
from marac.settings import Settings
from marac.store.work import Store

PATIENCE = 20  # seconds


@contextmanager
def served(settings: Settings, store: Store) -> Iterator[Settings]:
    """Serve on a free port of this machine; the settings as they are there."""
    with take(0) as listener:
        port = listener.getsockname()[1]
        here = replace(settings, port=port, base_url=f"http://127.0.0.1:{port}")
        app = create_app(here, store)
        config = uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        _wait_for(server, listener)
        try:
            yield here
        finally:
            server.should_exit = True
            thread.join(PATIENCE)


def _wait_for(server: uvicorn.Server, listener: socket.socket) -> None:
    deadline = time.monotonic() + PATIENCE
    while not server.started:
        assert time.monotonic() < deadline, f"nothing answers at {listener.getsockname()}"
        time.sleep(0.02)
