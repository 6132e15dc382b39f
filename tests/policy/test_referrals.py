"""Who starts, changes and sends a referral; and which details must be protected."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from marac.policy.referrals import (
    ADDRESSES,
    OPEN,
    Readiness,
    is_cleared,
    may_add_person,
    may_be_on_both_sides,
    may_edit,
    may_follow,
    may_protect,
    may_remove,
    may_start,
    may_submit,
    must_be_protected,
)
from marac.vocabulary import CaseStatus, DetailKind, PartyRole, Role, Side, Viewer

ME, ANOTHER = UUID(int=1), UUID(int=2)
REFERS = {Role.REPRESENTATIVE, Role.ADVOCATE, Role.CONTRIBUTOR}
READY = Readiness(victims=1, criteria=1, judgement_explained=True)


@dataclass
class Agency:
    gets_case_data: bool = True


@dataclass
class Case:
    status: CaseStatus = CaseStatus.DRAFT
    author_id: UUID = ME


def viewer(hat: Role = Role.REPRESENTATIVE, side: Side = Side.NEITHER) -> Viewer:
    return Viewer(ME, UUID(int=3), UUID(int=4), hat, side)


@pytest.mark.parametrize("hat", Role)
def test_agencies_refer_and_the_coordinator_takes_referrals_down(hat: Role) -> None:
    assert bool(may_start(viewer(hat), Agency())) is (hat in REFERS | {Role.COORDINATOR})


@pytest.mark.parametrize("hat", sorted(REFERS))
def test_those_who_get_no_case_data_telephone(hat: Role) -> None:
    assert "telephone" in may_start(viewer(hat), Agency(gets_case_data=False)).reason
    assert "telephone" in may_start(viewer(hat, Side.PERPETRATOR), Agency()).reason


@pytest.mark.parametrize("hat", Role)
@pytest.mark.parametrize("by_telephone", [True, False])
def test_a_referral_is_followed_by_its_author_in_the_role_it_was_made_in(hat: Role, by_telephone: bool) -> None:
    assert bool(may_follow(viewer(hat), Case(), by_telephone)) is (by_telephone is (hat is Role.COORDINATOR))
    assert not may_follow(viewer(hat), Case(author_id=ANOTHER), by_telephone)


@pytest.mark.parametrize("status", CaseStatus)
def test_it_is_changed_until_it_is_sent_and_when_more_is_asked(status: CaseStatus) -> None:
    verdict = may_edit(viewer(), Case(status), False)
    assert bool(verdict) is (status in {CaseStatus.DRAFT, CaseStatus.MORE_INFORMATION}) is (status in OPEN)
    assert verdict or verdict.reason.endswith(".")
    assert bool(may_remove(viewer(), Case(status), False)) is (status is CaseStatus.DRAFT)
    assert bool(may_submit(viewer(), Case(status), False, READY)) is (status in OPEN)
    assert not may_edit(viewer(), Case(status, ANOTHER), False)


@pytest.mark.parametrize(
    ("ready", "reason"),
    [
        (READY, ""),
        (Readiness(0, 1, True), "Give the victim's name, or say that it is not known."),
        (Readiness(1, 0, True), "Tick at least one reason why this case belongs to a MARAC."),
        (Readiness(1, 1, False), "Say what your professional judgement rests on."),
    ],
)
def test_sending_asks_for_little(ready: Readiness, reason: str) -> None:
    assert may_submit(viewer(), Case(), False, ready).reason == reason


@pytest.mark.parametrize("party", PartyRole)
@pytest.mark.parametrize(("victims", "people"), [(0, 0), (1, 1), (1, 40)])
def test_one_victim_and_so_many_people(party: PartyRole, victims: int, people: int) -> None:
    second = party is PartyRole.VICTIM and victims > 0
    assert bool(may_add_person(viewer(), Case(), False, party, victims, people)) is (not second and people < 40)
    assert not may_add_person(viewer(), Case(CaseStatus.REFERRED), False, party, victims, people)


def test_the_coordinators_hat_holds_nothing_protected() -> None:
    assert not may_protect(viewer(Role.COORDINATOR))
    assert all(may_protect(viewer(hat)) for hat in REFERS)


def test_nobody_is_on_both_sides() -> None:
    assert may_be_on_both_sides(False)
    assert "referral of their own" in may_be_on_both_sides(True).reason


@pytest.mark.parametrize("kind", DetailKind)
@pytest.mark.parametrize("known", [True, False, None])
@pytest.mark.parametrize("refuge", [True, False, None])
def test_only_what_the_perpetrator_surely_knows_may_stand_open(
    kind: DetailKind, known: bool | None, refuge: bool | None
) -> None:
    sure = known is True and (kind not in ADDRESSES or refuge is False)
    may_be_open = {*ADDRESSES, DetailKind.EMAIL, DetailKind.WORKPLACE}
    for party in (PartyRole.VICTIM, PartyRole.CHILD, PartyRole.ADULT_AT_RISK):
        assert must_be_protected(party, kind, known, refuge) is not (sure and kind in may_be_open)
        assert is_cleared(party, kind, known, refuge, True) is (sure and kind in ADDRESSES)
        assert not is_cleared(party, kind, known, refuge, False)
    assert not must_be_protected(PartyRole.PERPETRATOR, kind, known, refuge)
    assert is_cleared(PartyRole.PERPETRATOR, kind, known, refuge, False)
