"""The roof: the rooms' routes, middleware, error pages, and what one process shares."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext

from sqlalchemy import create_engine, text
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route

import actions.routes
import agencies.routes
import agencies.routes.public
import agenda.routes
import marac.cases.routes
import marac.oversight.routes
from agencies.demo_idp.routes import CALLED_BY_SERVERS
from agencies.operations.lapsing import keep
from agencies.pages.back_channel import POSTED_BY_PROVIDERS
from agencies.signin.metadata import Discovery
from agencies.signin.wire import Wire
from agenda.statement import CURRENT
from marac.settings import Settings
from marac.store.home import CannotStart
from marac.store.posting import Post
from marac.store.sequencing import kept_in_order
from marac.store.signing import Signer
from marac.store.unlocking import open_keyring
from marac.store.work import PLANNED_ONCE, Store, Work
from marac.vocabulary import Hat
from marac.web.about import about_routes
from marac.web.assets import Assets
from marac.web.endpoint import Answer, page, redirect
from marac.web.faults import HANDLERS
from marac.web.headers import Guard
from marac.web.house import House, house_of
from marac.web.live import Nudges
from marac.web.page import is_there, url_maker
from marac.web.pdf import warm_up
from marac.web.rates import Rates

_AGENCY = (
    ("My agency's work", "work"),
    ("Meetings", "meetings"),
    ("Cases", "cases"),
    ("Refer", "referrals"),
    ("Actions", "actions"),
    ("Minutes", "minutes"),
)
NAVIGATION = {
    Hat.CHAIR: (
        ("Meetings", "meetings"),
        ("Cases", "cases"),
        ("Actions", "actions"),
        ("Minutes", "minutes"),
        ("Walls", "walls.waiting"),
        ("Auditors' openings", "openings"),
    ),
    Hat.COORDINATOR: (
        ("Inbox", "inbox"),
        ("Meetings", "meetings"),
        ("Cases", "cases"),
        ("Actions", "actions"),
        ("Minutes", "minutes"),
        ("Walls", "walls.waiting"),
        ("Refer by telephone", "referrals"),
        ("Members", "register"),
    ),
    Hat.REPRESENTATIVE: (*_AGENCY, ("Auditors' questions", "questions")),
    Hat.ADVOCATE: (*_AGENCY, ("Auditors' questions", "questions")),
    Hat.CONTRIBUTOR: (("My agency's work", "work"), ("Cases", "cases"), ("Refer", "referrals"), ("Actions", "actions")),
    Hat.AUDITOR: (
        ("Sharing ledger", "ledger"),
        ("Samples", "samples"),
        ("Questions", "questions"),
        ("Alerts", "alerts"),
        ("Openings", "openings"),
        ("Checkpoints", "checkpoints"),
        ("Agreements", "agreements"),
        ("Meetings", "meetings"),
        ("Holds", "holds"),
    ),
    Hat.OBSERVER: (("Meetings", "meetings"),),
    Hat.CALDICOTT_GUARDIAN: (("Your agency's lines", "guarded"), ("Agreements", "agreements")),
    Hat.DATA_PROTECTION_OFFICER: (
        ("Sharing ledger", "ledger"),
        ("Questions", "questions"),
        ("Alerts", "alerts"),
        ("Auditors' openings", "openings"),
        ("Emergency openings", "emergencies"),
        ("Checkpoints", "checkpoints"),
        ("Agreements", "agreements"),
        ("Holds", "holds"),
    ),
    Hat.ADMINISTRATOR: (
        ("Members and agencies", "register"),
        ("Waiting for a second person", "appointments.waiting"),
        ("Agreements", "agreements"),
        ("Conditions of access", "conditions"),
    ),
    Hat.AGENCY_ADMINISTRATOR: (("My agency", "register"), ("Agreements", "agreements")),
    Hat.SIGNATORY: (
        ("Agreements", "agreements"),
        ("Waiting for a second person", "appointments.waiting"),
    ),
}


def show_home(request: Request, work: Work) -> Answer:
    """The first page of a hat (product.md 2); hats whose rooms are still to come see who they are."""
    there = (name for _, name in NAVIGATION.get(work.viewer.hat, ()) if is_there(url_maker(request), name))
    return redirect(request, next(there, "welcome"))


async def show_health(request: Request) -> Response:
    """200 only when the database answers."""

    def ask() -> None:
        with house_of(request).store.engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    try:
        await run_in_threadpool(ask)
    except Exception:
        return PlainTextResponse("The database does not answer.", 503)
    return PlainTextResponse("ok")


def room_routes() -> list[BaseRoute]:
    """Everything under /m/{marac}/{hat}: one appointment, in the path (house.md 4.14, 1)."""
    rooms = [marac.cases.routes, agencies.routes, actions.routes, agenda.routes, marac.oversight.routes]
    return [Route("/", page(show_home), name="home"), *(route for room in rooms for route in room.routes)]


def create_app(settings: Settings, store: Store | None = None) -> Starlette:
    """The application of one process. Raises when the master key is missing."""
    kept = store or open_store(settings)
    nudges = Nudges(kept)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        threading.Thread(target=warm_up, daemon=True).start()
        keeper = asyncio.create_task(keep(kept))
        with _record_in_order(settings, kept):
            async with nudges.running():
                yield
        keeper.cancel()
        kept.engine.dispose()

    exempt = POSTED_BY_PROVIDERS + (CALLED_BY_SERVERS if settings.demo_sign_in else ())
    app = Starlette(
        routes=[
            Route("/healthz", show_health, name="healthz"),
            Mount("/static", Assets(), name="static"),
            *agencies.routes.public.routes,
            *about_routes(CURRENT.version, CURRENT.paragraphs),
            *agencies.routes.public.demo_routes(settings, kept),
            Mount("/m/{marac}/{hat}", routes=room_routes()),
        ],
        middleware=[Middleware(Guard, origin=settings.base_url, exempt=exempt)],
        exception_handlers=HANDLERS,
        lifespan=lifespan,
    )
    app.state.house = House(settings, kept, NAVIGATION)
    app.state.nudges = nudges
    app.state.rates = Rates()
    app.state.discovery = Discovery(Wire(loopback_http=settings.demo_sign_in))
    return app


def _record_in_order(settings: Settings, store: Store) -> AbstractContextManager[None]:
    """Without a key, as in tests, the record waits; `marac serve` and `marac run` do not start without one."""
    if not settings.signing_key_file.is_file():
        logging.getLogger("marac").warning("record: there is no signing key, so it is neither put in order nor signed")
        return nullcontext()
    post = Post(settings.smtp_url, settings.mail_from)
    return kept_in_order(store.engine, Signer.read(settings.signing_key_file), post)


def open_store(settings: Settings) -> Store:
    """The database and the keyring that the settings name. Raises CannotStart where they do not belong together."""
    engine = create_engine(
        settings.database_url,
        pool_size=settings.threads,
        max_overflow=settings.threads,
        connect_args=PLANNED_ONCE,
        hide_parameters=True,  # a traceback would quote what people typed
    )
    try:
        return Store(engine, open_keyring(settings, engine))
    except CannotStart:
        engine.dispose()
        raise
