"""Where and how people can be found: what may stand open, and what is protected."""

from uuid import UUID

import pytest
from sqlmodel import select

from marac.cases.models import Case, Detail, Person, ProtectedDetail
from marac.cases.operations.people import (
    add_detail,
    add_person,
    add_protected_detail,
    audience_of,
    change_detail,
    details_of,
    name_audience,
    name_person,
    open_secret,
    protected_of,
    remove_person,
    remove_row,
    replace_secret,
)
from marac.cases.operations.refer import set_criteria, start_referral, submit
from marac.cases.operations.triage import triage
from marac.proceedings import Triage
from marac.store.audit import AuditEvent
from marac.verbs import Verb
from marac.vocabulary import Criterion, DetailKind, NameKind, PartyRole, Refused
from tests.cases.referring import somebody, working
from tests.cast import Cast

HOME = DetailKind.HOME_ADDRESS


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
        assert open_secret(work, detail) == "07700 900124"


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
