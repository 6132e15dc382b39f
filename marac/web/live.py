"""Live nudges: each process listens once and tells open screens to look again; no case data ever travels here."""

import asyncio
import logging
import signal
import threading
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from types import FrameType

from psycopg import AsyncConnection, Error
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from marac import clock
from marac.store.work import Store
from marac.vocabulary import NotFound, Refused, Viewer
from marac.web.house import house_of
from marac.web.nudges import Nudge, concerned
from marac.web.viewer import SignedIn, token_of, who_each

BEAT = 10.0  # seconds between heartbeats
CHECK = 1.5  # seconds between checks of every sign-in that watches: what lapses by the clock ends within two
AGAIN = 2.0  # seconds before listening again when the database went away
REMEMBERED = 512  # nudges kept for screens whose stream opens after their page was drawn
LOOK = "data: {}\n\n"
ALIVE = "event: beat\ndata: 0\n\n"
OVER = "event: end\ndata: 0\n\n"
log = logging.getLogger("marac")


@dataclass(eq=False)
class Watcher:
    """One open screen: who looks through it, and what waits to be told. Never more than one of each waits."""

    viewer: Viewer
    token: str
    slug: str
    since: float
    sent: int = 0
    look: bool = False
    over: bool = False
    lost: bool = False
    awake: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self) -> None:
        self.look = True
        self.awake.set()

    def end(self, lost: bool = False) -> None:
        """Their sign-in is over; or it could not be asked whether it is, and then the screen comes again."""
        self.over, self.lost = not lost, lost
        self.awake.set()

    def take(self) -> bool:
        taken, self.look = self.look, False
        self.awake.clear()
        return taken

    def may_stay(self, signed_in: SignedIn | None) -> bool:
        """Whether the sign-in holds, and with it the same appointment and every condition of access."""
        if signed_in is None:
            return False
        try:
            return signed_in.viewer(self.slug, self.viewer.hat) == self.viewer
        except (NotFound, Refused):
            return False


class Nudges:
    """The nudges of one process: from PostgreSQL's NOTIFY to every screen that they concern."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.watchers: set[Watcher] = set()
        self.closed = False
        self.listening = threading.Event()
        self._recent: deque[Nudge] = deque(maxlen=REMEMBERED)
        self._waiting: list[Nudge] = []

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Listen and hand out until left; then every stream ends."""
        self.closed = False
        self._arrived = asyncio.Event()
        with self._closing_on_signals():
            tasks = [asyncio.create_task(work()) for work in (self._listen, self._hand_out, self._check_now_and_then)]
            try:
                yield
            finally:
                self.close()
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    def close(self) -> None:
        """End every stream, so that the server can stop at once."""
        self.closed = True
        for watcher in self.watchers:
            watcher.awake.set()

    async def events(self, watcher: Watcher) -> AsyncIterator[str]:
        """What one screen is sent, until it goes, its sign-in ends, or the server stops."""
        self.watchers.add(watcher)
        try:
            yield ": open\n\n"
            missed = [nudge for nudge in self._recent if nudge.at > watcher.since]
            if await run_in_threadpool(concerned, self.store, [watcher.viewer], missed):
                watcher.tell()
            await self._check([watcher])
            while not self.closed:
                with suppress(TimeoutError):
                    await asyncio.wait_for(watcher.awake.wait(), BEAT)
                if watcher.lost:
                    return
                if watcher.over:
                    yield OVER
                    return
                look = watcher.take()
                watcher.sent += look
                yield LOOK.format(watcher.sent) if look else ALIVE
        except SQLAlchemyError:
            return  # the database is away: the screen asks again, and is checked again
        finally:
            self.watchers.discard(watcher)

    # Listening ----------------------------------------------------------

    async def _listen(self) -> None:
        address = self.store.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        while True:
            try:
                async with await AsyncConnection.connect(address, autocommit=True) as connection:
                    await connection.execute("LISTEN marac")
                    self.listening.set()
                    for watcher in self.watchers:
                        watcher.tell()
                    async for heard in connection.notifies():
                        self._hear(heard.payload)
            except Error as lost:
                log.warning("live nudges: the database went away (%s)", type(lost).__name__)
            await asyncio.sleep(AGAIN)

    def _hear(self, payload: str) -> None:
        if nudge := Nudge.read(payload):
            self._recent.append(nudge)
            self._waiting.append(nudge)
            self._arrived.set()

    async def _hand_out(self) -> None:
        """All that waits in one round; what arrives meanwhile goes into the next."""
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            nudges, self._waiting = self._waiting, []
            watchers = list(self.watchers)
            try:
                told = await run_in_threadpool(concerned, self.store, [each.viewer for each in watchers], nudges)
            except SQLAlchemyError:
                continue  # the database went away: everybody looks again once it is back
            members = {nudge.member for nudge in nudges}
            if theirs := [each for each in watchers if each.viewer.member_id in members]:
                await self._check(theirs)
            for watcher in watchers:
                if watcher.viewer in told:
                    watcher.tell()

    async def _check_now_and_then(self) -> None:
        while True:
            await asyncio.sleep(CHECK)
            if self.watchers:
                await self._check(list(self.watchers))

    async def _check(self, watchers: list[Watcher]) -> None:
        """One question for all of them; nobody watches on who could not be asked about."""
        try:
            held = await run_in_threadpool(who_each, self.store.engine, {each.token for each in watchers})
        except Exception as why:
            log.warning("live nudges: sign-ins cannot be checked (%s)", type(why).__name__)
            for watcher in watchers:
                watcher.end(lost=True)
            return
        for watcher in watchers:
            if not watcher.may_stay(held.get(watcher.token)):
                watcher.end()

    @contextmanager
    def _closing_on_signals(self) -> Iterator[None]:
        """A server that is told to stop waits for open streams: so they end first."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        loop = asyncio.get_running_loop()
        before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

        def stop(number: int, frame: FrameType | None) -> None:
            loop.call_soon_threadsafe(self.close)
            then = before[signal.Signals(number)]
            if callable(then):
                then(number, frame)

        mine = [number for number, then in before.items() if callable(then)]
        for number in mine:
            signal.signal(number, stop)
        try:
            yield
        finally:
            for number in mine:
                signal.signal(number, before[number])


def follow(request: Request, viewer: Viewer) -> Response:
    """The event stream for somebody whom the handler has let in; `since`: when their page was drawn, in seconds."""
    given = request.query_params.get("since", "")
    since = float(given) if given.replace(".", "", 1).isdigit() else clock.now().timestamp()
    nudges: Nudges = request.app.state.nudges
    watcher = Watcher(viewer, token_of(request, house_of(request).settings), request.path_params["marac"], since)
    body = nudges.events(watcher) if request.method == "GET" else iter(())
    return StreamingResponse(body, media_type="text/event-stream", headers={"x-accel-buffering": "no"})
