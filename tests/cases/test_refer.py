"""Referring a case: the draft is its author's alone, and sending it tells the advocate before anybody else."""

import pytest
from sqlmodel import select

from marac.cases.models import Case, ReferralSection
from marac.cases.operations.people import add_person, name_person
from marac.cases.operations.refer import (
    answered,
    risk_of,
    save_risk,
    save_section,
    start_referral,
    submit,
    topic_done,
)
from marac.cases.operations.seats import seats_on
from marac.cases.operations.triage import referral_of
from marac.store.work import open_work
from marac.vocabulary import (
    CaseStatus,
    Conflict,
    NameKind,
    NotFound,
    PartyRole,
    Refused,
    RiskAnswer,
    Role,
)
from tests.cases.referring import a_draft, ready, sent, working
from tests.cast import Cast


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


def test_a_new_name_starts_protected_whatever_was_ticked(cast: Cast) -> None:
    with working(cast, "police_rep") as work:
        case = start_referral(work)
        victim = add_person(work, case, PartyRole.VICTIM)
        perpetrator = add_person(work, case, PartyRole.PERPETRATOR)
        assert not name_person(work, victim, "Grey", "Sam", NameKind.NEW_NAME).searchable
        assert name_person(work, perpetrator, "Stone", "Lee", NameKind.NEW_NAME).searchable
