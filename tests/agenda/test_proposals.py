"""Which agencies are proposed for a case, why, and what confirming them does."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from agenda.models import Hearing
from agenda.operations import pointers
from agenda.operations.listing import open_seats
from agenda.operations.proposals import NOT_YET, Proposal, add_seat, confirm_seats, proposals, remove_seat
from marac.cases import topics
from marac.cases.models import Case, Particulars, ReferralSection, RiskAssessment
from marac.cases.operations.seats import end_seat, give_seat, raise_wall
from marac.store.people import Agency, Partner
from marac.store.seats import Seat
from marac.store.work import Work, open_work
from marac.verbs import Verb
from marac.vocabulary import ALLOWED, AgencyKind, NotFound, PartyRole, Refused, SeatKind, Side
from tests.agenda.planning import a_meeting, confirmed, listed
from tests.cast import Cast, open_case

VICTIM, PERPETRATOR, CHILD = PartyRole.VICTIM, PartyRole.PERPETRATOR, PartyRole.CHILD


@pytest.mark.parametrize(
    ("kind", "facts", "reason"),
    [
        (AgencyKind.CHILDREN, pointers.Facts(people=[(CHILD, {})]), "There are children in the case."),
        (AgencyKind.EDUCATION, pointers.Facts({"places": {"schools": "Ash Primary"}}), "A school or nursery is named."),
        (AgencyKind.EDUCATION, pointers.Facts(people=[(CHILD, {"school_stage": "primary"})]), "A child is at school"),
        (AgencyKind.PRIMARY_CARE, pointers.Facts({"places": {"gp_surgery": "Elm"}}), "The victim's GP surgery"),
        (AgencyKind.PRIMARY_CARE, pointers.Facts(people=[(PERPETRATOR, {"gp_surgery": "Elm"})]), "perpetrator's GP"),
        (AgencyKind.SUBSTANCE_MISUSE, pointers.Facts(people=[(VICTIM, {"support_needs": ["drink"]})]), "Drink"),
        (AgencyKind.SUBSTANCE_MISUSE, pointers.Facts(risks=frozenset({"R21"})), "Substance use or mental ill-health"),
        (AgencyKind.PROBATION, pointers.Facts(people=[(PERPETRATOR, {"justice": "licence"})]), "on licence"),
        (AgencyKind.PROBATION, pointers.Facts({"police": {"justice": "custody"}}), "in custody"),
        (AgencyKind.PROBATION, pointers.Facts(people=[(PERPETRATOR, {"mappa": "level-2"})]), "MAPPA"),
        (AgencyKind.MIDWIFERY, pointers.Facts(people=[(VICTIM, {"pregnant": "yes"})]), "pregnant or has a baby"),
        (AgencyKind.MENTAL_HEALTH, pointers.Facts(risks=frozenset({"R5"})), "Low mood"),
        (AgencyKind.PERPETRATOR_SERVICE, pointers.Facts({"grounds": {"in_place": "A perpetrator programme"}}), "pro"),
        (AgencyKind.FIRE, pointers.Facts({"grounds": {"history": "He spoke of setting fire to it"}}), "speaks of fire"),
        (AgencyKind.ADULTS, pointers.Facts(people=[(PartyRole.ADULT_AT_RISK, {})]), "an adult at risk"),
        (AgencyKind.COUNCIL, pointers.Facts({"places": {"tenure": "none"}}), "no settled home"),
        (AgencyKind.ACUTE_TRUST, pointers.Facts({"referral": {"source": ["emergency-department"]}}), "A&E"),
    ],
)
def test_a_fact_points_to_a_kind_of_agency(kind: AgencyKind, facts: pointers.Facts, reason: str) -> None:
    assert any(reason in found for found in pointers.reasons(facts, kind, ("Nobody",)))
    assert not pointers.reasons(pointers.Facts(), kind, ("Nobody",))


def test_an_agency_named_in_the_referral_is_pointed_to_by_name() -> None:
    facts = pointers.Facts({"grounds": {"in_place": "Seen by Larkhill each week."}})
    assert pointers.reasons(facts, AgencyKind.OTHER, ("Larkhill",)) == ["The referral names it under “What happened”."]


def test_whom_the_case_is_kept_from_is_no_reason_to_ask_them() -> None:
    facts = pointers.Facts({"handling": {"kept_from": "Larkhill: his sister works there"}})
    assert not pointers.reasons(facts, AgencyKind.OTHER, ("Larkhill",))


def test_every_answer_that_the_rules_ask_for_is_one_the_form_offers() -> None:
    """A renamed question or answer would silence a rule."""
    asked = {
        "places": {"tenure", "landlord", "perpetrator_on_tenancy", "gp_surgery", "schools", "substance_service"},
        "police": {"justice"},
        "orders": {"orders"},
        "referral": {"source"},
        "handling": {"kept_from"},
    }
    for code, names in asked.items():
        assert names <= {field.name for field in topics.find(code).fields}
    offered = {
        option.value for fields in topics.PARTICULARS.values() for field in fields for option in field.options
    } | {option.value for field in topics.find("places").fields for option in field.options}
    used = {"drink", "drugs", "mental-health", "care", "memory", "learning", "level-1", "licence", "custody",
            "community", "social", "council", "temporary", "none", *pointers.AT_SCHOOL}  # fmt: skip
    assert used <= offered


def say(cast: Cast, case: str, sections: dict[str, dict[str, Any]], victim: dict[str, Any] | None = None) -> None:
    """Write answers into a referral, as its agency."""
    with open_work(cast.store, cast["police_rep"]) as work:
        work.require(ALLOWED)
        here = {"marac_id": cast.marac, "case_id": cast.cases[case]}
        rows: list[Any] = [
            work.keep(
                ReferralSection(
                    **here,
                    agency_id=cast.agencies["police"],
                    topic=topic,
                    visibility=topics.find(topic).visibility,
                    answers=answers,
                )
            )
            for topic, answers in sections.items()
        ]
        if victim:
            person = cast.people[f"{case}.victim"]
            rows.append(work.keep(Particulars(**here, person_id=person, party=VICTIM, answers=victim)))
        rows.append(work.keep(RiskAssessment(**here, tool="R24", tool_version="1", answers={"R9": {"answer": "no"}})))
        work.log(Verb.REFERRAL_CHANGED, *rows)


def free_landlord_and_programme(cast: Cast, case: str = "HERON") -> None:
    """End the cast's own seats of these two, so that the case may propose them."""
    ids = [cast.agencies["landlord"], cast.agencies["programme"]]
    with open_work(cast.store, cast["coordinator"]) as work:
        seats = work.all(select(Seat).where(Seat.case_id == cast.cases[case], col(Seat.agency_id).in_(ids)))
        for seat in seats:
            end_seat(work, seat)


