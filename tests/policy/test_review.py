"""The rules of the auditor's rooms, as tables."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from marac.policy import alerts, openings, questions, samples
from marac.policy.alerts import SAID, AlertRule, AlertStatus
from marac.policy.questions import Finding
from marac.vocabulary import CaseStatus, Hat, Viewer

ME, MINE, OTHER, MARAC = (UUID(int=number) for number in range(1, 5))


def viewer(hat: Hat) -> Viewer:
    return Viewer(ME, MINE, MARAC, hat)


def facts(**given: Any) -> Any:
    return SimpleNamespace(**given)


def case(restricted: bool = False, status: CaseStatus = CaseStatus.HEARD) -> Any:
    return facts(status=status, restricted=restricted)


@pytest.mark.parametrize("hat", Hat)
def test_only_an_auditor_opens_and_only_some_are_told(hat: Hat) -> None:
    assert bool(openings.may_open(viewer(hat), case(), 1)) is (hat is Hat.AUDITOR)
    told = {Hat.AUDITOR, Hat.CHAIR, Hat.DATA_PROTECTION_OFFICER}
    assert bool(openings.may_see_openings(viewer(hat))) is (hat in told)


@pytest.mark.parametrize(("hours", "allowed"), [(0, False), (1, True), (24, True), (25, False), (-1, False)])
def test_an_opening_is_short(hours: int, allowed: bool) -> None:
    assert bool(openings.may_open(viewer(Hat.AUDITOR), case(), hours)) is allowed


def test_what_was_not_sent_and_what_is_restricted_is_not_opened() -> None:
    for shut in (case(restricted=True), case(status=CaseStatus.DRAFT)):
        assert not openings.may_open(viewer(Hat.AUDITOR), shut, 1)


@pytest.mark.parametrize(
    ("hat", "mine", "over", "reads", "ends"),
    [
        (Hat.AUDITOR, True, False, True, True),
        (Hat.AUDITOR, True, True, False, False),
        (Hat.AUDITOR, False, False, False, False),
        (Hat.CHAIR, False, False, False, True),
        (Hat.CHAIR, True, False, False, True),
        (Hat.CHAIR, False, True, False, False),
        (Hat.DATA_PROTECTION_OFFICER, False, False, False, False),
        (Hat.COORDINATOR, True, False, False, False),
    ],
)
def test_who_reads_and_who_ends(hat: Hat, mine: bool, over: bool, reads: bool, ends: bool) -> None:
    opening = facts(member_id=ME if mine else OTHER)
    assert bool(openings.may_read_opening(viewer(hat), opening, over)) is reads
    assert bool(openings.may_end_opening(viewer(hat), opening, over)) is ends


@pytest.mark.parametrize("hat", Hat)
def test_alerts_are_reviewed_once_by_another_person(hat: Hat) -> None:
    reviews = hat in {Hat.AUDITOR, Hat.DATA_PROTECTION_OFFICER}
    assert bool(alerts.may_see_alerts(viewer(hat))) is reviews
    waits, settled = (facts(member_id=OTHER, status=status) for status in (AlertStatus.OPEN, AlertStatus.EXPLAINED))
    for outcome in (AlertStatus.EXPLAINED, AlertStatus.PASSED_ON):
        assert bool(alerts.may_review_alert(viewer(hat), waits, outcome)) is reviews
        assert not alerts.may_review_alert(viewer(hat), settled, outcome)
        own = facts(member_id=ME, status=AlertStatus.OPEN)
        assert not alerts.may_review_alert(viewer(hat), own, outcome)
    assert not alerts.may_review_alert(viewer(hat), waits, AlertStatus.OPEN)


@pytest.mark.parametrize("hat", Hat)
def test_who_raises_an_alert_by_hand(hat: Hat) -> None:
    audits, officer = hat is Hat.AUDITOR, hat is Hat.DATA_PROTECTION_OFFICER
    theirs = facts(member_id=OTHER, agency_id=MINE, hat="representative")
    assert bool(alerts.may_raise_alert(viewer(hat), theirs)) is (audits or officer)
    for other in ({"agency_id": OTHER}, {"hat": "chair"}):
        assert bool(alerts.may_raise_alert(viewer(hat), facts(**{**vars(theirs), **other}))) is audits
    for nobody in ({"member_id": ME}, {"member_id": None}, {"agency_id": None}):
        assert not alerts.may_raise_alert(viewer(hat), facts(**{**vars(theirs), **nobody}))


def test_every_rule_is_said() -> None:
    assert SAID.keys() == set(AlertRule)


@pytest.mark.parametrize("hat", Hat)
def test_samples_are_for_auditors_and_not_of_themselves(hat: Hat) -> None:
    audits = hat is Hat.AUDITOR
    assert bool(samples.may_sample(viewer(hat))) is audits
    assert bool(samples.may_judge(viewer(hat), facts(member_id=OTHER))) is audits
    assert not samples.may_judge(viewer(hat), facts(member_id=ME))


@pytest.mark.parametrize("hat", Hat)
def test_who_asks_and_who_answers(hat: Hat) -> None:
    asks, officer = hat is Hat.AUDITOR, hat is Hat.DATA_PROTECTION_OFFICER
    by_name = hat in {Hat.REPRESENTATIVE, Hat.ADVOCATE}
    assert bool(questions.may_see_questions(viewer(hat))) is (asks or officer or by_name)
    assert bool(questions.may_ask(viewer(hat), OTHER)) is asks
    assert not questions.may_ask(viewer(hat), MINE)
    named, unnamed = (facts(agency_id=MINE, member_id=member) for member in (ME, None))
    assert bool(questions.may_answer(viewer(hat), named, False, False)) is (officer or by_name)
    assert bool(questions.may_answer(viewer(hat), unnamed, False, False)) is officer
    assert not questions.may_answer(viewer(hat), facts(agency_id=OTHER, member_id=ME), False, False)
    for answered, closed in ((True, False), (False, True)):
        assert not questions.may_answer(viewer(hat), named, answered, closed)


@pytest.mark.parametrize(
    ("answered", "closed", "finding", "allowed"),
    [
        (True, False, Finding.SATISFIED, True),
        (False, False, Finding.SATISFIED, False),
        (False, False, Finding.NOT_ANSWERED, True),
        (True, True, Finding.SATISFIED, False),
    ],
)
def test_a_question_is_closed_with_a_finding(answered: bool, closed: bool, finding: Finding, allowed: bool) -> None:
    assert bool(questions.may_close(viewer(Hat.AUDITOR), answered, closed, finding)) is allowed
    assert not questions.may_close(viewer(Hat.DATA_PROTECTION_OFFICER), answered, closed, finding)
