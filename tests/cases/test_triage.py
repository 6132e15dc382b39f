"""Deciding what becomes of a referral: by the coordinator, with a reason, on the record."""

import pytest
from sqlmodel import select

from marac.cases.models import Case
from marac.cases.operations.naming import UNNAMED, names_of
from marac.cases.operations.refer import start_referral
from marac.cases.operations.restriction import restrict
from marac.cases.operations.triage import accept, mark_urgent, referral_of, reopen, triage
from marac.proceedings import Triage
from marac.store.audit import AuditEvent
from marac.store.work import open_work
from marac.verbs import Verb
from marac.vocabulary import CaseStatus, NotFound, Refused
from tests.cases.filing import a_case, referred, working
from tests.cast import Cast, open_case


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        (Triage.MORE_INFORMATION, CaseStatus.MORE_INFORMATION),
        (Triage.RETURN, CaseStatus.RETURNED),
        (Triage.ALERT_ONLY, CaseStatus.ALERT_ONLY),
    ],
)
def test_an_outcome_changes_the_status_and_the_referrer_reads_the_reason(
    cast: Cast, outcome: Triage, status: CaseStatus
) -> None:
    case_id = referred(cast)
    with working(cast, "coordinator") as work:
        triage(work, work.find(Case, case_id), outcome, "Because of this.")
    with working(cast, "police_rep") as work:
        case = work.find(Case, case_id)
        assert case.status is status
        assert referral_of(work, case).triage_reason == "Because of this."


def test_the_reason_is_sealed_and_not_in_the_record(cast: Cast) -> None:
    case_id = referred(cast)
    with working(cast, "coordinator") as work:
        triage(work, work.find(Case, case_id), Triage.RETURN, "A secret reason.")
        referral = referral_of(work, work.find(Case, case_id))
        assert b"secret" not in referral.__dict__["triage_reason_sealed"]
    with working(cast, "auditor") as work:
        event = work.first(select(AuditEvent).where(AuditEvent.verb == Verb.REFERRAL_TRIAGED))
        assert event is not None and event.reason == "return" and event.case_id == case_id
        assert "secret" not in str(event.model_dump())


def test_acceptance_is_left_to_whoever_can_see_meetings(cast: Cast) -> None:
    case_id = referred(cast)
    with working(cast, "coordinator") as work:
        case = work.find(Case, case_id)
        with pytest.raises(ValueError):
            triage(work, case, Triage.ACCEPT, "")
        accept(work, case)
        assert case.status is CaseStatus.ACCEPTED


@pytest.mark.parametrize("who", ["police_rep", "idva"])
def test_nobody_else_decides(cast: Cast, who: str) -> None:
    case_id = referred(cast)
    with working(cast, who) as work, pytest.raises(Refused, match="coordinator"):
        triage(work, work.find(Case, case_id), Triage.RETURN, "no")


def test_a_returned_referral_is_taken_up_again(cast: Cast) -> None:
    case_id = referred(cast)
    with working(cast, "coordinator") as work:
        case = work.find(Case, case_id)
        triage(work, case, Triage.RETURN, "no")
        with pytest.raises(Refused, match="Take it up again"):
            accept(work, case)
        reopen(work, case, "The chair decided so.")
        assert case.status is CaseStatus.REFERRED
        accept(work, case)


def test_a_draft_cannot_be_seen_let_alone_decided(cast: Cast) -> None:
    with working(cast, "police_rep") as work:
        case_id = start_referral(work).id
    with working(cast, "coordinator") as work, pytest.raises(NotFound):
        work.find(Case, case_id)


def test_urgent_is_marked_with_its_reason_and_survives_acceptance(cast: Cast) -> None:
    case_id = referred(cast)
    with working(cast, "coordinator") as work:
        case = work.find(Case, case_id)
        mark_urgent(work, case, "Release tomorrow.")
        accept(work, case)
        referral = referral_of(work, case)
        assert referral.urgent and referral.triage_reason == "Urgent: Release tomorrow."
        mark_urgent(work, case, "")
        assert not referral.urgent


def test_the_mark_of_restriction_is_for_chair_and_coordinator(cast: Cast) -> None:
    case_id = a_case(cast)
    with working(cast, "council_rep") as work, pytest.raises(Refused):
        restrict(work, work.find(Case, case_id), True)
    with working(cast, "chair") as work:
        restrict(work, work.find(Case, case_id), True)
        assert work.find(Case, case_id).restricted


def test_names_are_shown_as_far_as_a_seat_goes(cast: Cast) -> None:
    case_id = a_case(cast)
    expected = {
        "coordinator": ("OKAFOR, Sam", ("VANCE, Lee",), ("LOWE, Robin",)),
        "idva": ("OKAFOR, Sam", ("VANCE, Lee",), ("LOWE, Robin",)),
        "health_rep": ("OKAFOR, Sam", ("VANCE, Lee",), ("LOWE, Robin",)),
        "programme_worker": ("", ("VANCE, Lee",), ()),
        "auditor": ("", (), ()),
        "outsider": ("", (), ()),
        "walled_rep": ("", (), ()),
    }
    for who, names in expected.items():
        with working(cast, who) as work:
            read = names_of(work, [case_id])[case_id]
            assert (read.victim, read.perpetrators, read.children) == names, who


def test_naming_many_cases_is_one_query_and_an_opening_of_each(cast: Cast) -> None:
    cases = [open_case(cast, code) for code in ("HERON", "ALDER")]
    with open_work(cast.store, cast["coordinator"]) as work:
        names = names_of(work, cases)
        assert "opened" not in work.session.info, "what is not read is not opened"
        assert all(names[case].victim for case in cases)
        opened = work.session.info["opened"]
        assert {row.case_id for row, _ in opened.values()} == set(cases)
    with working(cast, "police_rep") as work:
        assert names_of(work, []) == {}


def test_somebody_without_a_name_to_show_is_still_there(cast: Cast) -> None:
    case_id = referred(cast, perpetrator=("", "", ""))
    with working(cast, "coordinator") as work:
        assert names_of(work, [case_id])[case_id].perpetrators == (UNNAMED,)
