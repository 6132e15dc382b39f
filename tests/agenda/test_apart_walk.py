"""A meeting with a case that some of those in it must not know of, read as they read it (S17, S19).

TEAL is kept from a representative, from the chair and from an officer. It is heard last, when they have left; health
takes part in it alone.
"""

import csv
import re
from datetime import timedelta
from io import BytesIO, StringIO
from uuid import UUID, uuid4

import pytest
from pypdf import PdfReader
from sqlalchemy import Engine
from sqlmodel import select

from agenda.minutes.issuing import issue
from agenda.models import Hearing, Meeting, MinutesIssue, MinutesPart
from agenda.operations import minutes
from agenda.operations.acting import Acting
from agenda.operations.attendance import accept_statement
from agenda.operations.hearings import answer, call, close_hearing, close_meeting, open_meeting
from agenda.operations.listing import list_case
from agenda.operations.notes import write_note
from agenda.operations.publishing import publish
from marac import clock
from marac.cases.models import Case
from marac.cases.operations.seats import give_seat, raise_wall
from marac.store.work import open_work
from marac.vocabulary import Refused, SeatKind
from tests.agenda.acting import appointed
from tests.agenda.planning import a_meeting, confirmed, listed
from tests.agenda.screens import Table, text_of
from tests.cast import Cast, open_case
from tests.conftest import ClientOf

OUTSIDE = ("outsider", "chair")
CODES = ("HERON", "ALDER")
REASONS = dict.fromkeys(("no_voice_reason", "no_perpetrator_action_reason", "not_told_reason"), "Not yet spoken to.")
# "3 cases"; how many a list may hold at most is another number.
COUNTED = re.compile(r"(?<!of )\b(\d+) cases?\b")


class Walk:
    """`at`: the moment of the phase, which every page of it is asked at."""

    def __init__(self, cast: Cast, client_of: ClientOf) -> None:
        self.cast, self.at = cast, clock.now() + timedelta(minutes=1)
        self.meeting = a_meeting(cast, clock.now() + timedelta(minutes=2))
        self.table = Table(cast, client_of, self.meeting)
        held = listed(cast, self.meeting, *CODES)
        case_id = open_case(cast, "TEAL")
        with open_work(cast.store, cast["acting_coordinator"]) as work:
            for code in (*CODES, "TEAL"):
                give_seat(work, work.find(Case, cast.cases[code]), cast.agencies["fire"], SeatKind.CASE, "knows them")
            teal = work.find(Case, case_id)
            give_seat(work, teal, cast.agencies["health"], SeatKind.CASE, "knows them")
            for name in (*OUTSIDE, "officer"):
                raise_wall(work, teal, "cousin", member_id=cast.members[name])
            acting = Acting(chair=cast.members["acting_chair"])
            held["TEAL"] = list_case(work, teal, work.find(Meeting, self.meeting), acting=acting).id
        confirmed(cast, *held.values())
        self.held: dict[str, UUID] = held

    def open(self) -> None:
        """Published, opened, and everybody here."""
        with self.as_("acting_coordinator") as work:
            publish(work, work.find(Meeting, self.meeting), times_known=True)
            open_meeting(work, work.find(Meeting, self.meeting))
        for name in ("outsider", "chair", "police_rep", "council_rep", "health_rep"):
            with self.as_(name) as work:
                accept_statement(work, work.find(Meeting, self.meeting))

    def as_(self, name: str):  # type: ignore[no-untyped-def]
        return open_work(self.cast.store, self.cast[name])

    def hear(self, code: str) -> None:
        who = "acting_chair" if code == "TEAL" else "chair"
        with self.as_(who) as work:
            call(work, work.find(Hearing, self.held[code]), None)
        with self.as_("coordinator") as work:
            answer(work, work.find(Hearing, self.held[code]), 1, REASONS)
        with self.as_(who) as work:
            close_hearing(work, work.find(Hearing, self.held[code]))

    def screens(self, name: str, *only: str) -> dict[str, str]:
        """What they read, by address."""
        rests = [*only] or ["meetings", "MEETING", "MEETING/live", "cases", "minutes"]
        if not only:
            rests += ["MEETING/minutes", "MEETING/prepare"] if name == "chair" else ["work"]
        with clock.at(self.at):
            answers = {rest: self.table.get(name, rest) for rest in rests}
        return {rest: text_of(answer) for rest, answer in answers.items() if answer.status_code == 200}


@pytest.fixture
def walk(cast: Cast, client_of: ClientOf, owner: Engine) -> Walk:
    appointed(cast, owner)
    return Walk(cast, client_of)


def tells_nothing(pages: dict[str, str]) -> None:
    for rest, text in pages.items():
        assert "TEAL" not in text, rest
        counts = {int(number) for number in COUNTED.findall(text)}
        assert all(number <= len(CODES) for number in counts), (rest, counts)


