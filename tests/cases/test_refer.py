"""Referring a case: the draft is its author's alone, and sending it tells the advocate before anybody else."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from sqlmodel import select

from marac.cases.models import BlindIndex, Case, PersonName, ReferralSection, SafeContact
from marac.cases.operations.people import add_birth_date, add_person, name_person
from marac.cases.operations.refer import (
    answered,
    risk_of,
    save_risk,
    save_section,
    set_criteria,
    set_safe_contact,
    start_referral,
    submit,
    topic_done,
)
from marac.cases.operations.seats import seats_on
from marac.cases.operations.triage import referral_of, triage
from marac.proceedings import Triage
from marac.store.audit import AuditEvent
from marac.store.seats import Seat
from marac.store.work import Work, open_work
from marac.verbs import Verb
from marac.vocabulary import (
    CaseStatus,
    Conflict,
    Criterion,
    NameKind,
    NotFound,
    PartyRole,
    Refused,
    RiskAnswer,
    Role,
    SafeContactWarning,
    SeatKind,
)
from tests.cast import Cast


@contextmanager
def working(cast: Cast, name: str) -> Iterator[Work]:
    with open_work(cast.store, cast[name]) as work:
        yield work


def a_draft(cast: Cast, by: str = "police_rep") -> UUID:
    with working(cast, by) as work:
        return start_referral(work).id


def ready(work: Work, case: Case) -> None:
    victim = add_person(work, case, PartyRole.VICTIM)
    name_person(work, victim, "Okafor", "Sam")
    add_birth_date(work, victim, "1990-02-03")
    set_criteria(work, case, [Criterion.POTENTIAL_ESCALATION])


def sent(cast: Cast, by: str = "police_rep") -> UUID:
    with working(cast, by) as work:
        case = start_referral(work)
        ready(work, case)
        submit(work, case)
        return case.id


def test_a_draft_exists_for_its_author_alone(cast: Cast) -> None:
    case_id = a_draft(cast)
    with working(cast, "police_rep") as work:
        assert work.find(Case, case_id).status is CaseStatus.DRAFT
    for stranger in ("walled_rep", "coordinator", "chair", "auditor", "idva", "outsider", "council_rep"):
        with working(cast, stranger) as work, pytest.raises(NotFound):
            work.find(Case, case_id)


def test_a_contributors_draft_and_seat_are_their_own(cast: Cast) -> None:
    case_id = sent(cast, "contributor")
    with working(cast, "contributor") as work:
        assert [seat.member_id for seat in seats_on(work, work.find(Case, case_id)) if seat.member_id] == [
            cast.members["contributor"]
        ]
    with working(cast, "council_rep") as work, pytest.raises(NotFound):
        work.find(Case, case_id)


def test_a_representatives_seat_is_their_agencys_once_it_is_sent(cast: Cast) -> None:
    case_id = sent(cast, "council_rep")
    with open_work(cast.store, cast.as_hat("coordinator", Role.REPRESENTATIVE)) as work:
        assert work.find(Case, case_id).status is CaseStatus.REFERRED


@pytest.mark.parametrize("who", ["chair", "auditor", "officer", "administrator", "observer", "programme_worker"])
def test_others_start_no_referral(cast: Cast, who: str) -> None:
    with working(cast, who) as work, pytest.raises(Refused):
        start_referral(work)


def test_codes_are_never_given_twice(cast: Cast) -> None:
    codes = []
    for _ in range(5):
        with working(cast, "police_rep") as work:
            codes.append(start_referral(work).code)
    assert len(set(codes)) == 5


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


def test_a_colleague_may_not_change_what_another_referred(cast: Cast) -> None:
    case_id = sent(cast, "council_rep")
    with open_work(cast.store, cast.as_hat("coordinator", Role.REPRESENTATIVE)) as work:
        with pytest.raises(Refused, match="person who made"):
            topic_done(work, work.find(Case, case_id), "grounds")


def test_two_tabs_do_not_overwrite_each_other(cast: Cast) -> None:
    case_id = a_draft(cast)
    with working(cast, "police_rep") as work:
        save_section(work, work.find(Case, case_id), "grounds", {"what_happened": "First"}, version=0)
    with working(cast, "police_rep") as work, pytest.raises(Conflict):
        save_section(work, work.find(Case, case_id), "grounds", {"what_happened": "Second"}, version=0)
    with working(cast, "police_rep") as work:
        row = work.first(select(ReferralSection).where(ReferralSection.case_id == case_id))
        assert row is not None and row.answers == {"what_happened": "First"}


def test_nobody_sends_what_changed_since_they_looked(cast: Cast) -> None:
    with working(cast, "police_rep") as work:
        case = start_referral(work)
        ready(work, case)
        looked_at = case.version
        save_section(work, case, "grounds", {"what_happened": "Later"})
        with pytest.raises(Conflict):
            submit(work, case, version=looked_at)


def test_the_follow_up_goes_when_its_question_is_no_longer_yes(cast: Cast) -> None:
    with working(cast, "police_rep") as work:
        case = start_referral(work)
        save_risk(work, case, {"R8": {"answer": "yes"}, "S1": {"answer": "yes"}, "fixated": {"answer": "yes"}})
        assert answered(risk_of(work, case))["S1"] is RiskAnswer.YES
        save_risk(work, case, {"R8": {"answer": "no", "comment": "once"}, "R1": {"comment": "bruise"}})
        row = risk_of(work, case)
        assert row is not None
        assert row.answers == {"R8": {"answer": "no", "comment": "once"}, "R1": {"comment": "bruise"}}


def test_an_unknown_question_of_the_risk_list_is_an_error(cast: Cast) -> None:
    with working(cast, "police_rep") as work:
        with pytest.raises(KeyError):
            save_risk(work, start_referral(work), {"R99": {"answer": "yes"}})


def test_aware_and_consent_are_kept_apart_on_the_referral(cast: Cast) -> None:
    with working(cast, "police_rep") as work:
        case = start_referral(work)
        save_section(work, case, "consent", {"victim_aware": "yes", "consent_given": "no"})
        referral = referral_of(work, case)
        assert (referral.aware, referral.consent, referral.topics_done) == ("yes", "no", ["consent"])


def test_the_coordinator_takes_down_a_referral_given_by_telephone(cast: Cast) -> None:
    with working(cast, "coordinator") as work:
        with pytest.raises(ValueError, match="telephone"):
            start_referral(work)
        case = start_referral(work, for_agency_id=cast.agencies["health"], taken_from="Dr Ito, by telephone")
        ready(work, case)
        submit(work, case)
    with working(cast, "health_rep") as work:
        assert work.find(Case, case.id).status is CaseStatus.REFERRED
    with working(cast, "council_rep") as work, pytest.raises(NotFound):  # the coordinator's own employer
        work.find(Case, case.id)


def test_what_one_hat_wrote_the_other_does_not_change(cast: Cast) -> None:
    with open_work(cast.store, cast.as_hat("coordinator", Role.REPRESENTATIVE)) as work:
        case_id = start_referral(work).id
    with working(cast, "coordinator") as work, pytest.raises(Refused, match="another role"):
        topic_done(work, work.find(Case, case_id), "victim")


def test_the_record_says_who_was_told_and_never_what(cast: Cast) -> None:
    case_id = sent(cast)
    with working(cast, "auditor") as work:
        events = work.all(select(AuditEvent).where(AuditEvent.case_id == case_id))
        told = [event.recipients for event in events if event.verb is Verb.REFERRAL_SUBMITTED]
        assert told == [[{"agency": str(cast.agencies["new_era"])}]]
        assert "Okafor" not in str([event.items for event in events])


def test_a_new_name_starts_protected_whatever_was_ticked(cast: Cast) -> None:
    with working(cast, "police_rep") as work:
        case = start_referral(work)
        victim = add_person(work, case, PartyRole.VICTIM)
        perpetrator = add_person(work, case, PartyRole.PERPETRATOR)
        assert not name_person(work, victim, "Grey", "Sam", NameKind.NEW_NAME).searchable
        assert name_person(work, perpetrator, "Stone", "Lee", NameKind.NEW_NAME).searchable
