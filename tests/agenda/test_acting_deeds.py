"""The deeds of a case that the usual chair or coordinator must not take belong to whoever acts for them (S18, S19)."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from agenda.minutes.issuing import issue
from agenda.models import Hearing, Meeting, MinutesPart
from agenda.operations import minutes
from agenda.operations.acting import Acting
from agenda.operations.attendance import accept_statement, attend
from agenda.operations.hearings import answer, call, close_hearing, close_meeting, open_meeting
from agenda.operations.listing import list_case
from agenda.operations.notes import write_note
from agenda.operations.proposals import confirm_seats
from agenda.operations.publishing import publish
from marac import clock
from marac.cases.models import Case
from marac.cases.operations.employers import set_employers
from marac.cases.operations.seats import raise_wall
from marac.proceedings import HearingStatus, Presence
from marac.store.people import Member
from marac.store.work import open_work
from marac.vocabulary import Refused
from tests.agenda.acting import appointed
from tests.agenda.planning import a_meeting, confirmed, listed
from tests.agenda.screens import Table, text_of
from tests.cast import Cast, open_case
from tests.conftest import ClientOf

TAKEN = "An acting {0} from another agency takes this case: ask Deputy {0} of "


class Sitting:
    """TEAL is kept from the usual chair or coordinator, by a wall or by their employer; HERON is anybody's."""

    def __init__(self, cast: Cast, office: str, *, wall: bool) -> None:
        self.cast, self.office, self.acting = cast, office, f"acting_{office}"
        self.meeting = a_meeting(cast, clock.now() + timedelta(minutes=5), chair="chair")
        named = Acting(**{office: cast.members[self.acting]})
        case_id = open_case(cast, "TEAL")
        with open_work(cast.store, cast[self.acting]) as work:
            case = work.find(Case, case_id)
            if wall:
                raise_wall(work, case, "his brother", member_id=cast.members[office])
            else:
                set_employers(work, case, [cast[office].agency_id])
            list_case(work, case, work.find(Meeting, self.meeting), acting=named)
        confirmed(cast, *listed(cast, self.meeting, "HERON").values())

    def begin(self) -> None:
        with open_work(self.cast.store, self.cast["acting_coordinator"]) as work:
            confirm_seats(work, work.find(Hearing, self.hearing("TEAL")), [])
            publish(work, work.find(Meeting, self.meeting), times_known=True)
            open_meeting(work, work.find(Meeting, self.meeting))

    def hearing(self, code: str) -> UUID:
        with open_work(self.cast.store, self.cast[self.acting]) as work:
            return work.all(select(Hearing.id).where(Hearing.case_id == self.cast.cases[code]))[0]

    def call(self, who: str, code: str, after: str = "") -> None:
        with open_work(self.cast.store, self.cast[who]) as work:
            call(work, work.find(Hearing, self.hearing(code)), self.hearing(after) if after else None)

    def note(self, who: str, text: str = "words") -> None:
        with open_work(self.cast.store, self.cast[who]) as work:
            write_note(work, work.find(Hearing, self.hearing("TEAL")), text, client_id=uuid4())

    def hear(self, who: str, code: str) -> None:
        """All that it needs as reasons, and closed."""
        by = "acting_coordinator" if code == "TEAL" else "coordinator"
        with open_work(self.cast.store, self.cast[by]) as work:
            hearing = work.find(Hearing, self.hearing(code))
            reasons = ("no_voice_reason", "no_perpetrator_action_reason", "not_told_reason")
            answer(work, hearing, hearing.version, dict.fromkeys(reasons, "Not yet spoken to."))
        with open_work(self.cast.store, self.cast[who]) as work:
            close_hearing(work, work.find(Hearing, self.hearing(code)))

    def is_here(self, who: str, presence: Presence, by: str) -> None:
        with open_work(self.cast.store, self.cast[by]) as work:
            attend(work, work.find(Meeting, self.meeting), work.find(Member, self.cast.members[who]), presence)

    def status(self, code: str) -> HearingStatus:
        with open_work(self.cast.store, self.cast[self.acting]) as work:
            return work.find(Hearing, self.hearing(code)).status


@pytest.fixture(autouse=True)
def deputies(cast: Cast, owner: Engine) -> None:
    appointed(cast, owner)


def test_of_a_case_of_their_employer_the_coordinator_confirms_writes_and_fills_in_nothing(
    cast: Cast, client_of: ClientOf
) -> None:
    made = Sitting(cast, "coordinator", wall=False)
    taken = TAKEN.format("coordinator")
    with pytest.raises(Refused, match=taken), open_work(cast.store, cast["coordinator"]) as work:
        confirm_seats(work, work.find(Hearing, made.hearing("TEAL")), [])
    table = Table(cast, client_of, made.meeting)
    seats = f"MEETING/hearings/{made.hearing('TEAL')}/seats"
    assert taken in text_of(table.get("coordinator", seats)) and taken not in text_of(table.get("chair", seats))
    assert table.post("coordinator", seats).status_code == 403
    made.begin()
    made.call("chair", "TEAL")
    with pytest.raises(Refused, match=taken):
        made.note("coordinator")
    with pytest.raises(Refused, match=taken), open_work(cast.store, cast["coordinator"]) as work:
        answer(work, work.find(Hearing, made.hearing("TEAL")), 1, {"no_voice_reason": "none"})
    assert taken in text_of(table.get("coordinator"))
    action = {"kind": "OTHER", "wording": "Ring", "agency_id": "", "due_on": "", "risk_to": "victim"}
    assert table.post("coordinator", f"{table.hearing('TEAL')}/actions", action).status_code in (403, 422)
    assert table.get("coordinator", f"cases/{cast.cases['TEAL']}/actions/new").status_code in (403, 404)
    for who in ("chair", "acting_coordinator"):
        made.note(who, f"{who}-words")
    made.hear("chair", "TEAL")
    assert made.status("TEAL") is HearingStatus.HEARD


