"""The demonstration has every agency of the source documents and every role, and nobody who could exist."""

from collections import Counter

import pytest

from marac.demo.agencies import AGENCIES
from marac.demo.cards import CARDS
from marac.demo.maracs import MARACS, SOUTH, STOKE
from marac.demo.members import MEMBERS, email_of
from marac.demo.records import DemoAgency
from marac.vocabulary import AgencyKind, Role, Side

BY_KEY = {agency.key: agency for agency in AGENCIES}
PEOPLE = {member.key: member for member in MEMBERS}


def held(role: Role, side: Side | None = None) -> set[str]:
    """Keys of the members who hold this role."""
    return {
        member.key
        for member in MEMBERS
        for appointment in member.appointments
        if appointment.role is role and side in (None, appointment.side)
    }


def test_two_maracs() -> None:
    assert [(marac.slug, marac.name) for marac in MARACS] == [
        ("south-staffordshire", "South Staffordshire"),
        ("stoke-north", "Stoke and North Staffordshire"),
    ]


def test_keys_names_domains_and_addresses_are_used_once() -> None:
    for values in (
        [agency.key for agency in AGENCIES],
        [agency.name for agency in AGENCIES],
        [agency.short_name for agency in AGENCIES],
        [agency.domain for agency in AGENCIES],
        [member.key for member in MEMBERS],
        [member.name for member in MEMBERS],
        [email_of(member) for member in MEMBERS],
    ):
        assert [value for value, times in Counter(values).items() if times > 1] == []


def test_every_address_is_under_a_domain_that_cannot_exist() -> None:
    assert all(agency.domain.endswith(".example") for agency in AGENCIES)
    assert all(email_of(member).isascii() and " " not in email_of(member) for member in MEMBERS)


@pytest.mark.parametrize("agency", AGENCIES, ids=lambda agency: agency.key)
def test_an_agency_is_core_or_asked_for_a_reason_or_gets_nothing(agency: DemoAgency) -> None:
    ways = [agency.core, bool(agency.asked_when), not agency.gets_case_data]
    assert ways.count(True) == 1
    assert agency.parent is None or agency.parent in BY_KEY
    assert set(agency.maracs) <= {SOUTH, STOKE}


@pytest.mark.parametrize(
    "kind",
    [
        AgencyKind.SOCIAL_LANDLORD,
        AgencyKind.EDUCATION,
        AgencyKind.PRIMARY_CARE,
        AgencyKind.SUBSTANCE_MISUSE,
        AgencyKind.PERPETRATOR_SERVICE,
    ],
)
def test_these_are_asked_only_where_a_fact_points_to_them(kind: AgencyKind) -> None:
    agencies = [agency for agency in AGENCIES if agency.kind is kind]
    assert agencies
    assert not any(agency.core for agency in agencies)


def test_prosecutors_business_and_commissioner_get_no_case_data() -> None:
    assert {a.key for a in AGENCIES if not a.gets_case_data} == {"prosecution", "business-crime", "commissioner"}
    assert BY_KEY["prosecution"].maracs == BY_KEY["business-crime"].maracs == ()


def test_the_programme_is_kept_apart_from_the_victim_service() -> None:
    programme = BY_KEY["new-era-programme"]
    assert programme.parent == "new-era"
    assert programme.domain != BY_KEY["new-era"].domain
    assert {m.appointments[0].side for m in MEMBERS if m.agency == "new-era-programme"} == {Side.PERPETRATOR}


def test_competent_authorities() -> None:
    assert {a.key for a in AGENCIES if a.competent_authority} == {"police", "probation", "prosecution"}


def test_members_belong_to_agencies_of_the_maracs_they_are_appointed_to() -> None:
    for member in MEMBERS:
        assert member.appointments
        for appointment in member.appointments:
            assert appointment.marac in BY_KEY[member.agency].maracs, member.key


def test_every_agency_that_gets_case_data_has_a_voice_in_each_of_its_maracs() -> None:
    spoken = {
        (member.agency, appointment.marac)
        for member in MEMBERS
        for appointment in member.appointments
        if appointment.role in (Role.REPRESENTATIVE, Role.ADVOCATE)
    }
    due = {(agency.key, marac) for agency in AGENCIES if agency.gets_case_data for marac in agency.maracs}
    assert due - spoken == set()


def test_each_marac_has_its_chair_and_coordinator() -> None:
    for role in (Role.CHAIR, Role.COORDINATOR):
        maracs = {a.marac for m in MEMBERS for a in m.appointments if a.role is role and a.for_member is None}
        assert maracs == {SOUTH, STOKE}


def test_every_role_but_the_guest_is_held() -> None:
    assert {role for role in Role if not held(role)} == {Role.GUEST}


def test_one_person_chairs_here_and_speaks_for_the_police_there() -> None:
    both = PEOPLE["rhiannon-achebe"]
    assert both.agency == "police"
    assert [(a.marac, a.role) for a in both.appointments] == [(SOUTH, Role.CHAIR), (STOKE, Role.REPRESENTATIVE)]


def test_the_acting_chair_is_from_another_agency() -> None:
    acting = [(m, a) for m in MEMBERS for a in m.appointments if a.role is Role.CHAIR and a.for_member]
    assert acting
    for member, appointment in acting:
        assert appointment.for_member in held(Role.CHAIR)
        assert member.agency != PEOPLE[appointment.for_member or ""].agency


def test_a_deputy_has_dates_and_stands_for_a_member_of_the_same_agency() -> None:
    deputies = [(m, a) for m in MEMBERS for a in m.appointments if a.for_member and a.role is Role.REPRESENTATIVE]
    assert deputies
    for member, appointment in deputies:
        assert member.agency == PEOPLE[appointment.for_member or ""].agency
        assert appointment.until_day is not None and appointment.from_day < 0 < appointment.until_day


def test_sides_are_held_per_worker() -> None:
    assert held(Role.ADVOCATE) == held(Role.ADVOCATE, Side.VICTIM)
    assert "valerie-stanko" in held(Role.REPRESENTATIVE, Side.NEITHER)
    assert "jerome-whitlock" in held(Role.CONTRIBUTOR, Side.PERPETRATOR)


def test_every_card_is_an_appointment_in_force() -> None:
    assert len({card.title for card in CARDS}) == len(CARDS)
    for card in CARDS:
        found = [a for a in PEOPLE[card.member].appointments if (a.marac, a.role) == (card.marac, card.role)]
        assert len(found) == 1
        assert found[0].from_day <= 0


def test_the_cards_offer_every_role_that_the_walk_needs() -> None:
    unoffered = {Role.AGENCY_ADMINISTRATOR, Role.SIGNATORY, Role.GUEST}
    assert {card.role for card in CARDS} == set(Role) - unoffered
