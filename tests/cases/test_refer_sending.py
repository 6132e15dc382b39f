"""Sending a referral: what it asks for, who has it then, and what is left on the record."""

import pytest
from sqlmodel import select

from marac.cases.models import BlindIndex, Case, PersonName, SafeContact
from marac.cases.operations.people import add_person, name_person
from marac.cases.operations.refer import (
    save_risk,
    save_section,
    set_criteria,
    set_safe_contact,
    start_referral,
    submit,
)
from marac.cases.operations.seats import seats_on
from marac.cases.operations.triage import triage
from marac.proceedings import Triage
from marac.store.audit import AuditEvent
from marac.store.seats import Seat
from marac.verbs import Verb
from marac.vocabulary import (
    CaseStatus,
    Conflict,
    Criterion,
    PartyRole,
    Refused,
    SafeContactWarning,
    SeatKind,
)
from tests.cases.referring import ready, sent, working
from tests.cast import Cast


def test_the_advocate_has_case_and_safe_contact_before_triage(cast: Cast) -> None:
    with working(cast, "police_rep") as work:
        case = start_referral(work)
        ready(work, case)
        set_safe_contact(work, case, [SafeContactWarning.NEVER_WRITE], "After six in the evening")
        submit(work, case)
    with working(cast, "idva") as work:
        seen = work.find(Case, case.id)
        assert seen.status is CaseStatus.REFERRED
        contact = work.first(select(SafeContact).where(SafeContact.case_id == case.id))
        assert contact is not None and contact.note == "After six in the evening"
        assert [seat.advocate for seat in seats_on(work, seen) if seat.agency_id == cast.agencies["new_era"]] == [True]
        assert work.first(select(PersonName.id)) is not None


def test_an_advocates_own_referral_gives_no_second_seat(cast: Cast) -> None:
    case_id = sent(cast, "idva")
    with working(cast, "idva") as work:
        seats = work.all(select(Seat).where(Seat.case_id == case_id))
        assert [(seat.kind, seat.advocate) for seat in seats] == [(SeatKind.CASE, True)]


def test_sending_asks_only_for_a_victim_and_one_reason(cast: Cast) -> None:
    with working(cast, "police_rep") as work:
        case = start_referral(work)
        with pytest.raises(Refused, match="victim's name"):
            submit(work, case)
        add_person(work, case, PartyRole.VICTIM)
        with pytest.raises(Refused, match="at least one reason"):
            submit(work, case)
        set_criteria(work, case, [Criterion.PROFESSIONAL_JUDGEMENT])
        with pytest.raises(Refused, match="professional judgement"):
            submit(work, case)
        set_criteria(work, case, [Criterion.PROFESSIONAL_JUDGEMENT], "Control, separation and threats together")
        submit(work, case)
        assert case.status is CaseStatus.REFERRED


def test_sending_counts_children_and_marks_stalking_and_restriction(cast: Cast) -> None:
    with working(cast, "police_rep") as work:
        case = start_referral(work)
        ready(work, case)
        add_person(work, case, PartyRole.CHILD)
        add_person(work, case, PartyRole.CHILD)
        save_risk(work, case, {"R8": {"answer": "yes"}})
        save_section(work, case, "handling", {"restricted": "yes"})
        submit(work, case)
        assert (case.children, case.stalking, case.restricted) == (2, True, True)


def test_people_are_found_again_by_fingerprints_but_not_by_what_is_protected(cast: Cast) -> None:
    with working(cast, "police_rep") as work:
        case = start_referral(work)
        ready(work, case)
        hidden = add_person(work, case, PartyRole.CHILD)
        name_person(work, hidden, "Lowe", "Ada", searchable=False)
        submit(work, case)
    case_id = sent(cast, "council_rep")
    with working(cast, "coordinator") as work:
        rows = work.all(select(BlindIndex))
        assert hidden.id not in {row.person_id for row in rows}
        first = {row.fingerprint for row in rows if row.case_id == case.id}
        assert first == {row.fingerprint for row in rows if row.case_id == case_id} != set()


def test_a_sent_referral_changes_only_when_more_is_asked(cast: Cast) -> None:
    case_id = sent(cast)
    with working(cast, "police_rep") as work, pytest.raises(Refused, match="has been sent"):
        save_section(work, work.find(Case, case_id), "grounds", {"what_happened": "More"})
    with working(cast, "coordinator") as work:
        triage(work, work.find(Case, case_id), Triage.MORE_INFORMATION, "Who lives there?")
    with working(cast, "police_rep") as work:
        case = work.find(Case, case_id)
        first = case.referred_at
        name_person(work, add_person(work, case, PartyRole.PERPETRATOR), "Vance", "Lee")
        submit(work, case)
        assert (case.status, case.referred_at) == (CaseStatus.REFERRED, first)
    with working(cast, "coordinator") as work:
        assert work.find(Case, case_id).status is CaseStatus.REFERRED


def test_nobody_sends_what_changed_since_they_looked(cast: Cast) -> None:
    with working(cast, "police_rep") as work:
        case = start_referral(work)
        ready(work, case)
        looked_at = case.version
        save_section(work, case, "grounds", {"what_happened": "Later"})
        with pytest.raises(Conflict):
            submit(work, case, version=looked_at)


def test_the_record_says_who_was_told_and_never_what(cast: Cast) -> None:
    case_id = sent(cast)
    with working(cast, "auditor") as work:
        events = work.all(select(AuditEvent).where(AuditEvent.case_id == case_id))
        told = [event.recipients for event in events if event.verb is Verb.REFERRAL_SUBMITTED]
        assert told == [[{"agency": str(cast.agencies["new_era"])}]]
        assert "Okafor" not in str([event.items for event in events])
