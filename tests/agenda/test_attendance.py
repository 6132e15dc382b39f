"""Who came: the statement, apologies, conflicts of interest, and who is let in for one case."""

import pytest
from sqlmodel import select

from agenda.models import Attendance, CaseAttendance, Hearing, Meeting
from agenda.operations.attendance import accept_statement, attend
from agenda.operations.conflicts import admit, declare_conflict, lift_conflict, send_out
from agenda.statement import CURRENT
from marac.cases.models import Case, PersonName
from marac.proceedings import Presence
from marac.store.people import Member
from marac.store.walls import Wall
from marac.store.work import open_work
from marac.verbs import Verb
from marac.vocabulary import Conflict, Refused
from tests.agenda.sitting import CASES, call_case, events, finish, hearing_of, publish, sit
from tests.cast import Cast, open_case


def sees(cast: Cast, name: str, code: str = "HERON") -> bool:
    with open_work(cast.store, cast[name]) as work:
        return work.first(select(Case.id).where(Case.id == cast.cases[code])) is not None


def present(cast: Cast) -> dict[str, bool]:
    """Names of those present or kept out, and whether they are kept out."""
    names = {member: name for name, member in cast.members.items()}
    with open_work(cast.store, cast["chair"]) as work:
        return {names[row.member_id]: row.conflicted for row in work.all(select(CaseAttendance)) if not row.until_at
                or row.conflicted}  # fmt: skip


def test_accepting_the_statement_makes_a_member_present(cast: Cast) -> None:
    meeting_id = sit(cast, "council_rep")
    with open_work(cast.store, cast["coordinator"]) as work:
        row = work.all(select(Attendance).where(Attendance.meeting_id == meeting_id))[0]
    assert (row.presence, row.statement_version) == (Presence.PRESENT, CURRENT.version)
    assert row.statement_at == row.arrived_at


def test_the_statement_is_accepted_once_the_meeting_is_open(cast: Cast) -> None:
    for code in CASES:
        open_case(cast, code)
    meeting_id = publish(cast, CASES)
    with pytest.raises(Refused, match="opened"), open_work(cast.store, cast["council_rep"]) as work:
        accept_statement(work, work.find(Meeting, meeting_id))


def test_apologies_say_whether_information_was_sent(cast: Cast) -> None:
    meeting_id = sit(cast)
    with open_work(cast.store, cast["coordinator"]) as work:
        member = work.find(Member, cast.members["health_rep"])
        row = attend(
            work, work.find(Meeting, meeting_id), member, Presence.APOLOGIES,
            information_sent=True, information_received_on="2026-11-20",
        )  # fmt: skip
    assert (row.information_sent, row.information_received_on) == (True, "2026-11-20")


def test_two_screens_do_not_overwrite_each_others_attendance(cast: Cast) -> None:
    meeting_id = sit(cast)
    with open_work(cast.store, cast["coordinator"]) as work:
        meeting, member = work.find(Meeting, meeting_id), work.find(Member, cast.members["health_rep"])
        version = attend(work, meeting, member, Presence.EXPECTED).version
        attend(work, meeting, member, Presence.PRESENT, version=version)
        with pytest.raises(Conflict):
            attend(work, meeting, member, Presence.LEFT, version=version)


def test_a_member_records_nobody_elses_attendance(cast: Cast) -> None:
    meeting_id = sit(cast)
    with pytest.raises(Refused), open_work(cast.store, cast["police_rep"]) as work:
        attend(work, work.find(Meeting, meeting_id), work.find(Member, cast.members["idva"]), Presence.LEFT)


def test_somebody_who_comes_late_is_present_for_the_case_being_heard(cast: Cast) -> None:
    meeting_id = sit(cast, "police_rep")
    call_case(cast, "HERON")
    with open_work(cast.store, cast["idva"]) as work:
        accept_statement(work, work.find(Meeting, meeting_id))
    with open_work(cast.store, cast["outsider"]) as work:
        accept_statement(work, work.find(Meeting, meeting_id))
    assert present(cast) == {"police_rep": False, "idva": False}


