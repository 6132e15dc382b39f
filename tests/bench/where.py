"""Where the time of one request goes, in this process and without a profiler's weight."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import psycopg
from sqlalchemy import event
from starlette.testclient import TestClient

import marac.store.scope
import marac.store.sealing
import marac.web.endpoint
from marac.app import create_app
from marac.store.scope import ViewerSession, see_only_what_is_visible
from marac.store.work import Work
from marac.web.viewer import cookie_name
from tests.bench.world import World

REQUESTS = 20
REST = "SQLAlchemy, policy and the handler"


class Shares:
    """Time by what it was spent on; what is measured inside something else counts for itself alone."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)
        self._inner: list[float] = []

    def timed(self, what: str, do: Callable[..., Any]) -> Callable[..., Any]:
        def doing(*given: Any, **named: Any) -> Any:
            self._inner.append(0.0)
            began = time.perf_counter()
            try:
                return do(*given, **named)
            finally:
                took = time.perf_counter() - began
                self.spent[what] += took - self._inner.pop()
                if self._inner:
                    self._inner[-1] += took

        return doing


def shares(world: World, name: str, path: str) -> dict[str, float]:
    """Milliseconds of one request by what they are spent on, the most first."""
    app = create_app(world.settings)
    client = TestClient(app, base_url=world.settings.base_url)
    client.cookies.set(cookie_name(world.settings), world.tokens[name])
    for _ in range(REQUESTS):
        client.get(path)
    found = Shares()
    with _patched(found):
        for _ in range(REQUESTS):
            client.get(path)
    app.state.house.store.engine.dispose()
    spent = {what: seconds / REQUESTS * 1000 for what, seconds in found.spent.items()}
    return dict(sorted(spent.items(), key=lambda pair: -pair[1]))


@contextmanager
def _patched(found: Shares) -> Iterator[None]:
    places: list[tuple[Any, str, str]] = [
        (marac.web.endpoint.Door, "_answer", REST),
        (marac.web.endpoint, "who", "who is asking"),
        (marac.web.endpoint, "draw", "template"),
        (marac.store.sealing, "unseal", "opening sealed fields"),
        (Work, "log_openings", "record of what was read"),
        (psycopg.Cursor, "execute", "PostgreSQL, row-level security in it"),
        (psycopg.Connection, "commit", "commit, the record on disk"),
    ]
    scoped = found.timed("scoping clauses", see_only_what_is_visible)
    event.remove(ViewerSession, "do_orm_execute", see_only_what_is_visible)
    event.listen(ViewerSession, "do_orm_execute", scoped)
    try:
        with ExitStack() as stack:
            for owner, name, what in places:
                stack.enter_context(patch.object(owner, name, _method(found.timed(what, getattr(owner, name)))))
            yield
    finally:
        event.remove(ViewerSession, "do_orm_execute", scoped)
        event.listen(ViewerSession, "do_orm_execute", see_only_what_is_visible)


def _method(do: Callable[..., Any]) -> Any:
    return lambda *given, **named: do(*given, **named)
