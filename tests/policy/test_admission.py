"""Who admits, appoints, confirms and ends, as tables."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from marac.policy import admission as policy
from marac.vocabulary import FOR_THE_AGENCY, Role, Side, Viewer

ME, SOMEBODY, ANOTHER = UUID(int=1), UUID(int=2), UUID(int=3)
MINE, THEIRS = UUID(int=11), UUID(int=12)
ADMITS = {Role.ADMINISTRATOR, Role.COORDINATOR, Role.AGENCY_ADMINISTRATOR}
every_hat = pytest.mark.parametrize("hat", list(Role))
every_role = pytest.mark.parametrize("role", list(Role))


@dataclass
class Appointment:
    role: Role = Role.CHAIR
    member_id: UUID = SOMEBODY
    made_by: UUID | None = ANOTHER


def viewer(hat: Role) -> Viewer:
    return Viewer(ME, MINE, UUID(int=21), hat)


@every_hat
def test_the_register_is_for_those_who_admit(hat: Role) -> None:
    assert bool(policy.may_read_register(viewer(hat))) == (hat in ADMITS)


@every_hat
def test_only_the_administrator_changes_agencies_and_conditions(hat: Role) -> None:
    assert bool(policy.may_change_agency(viewer(hat))) == (hat is Role.ADMINISTRATOR)
    assert bool(policy.may_set_conditions(viewer(hat))) == (hat is Role.ADMINISTRATOR)


@every_hat
def test_members_are_admitted_by_those_who_answer_for_their_agency(hat: Role) -> None:
    assert bool(policy.may_admit(viewer(hat), MINE)) == (hat in ADMITS)
    assert bool(policy.may_admit(viewer(hat), THEIRS)) == (hat in ADMITS - {Role.AGENCY_ADMINISTRATOR})


@every_role
def test_the_closed_table_who_grants_which_role(role: Role) -> None:
    within = FOR_THE_AGENCY | {Role.AGENCY_ADMINISTRATOR, Role.CALDICOTT_GUARDIAN}
    for hat in Role:
        granted = policy.may_appoint(viewer(hat), MINE, SOMEBODY, role, Side.NEITHER)
        expected = hat is Role.ADMINISTRATOR or (hat in ADMITS and role in within)
        assert bool(granted) == expected, (hat, role)


@every_role
def test_an_agencys_administrator_grants_nothing_elsewhere(role: Role) -> None:
    assert not policy.may_appoint(viewer(Role.AGENCY_ADMINISTRATOR), THEIRS, SOMEBODY, role, Side.NEITHER)


@every_hat
def test_nobody_appoints_retires_or_ends_themselves(hat: Role) -> None:
    assert "themselves" in policy.may_appoint(viewer(hat), MINE, ME, Role.CHAIR, Side.NEITHER).reason
    assert "themselves" in policy.may_retire(viewer(hat), MINE, ME, False).reason
    assert "their own" in policy.may_end(viewer(hat), MINE, Appointment(member_id=ME)).reason


@every_role
def test_only_those_who_speak_for_an_agency_have_a_side(role: Role) -> None:
    granted = policy.may_appoint(viewer(Role.ADMINISTRATOR), MINE, SOMEBODY, role, Side.VICTIM)
    assert bool(granted) == (role in FOR_THE_AGENCY)


def test_an_advocate_is_never_on_the_perpetrators_side() -> None:
    granted = policy.may_appoint(viewer(Role.ADMINISTRATOR), MINE, SOMEBODY, Role.ADVOCATE, Side.PERPETRATOR)
    assert granted.reason == "An advocate is on the victim's side."


def test_a_role_is_held_once_and_on_one_side() -> None:
    asks = viewer(Role.ADMINISTRATOR), MINE, SOMEBODY, Role.REPRESENTATIVE, Side.NEITHER
    assert "already" in policy.may_appoint(*asks, held=True).reason
    assert "nobody works on both" in policy.may_appoint(*asks, both=True).reason


def test_the_coordinator_retires_nobody_who_holds_a_role_in_the_marac_itself() -> None:
    assert policy.may_retire(viewer(Role.COORDINATOR), THEIRS, SOMEBODY, False)
    assert not policy.may_retire(viewer(Role.COORDINATOR), THEIRS, SOMEBODY, True)
    assert policy.may_retire(viewer(Role.AGENCY_ADMINISTRATOR), MINE, SOMEBODY, True)
    assert not policy.may_retire(viewer(Role.AGENCY_ADMINISTRATOR), THEIRS, SOMEBODY, False)


@every_hat
def test_no_address_is_changed_so_that_a_role_goes_to_somebody_else(hat: Role) -> None:
    asks = viewer(hat), MINE
    assert bool(policy.may_change_address(*asks, False, False)) == (hat in ADMITS)
    assert bool(policy.may_change_address(*asks, True, True)) == (hat is Role.ADMINISTRATOR)
    assert not policy.may_change_address(*asks, False, True)


@every_hat
def test_a_second_person_confirms(hat: Role) -> None:
    seconds = {Role.ADMINISTRATOR, Role.SIGNATORY}
    assert bool(policy.may_confirm(viewer(hat), Appointment(), True)) == (hat in seconds)


@pytest.mark.parametrize("hat", [Role.ADMINISTRATOR, Role.SIGNATORY])
@pytest.mark.parametrize(
    ("appointment", "waiting", "reason"),
    [
        (Appointment(), False, "does not wait"),
        (Appointment(member_id=ME), True, "their own"),
        (Appointment(made_by=ME), True, "You proposed this"),
        (Appointment(member_id=ME, made_by=ME), True, "their own"),
    ],
)
def test_the_second_person_is_neither_the_first_nor_the_one_appointed(
    hat: Role, appointment: Appointment, waiting: bool, reason: str
) -> None:
    assert reason in policy.may_confirm(viewer(hat), appointment, waiting).reason


@every_role
def test_who_can_grant_a_role_can_end_it(role: Role) -> None:
    for hat in Role:
        for agency in (MINE, THEIRS):
            granted = policy.may_appoint(viewer(hat), agency, SOMEBODY, role, Side.NEITHER)
            assert bool(policy.may_end(viewer(hat), agency, Appointment(role))) == bool(granted)


@every_role
def test_who_acts_for_an_agency_has_a_deputy_of_the_same_one(role: Role) -> None:
    of_an_agency = FOR_THE_AGENCY | {
        Role.AGENCY_ADMINISTRATOR,
        Role.CALDICOTT_GUARDIAN,
        Role.DATA_PROTECTION_OFFICER,
        Role.SIGNATORY,
    }
    asks = viewer(Role.ADMINISTRATOR), MINE
    assert policy.may_deputise(*asks, MINE, Appointment(role), ANOTHER)
    assert bool(policy.may_deputise(*asks, THEIRS, Appointment(role), ANOTHER)) == (role not in of_an_agency)
    assert not policy.may_deputise(*asks, MINE, Appointment(role), SOMEBODY)
    assert not policy.may_deputise(*asks, MINE, Appointment(role), ME)


def test_chair_and_auditor_need_two_people() -> None:
    assert policy.NEEDS_TWO == {Role.CHAIR, Role.AUDITOR}
