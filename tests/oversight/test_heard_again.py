"""Who heard what, worked out from attendance, is what the rules say when asked again for each of those there."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from uuid import UUID

import pytest
from sqlmodel import select

from agencies.models import Line
from agencies.operations.lines import decide, mark_said, record_line
from agenda.models import CaseAttendance, Hearing, Meeting
from agenda.operations.attendance import step_out
from agenda.operations.conflicts import declare_conflict
from agenda.operations.hearings import close_hearing
from marac import clock
from marac.cases.models import Case
from marac.store.work import open_work
from marac.verbs import Verb
from marac.vocabulary import Sharing
from tests.agenda.sitting import call_case, events, finish, hearing_of, sit
from tests.cast import Cast
from tests.conftest import ClientOf

OWNERS = ("police_rep", "council_rep", "idva")
HERE = (*OWNERS, "programme_worker", "landlord_rep")
SHARINGS = (Sharing.SEATED, Sharing.NAMED, Sharing.SAY_ONLY, Sharing.PRIVATE)
Pairs = set[tuple[UUID, UUID]]  # line, member


def told(cast: Cast, reason: str) -> Pairs:
    return {
        (UUID(item["id"]), UUID(one["member"]))
        for event in events(cast, Verb.LINE_HEARD, "HERON")
        if event.reason == reason
        for item in event.items
        if item["t"] == "line"
        for one in event.recipients
        if "member" in one
    }


class Room:
    """HERON is being heard, a minute a step; what is said, by whom, and who is there, is kept apart from the record."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.at = clock.now()
        self.meeting = sit(cast, *HERE, cases=("HERON",))
        call_case(cast, "HERON")
        self.hearing = hearing_of(cast, "HERON")
        self.said: dict[UUID, tuple[str, set[str]]] = {}  # line: its owner, and who was in the room
        self.here = set(HERE)
        self.left: dict[str, Pairs] = {}

    def step(self, do: Callable[[], object]) -> object:
        self.at += timedelta(minutes=1)
        with clock.at(self.at):
            return do()

    def line(self, owner: str, sharing: Sharing, named: list[UUID]) -> UUID:
        def record() -> UUID:
            with open_work(self.cast.store, self.cast[owner]) as work:
                made = record_line(work, work.find(Case, self.cast.cases["HERON"]), "Words.")
                if sharing is not Sharing.PRIVATE:
                    more = {"bears_on": "victim"} if sharing is Sharing.SAY_ONLY else {}
                    decide(work, made, sharing, named=named, **more)  # type: ignore[arg-type]
                return made.id

        return self.step(record)  # type: ignore[return-value]

    def say(self, owner: str, line: UUID) -> None:
        def mark() -> None:
            with open_work(self.cast.store, self.cast[owner]) as work:
                mark_said(work, work.find(Line, line), self.hearing)

        self.step(mark)
        self.said[line] = (owner, set(self.here))

    def leave(self, name: str, conflicted: bool) -> None:
        self.left[name] = self.step(lambda: self.readable(name))  # type: ignore[assignment]

        def go() -> None:
            with open_work(self.cast.store, self.cast["chair"]) as work:
                if conflicted:
                    declare_conflict(work, work.find(Hearing, self.hearing), self.cast.members[name])
                else:
                    step_out(work, work.find(Meeting, self.meeting), self.cast.members[name])

        self.step(go)
        self.here.remove(name)

    def readable(self, name: str) -> Pairs:
        """Lines of others that somebody can read at this moment, in a session of their own."""
        viewer = self.cast[name]
        with open_work(self.cast.store, viewer) as work:
            lines = work.all(select(Line))
        return {(line.id, viewer.member_id) for line in lines if line.agency_id != viewer.agency_id}

    def close(self) -> None:
        finish(self.cast, "HERON")
        for name in self.here:
            self.left[name] = self.step(lambda name=name: self.readable(name))  # type: ignore[misc, assignment]

        def end() -> None:
            with open_work(self.cast.store, self.cast["chair"]) as work:
                close_hearing(work, work.find(Hearing, self.hearing))

        self.step(end)


@pytest.mark.parametrize("seed", range(2))
def test_recipients_are_the_projection_replayed_over_the_attendance(cast: Cast, seed: int) -> None:
    chance, room = Random(seed), Room(cast)
    seated = [cast.agencies[name] for name in ("police", "council", "new_era")]
    for turn in range(8):
        owner = chance.choice([name for name in OWNERS if name in room.here])
        sharing = chance.choice(SHARINGS) if turn > 1 else Sharing.SEATED
        others = [agency for agency in seated if agency != cast[owner].agency_id]
        line = room.line(owner, sharing, chance.sample(others, 1) if sharing is Sharing.NAMED else [])
        if turn == 1 or (turn > 1 and chance.random() < 0.5):
            room.say(owner, line)
        if turn in (3, 6):
            room.leave(chance.choice(sorted(room.here - {"police_rep"})), conflicted=chance.random() < 0.5)
    room.close()
    members, agencies = cast.members, {name: cast[name].agency_id for name in HERE}
    heard = {
        (line, members[name])
        for line, (owner, there) in room.said.items()
        for name in there
        if agencies[name] != agencies[owner]
    }
    available = {pair for pairs in room.left.values() for pair in pairs if pair[0] not in room.said}
    assert told(cast, "said") == heard
    assert told(cast, "available") == available
    assert heard and available
    with open_work(cast.store, cast["chair"]) as work:
        assert len(work.all(select(CaseAttendance))) == len(HERE)


def test_the_ledger_tells_heard_from_available(cast: Cast, client_of: ClientOf) -> None:
    room = Room(cast)
    said, shared = (room.line("police_rep", Sharing.SEATED, []) for _ in range(2))
    room.say("police_rep", said)
    room.close()
    base = f"/m/{cast.slug}/auditor/ledger"
    with clock.at(room.at + timedelta(minutes=1)):
        pages = {line: client_of("auditor").get(f"{base}/{line}").text for line in (said, shared)}
    assert "was heard" in pages[said] and "It was marked as said while they were present." in pages[said]
    assert "was available while present" in pages[shared] and "Nobody marked it as said." in pages[shared]
    assert "was heard" not in pages[shared]
