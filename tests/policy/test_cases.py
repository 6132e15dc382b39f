"""Where a viewer stands towards a case, and which sections that opens."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from marac.policy.cases import OPEN_TO, Place, Section, may_link, may_list, may_read, may_restrict, place
from marac.policy.triage import may_accept, may_mark_urgent, may_reopen, may_see_inbox, may_triage
from marac.proceedings import Triage
from marac.vocabulary import CaseStatus, Hat, SeatKind, Side, Viewer


@dataclass
class Seat:
    kind: SeatKind
    side: Side = Side.NEITHER
    person_id: UUID | None = None


@dataclass
class Case:
    status: CaseStatus
    author_id: UUID = UUID(int=7)


def viewer(hat: Hat = Hat.REPRESENTATIVE, side: Side = Side.NEITHER) -> Viewer:
    return Viewer(uuid4(), uuid4(), uuid4(), hat, side)


CASE, CHECK, ACTION, HEARING = (
    Seat(kind) for kind in (SeatKind.CASE, SeatKind.CHECK, SeatKind.ACTION, SeatKind.HEARING)
)
AGAINST = Seat(SeatKind.CASE, Side.PERPETRATOR)
CHILD = Seat(SeatKind.CASE, person_id=uuid4())


@pytest.mark.parametrize(
    ("seats", "side", "at"),
    [
        ([CASE], Side.NEITHER, Place.FULL),
        ([HEARING], Side.VICTIM, Place.FULL),
        ([CHECK, CASE], Side.NEITHER, Place.FULL),
        ([CHECK], Side.NEITHER, Place.CHECK),
        ([ACTION], Side.NEITHER, Place.ACTION),
        ([CHECK, ACTION], Side.NEITHER, Place.CHECK),
        ([AGAINST], Side.NEITHER, Place.PERPETRATOR),
        ([AGAINST, CHECK], Side.NEITHER, Place.PERPETRATOR),
        ([AGAINST, CASE], Side.NEITHER, Place.FULL),
        ([AGAINST, CASE], Side.PERPETRATOR, Place.PERPETRATOR),
        ([CASE], Side.PERPETRATOR, Place.PERPETRATOR),
        ([CHILD], Side.NEITHER, Place.PERSON),
        ([], Side.NEITHER, Place.MOVED),
    ],
)
def test_a_place_comes_from_seats_and_side(seats: list[Seat], side: Side, at: Place) -> None:
    assert place(viewer(side=side), seats) is at


def test_a_hat_for_the_meeting_counts_no_seat() -> None:
    assert place(viewer(Hat.CHAIR), [CHECK]) is Place.OVER
    assert place(viewer(Hat.COORDINATOR, Side.PERPETRATOR), []) is Place.OVER
    assert place(viewer(Hat.AUDITOR), [CASE]) is Place.AUDIT


def test_the_referral_is_for_case_seats_and_the_meeting_alone() -> None:
    open_to = {at for at in Place if may_read(viewer(), at, Section.REFERRAL)}
    assert open_to == {Place.FULL, Place.OVER} == {at for at in Place if may_read(viewer(), at, Section.SEATS)}


def test_nothing_of_what_the_agency_did_is_for_the_perpetrators_side() -> None:
    assert not may_read(viewer(side=Side.PERPETRATOR), Place.PERPETRATOR, Section.OPENED)


@pytest.mark.parametrize("hat", [Hat.CONTRIBUTOR, Hat.GUEST])
def test_only_those_who_speak_for_an_agency_see_what_it_opened(hat: Hat) -> None:
    assert not may_read(viewer(hat), Place.FULL, Section.OPENED)
    assert may_read(viewer(Hat.ADVOCATE), Place.FULL, Section.OPENED)


@pytest.mark.parametrize("section", Section)
@pytest.mark.parametrize("at", Place)
def test_every_refusal_says_why(section: Section, at: Place) -> None:
    verdict = may_read(viewer(), at, section)
    assert bool(verdict) is (at in OPEN_TO[section])
    assert verdict or verdict.reason.endswith(".")


def test_an_auditor_sees_that_a_case_is_and_nothing_in_it() -> None:
    """And how long it is kept: an auditor may hold it."""
    read = [section for section in Section if may_read(viewer(Hat.AUDITOR), Place.AUDIT, section)]
    assert read == [Section.OVERVIEW, Section.KEEPING]


def test_administrators_governance_and_observers_have_no_list_of_cases() -> None:
    refused = {hat for hat in Hat if not may_list(viewer(hat))}
    assert refused >= {Hat.ADMINISTRATOR, Hat.GOVERNANCE, Hat.OBSERVER, Hat.DATA_PROTECTION_OFFICER}
    assert not refused & {Hat.REPRESENTATIVE, Hat.CHAIR, Hat.COORDINATOR, Hat.AUDITOR}


@pytest.mark.parametrize("hat", Hat)
def test_only_the_coordinator_receives_decides_and_links(hat: Hat) -> None:
    waiting, only = Case(CaseStatus.REFERRED), hat is Hat.COORDINATOR
    assert bool(may_see_inbox(viewer(hat))) is only
    assert bool(may_triage(viewer(hat), waiting, Triage.RETURN)) is only
    assert bool(may_link(viewer(hat))) is only
    assert bool(may_mark_urgent(viewer(hat), waiting)) is only
    assert bool(may_reopen(viewer(hat), Case(CaseStatus.RETURNED))) is only
    assert bool(may_accept(viewer(hat), waiting)) is (hat in {Hat.COORDINATOR, Hat.CHAIR})
    assert bool(may_restrict(viewer(hat), waiting)) is (hat in {Hat.COORDINATOR, Hat.CHAIR})


def test_people_of_one_case_are_not_linked() -> None:
    assert not may_link(viewer(Hat.COORDINATOR), in_one_case=True)


@pytest.mark.parametrize(
    ("status", "outcomes", "accepted", "reopened"),
    [
        (CaseStatus.DRAFT, set(), False, False),
        (CaseStatus.REFERRED, {Triage.MORE_INFORMATION, Triage.RETURN, Triage.ALERT_ONLY}, True, False),
        (CaseStatus.MORE_INFORMATION, set(), False, True),
        (CaseStatus.RETURNED, set(), False, True),
        (CaseStatus.ACCEPTED, {Triage.ALERT_ONLY}, True, False),
        (CaseStatus.ALERT_ONLY, set(), True, False),
        (CaseStatus.LISTED, set(), False, False),
        (CaseStatus.HEARD, set(), False, False),
        (CaseStatus.WITHDRAWN, set(), False, False),
        (CaseStatus.CLOSED, set(), False, False),
    ],
)
def test_what_may_be_decided_follows_the_status(
    status: CaseStatus, outcomes: set[Triage], accepted: bool, reopened: bool
) -> None:
    who, case = viewer(Hat.COORDINATOR), Case(status)
    decided = {one for one in Triage if one is not Triage.ACCEPT and may_triage(who, case, one)}
    assert decided == outcomes
    assert bool(may_accept(who, case)) is bool(may_triage(who, case, Triage.ACCEPT)) is accepted
    assert bool(may_reopen(who, case)) is reopened


def test_a_case_that_was_heard_is_not_marked_urgent() -> None:
    assert not may_mark_urgent(viewer(Hat.COORDINATOR), Case(CaseStatus.HEARD))
    assert may_mark_urgent(viewer(Hat.COORDINATOR), Case(CaseStatus.LISTED))
