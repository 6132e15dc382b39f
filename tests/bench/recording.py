"""What one page asks of the database and shows, taken from the real request, for a bare program to do the same."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch
from uuid import UUID

from sqlalchemy import Engine, create_engine, event
from starlette.testclient import TestClient

import marac.web.endpoint
from marac.app import create_app
from marac.store.scope import Record, ViewerSession, look_as, see_only_what_is_visible
from marac.vocabulary import Verdict, Viewer
from marac.web.page import Drawn, draw, url_maker
from marac.web.viewer import cookie_name
from tests.bench.world import World

PLAIN = (str, bytes, int, float, date, UUID, Enum, Verdict, type(None))
OUR_OWN = ("set_config", "scope.who", "case_key")  # what the limit does without
Statement = tuple[str, Any]


@dataclass
class Recorded:
    """A page as it was answered, and all that a program without any care needs to answer it again."""

    template: str
    context: dict[str, Any]
    html: str
    statements: list[Statement]
    wider: int  # statements that show the tables' owner more rows than the viewer, and could not be narrowed


def record(world: World, name: str, path: str) -> Recorded:
    """Ask for the page as somebody; then once more without scoping, for its statements alone."""
    app = create_app(world.settings)
    engine: Engine = app.state.house.store.engine
    client = TestClient(app, base_url=world.settings.base_url)
    client.cookies.set(cookie_name(world.settings), world.tokens[name])
    client.get(path)
    kept: dict[str, Any] = {}

    def draw_and_keep(request: Any, drawn: Drawn, signed_in: Any) -> str:
        html = draw(request, drawn, signed_in)
        url = _Remembering(url_maker(request))
        context = {item.name: getattr(drawn.page, item.name) for item in fields(drawn.page)}
        context |= {"frame": marac.web.page.frame(request, signed_in), "url": url}
        kept.update(template=drawn.page.template, html=html, context={key: frozen(v) for key, v in context.items()})
        return html

    with patch.object(marac.web.endpoint, "draw", draw_and_keep), _unscoped(), _heard(engine) as statements:
        answer = client.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    engine.dispose()
    narrowed = [_narrowed(world, world.viewers[name], *statement) for statement in statements]
    return Recorded(**kept, statements=[n[0] for n in narrowed], wider=sum(n[1] for n in narrowed))


class _Remembering:
    """Addresses, worked out once."""

    def __init__(self, make: Callable[..., str]) -> None:
        self.make = make
        self.made: dict[Any, str] = {}

    def __call__(self, name: str, /, query: dict[str, str] | None = None, **params: Any) -> str:
        key = (name, tuple((query or {}).items()), tuple(params.items()))
        if key not in self.made:
            self.made[key] = self.make(name, query, **params)
        return self.made[key]


def frozen(value: Any) -> Any:
    """The same with every row turned into plain values, opened."""
    if isinstance(value, Record):
        names = [*type(value).model_fields, *type(value).SEALED]
        names += [name for name in dir(type(value)) if isinstance(getattr(type(value), name), property)]
        return SimpleNamespace(**{name: frozen(getattr(value, name)) for name in names if name[:1] != "_"})
    if isinstance(value, PLAIN) or callable(value):
        return value
    if isinstance(value, dict):
        return {frozen(key): frozen(each) for key, each in value.items()}
    if is_dataclass(value):
        copy = object.__new__(type(value))
        for item in fields(value):
            object.__setattr__(copy, item.name, frozen(getattr(value, item.name)))
        return copy
    return type(value)(frozen(each) for each in value)


@contextmanager
def _unscoped() -> Iterator[None]:
    event.remove(ViewerSession, "do_orm_execute", see_only_what_is_visible)
    try:
        yield
    finally:
        event.listen(ViewerSession, "do_orm_execute", see_only_what_is_visible)


@contextmanager
def _heard(engine: Engine) -> Iterator[list[Statement]]:
    """Every SELECT sent meanwhile that a program without sign-in, scoping, sealing and audit would send too."""
    found: list[Statement] = []

    def hear(_: Any, __: Any, statement: str, parameters: Any, ___: Any, ____: Any) -> None:
        if statement.startswith("SELECT") and not any(own in statement for own in OUR_OWN):
            found.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", hear)
    yield found
    event.remove(engine, "before_cursor_execute", hear)


def _narrowed(world: World, viewer: Viewer, statement: str, parameters: Any) -> tuple[Statement, bool]:
    """Where the owner of the tables would be shown more rows than the viewer: the viewer's rows, by id."""
    seen = _rows(world.settings.database_url, statement, parameters, viewer)
    everything = _rows(world.superuser_url, statement, parameters)
    if len(seen) == len(everything):
        return (statement, parameters), False
    if not seen or "id" not in seen[0]:
        return (statement, parameters), True
    ids = {"the_ids": [row["id"] for row in seen], **dict(parameters or {})}
    return (f"SELECT * FROM ({statement}) AS seen WHERE seen.id = ANY(%(the_ids)s)", ids), False


def _rows(address: str, statement: str, parameters: Any, viewer: Viewer | None = None) -> list[dict[str, Any]]:
    engine = create_engine(address)
    with engine.begin() as connection:
        if viewer is not None:
            look_as(connection, viewer)
        rows = [dict(row) for row in connection.exec_driver_sql(statement, parameters).mappings()]
    engine.dispose()
    return rows