def test_nothing_that_they_read_tells_that_a_case_was_heard_between(walk: Walk) -> None:
    walk.open()
    begun = {name: walk.screens(name, "MEETING", "meetings") for name in OUTSIDE}
    for name, shown in begun.items():
        tells_nothing(shown)
        assert shown["MEETING"].index("HERON") < shown["MEETING"].index("ALDER") and "2 cases" in shown["meetings"]
        with walk.as_(name) as work:
            slots = sorted(one.slot_at for one in work.all(select(Hearing)) if one.slot_at)
        assert [later - sooner for sooner, later in zip(slots, slots[1:], strict=False)] == [timedelta(minutes=12)]
    for code in CODES:
        walk.hear(code)
    with walk.as_("chair") as work:
        close_meeting(work, work.find(Meeting, walk.meeting))
    before = {name: walk.screens(name) for name in OUTSIDE}
    with walk.as_("acting_chair") as work:
        call(work, work.find(Hearing, walk.held["TEAL"]), None)
    assert "TEAL" in text_of(walk.table.get("police_rep", "MEETING")), "the others are told"
    assert {name: walk.screens(name) for name in OUTSIDE} == before
    for pages in before.values():
        tells_nothing(pages)
    with walk.as_("chair") as work:
        minutes.approve(work, work.find(Meeting, walk.meeting))
    with walk.as_("coordinator") as work:
        teal = work.find(Hearing, walk.held["TEAL"])
        write_note(work, teal, "after all was approved", client_id=uuid4())
        answer(work, teal, 1, REASONS)
    with pytest.raises(Refused, match="Hear or defer first: TEAL"), walk.as_("acting_chair") as work:
        minutes.take_back(work, work.find(Meeting, walk.meeting))
        minutes.approve(work, work.find(Meeting, walk.meeting))
    with walk.as_("acting_chair") as work:
        close_hearing(work, work.find(Hearing, walk.held["TEAL"]))
    made = issued(walk)
    drafted_for_the_chair(walk, made)
    paper_for_the_representative(walk, made)
    since = f"since=2020-01-01&until={clock.today()}&reason=lawfulness"
    said = walk.table.get("officer", f"ledger/export?{since}").text
    assert "TEAL" not in said and len(list(csv.reader(StringIO(said)))) > 2


def issued(walk: Walk) -> dict[UUID, MinutesIssue]:
    """By agency; what the chair behind the wall approved is not issued before the acting one has approved it too."""
    refused = "TEAL: not approved by a chair who may take it"
    with pytest.raises(Refused, match=refused), walk.as_("coordinator") as work:
        issue(work, work.find(Meeting, walk.meeting))
    assert refused in text_of(walk.table.get("coordinator", "MEETING/minutes"))
    with walk.as_("acting_chair") as work:
        minutes.take_back(work, work.find(Meeting, walk.meeting))
        minutes.approve(work, work.find(Meeting, walk.meeting))
    with walk.as_("coordinator") as work:
        return {one.agency_id: one for one in issue(work, work.find(Meeting, walk.meeting))}


def drafted_for_the_chair(walk: Walk, made: dict[UUID, MinutesIssue]) -> None:
    """Health has a copy on account of TEAL alone: of it the chair sees neither line nor number."""
    theirs = made[walk.cast.agencies["health"]].copy_number
    assert not {one.copy_number for one in made.values()} & {f"{number:02d}" for number in range(len(made) + 1)}
    known = text_of(walk.table.get("coordinator", "MEETING/minutes")).partition("Issued")[2]
    assert "Testshire health" in known and theirs in known
    drafted = text_of(walk.table.get("chair", "MEETING/minutes"))
    shown = drafted.partition("Issued Agency")[2]
    assert theirs not in drafted and "TEAL" not in drafted and "Testshire police" in shown
    assert len(set(re.findall(r"\b[0-9A-F]{6}\b", shown))) == len(made) - 1
    assert f"{len(made) - 1} copies" in text_of(walk.table.get("chair", "minutes"))


def paper_for_the_representative(walk: Walk, made: dict[UUID, MinutesIssue]) -> None:
    mine = f"minutes/{made[walk.cast.agencies['fire']].id}"
    assert walk.table.get("police_rep", mine).status_code == 404
    paper = walk.table.get("outsider", f"{mine}/pdf?reason=own-file")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(paper.content)).pages)
    assert "2 cases follow" in text
    tells_nothing({"copy": text_of(walk.table.get("outsider", mine)), "paper": text})
    assert [text.index(code) for code in CODES] == sorted(text.index(code) for code in CODES)
    with walk.as_("police_rep") as work:
        assert "TEAL" in {part.label for part in work.all(select(MinutesPart))}
