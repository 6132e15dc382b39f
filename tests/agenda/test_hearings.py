"""Calling, closing and deferring cases: one at a time, nothing skipped, nothing closed without what it needs."""

from datetime import timedelta

import pytest
from sqlmodel import select

from agencies.models import Line
from agencies.operations.lines import decide, mark_said, record_line
from agenda.models import CaseAttendance, Hearing, Meeting
from agenda.operations.hearings import Interim, close_hearing, close_meeting, defer
from marac import clock
from marac.cases.models import Case
from marac.proceedings import DeferralReason, HearingStatus, MeetingStatus
from marac.store.seats import Seat, in_force
from marac.store.work import open_work
from marac.verbs import Verb
from marac.vocabulary import CaseStatus, Conflict, Refused, SeatKind, Sharing
from tests.agenda.sitting import call_case, events, finish, hearing_of, sit
from tests.cast import Cast


def status_of(cast: Cast, code: str) -> HearingStatus:
    with open_work(cast.store, cast["chair"]) as work:
        return work.find(Hearing, hearing_of(cast, code)).status


def close(cast: Cast, code: str) -> None:
    with open_work(cast.store, cast["chair"]) as work:
        close_hearing(work, work.find(Hearing, hearing_of(cast, code)))


def test_the_chair_calls_a_case_and_those_seated_on_it_are_present(cast: Cast) -> None:
    sit(cast)
    call_case(cast, "HERON")
    with open_work(cast.store, cast["chair"]) as work:
        present = work.all(select(CaseAttendance))
    names = {name for name, member in cast.members.items() if member in {row.member_id for row in present}}
    assert names == {"police_rep", "council_rep", "idva", "programme_worker"}
    assert status_of(cast, "HERON") is HearingStatus.CALLED


def test_nobody_is_present_who_has_not_accepted_the_statement(cast: Cast) -> None:
    sit(cast, "police_rep")
    call_case(cast, "HERON")
    with open_work(cast.store, cast["chair"]) as work:
        assert [row.member_id for row in work.all(select(CaseAttendance))] == [cast.members["police_rep"]]


def test_a_double_click_skips_nothing(cast: Cast) -> None:
    sit(cast)
    call_case(cast, "HERON")
    with pytest.raises(Conflict):
        call_case(cast, "HERON")
    with pytest.raises(Conflict):
        call_case(cast, "ALDER")
    assert status_of(cast, "ALDER") is HearingStatus.LISTED


def test_calling_the_next_case_closes_the_one_before(cast: Cast) -> None:
    sit(cast)
    call_case(cast, "HERON")
    finish(cast, "HERON")
    call_case(cast, "ALDER", after="HERON")
    assert status_of(cast, "HERON") is HearingStatus.HEARD
    assert status_of(cast, "ALDER") is HearingStatus.CALLED
    with open_work(cast.store, cast["chair"]) as work:
        assert work.find(Case, cast.cases["HERON"]).status is CaseStatus.HEARD


def test_a_case_is_not_closed_without_voice_teller_and_perpetrator_or_the_reasons(cast: Cast) -> None:
    sit(cast)
    call_case(cast, "HERON")
    with pytest.raises(Refused, match="victim's voice.*tells the victim.*perpetrator"):
        close(cast, "HERON")
    with pytest.raises(Refused, match="still needs"):
        call_case(cast, "ALDER", after="HERON")
    finish(cast, "HERON")
    close(cast, "HERON")
    assert status_of(cast, "HERON") is HearingStatus.HEARD


def test_checks_never_answered_end_when_the_case_is_heard(cast: Cast) -> None:
    sit(cast)
    call_case(cast, "HERON")
    finish(cast, "HERON")
    close(cast, "HERON")
    with open_work(cast.store, cast["chair"]) as work:
        seats = work.all(select(Seat).where(Seat.case_id == cast.cases["HERON"], in_force()))
    assert {seat.kind for seat in seats} == {SeatKind.CASE}


def test_who_heard_a_line_and_who_had_it_before_them_is_recorded(cast: Cast) -> None:
    sit(cast)
    call_case(cast, "HERON")
    with open_work(cast.store, cast["police_rep"]) as work:
        case = work.find(Case, cast.cases["HERON"])
        said = record_line(work, case, "Arrested on Monday.")
        decide(work, said, Sharing.SEATED)
        shared = record_line(work, case, "On bail until the 9th.")
        decide(work, shared, Sharing.SEATED)
        record_line(work, case, "Private.")
        mark_said(work, said, hearing_of(cast, "HERON"))
    finish(cast, "HERON")
    close(cast, "HERON")
    found = {
        event.reason: (
            {item["id"] for item in event.items if item["t"] == "line"},
            {each["agency"] for each in event.recipients if "agency" in each},
        )
        for event in events(cast, Verb.LINE_HEARD, "HERON")
    }
    ids = {name: str(agency) for name, agency in cast.agencies.items()}
    assert found["said"] == ({str(said.id)}, {ids["council"], ids["new_era"], ids["programme"]})
    assert found["available"] == ({str(shared.id)}, {ids["council"], ids["new_era"]})


def test_a_case_is_deferred_with_a_reason_and_an_interim_action(cast: Cast) -> None:
    sit(cast)
    call_case(cast, "HERON")
    with open_work(cast.store, cast["chair"]) as work:
        hearing = work.find(Hearing, hearing_of(cast, "HERON"))
        interim = Interim("AL03", "Visit with two officers", cast.agencies["police"], clock.today() + timedelta(days=2))
        defer(work, hearing, DeferralReason.KEY_AGENCY_ABSENT, "Children's services did not come.", interim)
    with open_work(cast.store, cast["chair"]) as work:
        hearing = work.find(Hearing, hearing.id)
        assert hearing.status is HearingStatus.DEFERRED
        assert hearing.interim.startswith("HERON-")
        assert work.find(Case, hearing.case_id).status is CaseStatus.ACCEPTED
    call_case(cast, "ALDER")


def test_the_meeting_closes_once_every_case_is_heard_or_deferred(cast: Cast) -> None:
    meeting_id = sit(cast, cases=("HERON",))
    with pytest.raises(Refused, match="HERON"), open_work(cast.store, cast["chair"]) as work:
        close_meeting(work, work.find(Meeting, meeting_id))
    call_case(cast, "HERON")
    finish(cast, "HERON")
    close(cast, "HERON")
    with open_work(cast.store, cast["chair"]) as work:
        close_meeting(work, work.find(Meeting, meeting_id))
        assert work.find(Meeting, meeting_id).status is MeetingStatus.CLOSED


def test_a_representative_calls_and_closes_nothing(cast: Cast) -> None:
    sit(cast)
    hearing_id = hearing_of(cast, "HERON")
    call_case(cast, "HERON")
    with pytest.raises(Refused, match="Only the chair"), open_work(cast.store, cast["police_rep"]) as work:
        close_hearing(work, work.find(Hearing, hearing_id))


def test_hearing_a_case_opens_no_private_line_to_the_chair(cast: Cast) -> None:
    sit(cast)
    with open_work(cast.store, cast["police_rep"]) as work:
        record_line(work, work.find(Case, cast.cases["HERON"]), "Private.")
    call_case(cast, "HERON")
    finish(cast, "HERON")
    close(cast, "HERON")
    with open_work(cast.store, cast["chair"]) as work:
        assert work.all(select(Line)) == []
    assert events(cast, Verb.LINE_HEARD, "HERON") == []
