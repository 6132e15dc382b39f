"""The programs that are compared, each served by uvicorn in a process of its own on this machine only."""

import multiprocessing
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from marac.app import create_app
from marac.commands.listen import take
from marac.settings import Settings
from marac.web.page import environment
from tests.bench.recording import Recorded, record
from tests.bench.world import World

PATIENCE = 60  # seconds until a program answers
Asked = tuple[str, str]  # who asks, and for which path


@contextmanager
def ours(world: World) -> Iterator[int]:
    """The platform as it is run; its port."""
    with _process(_serve_ours, world.settings) as (port, _):
        yield port


@contextmanager
def limit(world: World, asked: Sequence[Asked]) -> Iterator[tuple[int, list[tuple[int, int, int]]]]:
    """The same pages at /0, /1, ... without any care, and /constant; its port, and what was recorded of each page."""
    with _process(_serve_limit, world, asked) as (port, told):
        yield port, told


@contextmanager
def _process(serve: Any, *given: Any) -> Iterator[tuple[int, Any]]:
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe(duplex=False)
    with take(0) as listener:
        process = spawn.Process(target=serve, args=(listener, there, *given), daemon=True)
        process.start()
        try:
            assert here.poll(PATIENCE), "a program that is compared does not start"
            yield listener.getsockname()[1], here.recv()
        finally:
            process.terminate()
            process.join(PATIENCE)


def _serve_ours(listener: socket.socket, told: Any, settings: Settings) -> None:
    told.send(None)
    _serve(create_app(settings), listener)


def _serve_limit(listener: socket.socket, told: Any, world: World, asked: Sequence[Asked]) -> None:
    recorded = [record(world, name, path) for name, path in asked]
    told.send([(len(page.statements), len(page.html), page.wider) for page in recorded])
    _serve(bare(world.superuser_url, recorded), listener)


def _serve(app: Starlette, listener: socket.socket) -> None:
    config = uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=1)
    uvicorn.Server(config).run(sockets=[listener])


def bare(superuser_url: str, recorded: Sequence[Recorded]) -> Starlette:
    """The limit: psycopg sends the statements, Jinja draws the template, nobody is asked who they are."""
    mine = threading.local()

    def connection() -> psycopg.Connection[Any]:
        if not hasattr(mine, "connection"):
            mine.connection = psycopg.connect(superuser_url.replace("+psycopg", "", 1), autocommit=True)
        return mine.connection  # type: ignore[no-any-return]

    def showing(page: Recorded) -> Any:
        def show(request: Request) -> Response:
            cursor = connection().cursor()
            for statement, parameters in page.statements:
                cursor.execute(statement, parameters).fetchall()
            return HTMLResponse(environment().get_template(page.template).render(page.context))

        return show

    async def constant(request: Request) -> Response:
        return PlainTextResponse("always the same")

    routes: list[BaseRoute] = [Route(f"/{number}", showing(page)) for number, page in enumerate(recorded)]
    return Starlette(routes=[*routes, Route("/constant", constant)])
