"""The live meeting on 25 screens: from the chair's call to the last screen that shows the case."""

import http.client
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from marac.web.viewer import cookie_name
from tests.bench.world import World

CALLS = 10
PATIENCE = 20  # seconds for a call to reach every screen
QUIET = 0.7  # seconds between calls, so that one does not meet the other


@dataclass
class Followed:
    """Seconds after the chair's click, call by call: the last stream's word, and the last screen's page."""

    told: list[float] = field(default_factory=list)
    shown: list[float] = field(default_factory=list)


class Screen:
    """One member's open screen: a stream that is read, and at every word from it the page fetched anew."""

    def __init__(self, world: World, port: int, name: str) -> None:
        self.cookie = {"cookie": f"{cookie_name(world.settings)}={world.tokens[name]}"}
        self.page = world.path(name, f"meetings/{world.going_on}/live")
        self.port = port
        self.told: dict[UUID, float] = {}
        self.shown: dict[UUID, float] = {}
        self.awaited: UUID | None = None
        self.open = threading.Event()
        self.thread = threading.Thread(target=self._follow, daemon=True)
        self.thread.start()

    def _follow(self) -> None:
        pages = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        stream = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        stream.request("GET", f"{self.page}/stream?since={time.time()}", headers=self.cookie)
        answer = stream.getresponse()
        self.open.set()
        event = ""
        while line := answer.readline().decode().strip("\r\n") or " ":
            if line.startswith("event:"):
                event = line
            elif line.startswith("data:"):
                if not event:
                    self._look(pages)
                event = "" if event != "event: end" else event

    def _look(self, pages: http.client.HTTPConnection) -> None:
        awaited, heard = self.awaited, time.perf_counter()
        pages.request("GET", self.page, headers={**self.cookie, "hx-request": "true"})
        shown = pages.getresponse().read()
        if awaited is not None and f'data-hearing="{awaited}'.encode() in shown:
            self.told.setdefault(awaited, heard)
            self.shown.setdefault(awaited, time.perf_counter())


def measure(world: World, port: int) -> Followed:
    """Call one case after the other, and wait each time until everybody sees it."""
    screens = [Screen(world, port, name) for name in world.crowd]
    for screen in screens:
        assert screen.open.wait(PATIENCE), f"{screen.page}: the stream does not open"
    followed = Followed()
    for before, hearing in zip(world.places[:CALLS], world.places[1:], strict=False):
        time.sleep(QUIET)
        for screen in screens:
            screen.awaited = hearing
        began = time.perf_counter()
        _call(world, port, before, hearing)
        _wait_for(screens, hearing)
        followed.told.append(max(screen.told[hearing] for screen in screens) - began)
        followed.shown.append(max(screen.shown[hearing] for screen in screens) - began)
    return followed


def _call(world: World, port: int, before: UUID, hearing: UUID) -> None:
    path = world.path("chair", f"meetings/{world.going_on}/live/{hearing}/call")
    cookie = f"{cookie_name(world.settings)}={world.tokens['chair']}"
    kind = "application/x-www-form-urlencoded"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"cookie": cookie, "sec-fetch-site": "same-origin", "content-type": kind}
    connection.request("POST", path, f"after={before}", headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status != 303:
        raise RuntimeError(f"{path} was answered with {answer.status}")


def _wait_for(screens: Sequence[Screen], hearing: UUID) -> None:
    until = time.perf_counter() + PATIENCE
    while late := [screen.page for screen in screens if hearing not in screen.shown]:
        if time.perf_counter() > until:
            raise RuntimeError(f"{len(late)} of {len(screens)} screens do not follow, such as {late[0]}")
        time.sleep(0.01)