def test_where_nobody_acts_yet_for_an_employer_said_later_nobody_goes_on(cast: Cast) -> None:
    meeting = a_meeting(cast)
    hearing_id = listed(cast, meeting, "HERON")["HERON"]
    with open_work(cast.store, cast["chair"]) as work:
        set_employers(work, work.find(Case, cast.cases["HERON"]), [cast.agencies["council"]])
    for who in ("coordinator", "acting_coordinator"):
        with pytest.raises(Refused, match="Name an acting coordinator"), open_work(cast.store, cast[who]) as work:
            confirm_seats(work, work.find(Hearing, hearing_id), [])


def test_of_a_case_of_their_employer_the_chair_writes_nothing_and_approves_nothing(
    cast: Cast, client_of: ClientOf
) -> None:
    made = Sitting(cast, "chair", wall=False)
    made.begin()
    made.call("acting_chair", "TEAL")
    with pytest.raises(Refused, match=TAKEN.format("chair")):
        made.note("chair")
    with pytest.raises(Refused, match="taken by an acting chair, who closes it first"):
        made.call("chair", "HERON", after="TEAL")
    assert TAKEN.format("chair") in text_of(Table(cast, client_of, made.meeting).get("chair"))
    made.hear("acting_chair", "TEAL")
    made.call("chair", "HERON")
    made.hear("chair", "HERON")
    with open_work(cast.store, cast["chair"]) as work:
        close_meeting(work, work.find(Meeting, made.meeting))
    with pytest.raises(Refused, match="works for your agency in TEAL"), open_work(cast.store, cast["chair"]) as work:
        minutes.approve(work, work.find(Meeting, made.meeting))
    with open_work(cast.store, cast["acting_chair"]) as work:
        minutes.approve(work, work.find(Meeting, made.meeting))


def test_a_case_is_not_called_while_a_chair_behind_its_wall_is_there_nor_do_they_call_over_it(cast: Cast) -> None:
    made = Sitting(cast, "chair", wall=True)
    made.begin()
    for who in ("chair", "acting_chair"):
        with open_work(cast.store, cast[who]) as work:
            accept_statement(work, work.find(Meeting, made.meeting))
    with pytest.raises(Refused, match="Record first that they have left"):
        made.call("acting_chair", "TEAL")
    made.is_here("chair", Presence.LEFT, by="acting_chair")
    back = "You left this meeting"
    for where in ("before", "while"):
        with pytest.raises(Refused, match=back):
            made.call("chair", "HERON")
        with pytest.raises(Refused, match=back):
            made.is_here("chair", Presence.PRESENT, by="chair")
        with pytest.raises(Refused, match=back), open_work(cast.store, cast["chair"]) as work:
            accept_statement(work, work.find(Meeting, made.meeting))
        if where == "before":
            made.call("acting_chair", "TEAL")
    made.is_here("chair", Presence.PRESENT, by="acting_chair")
    made.call("chair", "HERON")
    made.hear("acting_chair", "TEAL")
    assert (made.status("TEAL"), made.status("HERON")) == (HearingStatus.HEARD, HearingStatus.CALLED)


def test_minutes_that_a_coordinator_behind_the_wall_issued_are_issued_again_by_whoever_acts(
    cast: Cast, client_of: ClientOf
) -> None:
    made = Sitting(cast, "coordinator", wall=True)
    made.begin()
    for code in ("TEAL", "HERON"):
        made.call("chair", code)
        made.hear("chair", code)
    with open_work(cast.store, cast["chair"]) as work:
        close_meeting(work, work.find(Meeting, made.meeting))
        minutes.approve(work, work.find(Meeting, made.meeting))
    _issue(made, "coordinator")
    table = Table(cast, client_of, made.meeting)
    shown = text_of(table.get("acting_coordinator", "MEETING/minutes"))
    assert "TEAL : not in the copies that were issued" in shown
    assert "TEAL" not in text_of(table.get("coordinator", "MEETING/minutes"))
    with open_work(cast.store, cast["acting_coordinator"]) as work:
        minutes.take_back(work, work.find(Meeting, made.meeting))
    with open_work(cast.store, cast["chair"]) as work:
        minutes.approve(work, work.find(Meeting, made.meeting))
    _issue(made, "acting_coordinator")
    assert "not in the copies" not in text_of(table.get("acting_coordinator", "MEETING/minutes"))
    with open_work(cast.store, cast["police_rep"]) as work:
        assert "TEAL" in {part.label for part in work.all(select(MinutesPart))}


def _issue(made: Sitting, who: str) -> None:
    with open_work(made.cast.store, made.cast[who]) as work:
        issue(work, work.find(Meeting, made.meeting))
