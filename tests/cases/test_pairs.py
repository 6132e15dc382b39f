"""Reversed pairs: different advocates, walled from each other, and only the coordinator knows of the pair (S20)."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from marac import clock
from marac.cases.models import Case, Person, PersonLink
from marac.cases.operations.deciding import waiting
from marac.cases.operations.links import link
from marac.cases.operations.pairs import clear_for, reversed_with, speak_for_both
from marac.cases.operations.seats import raise_wall
from marac.proceedings import SamePerson, WallCause
from marac.store.walls import Wall
from marac.vocabulary import NotFound, PartyRole, Refused
from tests.cases.filing import LEE, SAM, code_of, referred
from tests.cases.refer_visit import Visit, words
from tests.cases.referring import working
from tests.cast import Cast
from tests.conftest import ClientOf

CROSSED = ((PartyRole.VICTIM, PartyRole.PERPETRATOR), (PartyRole.PERPETRATOR, PartyRole.VICTIM))


def person(cast: Cast, case_id: UUID, party: PartyRole) -> UUID:
    with working(cast, "coordinator") as work:
        return work.all(select(Person.id).where(Person.case_id == case_id, Person.party == party))[0]


def decide(cast: Cast, case_id: UUID, other_id: UUID, *pairs: tuple[PartyRole, PartyRole]) -> None:
    for ours, theirs in pairs or CROSSED:
        ids = person(cast, case_id, ours), person(cast, other_id, theirs)
        with working(cast, "coordinator") as work:
            one, other = (work.find(Person, one) for one in ids)
            link(work, one, other, SamePerson.SAME, "same names")


def sees(cast: Cast, name: str, case_id: UUID) -> bool:
    with working(cast, name) as work:
        return work.first(select(Case.id).where(Case.id == case_id)) is not None


@pytest.fixture
def pair(cast: Cast) -> tuple[UUID, UUID]:
    """The same two people, each the victim of one referral; the advocate service has a seat on both."""
    first = referred(cast, on=clock.now() - timedelta(days=40))
    return first, referred(cast, "council_rep", victim=LEE, perpetrator=SAM)


def test_the_service_of_both_is_walled_off_from_the_later_until_somebody_says_who_speaks_there(
    cast: Cast, pair: tuple[UUID, UUID]
) -> None:
    first, later = pair
    decide(cast, later, first, CROSSED[0])
    assert sees(cast, "idva", later), "half a pair is none"
    decide(cast, later, first, CROSSED[1])
    assert sees(cast, "idva", first) and not sees(cast, "idva", later)
    with working(cast, "coordinator") as work:
        assert reversed_with(work, first) == [later] and reversed_with(work, later) == [first]
        (wall,) = waiting(work)
        assert (wall.case_id, wall.agency_id, wall.cause) == (
            later,
            cast.agencies["new_era"],
            WallCause.REVERSED_PAIR,
        )
        with pytest.raises(NotFound):
            clear_for(work, wall, [cast.members["police_rep"]])
    with working(cast, "coordinator") as work:
        clear_for(work, work.find(Wall, wall.id), [cast.members["idva"]])
    assert sees(cast, "idva", later) and not sees(cast, "idva", first), "the same person never speaks for both"


def test_nothing_crosses_and_nobody_else_learns_of_the_pair(cast: Cast, pair: tuple[UUID, UUID]) -> None:
    first, later = pair
    decide(cast, later, first)
    for name in ("chair", "police_rep", "council_rep", "idva", "auditor"):
        with working(cast, name) as work:
            assert work.all(select(PersonLink.id)) == [], name
    assert not sees(cast, "police_rep", later) and not sees(cast, "council_rep", first)
    with working(cast, "chair") as work, pytest.raises(Refused, match="coordinator"):
        (wall,) = waiting(work)
        clear_for(work, wall, [cast.members["idva"]])


def test_one_who_speaks_for_both_is_named_on_the_page(cast: Cast, client_of: ClientOf, pair: tuple[UUID, UUID]) -> None:
    own = referred(cast, "idva", victim=("Hart", "Kim", "1991-01-01"), perpetrator=("Moor", "Ash", "1990-01-01"))
    other = referred(cast, "idva", victim=("Moor", "Ash", "1990-01-01"), perpetrator=("Hart", "Kim", "1991-01-01"))
    with working(cast, "coordinator") as work:
        assert [one.name for one in speak_for_both(work, own, [other])] == ["Idva"]
    page = words(client_of("coordinator").get(f"/m/{cast.slug}/coordinator/referrals/{other}/matches"))
    assert "Idva speaks for both victims now" in page
    decide(cast, other, own)
    shown = words(client_of("coordinator").get(f"/m/{cast.slug}/coordinator/walls"))
    assert code_of(cast, other) in shown and "Reversed pair" in shown and "new_era has no reader" in shown


def test_a_referral_from_a_walled_agency_is_taken_and_matched_and_its_receipt_hints_at_nothing(
    cast: Cast, client_of: ClientOf
) -> None:
    """The health service, walled off from a case of the same pair, refers it; so does the fire service, unseated."""
    old = referred(cast, on=clock.now() - timedelta(days=40))
    with working(cast, "coordinator") as work:
        raise_wall(work, work.find(Case, old), "employs him", agency_id=cast.agencies["health"])
    receipts = []
    for name in ("health_rep", "outsider"):
        visit = Visit.of(client_of(name), cast).start()
        visit.add("victim", surname="Okafor", forenames="Sam", searchable="yes")
        visit.post("topics/criteria", criteria="potential-escalation")
        answer = visit.send()
        assert answer.status_code == 200
        receipts.append((name, words(answer)))
        desk = client_of("coordinator")
        new = visit.case.rpartition("/")[2]
        assert code_of(cast, old) in words(desk.get(f"/m/{cast.slug}/coordinator/referrals/{new}/matches"))
    for name, receipt in receipts:
        assert code_of(cast, old) not in receipt and "wall" not in receipt.lower() and "match" not in receipt.lower(), (
            name
        )
