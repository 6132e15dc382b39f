"""A whole platform on one machine, in the foreground, from nothing to `Ready on …`."""

import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

import uvicorn

from marac.commands.database import migrate, reached, seed_if_empty
from marac.commands.listen import answers, take
from marac.commands.logs import logging_to
from marac.commands.serve import GRACE, require_master_key, require_signing_key
from marac.settings import Settings
from marac.store.home import CannotStart, held, log_folder, refuse_if_held

PATIENCE = 60  # seconds until the server must answer


class NotReady(CannotStart):
    """The server came up without answering."""


class Stopped(BaseException):
    """Somebody asked us to stop."""


def run(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM. Raises CannotStart in its several kinds."""
    refuse_if_held(settings.home)
    with take(settings.port) as listener, held(settings.home, settings.local_url), _stopping_on_signals():
        _say("Starting PostgreSQL" if not settings.database_url else "Using the database of DATABASE_URL")
        with reached(settings) as found:
            _bring_up_to_date(found)
            _serve(found, listener)


def _bring_up_to_date(settings: Settings) -> None:
    require_master_key(settings)
    require_signing_key(settings)
    if settings.owner_url:
        _say("Bringing the tables up to date")
        migrate(settings)
    if settings.demo and settings.owner_url:
        seed_if_empty(settings)


def _serve(settings: Settings, listener: socket.socket) -> None:
    from marac.app import create_app

    _say("Starting the server")
    log = log_folder(settings.home) / "marac.log"
    config = uvicorn.Config(
        create_app(settings),
        access_log=False,
        log_config=logging_to(log),
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
    server = uvicorn.Server(config)
    announced = threading.Event()
    threading.Thread(target=_announce, args=(server, settings, announced), daemon=True).start()
    server.run(sockets=[listener])
    if not announced.is_set():
        raise NotReady(f"The server did not become ready. See {log}")


def _announce(server: uvicorn.Server, settings: Settings, announced: threading.Event) -> None:
    """Say that it is ready once it answers; stop it when it never does."""
    deadline = time.monotonic() + PATIENCE
    while not server.should_exit:
        if server.started and answers(settings.port):
            announced.set()
            _say(f"Ready on {settings.local_url}")
            return
        if time.monotonic() > deadline:
            server.should_exit = True
        time.sleep(0.05)


@contextmanager
def _stopping_on_signals() -> Iterator[None]:
    """The first signal unwinds everything, further ones are ignored until all is stopped."""

    def stop(_number: int, _frame: FrameType | None) -> NoReturn:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        raise Stopped

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # ignored under nohup
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))
    try:
        yield
    except Stopped:
        pass


def _say(line: str) -> None:
    print(line, flush=True)
