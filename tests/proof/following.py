"""Event streams in random worlds: refused like what is not there, and for whoever is let in three messages and no word.

Whether somebody is told that a case moved is compared with the judge of the pages.
"""

import asyncio
import math
import random
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

from marac import clock
from marac.vocabulary import Role
from marac.web import live
from marac.web.nudges import Nudge
from tests.proof.asking import Address, Answer
from tests.proof.audience import Judge
from tests.proof.house import MOMENT, Proving, proving
from tests.proof.people import Eyes
from tests.proof.world import World

STREAMS = {"live.stream": "live", "observe.stream": "observe"}  # each beside its page
SAID = re.compile(r": open\n\n(data: 1\n\n|event: beat\ndata: 0\n\n)*")


@dataclass
class Following:
    """Everybody of one world at every stream; what went wrong, and how often somebody was let in, told or not."""

    proving: Proving
    world: World
    wrong: list[str] = field(default_factory=list)
    let_in: int = 0
    told: int = 0

    def go(self) -> "Following":
        judge, dice = Judge(self.world), random.Random(self.world.number)
        for eyes in self.world.people.eyes:
            for stream, page in STREAMS.items():
                self._one(judge, eyes, stream, page, dice.choice(self.world.cases))
        return self

    def _one(self, judge: Judge, eyes: Eyes, stream: str, page: str, case: Any) -> None:
        meeting = self.world.meeting.id
        nudge = Nudge(self.world.here["marac_id"], case.id, at=math.inf)
        answer, absent = self._heard(eyes, stream, meeting, nudge), self._heard(eyes, stream, uuid4(), nudge)
        shown = self.proving.ask([(eyes, _at(page, meeting))])[0]
        who = f"world {self.world.number}: {eyes.name} at {stream}"
        if answer.status != shown.status:
            self.wrong.append(f"{who}: {answer.status}, and the page {shown.status}")
        elif answer.status == 200:
            self._let_in(who, answer, *_knows(judge, eyes, case))
        elif answer.status == 404 and answer != absent:
            self.wrong.append(f"{who}: another answer than for a meeting that is not there")
        if absent.status == 200 or answer.marks:
            self.wrong.append(f"{who}: what nobody may follow")

    def _let_in(self, who: str, answer: Answer, may: bool, must: bool) -> None:
        self.let_in += 1
        said = answer.body.decode()
        self.told += "data: 1" in said
        if not SAID.fullmatch(said):
            self.wrong.append(f"{who}: {said[:200]!r}")
        if "data: 1" in said and not may:
            self.wrong.append(f"{who}: told of a case that they do not see")
        if must and "data: 1" not in said:
            self.wrong.append(f"{who}: not told of a case that they see")

    def _heard(self, eyes: Eyes, stream: str, meeting: UUID, nudge: Nudge) -> Answer:
        """Until the first message after the opening, with a nudge that came before it."""
        asker, sent = self.proving.asker, list[Any]()
        asker.asked = 0
        asker.app.state.nudges._recent.clear()
        asker.app.state.nudges._recent.append(nudge)

        async def ask() -> None:
            heard = asyncio.Event()
            scope = asker._scope(eyes, _at(stream, meeting), 0)
            await asker.app(scope, _leaving(heard), _hearing(sent, heard))

        with clock.at(MOMENT), asker.counting(), patch.object(live, "BEAT", 0.02):
            asyncio.run(ask())
        start = next(message for message in sent if message["type"] == "http.response.start")
        headers = tuple((name.decode(), value.decode("latin-1")) for name, value in start["headers"])
        body = b"".join(message.get("body", b"") for message in sent)
        return Answer(start["status"], headers, body, "")


def _knows(judge: Judge, eyes: Eyes, case: Any) -> tuple[bool, bool]:
    """Whether they may know of a case, be it by its code in a notice alone; and whether they see the case itself."""
    may = judge.may(eyes, case, "code")
    return may, may and (judge.over(eyes) or eyes.hat is Role.OBSERVER or bool(judge.held(eyes, case.id)))


def _at(name: str, meeting: UUID) -> Address:
    return Address(name, (("meeting_id", meeting),))


def _leaving(heard: asyncio.Event) -> Callable[[], Awaitable[dict[str, Any]]]:
    waiting = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> dict[str, Any]:
        if waiting:
            return waiting.pop()
        await heard.wait()
        return {"type": "http.disconnect"}

    return receive


def _hearing(sent: list[Any], heard: asyncio.Event) -> Callable[[Any], Awaitable[None]]:
    async def send(message: Any) -> None:
        sent.append(message)
        if b"data: " in message.get("body", b""):
            heard.set()

    return send


def run(worlds: int, seed: int = 0) -> str:
    """In so many worlds. Raises AssertionError naming who was told, or shown, what is not for them."""
    wrong: list[str] = []
    let_in = told = 0
    with proving() as one:
        for number in range(seed, seed + worlds):
            done = Following(one, one.world(number)).go()
            wrong, let_in, told = wrong + done.wrong, let_in + done.let_in, told + done.told
    assert not wrong, "\n".join(wrong[:40])
    return f"{worlds} worlds, {let_in} streams, {told} told that a case moved, {let_in - told} not told; nobody else"
