"""The rules of information-sharing agreements, as tables (C04, S22)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from marac.clock import LONDON
from marac.policy import agreements as policy
from marac.proceedings import Standing
from marac.vocabulary import Role, Verdict, Viewer

TODAY = date(2026, 5, 20)
NOON = datetime(2026, 5, 20, 12, tzinfo=LONDON)
OWN = uuid4()
SIGNING = {"review": policy.may_review, "suspend": policy.may_suspend, "withdraw": policy.may_withdraw}


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


@dataclass
class Agreement:
    signed_on: date = in_days(-400)
    review_on: date = in_days(200)
    expires_on: date = in_days(500)
    suspended_at: datetime | None = None
    withdrawn_at: datetime | None = None
    agency_id: UUID = OWN


def viewer(hat: Role, agency: UUID = OWN) -> Viewer:
    return Viewer(uuid4(), agency, uuid4(), hat)


@pytest.mark.parametrize(
    ("terms", "stands"),
    [
        (None, Standing.MISSING),
        (Agreement(signed_on=in_days(1)), Standing.MISSING),
        (Agreement(), Standing.IN_FORCE),
        (Agreement(review_on=in_days(61)), Standing.IN_FORCE),
        (Agreement(review_on=in_days(60)), Standing.REVIEW_DUE),
        (Agreement(expires_on=in_days(60)), Standing.REVIEW_DUE),
        (Agreement(review_on=in_days(0)), Standing.REVIEW_DUE),
        (Agreement(review_on=in_days(-1)), Standing.OVERDUE),
        (Agreement(review_on=in_days(-60)), Standing.OVERDUE),
        (Agreement(review_on=in_days(-61)), Standing.NOT_REVIEWED),
        (Agreement(review_on=in_days(-10), expires_on=in_days(0)), Standing.OVERDUE),
        (Agreement(review_on=in_days(-10), expires_on=in_days(-1)), Standing.EXPIRED),
        (Agreement(suspended_at=NOON), Standing.SUSPENDED),
        (Agreement(suspended_at=NOON, withdrawn_at=NOON), Standing.WITHDRAWN),
        (Agreement(expires_on=in_days(-1), suspended_at=NOON), Standing.SUSPENDED),
    ],
)
def test_how_an_agreement_stands(terms: Agreement | None, stands: Standing) -> None:
    assert policy.standing(terms, NOON) is stands


def test_an_extension_opens_what_lapsed_until_it_ends_and_nothing_else() -> None:
    expired = Agreement(review_on=in_days(-5), expires_on=in_days(-1))
    until = NOON + timedelta(hours=24)
    assert policy.standing(expired, NOON, until) is Standing.EXTENDED
    assert policy.standing(expired, until, until) is Standing.EXPIRED
    assert policy.standing(Agreement(suspended_at=NOON), NOON, until) is Standing.SUSPENDED


def test_days_are_london_s() -> None:
    expires_today = Agreement(review_on=in_days(0), expires_on=in_days(0))
    late = datetime(2026, 5, 20, 23, 59, tzinfo=LONDON)
    assert policy.standing(expires_today, late) in policy.OPEN
    assert policy.standing(expires_today, late + timedelta(minutes=1)) is Standing.EXPIRED
    assert policy.closes_at(expires_today) == late + timedelta(minutes=1)


@pytest.mark.parametrize("hat", list(Role))
@pytest.mark.parametrize("deed", list(SIGNING))
def test_only_the_agency_s_own_signatory_decides(hat: Role, deed: str) -> None:
    rule = SIGNING[deed]
    assert bool(rule(viewer(hat), Agreement(), Standing.IN_FORCE)) == (hat is Role.SIGNATORY)
    assert not rule(viewer(hat, uuid4()), Agreement(), Standing.IN_FORCE)


def test_an_auditor_is_told_to_recommend() -> None:
    assert "Auditors recommend" in policy.may_suspend(viewer(Role.AUDITOR), Agreement(), Standing.IN_FORCE).reason


@pytest.mark.parametrize("hat", list(Role))
def test_auditors_and_nobody_else_recommend(hat: Role) -> None:
    assert bool(policy.may_recommend(viewer(hat))) == (hat is Role.AUDITOR)


@pytest.mark.parametrize("stands", list(Standing))
def test_what_a_signatory_may_still_do(stands: Standing) -> None:
    signatory = viewer(Role.SIGNATORY)
    open_or_unreviewed = policy.OPEN | {Standing.NOT_REVIEWED}
    ended = {Standing.SUSPENDED, Standing.WITHDRAWN}
    assert bool(policy.may_review(signatory, Agreement(), stands)) == (stands in open_or_unreviewed)
    assert bool(policy.may_suspend(signatory, Agreement(), stands)) == (stands not in ended)
    assert bool(policy.may_withdraw(signatory, Agreement(), stands)) == (stands is not Standing.WITHDRAWN)
    assert bool(policy.may_reinstate(signatory, Agreement(), stands)) == (stands is Standing.SUSPENDED)
    assert bool(policy.may_record_agreement(signatory, OWN, stands)) == (stands is not Standing.SUSPENDED)


@pytest.mark.parametrize("hat", list(Role))
def test_who_records_an_agreement(hat: Role) -> None:
    assert bool(policy.may_record_agreement(viewer(hat), OWN, Standing.MISSING)) == (
        hat in {Role.ADMINISTRATOR, Role.SIGNATORY}
    )
    assert bool(policy.may_record_agreement(viewer(hat), uuid4(), Standing.MISSING)) == (hat is Role.ADMINISTRATOR)


@pytest.mark.parametrize(
    ("signed", "review", "expires", "right"),
    [(0, 1, 1, True), (1, 2, 3, False), (-1, -1, 5, False), (-1, 6, 5, False), (-9, -5, -1, False)],
)
def test_dates_follow_each_other(signed: int, review: int, expires: int, right: bool) -> None:
    assert bool(policy.may_be_dated(in_days(signed), in_days(review), in_days(expires), TODAY)) is right


@pytest.mark.parametrize(("review", "right"), [(0, False), (1, True), (30, True), (31, False)])
def test_the_next_review_is_ahead_and_not_past_the_expiry(review: int, right: bool) -> None:
    assert bool(policy.may_be_reviewed_on(in_days(review), in_days(30), TODAY)) is right


@pytest.mark.parametrize("hat", list(Role))
def test_chair_or_own_signatory_asks_for_an_extension(hat: Role) -> None:
    verdict = policy.may_ask_extension(viewer(hat), Agreement(), Standing.EXPIRED, near=False, asked=False)
    assert bool(verdict) == (hat in {Role.CHAIR, Role.SIGNATORY})


@pytest.mark.parametrize(
    ("stands", "near", "asked", "may"),
    [
        (Standing.EXPIRED, False, False, True),
        (Standing.NOT_REVIEWED, False, False, True),
        (Standing.OVERDUE, True, False, True),
        (Standing.OVERDUE, False, False, False),
        (Standing.EXPIRED, False, True, False),
        (Standing.SUSPENDED, True, False, False),
        (Standing.WITHDRAWN, True, False, False),
    ],
)
def test_only_a_lapse_by_date_is_extended_and_once(stands: Standing, near: bool, asked: bool, may: bool) -> None:
    assert bool(policy.may_ask_extension(viewer(Role.CHAIR), Agreement(), stands, near, asked)) is may


def test_the_other_of_the_two_and_another_person_agrees() -> None:
    chair, signatory, agreement = viewer(Role.CHAIR), viewer(Role.SIGNATORY), Agreement()

    def may(who: Viewer, under: str, by: UUID | None, done: bool = False) -> Verdict:
        return policy.may_extend(who, agreement, under, by, done)

    assert may(signatory, "chair", chair.member_id)
    assert may(chair, "signatory", signatory.member_id)
    assert not may(chair, "chair", uuid4())
    assert not may(signatory, "chair", signatory.member_id)
    assert not may(signatory, "", None)
    assert not may(viewer(Role.SIGNATORY, uuid4()), "chair", chair.member_id)
    assert not may(viewer(Role.COORDINATOR), "chair", chair.member_id)
    assert not may(signatory, "chair", chair.member_id, done=True)


@pytest.mark.parametrize("hat", list(Role))
def test_who_reads_the_register(hat: Role) -> None:
    shut = {Role.GOVERNANCE, Role.GUEST, Role.OBSERVER}
    assert bool(policy.may_read_agreements(viewer(hat))) == (hat not in shut)


def test_actions_go_to_somebody_of_another_agency_who_speaks_here() -> None:
    assert policy.may_succeed(own_agency=False, speaks_here=True)
    assert not policy.may_succeed(own_agency=True, speaks_here=True)
    assert not policy.may_succeed(own_agency=False, speaks_here=False)
    assert not policy.must_say("  ", "Say why.")
