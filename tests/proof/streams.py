"""Open streams of a real server: how soon each says "look again" or ends once something was taken away."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread

import httpx2
from sqlalchemy import Engine

from marac.commands.listen import answers
from marac.settings import Settings
from marac.store.signing import make_signing_key
from marac.web.viewer import cookie_name
from tests.cast import Cast, sign_in

WAIT = 30.0  # seconds for the server to begin
SETTLED = 0.5  # seconds for what was announced before
HEARD = 5.0  # seconds after which nothing was heard


class Screen:
    """Somebody's live screen: what its stream has said, and when."""

    def __init__(self, address: str, cookie: str, stream: str) -> None:
        self.address, self.headers, self.stream = address, {"cookie": cookie}, stream
        self.heard: list[tuple[float, str]] = []
        Thread(target=self._listen, daemon=True).start()
        self.within(lambda line: line == ": open", 0.0)

    def _listen(self) -> None:
        asked = httpx2.stream("GET", self.address + self.stream, headers=self.headers, timeout=60)
        with suppress(httpx2.HTTPError), asked as answer:
            for line in answer.iter_lines():
                if line and line not in ("event: beat", "data: 0"):
                    self.heard.append((time.monotonic(), line))

    def within(self, meant: Callable[[str], bool], since: float) -> float:
        """Seconds from a moment until the stream said what is meant. Raises TimeoutError."""
        deadline = time.monotonic() + (HEARD if since else WAIT)
        while time.monotonic() < deadline:
            for at, line in list(self.heard):
                if at >= since and meant(line):
                    return at - since
            time.sleep(0.01)
        raise TimeoutError(self.stream)

    def after(self, happens: Callable[[], object]) -> float:
        """Seconds from when it began until this screen was told to look again, or ended."""
        time.sleep(SETTLED)
        began = time.monotonic()
        happens()
        return self.within(lambda line: line.startswith(("data: ", "event: end")), began)

    def page(self, path: str) -> httpx2.Response:
        return httpx2.get(self.address + path, headers=self.headers, timeout=WAIT)


@contextmanager
def serving(settings: Settings, port: int) -> Iterator[str]:
    """`marac serve` on a port of its own, over the test's database; its address."""
    environ = {**os.environ, "DATABASE_URL": settings.database_url, "MARAC_HOME": str(settings.home)}
    environ |= {"MARAC_MASTER_KEY_FILE": str(settings.master_key_file), "PORT": str(port), "MARAC_DEMO": "yes"}
    if not settings.signing_key_file.exists():
        make_signing_key(settings.signing_key_file)
    server = subprocess.Popen([sys.executable, "-m", "marac", "serve"], env=environ, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + WAIT
        while not answers(port):
            assert time.monotonic() < deadline and server.poll() is None
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def screen(
    address: str, settings: Settings, owner: Engine, cast: Cast, name: str, meeting: object, hat: str = ""
) -> Screen:
    """Somebody of the cast, signed in, with their live screen open."""
    port = address.rpartition(":")[2]
    cookie = f"{cookie_name(settings).rpartition('-')[0]}-{port}={sign_in(owner, cast, name)}"
    return Screen(address, cookie, f"/m/{cast.slug}/{hat or cast[name].hat}/meetings/{meeting}/live/stream")
