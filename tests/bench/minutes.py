"""The minutes of a meeting of 16 cases: every agency's copy issued, and one opened as PDF, first and again."""

import http.client
import time
from dataclasses import dataclass
from statistics import median

import psycopg

from marac.web.viewer import cookie_name
from tests.bench.world import World

AGAIN = 5
READER = "police_rep"


@dataclass(frozen=True)
class Minuted:
    """Seconds; pages of the PDF are not counted, its bytes are."""

    copies: int
    issued: float
    first: float
    again: float
    size: int


def measure(world: World, port: int) -> Minuted:
    """Through the served platform: the coordinator issues, a member opens their agency's copy."""
    path = world.path("coordinator", f"meetings/{world.over}/minutes/issue")
    issued, _ = _timed(world, port, "coordinator", "POST", path)
    with psycopg.connect(world.superuser_url.replace("+psycopg", "", 1)) as connection:
        agency = world.viewers[READER].agency_id
        copies = connection.execute("SELECT id, agency_id FROM minutes_issue").fetchall()
        mine = next(issue for issue, of in copies if of == agency)
    pdf = world.path(READER, f"minutes/{mine}/pdf?reason=own-file")
    first, size = _timed(world, port, READER, "GET", pdf)
    again = [_timed(world, port, READER, "GET", pdf)[0] for _ in range(AGAIN)]
    return Minuted(len(copies), issued, first, median(again), size)


def _timed(world: World, port: int, name: str, method: str, path: str) -> tuple[float, int]:
    """Seconds until the whole answer is there, and its size in bytes. Raises RuntimeError when it is refused."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    cookie = f"{cookie_name(world.settings)}={world.tokens[name]}"
    began = time.perf_counter()
    connection.request(method, path, headers={"cookie": cookie, "sec-fetch-site": "same-origin"})
    answer = connection.getresponse()
    size = len(answer.read())
    connection.close()
    if answer.status not in (200, 303):
        raise RuntimeError(f"{path} was answered with {answer.status}")
    return time.perf_counter() - began, size
