"""Who may agree, see to, hand on and settle actions, and why not."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from marac.policy import actions as policy
from marac.proceedings import ActionStatus
from marac.vocabulary import CaseStatus, Hat, Side, Viewer

MINE, THEIRS, ME = uuid4(), uuid4(), uuid4()
TODAY = date(2026, 11, 21)
SPEAKING = {Hat.REPRESENTATIVE, Hat.ADVOCATE, Hat.CONTRIBUTOR, Hat.GUEST}
PRESIDING = {Hat.CHAIR, Hat.COORDINATOR}


@dataclass
class Case:
    status: CaseStatus = CaseStatus.LISTED


@dataclass
class Agency:
    name: str = "The agency"
    gets_case_data: bool = True


@dataclass
class Action:
    agency_id: UUID = field(default=MINE)
    member_id: UUID | None = None
    side: Side = Side.NEITHER
    status: ActionStatus = ActionStatus.OPEN


def viewer(hat: Hat, side: Side = Side.NEITHER) -> Viewer:
    return Viewer(ME, MINE, uuid4(), hat, side)


@pytest.mark.parametrize("hat", Hat)
def test_lists_are_for_agencies_and_the_meeting(hat: Hat) -> None:
    assert bool(policy.may_list_actions(viewer(hat))) is (hat in SPEAKING | PRESIDING)


@pytest.mark.parametrize("hat", Hat)
@pytest.mark.parametrize("status", CaseStatus)
def test_chair_and_coordinator_agree_actions_of_a_case_in_hand(hat: Hat, status: CaseStatus) -> None:
    in_hand = status in {CaseStatus.ACCEPTED, CaseStatus.LISTED, CaseStatus.HEARD}
    assert bool(policy.may_agree(viewer(hat), Case(status))) is (hat in PRESIDING and in_hand)
    assert not policy.may_agree(viewer(hat), Case(status), employed=True)


@pytest.mark.parametrize(
    ("gets_data", "takes_part", "reason"),
    [
        (True, True, ""),
        (False, True, "The agency is given no case information, so it cannot own an action."),
        (True, False, "The agency does not take part in this MARAC."),
    ],
)
def test_an_owner_takes_part_and_may_read_what_it_is_to_do(gets_data: bool, takes_part: bool, reason: str) -> None:
    verdict = policy.may_own(Agency(gets_case_data=gets_data), takes_part)
    assert (bool(verdict), verdict.reason) == (not reason, reason)


@pytest.mark.parametrize(("wording", "good"), [("Fit a lock", True), ("", False), (" \n", False), ("x" * 1_001, False)])
def test_a_wording_is_neither_empty_nor_endless(wording: str, good: bool) -> None:
    assert bool(policy.may_be_worded(wording)) is good


@pytest.mark.parametrize(("text", "good"), [("Done", True), ("  ", False), ("x" * 4_000, True), ("x" * 4_001, False)])
def test_a_report_is_neither_empty_nor_endless(text: str, good: bool) -> None:
    assert bool(policy.may_report(text, "Say something.")) is good


@pytest.mark.parametrize(("days", "good"), [(-1, False), (0, True), (366, True), (367, False), (200_000, False)])
def test_a_date_is_within_the_coming_year(days: int, good: bool) -> None:
    assert bool(policy.may_be_due(TODAY + timedelta(days=days), TODAY)) is good


@pytest.mark.parametrize("hat", Hat)
@pytest.mark.parametrize("agency", [MINE, THEIRS])
@pytest.mark.parametrize("member", [None, ME, uuid4()])
@pytest.mark.parametrize("status", ActionStatus)
def test_reporting_settling_and_handing_on(hat: Hat, agency: UUID, member: UUID | None, status: ActionStatus) -> None:
    action = Action(agency, member, status=status)
    one_thing = hat in {Hat.CONTRIBUTOR, Hat.GUEST}
    owner = hat in SPEAKING and agency == MINE and (not one_thing or member == ME)
    sees_to = owner or hat in PRESIDING
    still_open = status is ActionStatus.OPEN
    me = viewer(hat)
    assert bool(policy.may_see_to(me, action)) is sees_to
    assert bool(policy.may_settle(me, action)) is (sees_to and still_open)
    assert bool(policy.may_answer(me, action)) is (sees_to and still_open)
    assert bool(policy.may_hand_on(me, action)) is (sees_to and still_open and not one_thing)
    assert bool(policy.may_open_again(me, action)) is (hat in PRESIDING and not still_open)
    for verdict in (policy.may_settle(me, action), policy.may_hand_on(me, action), policy.may_open_again(me, action)):
        assert bool(verdict.reason) is not bool(verdict)


def test_the_perpetrators_side_is_not_told_what_the_victim_chose() -> None:
    other = viewer(Hat.REPRESENTATIVE, Side.PERPETRATOR)
    assert not policy.conditions_shown(other)
    assert policy.may_answer(other, Action()).reason == "These questions are not for the perpetrator's side."
    assert policy.conditions_shown(viewer(Hat.REPRESENTATIVE))


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("theirs", Side)
def test_an_action_stays_on_its_side(side: Side, theirs: Side) -> None:
    verdict = policy.may_take(Action(side=side), works_here=True, walled=False, side=theirs)
    assert bool(verdict) is ((side is Side.PERPETRATOR) == (theirs is Side.PERPETRATOR))


@pytest.mark.parametrize(("works_here", "walled"), [(False, False), (True, True), (False, True)])
def test_strangers_and_the_walled_out_are_refused_alike(works_here: bool, walled: bool) -> None:
    verdict = policy.may_take(Action(), works_here=works_here, walled=walled, side=Side.NEITHER)
    assert verdict.reason == "This person cannot work on this case. Choose somebody else."