def test_somebody_who_leaves_is_no_longer_present_for_the_case(cast: Cast) -> None:
    meeting_id = sit(cast, "police_rep", "idva")
    call_case(cast, "HERON")
    with open_work(cast.store, cast["idva"]) as work:
        attend(work, work.find(Meeting, meeting_id), work.find(Member, cast.members["idva"]), Presence.LEFT)
    assert present(cast) == {"police_rep": False}


def test_a_conflict_said_when_the_case_is_called_takes_it_out_of_sight(cast: Cast) -> None:
    sit(cast)
    assert sees(cast, "council_rep")
    call_case(cast, "HERON", None, "council_rep")
    assert not sees(cast, "council_rep")
    assert sees(cast, "council_rep", "ALDER")
    assert present(cast)["council_rep"]


def test_a_conflict_declared_beforehand_hides_the_case_at_once_and_holds_when_it_is_called(cast: Cast) -> None:
    sit(cast)
    with open_work(cast.store, cast["council_rep"]) as work:
        declare_conflict(work, work.find(Hearing, hearing_of(cast, "HERON")), cast.members["council_rep"])
    assert not sees(cast, "council_rep")
    call_case(cast, "HERON")
    assert not sees(cast, "council_rep")
    assert present(cast)["council_rep"]


def test_a_conflict_that_is_none_lets_somebody_back_in(cast: Cast) -> None:
    sit(cast)
    call_case(cast, "HERON", None, "council_rep")
    with open_work(cast.store, cast["chair"]) as work:
        lift_conflict(work, work.find(Hearing, hearing_of(cast, "HERON")), cast.members["council_rep"])
    assert sees(cast, "council_rep")
    assert present(cast)["council_rep"] is False


def test_the_chairs_own_conflict_needs_an_acting_chair(cast: Cast) -> None:
    sit(cast)
    with pytest.raises(Refused, match="acting"):
        call_case(cast, "HERON", None, "chair")
    with open_work(cast.store, cast["chair"]) as work:
        assert [wall for wall in work.all(select(Wall)) if wall.member_id == cast.members["chair"]] == []


def test_nobody_declares_a_conflict_for_somebody_else(cast: Cast) -> None:
    sit(cast)
    with pytest.raises(Refused), open_work(cast.store, cast["police_rep"]) as work:
        declare_conflict(work, work.find(Hearing, hearing_of(cast, "HERON")), cast.members["council_rep"])


def test_somebody_admitted_for_a_case_sees_it_until_it_is_closed(cast: Cast) -> None:
    sit(cast)
    hearing_id = call_case(cast, "HERON")
    assert not sees(cast, "outsider")
    with open_work(cast.store, cast["chair"]) as work:
        admit(work, work.find(Hearing, hearing_id), cast.members["outsider"])
    assert sees(cast, "outsider")
    with open_work(cast.store, cast["outsider"]) as work:
        assert work.all(select(PersonName))
    finish(cast, "HERON")
    call_case(cast, "ALDER", after="HERON")
    assert not sees(cast, "outsider")


def test_somebody_admitted_can_be_sent_out_again(cast: Cast) -> None:
    sit(cast)
    hearing_id = call_case(cast, "HERON")
    for deed in (admit, send_out):
        with open_work(cast.store, cast["coordinator"]) as work:
            deed(work, work.find(Hearing, hearing_id), cast.members["outsider"])
    assert not sees(cast, "outsider")
    assert "outsider" not in present(cast)


def test_nobody_is_admitted_who_has_not_accepted_the_statement(cast: Cast) -> None:
    sit(cast, "police_rep")
    hearing_id = call_case(cast, "HERON")
    with pytest.raises(Refused, match="present"), open_work(cast.store, cast["chair"]) as work:
        admit(work, work.find(Hearing, hearing_id), cast.members["outsider"])


def test_attendance_and_conflicts_are_on_the_record(cast: Cast) -> None:
    sit(cast, "police_rep", "council_rep")
    call_case(cast, "HERON", None, "council_rep")
    conflicts = events(cast, Verb.CONFLICT_DECLARED, "HERON")
    assert [event.recipients for event in conflicts] == [[{"member": str(cast.members["council_rep"])}]]
    assert len(events(cast, Verb.STATEMENT_ACCEPTED)) == 2
    assert len(events(cast, Verb.ATTENDANCE_RECORDED, "HERON")) == 1
