"""The folder where one running platform keeps its database, keys and logs, and who is using it."""

import fcntl
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 30  # seconds that a stopping platform is given
KEY_BYTES = 32


class CannotStart(Exception):
    """Something outside the code stands in the way; the message is for whoever typed the command."""


class InUse(CannotStart):
    """Somebody else is using this home."""

    def __init__(self, home: Path, pid: int, address: str) -> None:
        super().__init__(f"MARAC already runs with {home} (process {pid}, {address}). Stop it with: make stop")


@contextmanager
def held(home: Path, address: str = "") -> Iterator[None]:
    """Use the home alone. Raises InUse.

    The kernel lets go of the lock when its process ends, however that happens: a pid file left
    behind, or a pid given to somebody else since, stops nobody.
    """
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _pid_file(home).open("a+") as file:
        if not _locked(file.fileno()):
            raise InUse(home, *_holder(home))
        _write(file.fileno(), f"{os.getpid()} {address or 'not serving'}\n")
        try:
            yield
        finally:
            _write(file.fileno(), "")


def refuse_if_held(home: Path) -> None:
    """Raises InUse; changes nothing."""
    if _is_held(home):
        raise InUse(home, *_holder(home))


def stop(home: Path) -> bool:
    """Ask the platform that uses this home to stop, and wait; False when nobody does.

    Raises TimeoutError when it is still there after half a minute.
    """
    if not _is_held(home):
        return False
    os.kill(_holder(home)[0], signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    while _is_held(home):
        if time.monotonic() > deadline:
            raise TimeoutError(f"Process {_holder(home)[0]} does not stop.")
        time.sleep(0.05)
    return True


def log_folder(home: Path) -> Path:
    folder = home / "log"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _pid_file(home: Path) -> Path:
    return home / "marac.pid"


def _is_held(home: Path) -> bool:
    try:
        with _pid_file(home).open() as file:
            return not _locked(file.fileno())
    except FileNotFoundError:
        return False


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(home: Path) -> tuple[int, str]:
    deadline = time.monotonic() + 1
    while not (text := _pid_file(home).read_text().strip()):
        if time.monotonic() > deadline:
            raise InUse(home, 0, "just starting or stopping")
        time.sleep(0.01)
    pid, _, address = text.partition(" ")
    return int(pid), address


def _write(descriptor: int, text: str) -> None:
    os.ftruncate(descriptor, 0)
    os.write(descriptor, text.encode())
