"""The rules of what is written down, as tables."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from marac.policy import notes as policy
from marac.proceedings import HearingStatus, MinutesStatus
from marac.vocabulary import FOR_THE_MEETING, Role, Sharing, Viewer


@dataclass
class Hearing:
    status: HearingStatus = HearingStatus.CALLED
    acting_chair_id: UUID | None = None


@dataclass
class Line:
    sharing: Sharing
    to_chair: bool = True
    to_coordinator: bool = True


def viewer(hat: Role) -> Viewer:
    return Viewer(uuid4(), uuid4(), uuid4(), hat)


@pytest.mark.parametrize("hat", list(Role))
def test_the_coordinator_and_the_chair_write_and_nobody_else(hat: Role) -> None:
    assert bool(policy.may_write_note(viewer(hat), Hearing())) == (hat in FOR_THE_MEETING)


@pytest.mark.parametrize("status", list(HearingStatus))
def test_notes_are_taken_from_the_call_on(status: HearingStatus) -> None:
    once = {HearingStatus.CALLED, HearingStatus.HEARD, HearingStatus.DEFERRED}
    assert bool(policy.may_write_note(viewer(Role.COORDINATOR), Hearing(status))) == (status in once)


@pytest.mark.parametrize("minutes", list(MinutesStatus))
def test_notes_stand_once_the_minutes_are_approved(minutes: MinutesStatus) -> None:
    verdict = policy.may_write_note(viewer(Role.COORDINATOR), Hearing(), minutes)
    assert bool(verdict) == (minutes is MinutesStatus.DRAFT)
    led = Hearing(acting_chair_id=uuid4())
    assert policy.may_write_note(viewer(Role.COORDINATOR), led, minutes), "still being heard, by an acting chair"


@pytest.mark.parametrize("sharing", list(Sharing))
def test_a_note_answers_only_what_was_shared_in_writing(sharing: Sharing) -> None:
    verdict = policy.may_answer_line(viewer(Role.COORDINATOR), Line(sharing))
    assert bool(verdict) == (sharing in {Sharing.SEATED, Sharing.NAMED})


@pytest.mark.parametrize(("chair", "coordinator"), [(False, True), (True, False), (False, False)])
def test_no_note_answers_a_line_kept_from_one_of_its_readers(chair: bool, coordinator: bool) -> None:
    verdict = policy.may_answer_line(viewer(Role.COORDINATOR), Line(Sharing.NAMED, chair, coordinator))
    assert not verdict
    assert "speak of it privately" in verdict.reason