def proposed(cast: Cast, case: str = "HERON") -> dict[str, Proposal]:
    names = {key: name for name, key in cast.agencies.items()}
    with open_work(cast.store, cast["coordinator"]) as work:
        return {names[one.agency_id]: one for one in proposals(work, work.find(Case, cast.cases[case]))}


def test_without_a_fact_only_core_agencies_are_proposed(cast: Cast, owner: Engine) -> None:
    open_case(cast)
    free_landlord_and_programme(cast)
    assert not proposed(cast)
    make_core(owner, cast, "fire")
    found = proposed(cast)
    assert set(found) == {"fire"}
    assert found["fire"].core
    assert found["fire"].reasons[0].startswith("Core agency of the signed protocol")


def make_core(owner: Engine, cast: Cast, name: str) -> None:
    with Session(owner) as session:
        partner = session.exec(select(Partner).where(Partner.agency_id == cast.agencies[name])).one()
        partner.core = True
        session.commit()


def test_a_named_landlord_is_proposed_quietly_with_its_reason(cast: Cast) -> None:
    open_case(cast)
    free_landlord_and_programme(cast)
    say(cast, "HERON", {"places": {"tenure": "social", "landlord": "Landlord (the new flat)"}})
    found = proposed(cast)
    assert set(found) == {"landlord"}
    assert found["landlord"].quiet
    assert found["landlord"].suggested
    assert "The referral names it as the landlord." in found["landlord"].reasons


def test_an_unnamed_landlord_is_offered_but_not_ticked(cast: Cast) -> None:
    open_case(cast)
    free_landlord_and_programme(cast)
    say(cast, "HERON", {"places": {"tenure": "social"}})
    assert not proposed(cast)["landlord"].suggested


def test_another_landlord_points_to_no_partner(cast: Cast) -> None:
    open_case(cast)
    free_landlord_and_programme(cast)
    say(cast, "HERON", {"places": {"tenure": "social", "landlord": "Oakmoor Homes"}})
    assert not proposed(cast)


def test_a_programme_is_on_the_perpetrators_side(cast: Cast) -> None:
    open_case(cast)
    free_landlord_and_programme(cast)
    say(cast, "HERON", {"grounds": {"in_place": "He goes to a perpetrator programme."}})
    assert proposed(cast)["programme"].side is Side.PERPETRATOR


def test_what_stands_on_a_seat_tells_its_agency_nothing_of_the_referral(cast: Cast) -> None:
    open_case(cast)
    free_landlord_and_programme(cast)
    say(cast, "HERON", {"grounds": {"history": "Petrol, twice."}})
    assert proposed(cast)["fire"].ground == "A fact in the referral points to it as fire."


def test_a_walled_agency_is_not_offered(cast: Cast, owner: Engine) -> None:
    open_case(cast)
    make_core(owner, cast, "fire")
    with open_work(cast.store, cast["coordinator"]) as work:
        raise_wall(work, work.find(Case, cast.cases["HERON"]), "works there", agency_id=cast.agencies["fire"])
    assert not proposed(cast)


