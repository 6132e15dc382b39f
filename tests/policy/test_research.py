"""The rules about research, as tables."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from marac.policy import research as policy
from marac.vocabulary import FOR_THE_AGENCY, FOR_THE_MEETING, CaseStatus, Role, Viewer

MINE, THEIRS = uuid4(), uuid4()
SENT = datetime(2026, 11, 20, tzinfo=UTC)


@dataclass
class Case:
    status: CaseStatus = CaseStatus.LISTED


@dataclass
class Research:
    agency_id: UUID = MINE
    returned_at: datetime | None = None


@dataclass
class Agency:
    gets_case_data: bool = True


def viewer(hat: Role = Role.REPRESENTATIVE) -> Viewer:
    return Viewer(uuid4(), MINE, uuid4(), hat)


@pytest.mark.parametrize("hat", list(Role))
def test_who_asks_who_answers_and_who_looks(hat: Role) -> None:
    speaks, presides = hat in FOR_THE_AGENCY, hat in FOR_THE_MEETING
    assert bool(policy.may_request(viewer(hat))) == presides
    assert bool(policy.may_reopen(viewer(hat), Case())) == presides
    assert bool(policy.may_see_own_work(viewer(hat))) == speaks
    assert bool(policy.may_see_research(viewer(hat))) == (speaks or presides)
    assert bool(policy.may_answer(viewer(hat), Research(), Case())) == speaks
    assert bool(policy.may_withdraw(viewer(hat), Research(returned_at=SENT), Case())) == speaks


@pytest.mark.parametrize("status", list(CaseStatus))
def test_answers_and_withdrawals_end_with_the_hearing(status: CaseStatus) -> None:
    past = status in {CaseStatus.HEARD, CaseStatus.CLOSED, CaseStatus.RETURNED, CaseStatus.WITHDRAWN}
    assert bool(policy.may_answer(viewer(), Research(), Case(status))) != past
    assert bool(policy.may_withdraw(viewer(), Research(returned_at=SENT), Case(status))) != past
    reopens = status not in {CaseStatus.CLOSED, CaseStatus.RETURNED, CaseStatus.WITHDRAWN}
    assert bool(policy.may_reopen(viewer(Role.COORDINATOR), Case(status))) == reopens


def test_another_agencys_request_is_not_answered() -> None:
    assert not policy.may_answer(viewer(), Research(THEIRS), Case())
    assert not policy.may_withdraw(viewer(), Research(THEIRS, SENT), Case())


@pytest.mark.parametrize(
    ("answered", "decided", "sent", "why_not"),
    [
        (True, True, None, ""),
        (False, True, None, "no answer"),
        (True, False, None, "undecided"),
        (True, True, SENT, "Withdraw it"),
    ],
)
def test_when_a_return_may_be_sent(answered: bool, decided: bool, sent: datetime | None, why_not: str) -> None:
    verdict = policy.may_return(viewer(), Research(returned_at=sent), Case(), answered, decided)
    assert bool(verdict) == (not why_not)
    assert why_not in verdict.reason


def test_whoever_recorded_lines_returns_no_nil_in_passing() -> None:
    assert policy.may_answer_nil(viewer(), Research(), Case(), lines=False)
    assert "recorded lines" in policy.may_answer_nil(viewer(), Research(), Case(), lines=True).reason
    assert not policy.may_withdraw(viewer(), Research(), Case())


def test_who_gets_no_case_data_or_is_no_partner_is_not_seated() -> None:
    assert policy.may_be_seated(Agency(), partner=True)
    assert "no case data" in policy.may_be_seated(Agency(gets_case_data=False), partner=True).reason
    assert "no partner" in policy.may_be_seated(Agency(), partner=False).reason
