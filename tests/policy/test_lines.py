"""The rules about lines, as tables."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from marac.policy import lines as policy
from marac.policy.lines import Decision
from marac.vocabulary import (
    FOR_THE_AGENCY,
    FOR_THE_MEETING,
    CaseStatus,
    LineKind,
    Role,
    Sharing,
    Side,
    Viewer,
)

MINE, THEIRS = uuid4(), uuid4()


@dataclass
class Case:
    status: CaseStatus = CaseStatus.LISTED


@dataclass
class Line:
    agency_id: UUID = MINE
    side: Side = Side.NEITHER
    kind: LineKind = LineKind.FACT
    corrected_at: datetime | None = None


@dataclass
class Standing:
    only_checks: bool = False
    quiet: bool = False


def viewer(hat: Role, side: Side = Side.NEITHER) -> Viewer:
    return Viewer(uuid4(), MINE, uuid4(), hat, side)


@pytest.mark.parametrize("hat", list(Role))
def test_only_agency_hats_record_decide_and_correct(hat: Role) -> None:
    speaks = hat in FOR_THE_AGENCY
    assert bool(policy.may_record(viewer(hat), Case(), Standing())) == speaks
    assert bool(policy.may_decide(viewer(hat), Line(), Case())) == (speaks or hat is Role.CALDICOTT_GUARDIAN)
    assert bool(policy.may_guard(viewer(hat))) == (hat is Role.CALDICOTT_GUARDIAN)
    assert bool(policy.may_correct(viewer(hat), Line(), Case())) == speaks
    assert bool(policy.may_mark_said(viewer(hat), Line())) == (speaks or hat in FOR_THE_MEETING)


@pytest.mark.parametrize("side", list(Side))
def test_a_guardian_decides_on_their_own_agencys_lines_of_both_sides_but_for_an_appointment_on_one(side: Side) -> None:
    me = viewer(Role.CALDICOTT_GUARDIAN, side)
    assert not policy.may_decide(me, Line(agency_id=THEIRS, side=side), Case())
    decided = {its for its in Side if policy.may_decide(me, Line(side=its), Case())}
    others = {Side.VICTIM: {Side.VICTIM, Side.NEITHER}, Side.PERPETRATOR: {Side.PERPETRATOR}}
    assert decided == others.get(side, set(Side))
    assert not policy.may_decide(me, Line(side=side), Case(CaseStatus.CLOSED))


@pytest.mark.parametrize("status", list(CaseStatus))
def test_a_case_that_is_over_takes_nothing(status: CaseStatus) -> None:
    over = status in {CaseStatus.CLOSED, CaseStatus.RETURNED, CaseStatus.WITHDRAWN}
    assert bool(policy.may_record(viewer(Role.REPRESENTATIVE), Case(status), Standing())) != over
    assert bool(policy.may_decide(viewer(Role.REPRESENTATIVE), Line(), Case(status))) != over


def test_another_agencys_line_and_a_corrected_one_are_left_alone() -> None:
    me = viewer(Role.REPRESENTATIVE)
    assert not policy.may_decide(me, Line(agency_id=THEIRS), Case())
    assert not policy.may_correct(me, Line(agency_id=THEIRS), Case())
    assert not policy.may_mark_said(me, Line(agency_id=THEIRS))
    other_side = Line(side=Side.PERPETRATOR)
    for rule in (policy.may_decide, policy.may_correct):
        assert not rule(me, other_side, Case())
        assert rule(viewer(Role.REPRESENTATIVE, Side.PERPETRATOR), other_side, Case())
    assert not policy.may_mark_said(me, other_side)
    assert "corrected" in policy.may_decide(me, Line(corrected_at=datetime.now(UTC)), Case()).reason


def test_a_check_is_answered_before_lines_are_recorded() -> None:
    assert "Answer first" in policy.may_record(viewer(Role.REPRESENTATIVE), Case(), Standing(only_checks=True)).reason


@pytest.mark.parametrize(
    ("hat", "side", "allowed"),
    [
        (Role.ADVOCATE, Side.VICTIM, True),
        (Role.ADVOCATE, Side.NEITHER, True),
        (Role.ADVOCATE, Side.PERPETRATOR, False),
        (Role.REPRESENTATIVE, Side.VICTIM, False),
        (Role.CONTRIBUTOR, Side.NEITHER, False),
    ],
)
def test_the_victims_voice_is_the_advocates(hat: Role, side: Side, allowed: bool) -> None:
    assert bool(policy.may_record(viewer(hat, side), Case(), Standing(), LineKind.VOICE)) == allowed


EVERYONE = Decision(Sharing.SEATED, somebody=True)
NAMED = Decision(Sharing.NAMED, somebody=True)
SAID = Decision(Sharing.SAY_ONLY, bears_on=True)
WITHHELD = Decision(Sharing.WITHHELD, because=True)
KEPT = Decision(Sharing.PRIVATE)


@pytest.mark.parametrize(
    ("decision", "standing", "kind", "why_not"),
    [
        (EVERYONE, Standing(), LineKind.FACT, ""),
        (NAMED, Standing(), LineKind.OPINION, ""),
        (SAID, Standing(), LineKind.FACT, ""),
        (WITHHELD, Standing(), LineKind.FACT, ""),
        (KEPT, Standing(), LineKind.FACT, ""),
        (EVERYONE, Standing(quiet=True), LineKind.FACT, "the chair, the coordinator and the advocate alone"),
        (NAMED, Standing(quiet=True), LineKind.FACT, ""),
        (SAID, Standing(quiet=True), LineKind.FACT, ""),
        (WITHHELD, Standing(quiet=True), LineKind.FACT, ""),
        (EVERYONE, Standing(only_checks=True), LineKind.FACT, "Answer first"),
        (NAMED, Standing(only_checks=True), LineKind.FACT, "Answer first"),
        (SAID, Standing(only_checks=True), LineKind.FACT, "Answer first"),
        (WITHHELD, Standing(only_checks=True), LineKind.FACT, ""),
        (replace(NAMED, somebody=False), Standing(), LineKind.FACT, "Choose at least one"),
        (replace(WITHHELD, because=False), Standing(), LineKind.FACT, "Give the reason"),
        (replace(SAID, bears_on=False), Standing(), LineKind.FACT, "which risk"),
        (replace(EVERYONE, to_perpetrators_side=True), Standing(), LineKind.FACT, ""),
        (replace(EVERYONE, to_perpetrators_side=True), Standing(), LineKind.VOICE, "never given"),
        (replace(NAMED, to_perpetrators_side=True), Standing(), LineKind.VOICE, "never given"),
        (replace(NAMED, police_unexplained=True), Standing(), LineKind.FACT, "not sent to police"),
        (replace(EVERYONE, sensitive=True), Standing(), LineKind.FACT, "This line is sensitive"),
        (replace(NAMED, sensitive=True), Standing(), LineKind.FACT, ""),
        (replace(SAID, sensitive=True), Standing(), LineKind.FACT, ""),
        (replace(WITHHELD, sensitive=True), Standing(), LineKind.FACT, ""),
        (replace(KEPT, sensitive=True), Standing(), LineKind.FACT, ""),
    ],
)
def test_what_may_be_decided(decision: Decision, standing: Standing, kind: LineKind, why_not: str) -> None:
    verdict = policy.may_share(Line(kind=kind), standing, decision)
    assert bool(verdict) == (not why_not)
    assert why_not in verdict.reason