def test_an_agency_that_gets_no_case_data_is_not_offered(cast: Cast, owner: Engine) -> None:
    open_case(cast)
    make_core(owner, cast, "fire")
    with Session(owner) as session:
        session.get_one(Agency, cast.agencies["fire"]).gets_case_data = False
        session.commit()
    assert not proposed(cast)


def test_one_members_own_seat_does_not_stand_for_the_agency(cast: Cast, owner: Engine) -> None:
    open_case(cast)
    make_core(owner, cast, "fire")
    with open_work(cast.store, cast["coordinator"]) as work:
        case = work.find(Case, cast.cases["HERON"])
        give_seat(work, case, cast.agencies["fire"], SeatKind.CASE, "theirs", member_id=cast.members["outsider"])
    assert set(proposed(cast)) == {"fire"}


def test_the_coordinator_leaves_out_no_core_agency(cast: Cast, owner: Engine) -> None:
    meeting = a_meeting(cast)
    make_core(owner, cast, "fire")
    hearing = listed(cast, meeting, "HERON")["HERON"]
    with pytest.raises(Refused, match="Core agencies"), open_work(cast.store, cast["coordinator"]) as work:
        confirm_seats(work, work.find(Hearing, hearing), [])


def test_confirming_is_the_coordinators_and_its_checks_wait(cast: Cast, owner: Engine) -> None:
    meeting = a_meeting(cast)
    make_core(owner, cast, "fire")
    hearing = listed(cast, meeting, "HERON")["HERON"]
    with pytest.raises(Refused, match="coordinator"), open_work(cast.store, cast["chair"]) as work:
        confirm_seats(work, work.find(Hearing, hearing), [])
    confirmed(cast, hearing)
    with open_work(cast.store, cast["coordinator"]) as work:
        kept = work.find(Hearing, hearing)
        assert kept.seats_confirmed_by == cast.members["coordinator"]
        seat = seat_of(work, cast, "fire")
        assert (seat.kind, seat.from_at) == (SeatKind.CHECK, NOT_YET)


def seat_of(work: Work, cast: Cast, name: str) -> Seat:
    seats = open_seats(work, cast.cases["HERON"])
    return next(seat for seat in seats if seat.agency_id == cast.agencies[name])


def test_an_advocate_is_named_at_once_whatever_the_agency_held(cast: Cast) -> None:
    meeting = a_meeting(cast)
    hearing = listed(cast, meeting, "HERON")["HERON"]
    with open_work(cast.store, cast["coordinator"]) as work:
        confirm_seats(work, work.find(Hearing, hearing), [], advocate_id=cast.agencies["health"])
    with open_work(cast.store, cast["coordinator"]) as work:
        seat = seat_of(work, cast, "health")
        assert (seat.kind, seat.advocate) == (SeatKind.CASE, True)


def test_the_chair_adds_and_removes_with_a_reason_that_stays(cast: Cast) -> None:
    meeting = a_meeting(cast)
    hearing = listed(cast, meeting, "HERON")["HERON"]
    with open_work(cast.store, cast["chair"]) as work:
        fire = work.find(Agency, cast.agencies["fire"])
        seat = add_seat(work, work.find(Hearing, hearing), fire, SeatKind.CASE, "Petrol was bought.")
        key = seat.id
    with open_work(cast.store, cast["chair"]) as work:
        remove_seat(work, work.find(Hearing, hearing), work.find(Seat, key), "It was another house.")
    with open_work(cast.store, cast["chair"]) as work:
        seat = work.find(Seat, key)
        assert seat.reason == "Petrol was bought. Removed by the chair: It was another house."
        assert seat.until_at is not None
    with open_work(cast.store, cast["outsider"]) as work:
        assert not work.all(select(Case))


@pytest.mark.parametrize("name", ["coordinator", "police_rep"])
def test_nobody_else_adds_one(cast: Cast, name: str) -> None:
    meeting = a_meeting(cast)
    hearing = listed(cast, meeting, "HERON")["HERON"]
    with pytest.raises(Refused, match="chair"), open_work(cast.store, cast[name]) as work:
        fire = work.find(Agency, cast.agencies["fire"])
        add_seat(work, work.find(Hearing, hearing), fire, SeatKind.CHECK, "Perhaps.")


def test_the_chair_cannot_seat_a_walled_agency(cast: Cast) -> None:
    meeting = a_meeting(cast)
    hearing = listed(cast, meeting, "HERON")["HERON"]
    wall(cast, cast.agencies["fire"])
    with pytest.raises(NotFound), open_work(cast.store, cast["chair"]) as work:
        fire = work.find(Agency, cast.agencies["fire"])
        add_seat(work, work.find(Hearing, hearing), fire, SeatKind.CHECK, "Perhaps.")


def wall(cast: Cast, agency: UUID) -> None:
    with open_work(cast.store, cast["coordinator"]) as work:
        raise_wall(work, work.find(Case, cast.cases["HERON"]), "works there", agency_id=agency)
