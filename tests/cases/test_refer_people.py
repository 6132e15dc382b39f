"""The people of a referral: names, dates of birth, and what must be protected."""

import pytest
from sqlmodel import select

from marac.cases.models import BirthDate, Case, Detail, Person, PersonName, ProtectedAudience, ProtectedDetail
from marac.cases.operations.people import (
    add_birth_date,
    add_detail,
    add_person,
    add_protected_detail,
    change_name,
    name_person,
    names_of_person,
    remove_person,
    set_particulars,
)
from marac.cases.operations.refer import set_criteria, start_referral, submit
from marac.vocabulary import Conflict, Criterion, DetailKind, NameKind, PartyRole, Refused
from tests.cases.referring import somebody, working
from tests.cast import Cast

HOME = DetailKind.HOME_ADDRESS


def test_a_case_has_one_victim(cast: Cast) -> None:
    with working(cast) as work:
        person = somebody(work)
        with pytest.raises(Refused, match="one victim"):
            add_person(work, work.find(Case, person.case_id), PartyRole.VICTIM)


def test_a_referral_holds_so_many_people_and_no_more(cast: Cast) -> None:
    with working(cast) as work:
        case = start_referral(work)
        for _ in range(40):
            add_person(work, case, PartyRole.CHILD)
        with pytest.raises(Refused, match="40 people"):
            add_person(work, case, PartyRole.CHILD)


@pytest.mark.parametrize("name_first", [True, False])
def test_the_victim_cannot_be_the_perpetrator(cast: Cast, name_first: bool) -> None:
    with working(cast) as work:
        victim = somebody(work)
        name_person(work, victim, "O'Brién", "Sam Lee")
        add_birth_date(work, victim, "1990-02-03")
        other = add_person(work, work.find(Case, victim.case_id), PartyRole.PERPETRATOR)
        if name_first:
            name_person(work, other, "OBRIEN", "sam lee")
            with pytest.raises(Refused, match="cannot have the same"):
                add_birth_date(work, other, "1990-02-03")
        else:
            add_birth_date(work, other, "1990-02-03")
            with pytest.raises(Refused, match="cannot have the same"):
                name_person(work, other, "OBRIEN", "sam lee")


def test_father_and_son_may_share_a_name(cast: Cast) -> None:
    with working(cast) as work:
        victim = somebody(work)
        name_person(work, victim, "Okafor", "Sam")
        add_birth_date(work, victim, "1960-02-03")
        other = add_person(work, work.find(Case, victim.case_id), PartyRole.PERPETRATOR)
        name_person(work, other, "Okafor", "Sam")
        add_birth_date(work, other, "1990-02-03")


def test_a_protected_name_is_for_its_giver_and_the_advocate(cast: Cast) -> None:
    with working(cast) as work:
        person = somebody(work)
        case = work.find(Case, person.case_id)
        name_person(work, person, "Okafor", "Sam")
        name_person(work, person, "Grey", "Kit", NameKind.NEW_NAME)
        set_criteria(work, case, [Criterion.REPEAT])
        submit(work, case)
    for who, seen in (("police_rep", 2), ("idva", 2), ("coordinator", 1), ("chair", 1), ("outsider", 0)):
        with working(cast, who) as work:
            assert len(work.all(select(PersonName).where(PersonName.person_id == person.id))) == seen, who


def test_a_name_may_be_opened_to_searching_later(cast: Cast) -> None:
    with working(cast) as work:
        name = name_person(work, somebody(work), "Grey", "Kit", NameKind.NEW_NAME)
        assert change_name(work, name, "Gray", "Kit", NameKind.NEW_NAME, searchable=True).searchable
        assert (name.surname, name.forenames) == ("Gray", "Kit")


def test_somebody_is_removed_from_a_draft_with_all_that_was_said_of_them(cast: Cast) -> None:
    with working(cast) as work:
        person = somebody(work)
        name_person(work, person, "Okafor", "Sam")
        add_birth_date(work, person, "1990-02-03")
        set_particulars(work, person, {"pregnant": "no"})
        add_detail(work, person, HOME, "1 Nowhere Row", known_to_perpetrator=True, refuge=False, confirmed=True)
        add_protected_detail(work, person, DetailKind.PHONE, "07700 900123", [cast.agencies["council"]])
    with working(cast) as work:
        remove_person(work, work.find(Person, person.id))
    with working(cast) as work:
        for kind in (Person, PersonName, BirthDate, Detail, ProtectedDetail, ProtectedAudience):
            assert work.all(select(kind)) == [], kind


def test_particulars_of_two_tabs_do_not_overwrite_each_other(cast: Cast) -> None:
    with working(cast) as work:
        person = somebody(work)
        set_particulars(work, person, {"pregnant": "no"}, version=0)
        set_particulars(work, person, {"pregnant": "yes"}, version=1)
        with pytest.raises(Conflict):
            set_particulars(work, person, {"pregnant": "no"}, version=1)


def test_names_stand_before_aliases_and_new_names(cast: Cast) -> None:
    with working(cast) as work:
        person = somebody(work)
        for kind in (NameKind.NEW_NAME, NameKind.ALIAS, NameKind.NAME):
            name_person(work, person, kind.value, "", kind)
        assert [name.kind for name in names_of_person(work, person)] == list(NameKind)
