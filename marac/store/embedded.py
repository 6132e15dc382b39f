"""The PostgreSQL that comes with the demonstration and the tests, started and stopped.

It listens on a Unix socket in a folder of its owner's only. Whoever starts it holds the home
(see home.py), so a server found running on its data was left behind by a process that was killed.
"""

import os
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from pathlib import Path
from typing import IO, Self
from urllib.parse import quote

from marac.store.binaries import Programs, Runner, programs, runner
from marac.store.home import CannotStart, log_folder

PORT = 5432  # names the socket only
SOCKET = f".s.PGSQL.{PORT}"
LONGEST_SOCKET = 100  # bytes; Linux takes 107, macOS 103
PATIENCE = 60  # seconds: recovery after a crash may take a while
TRIES = 20

_PLAIN = {"LC_ALL": "C", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}  # nothing of the caller's PG* settings
_SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "timezone": "UTC",
    "log_min_messages": "log",  # errors quote what was typed: personal data; the program that meets them knows
}
_FLEETING = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "autovacuum": "off"}


Process = subprocess.Popen[bytes]


class EmbeddedFailed(CannotStart):
    """PostgreSQL did not start; the message holds the end of its log."""


class Embedded:
    """A running server of our own."""

    def __init__(self, home: Path, sockets: Path, process: Process) -> None:
        self.home = home
        self.sockets = sockets
        self._process = process

    @classmethod
    def start(cls, home: Path, *, durable: bool = True) -> Self:
        """Make the database server of this home if need be, and start it.

        Not durable: quicker, and worthless after a crash; for tests. Raises EmbeddedFailed, NoPostgres.
        """
        home = home.absolute()
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        data = data_folder(home)
        clear_left_behind(home)
        found = programs(_version(data))
        with (log_folder(home) / "postgresql.log").open("ab") as log:
            if not data.exists():
                _make(data, found, durable, log)
            sockets = _socket_folder(home)
            for folder in (data, sockets):
                runner().give(folder)
            settings = _SETTINGS | ({} if durable else _FLEETING) | {"unix_socket_directories": f'"{sockets}"'}
            process = _launch(found, runner(), data, settings, log)
        return cls(home, sockets, process)

    def url(self, role: str, database: str) -> str:
        """The address under which SQLAlchemy reaches one of its databases as one of its roles."""
        return f"postgresql+psycopg://{quote(role)}@/{quote(database)}?host={quote(str(self.sockets))}&port={PORT}"

    def stop(self) -> None:
        """Close every connection, write everything down, stop. Does nothing the second time."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(PATIENCE)
        if self.sockets.parent != self.home:
            shutil.rmtree(self.sockets, ignore_errors=True)
            _memo(self.home).unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def data_folder(home: Path) -> Path:
    return home / "postgresql"


def clear_left_behind(home: Path) -> None:
    """Stop a server whose starter was killed, and remove the lock files of one that is no more.

    PostgreSQL itself would refuse to start when the old pid belongs to any living process.
    """
    data = data_folder(home)
    lock = data / "postmaster.pid"
    if not lock.exists() or not Path("/proc/self/cwd").exists():
        return
    pid = int(lock.read_text().split("\n", 1)[0])
    if _serves(pid, data):
        os.kill(pid, signal.SIGINT)
        deadline = time.monotonic() + PATIENCE
        while _serves(pid, data):
            if time.monotonic() > deadline:
                raise EmbeddedFailed(f"PostgreSQL (process {pid}) was left behind and does not stop.")
            time.sleep(0.02)
    lock.unlink(missing_ok=True)
    for sockets in (home / "socket", _remembered(home)):
        if sockets:
            (sockets / f"{SOCKET}.lock").unlink(missing_ok=True)


def _serves(pid: int, data: Path) -> bool:
    """Whether this process is the server of this data: it makes the data its working directory."""
    try:
        return os.path.samefile(f"/proc/{pid}/cwd", data)
    except OSError:
        return False


def _version(data: Path) -> int | None:
    return int((data / "PG_VERSION").read_text()) if data.exists() else None


def _make(data: Path, found: Programs, durable: bool, log: IO[bytes]) -> None:
    unfinished = data.with_suffix(".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    command = [
        *(*runner().prefix, str(found.folder / "initdb"), "-D", str(unfinished)),
        *("-U", "postgres", "-E", "UTF8", "--auth=trust", "--data-checksums"),
        *(locale if found.version >= 17 else ["--locale=C.UTF-8"]),
        *([] if durable else ["--no-sync"]),
    ]
    if subprocess.run(command, stdout=log, stderr=log, env=_PLAIN).returncode:
        raise EmbeddedFailed(f"PostgreSQL could not make its folder.\n{_end_of(log)}")
    unfinished.rename(data)


def _launch(found: Programs, run: Runner, data: Path, settings: dict[str, str], log: IO[bytes]) -> Process:
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    command = [*run.prefix, str(found.folder / "postgres"), "-D", str(data), *options]
    for _ in range(TRIES):
        # its own session: Ctrl-C in a terminal stops us, and we stop it
        process = subprocess.Popen(command, stdout=log, stderr=log, env=_PLAIN, start_new_session=True)
        if _became_ready(process, data):
            return process
        # the last children of a killed server may still hold its memory for a moment
        if "pre-existing shared memory" not in _end_of(log):
            break
        time.sleep(0.25)
    raise EmbeddedFailed(f"PostgreSQL did not start.\n{_end_of(log)}")


def _became_ready(process: Process, data: Path) -> bool:
    """Its lock file's first line names the process, the eighth says how far it is."""
    deadline = time.monotonic() + PATIENCE
    try:
        while process.poll() is None and time.monotonic() < deadline:
            lines = _lines(data / "postmaster.pid")
            if len(lines) >= 8 and lines[0] == str(process.pid) and lines[7].strip() == "ready":
                return True
            time.sleep(0.01)
    except BaseException:
        process.send_signal(signal.SIGINT)
        raise
    if process.poll() is None:
        process.kill()
    return False


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text().splitlines()
    except FileNotFoundError:
        return []


def _socket_folder(home: Path) -> Path:
    """In the home, or, where that path cannot name a socket, a short private one remembered in the home."""
    near = home / "socket"
    if len(os.fsencode(near / SOCKET)) <= LONGEST_SOCKET and not set(str(near)) & set(',"'):
        near.mkdir(mode=0o700, exist_ok=True)
        return near
    if kept := _remembered(home):
        return kept
    made = Path(tempfile.mkdtemp(prefix="marac-", dir="/tmp"))
    _memo(home).write_text(str(made))
    return made


def _memo(home: Path) -> Path:
    return home / "socket-folder"


def _remembered(home: Path) -> Path | None:
    try:
        kept = Path(_memo(home).read_text())
        found = kept.lstat()
    except OSError:
        return None
    ours = found.st_uid in (os.geteuid(), runner().owner) and stat.S_IMODE(found.st_mode) == 0o700
    return kept if stat.S_ISDIR(found.st_mode) and ours else None


def _end_of(log: IO[bytes]) -> str:
    return "\n".join(Path(log.name).read_text(errors="replace").splitlines()[-8:])
