"""The rules of the meeting while it sits, as tables."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from marac.policy import hearings as policy
from marac.proceedings import HearingStatus, MeetingStatus, Presence
from marac.vocabulary import FOR_THE_AGENCY, FOR_THE_MEETING, Role, Viewer

ME, ANOTHER = uuid4(), uuid4()
NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
MISSING = ["the victim's voice, or why there is none"]


@dataclass
class Meeting:
    status: MeetingStatus = MeetingStatus.OPEN


@dataclass
class Hearing:
    status: HearingStatus = HearingStatus.CALLED
    acting_chair_id: UUID | None = None
    acting_coordinator_id: UUID | None = None


@dataclass
class Here:
    presence: Presence = Presence.PRESENT
    statement_at: datetime | None = NOW


def viewer(hat: Role) -> Viewer:
    return Viewer(ME, uuid4(), uuid4(), hat)


@pytest.mark.parametrize("hat", list(Role))
def test_each_hat_does_its_own_part(hat: Role) -> None:
    me, presides, chair = viewer(hat), hat in FOR_THE_MEETING, hat is Role.CHAIR
    comes = hat in FOR_THE_AGENCY | FOR_THE_MEETING
    done = {
        "follow": (policy.may_follow(me), comes),
        "come": (policy.may_come(me), comes or hat is Role.OBSERVER),
        "accept": (policy.may_accept_statement(me, Meeting()), comes or hat is Role.OBSERVER),
        "open": (policy.may_open(me, Meeting(MeetingStatus.PUBLISHED)), presides),
        "close": (policy.may_close(me, Meeting(), []), chair),
        "keep attendance": (policy.may_keep_attendance(me), presides),
        "record another's": (policy.may_record_attendance(me, Meeting(), ANOTHER), presides),
        "record one's own": (policy.may_record_attendance(me, Meeting(), ME), True),
        "call": (policy.may_call(me, Meeting(), Hearing(HearingStatus.LISTED)), chair),
        "close a case": (policy.may_close_hearing(me, Hearing(), []), chair),
        "defer": (policy.may_defer(me, Hearing()), chair),
        "change": (policy.may_change_hearing(me, Hearing()), presides),
        "admit": (policy.may_admit(me, Hearing(), Here()), presides),
        "declare another's": (policy.may_declare_conflict(me, Hearing(), ANOTHER), presides),
        "declare one's own": (policy.may_declare_conflict(me, Hearing(), ME), hat in FOR_THE_AGENCY),
        "lift": (policy.may_lift_conflict(me, Hearing()), presides),
    }
    assert {name: bool(verdict) for name, (verdict, _) in done.items()} == {n: may for n, (_, may) in done.items()}
    assert all(verdict.reason for verdict, may in done.values() if not may)


@pytest.mark.parametrize("status", list(MeetingStatus))
def test_a_meeting_is_opened_once_published_and_closed_once_open(status: MeetingStatus) -> None:
    chair, meeting = viewer(Role.CHAIR), Meeting(status)
    assert bool(policy.may_open(chair, meeting)) == (status is MeetingStatus.PUBLISHED)
    assert bool(policy.may_close(chair, meeting, [])) == (status is MeetingStatus.OPEN)
    assert bool(policy.may_accept_statement(chair, meeting)) == (status is MeetingStatus.OPEN)
    assert bool(policy.may_call(chair, meeting, Hearing(HearingStatus.LISTED))) == (status is MeetingStatus.OPEN)
    assert bool(policy.may_record_attendance(chair, meeting, ANOTHER)) == (status is not MeetingStatus.CLOSED)


@pytest.mark.parametrize("status", list(HearingStatus))
def test_a_case_is_called_once_and_closed_once(status: HearingStatus) -> None:
    chair, hearing, is_ = viewer(Role.CHAIR), Hearing(status), HearingStatus
    assert bool(policy.may_call(chair, Meeting(), hearing)) == (status is is_.LISTED)
    assert bool(policy.may_close_hearing(chair, hearing, [])) == (status is is_.CALLED)
    assert bool(policy.may_defer(chair, hearing)) == (status in {is_.LISTED, is_.CALLED})
    assert bool(policy.may_change_hearing(chair, hearing)) == (status in {is_.CALLED, is_.HEARD})
    assert bool(policy.may_admit(chair, hearing, Here())) == (status is is_.CALLED)
    assert bool(policy.may_declare_conflict(chair, hearing, ANOTHER)) == (status in {is_.LISTED, is_.CALLED})


def test_what_is_missing_is_named() -> None:
    chair = viewer(Role.CHAIR)
    assert "the victim's voice" in policy.may_close_hearing(chair, Hearing(), MISSING).reason
    assert "the victim's voice" in policy.may_call(chair, Meeting(), Hearing(HearingStatus.LISTED), MISSING).reason
    assert "HERON, ALDER" in policy.may_close(chair, Meeting(), ["HERON", "ALDER"]).reason


@pytest.mark.parametrize("presence", list(Presence))
@pytest.mark.parametrize("accepted", [NOW, None])
def test_nobody_is_present_for_a_case_without_the_statement(presence: Presence, accepted: datetime | None) -> None:
    verdict = policy.may_join(Here(presence, accepted))
    assert bool(verdict) == (presence is Presence.PRESENT and accepted is not None)


def test_somebody_who_is_not_on_the_attendance_is_not_present() -> None:
    assert not policy.may_join(None)


def test_chair_and_coordinator_do_not_stay_with_a_conflict_of_their_own() -> None:
    for hat in FOR_THE_MEETING:
        assert "acting" in policy.may_declare_conflict(viewer(hat), Hearing(), ME).reason


@pytest.mark.parametrize("hat", list(Role))
def test_where_somebody_acts_in_an_office_its_deeds_are_theirs_alone(hat: Role) -> None:
    me = viewer(hat)
    offices = {Role.CHAIR, Role.COORDINATOR}
    for office in offices:
        by = {member: (member, None) if office is Role.CHAIR else (None, member) for member in (ME, ANOTHER)}
        assert bool(policy.may_lead(me, Hearing(HearingStatus.CALLED, *by[ANOTHER]))) == (hat is not office)
        assert policy.may_lead(me, Hearing(HearingStatus.CALLED, *by[ME]))
    assert policy.may_lead(me, Hearing()) and policy.may_follow_on(True) and not policy.may_follow_on(False)
    assert bool(policy.may_lead(me, Hearing(), employed=True)) == (hat not in offices)
    assert not policy.may_call(viewer(Role.CHAIR), Meeting(), Hearing(HearingStatus.LISTED, ANOTHER))


@pytest.mark.parametrize("was", [None, *Presence])
def test_a_chair_who_left_is_recorded_back_by_another(was: Presence | None) -> None:
    assert bool(policy.may_come_back(True, was, own=True)) == (was is not Presence.LEFT)
    assert policy.may_come_back(False, was, own=True) and policy.may_come_back(True, was, own=False)


def test_a_case_is_not_called_while_a_chair_behind_its_wall_is_there() -> None:
    for hat in FOR_THE_MEETING:
        verdict = policy.may_be_called_apart(viewer(hat), chair_here=True)
        assert not verdict and "left" in verdict.reason
        assert policy.may_be_called_apart(viewer(hat), chair_here=False)
