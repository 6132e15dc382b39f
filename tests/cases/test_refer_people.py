"""The people of a referral: names, dates of birth, and what must be protected."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from sqlmodel import select

from marac.cases.models import BirthDate, Case, Detail, Person, PersonName, ProtectedAudience, ProtectedDetail
from marac.cases.operations.people import (
    add_birth_date,
    add_detail,
    add_person,
    add_protected_detail,
    audience_of,
    change_detail,
    change_name,
    details_of,
    name_audience,
    name_person,
    names_of_person,
    open_secret,
    protected_of,
    remove_person,
    remove_row,
    replace_secret,
    set_particulars,
)
from marac.cases.operations.refer import set_criteria, start_referral, submit
from marac.cases.operations.triage import triage
from marac.proceedings import Triage
from marac.store.audit import AuditEvent
from marac.store.work import Work, open_work
from marac.verbs import Verb
from marac.vocabulary import Conflict, Criterion, DetailKind, NameKind, PartyRole, Refused
from tests.cast import Cast

HOME = DetailKind.HOME_ADDRESS


@contextmanager
def working(cast: Cast, name: str = "police_rep") -> Iterator[Work]:
    with open_work(cast.store, cast[name]) as work:
        yield work


def somebody(work: Work, party: PartyRole = PartyRole.VICTIM) -> Person:
    return add_person(work, start_referral(work), party)


def sent_with_address(cast: Cast) -> tuple[UUID, UUID]:
    """A referral sent by police with a victim whose address is known to the perpetrator, and more asked of it."""
    with working(cast) as work:
        person = somebody(work)
        case = work.find(Case, person.case_id)
        detail = add_detail(
            work, person, HOME, "1 Nowhere Row", known_to_perpetrator=True, refuge=False, confirmed=True
        )
        set_criteria(work, case, [Criterion.REPEAT])
        submit(work, case)
    with working(cast, "coordinator") as work:
        triage(work, work.find(Case, case.id), Triage.MORE_INFORMATION, "More")
    return case.id, detail.id


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


@pytest.mark.parametrize(
    ("known", "refuge", "confirmed", "kind", "cleared"),
    [
        (True, False, True, Detail, True),
        (True, False, False, Detail, False),
        (True, True, True, ProtectedDetail, None),
        (True, None, True, ProtectedDetail, None),
        (False, False, True, ProtectedDetail, None),
        (None, False, True, ProtectedDetail, None),
    ],
)
def test_an_address_of_the_victim_is_protected_unless_all_is_known(
    cast: Cast, known: bool | None, refuge: bool | None, confirmed: bool, kind: type, cleared: bool | None
) -> None:
    with working(cast) as work:
        made = add_detail(
            work,
            somebody(work),
            HOME,
            "1 Nowhere Row",
            "ZZ1 1ZZ",
            known_to_perpetrator=known,
            refuge=refuge,
            confirmed=confirmed,
        )
        assert type(made) is kind
        assert getattr(made, "cleared", None) is cleared


@pytest.mark.parametrize("kind", [DetailKind.PHONE, DetailKind.SCHOOL, DetailKind.ROUTINE, DetailKind.SAFE_TIME])
@pytest.mark.parametrize("party", [PartyRole.VICTIM, PartyRole.CHILD, PartyRole.ADULT_AT_RISK])
def test_a_number_a_school_or_a_routine_is_always_protected(cast: Cast, kind: DetailKind, party: PartyRole) -> None:
    with working(cast) as work:
        made = add_detail(
            work, somebody(work, party), kind, "07700 900123", known_to_perpetrator=True, refuge=False, confirmed=True
        )
        assert isinstance(made, ProtectedDetail)


def test_the_perpetrators_own_details_are_ordinary_identifiers(cast: Cast) -> None:
    with working(cast) as work:
        made = add_detail(
            work,
            somebody(work, PartyRole.PERPETRATOR),
            DetailKind.PHONE,
            "07700 900123",
            known_to_perpetrator=None,
            refuge=None,
            confirmed=False,
        )
        assert isinstance(made, Detail) and made.cleared


def test_a_protected_detail_is_for_its_giver_the_named_and_the_advocate(cast: Cast) -> None:
    with working(cast) as work:
        person = somebody(work)
        case = work.find(Case, person.case_id)
        detail = add_protected_detail(work, person, DetailKind.PHONE, "07700 900123", [cast.agencies["council"]])
        set_criteria(work, case, [Criterion.REPEAT])
        submit(work, case)
    for who, seen in (("police_rep", 1), ("idva", 1), ("coordinator", 0), ("chair", 0), ("health_rep", 0)):
        with working(cast, who) as work:
            assert len(work.all(select(ProtectedDetail))) == seen, who
    with working(cast, "idva") as work:
        assert open_secret(work, work.find(ProtectedDetail, detail.id)) == "07700 900123"
    with working(cast, "auditor") as work:
        verbs = [e.verb for e in work.all(select(AuditEvent).where(AuditEvent.case_id == case.id))]
        assert verbs.count(Verb.DETAIL_OPENED) == 1


def test_the_audience_of_a_detail_can_be_narrowed_in_a_draft(cast: Cast) -> None:
    with working(cast) as work:
        person = somebody(work)
        both = [cast.agencies["council"], cast.agencies["health"]]
        detail = add_protected_detail(work, person, DetailKind.PHONE, "07700 900123", both)
    with working(cast) as work:
        detail = work.find(ProtectedDetail, detail.id)
        name_audience(work, detail, both[:1])
        replace_secret(work, detail, "07700 900124")
    with working(cast) as work:
        detail = work.find(ProtectedDetail, detail.id)
        assert [row.agency_id for row in audience_of(work, detail)] == both[:1]
        assert detail.secret == "07700 900124"


def test_the_coordinator_takes_down_nothing_protected(cast: Cast) -> None:
    with working(cast, "coordinator") as work:
        case = start_referral(work, for_agency_id=cast.agencies["health"], taken_from="Dr Ito")
        person = add_person(work, case, PartyRole.VICTIM)
        with pytest.raises(Refused, match="advocate"):
            add_protected_detail(work, person, DetailKind.PHONE, "07700 900123")
        with pytest.raises(Refused, match="advocate"):
            name_person(work, person, "Grey", "Kit", NameKind.NEW_NAME)


def test_an_address_that_turns_out_unknown_moves_over(cast: Cast) -> None:
    with working(cast) as work:
        person = somebody(work)
        detail = add_detail(
            work, person, HOME, "1 Nowhere Row", known_to_perpetrator=True, refuge=False, confirmed=True
        )
    with working(cast) as work:
        detail = work.find(Detail, detail.id)
        made = change_detail(
            work, detail, HOME, "1 Nowhere Row", known_to_perpetrator=None, refuge=False, confirmed=True
        )
        assert isinstance(made, ProtectedDetail)
    with working(cast) as work:
        assert work.all(select(Detail)) == []
        assert [row.id for row in protected_of(work, person)] == [made.id]


def test_after_sending_an_address_that_must_be_protected_is_emptied(cast: Cast) -> None:
    case_id, detail_id = sent_with_address(cast)
    with working(cast) as work:
        detail = work.find(Detail, detail_id)
        change_detail(work, detail, HOME, "1 Nowhere Row", known_to_perpetrator=False, refuge=False, confirmed=True)
    with working(cast, "coordinator") as work:
        left = work.find(Detail, detail_id)
        assert (left.value, left.postcode, left.cleared) == ("", "", False)
        assert details_of(work, work.find(Person, left.person_id)) == []


def test_what_was_sent_cannot_be_removed(cast: Cast) -> None:
    _, detail_id = sent_with_address(cast)
    with working(cast) as work:
        detail = work.find(Detail, detail_id)
        with pytest.raises(Refused, match="stays on the record"):
            remove_row(work, detail)
        with pytest.raises(Refused, match="stays on the record"):
            remove_person(work, work.find(Person, detail.person_id))


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
