"""Who convenes, lists, orders, seats and publishes."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest

from marac.policy import meetings as policy
from marac.proceedings import HearingStatus, MeetingStatus
from marac.vocabulary import FOR_THE_AGENCY, CaseStatus, Role, Viewer

ALL = set(Role)
MEETING_HATS = {Role.CHAIR, Role.COORDINATOR}
SEES = FOR_THE_AGENCY | MEETING_HATS | {Role.AUDITOR, Role.OBSERVER, Role.DATA_PROTECTION_OFFICER}


@dataclass
class Case:
    status: CaseStatus = CaseStatus.ACCEPTED
    agency_id: UUID = field(default_factory=uuid4)


@dataclass
class Meeting:
    status: MeetingStatus = MeetingStatus.PLANNED


@dataclass
class Hearing:
    status: HearingStatus = HearingStatus.LISTED
    listed_in: int = 0
    pinned: bool = False


@dataclass
class Seat:
    agency_id: UUID = field(default_factory=uuid4)


def viewer(hat: Role) -> Viewer:
    return Viewer(uuid4(), uuid4(), uuid4(), hat)


every_hat = pytest.mark.parametrize("hat", sorted(ALL))


@every_hat
def test_which_hats_may_do_what(hat: Role) -> None:
    who = viewer(hat)
    verdicts = [
        (policy.may_see_meetings(who), SEES),
        (policy.may_convene(who), MEETING_HATS),
        (policy.may_prepare(who), MEETING_HATS),
        (policy.may_list(who, Case(), Meeting(), 3, 20), MEETING_HATS),
        (policy.may_order(who, Meeting()), MEETING_HATS),
        (policy.may_move(who, Meeting(), Hearing()), MEETING_HATS),
        (policy.may_remove(who, Meeting(), Hearing()), MEETING_HATS),
        (policy.may_remove(who, Meeting(), Hearing(listed_in=1)), {Role.CHAIR}),
        (policy.may_confirm_seats(who, Case()), {Role.COORDINATOR}),
        (policy.may_add_seat(who, Case()), {Role.CHAIR}),
        (policy.may_remove_seat(who, Case(), Seat()), {Role.CHAIR}),
        (policy.may_publish(who, Meeting(), 3, 0), {Role.COORDINATOR}),
    ]
    for verdict, allowed in verdicts:
        assert bool(verdict) == (hat in allowed)
        assert bool(verdict) != bool(verdict.reason)


@pytest.mark.parametrize(
    ("status", "allowed"),
    [
        (CaseStatus.DRAFT, False),
        (CaseStatus.REFERRED, True),
        (CaseStatus.ACCEPTED, True),
        (CaseStatus.LISTED, False),
        (CaseStatus.HEARD, False),
        (CaseStatus.WITHDRAWN, False),
        (CaseStatus.CLOSED, False),
    ],
)
def test_only_a_case_that_waits_is_listed(status: CaseStatus, allowed: bool) -> None:
    assert bool(policy.may_list(viewer(Role.COORDINATOR), Case(status), Meeting(), 0, 20)) is allowed


def test_the_chair_alone_goes_beyond_the_most() -> None:
    assert policy.may_list(viewer(Role.COORDINATOR), Case(), Meeting(), 19, 20)
    verdict = policy.may_list(viewer(Role.COORDINATOR), Case(), Meeting(), 20, 20)
    assert verdict.reason == "This list holds 20 cases, and 20 is the most. Only the chair may list another."
    assert policy.may_list(viewer(Role.CHAIR), Case(), Meeting(), 20, 20)


@pytest.mark.parametrize("status", [MeetingStatus.OPEN, MeetingStatus.CLOSED])
def test_a_meeting_that_has_begun_keeps_its_list(status: MeetingStatus) -> None:
    meeting, coordinator = Meeting(status), viewer(Role.COORDINATOR)
    assert not policy.may_list(coordinator, Case(), meeting, 0, 20)
    assert not policy.may_move(coordinator, meeting, Hearing())
    assert not policy.may_remove(viewer(Role.CHAIR), meeting, Hearing())
    assert not policy.may_publish(coordinator, meeting, 1, 0)


def test_a_pinned_case_is_not_moved() -> None:
    assert "Unpin" in policy.may_move(viewer(Role.CHAIR), Meeting(), Hearing(pinned=True)).reason


@pytest.mark.parametrize("status", [HearingStatus.REMOVED, HearingStatus.DEFERRED, HearingStatus.HEARD])
def test_what_is_off_the_list_neither_moves_nor_leaves_again(status: HearingStatus) -> None:
    assert not policy.may_move(viewer(Role.CHAIR), Meeting(), Hearing(status))
    assert not policy.may_remove(viewer(Role.CHAIR), Meeting(), Hearing(status))


def test_no_core_agency_is_left_out_by_the_coordinator() -> None:
    verdict = policy.may_confirm_seats(viewer(Role.COORDINATOR), Case(), left_out=1)
    assert verdict.reason == "Core agencies check every case. Only the chair leaves one out, with a reason."


def test_nobody_is_seated_on_a_case_that_is_closed() -> None:
    assert not policy.may_confirm_seats(viewer(Role.COORDINATOR), Case(CaseStatus.CLOSED))
    assert not policy.may_add_seat(viewer(Role.CHAIR), Case(CaseStatus.CLOSED))


def test_the_referrer_keeps_its_seat() -> None:
    case = Case()
    assert not policy.may_remove_seat(viewer(Role.CHAIR), case, Seat(case.agency_id))


@pytest.mark.parametrize(
    ("listed", "unconfirmed", "reason"),
    [
        (0, 0, "There is no case on this list yet."),
        (5, 1, "1 case has no seats confirmed yet. Confirm them first."),
        (5, 3, "3 cases have no seats confirmed yet. Confirm them first."),
        (5, 0, ""),
    ],
)
def test_a_list_is_published_once_every_case_has_its_seats(listed: int, unconfirmed: int, reason: str) -> None:
    assert policy.may_publish(viewer(Role.COORDINATOR), Meeting(), listed, unconfirmed).reason == reason
