"""Whole referrals with something unmistakable in every part, and the seats that a case comes to have."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from uuid import UUID

from sqlmodel import select

from marac import clock
from marac.cases.models import Case, Detail, Person, ProtectedDetail
from marac.cases.operations import people, refer
from marac.cases.operations.seats import give_seat, raise_wall
from marac.cases.operations.triage import accept
from marac.store.work import Work, open_work
from marac.vocabulary import (
    Criterion,
    DetailKind,
    NameKind,
    PartyRole,
    RiskAnswer,
    SafeContactWarning,
    SeatKind,
    Side,
)
from tests.cast import Cast

SAM = ("Okafor", "Sam", "1990-02-03")
LEE = ("Vance", "Lee", "1988-11-05")
# What may never reach those who are not entitled to it.
VICTIM_ONLY = (
    "OKAFOR",
    "LOWE",
    "shouting heard by neighbours",
    "wants to feel safe at home",
    "12 Invented Row",
    "ZZ1 1AA",
    "Tuesdays by the canal",
    "Priya Referrer",
    "Leave no voicemail",
    "Works at the invented bakery",
    "Visible high risk",
)
SECRETS = ("99 Hidden Close", "07700 900123", "NEWNAME")


@contextmanager
def working(cast: Cast, name: str) -> Iterator[Work]:
    with open_work(cast.store, cast[name]) as work:
        yield work


def referred(
    cast: Cast,
    by: str = "police_rep",
    *,
    victim: tuple[str, str, str] = SAM,
    perpetrator: tuple[str, str, str] = LEE,
    on: datetime | None = None,
) -> UUID:
    """Sent, with people, details of every kind, topics, risk list and safe contact; perhaps at another moment."""
    with clock.at(on) if on else nullcontext(), working(cast, by) as work:
        case = refer.start_referral(work)
        _people(work, case, victim, perpetrator)
        _answers(work, case)
        refer.submit(work, case)
        return case.id


def _person(work: Work, case: Case, party: PartyRole, surname: str, forenames: str, born: str) -> Person:
    person = people.add_person(work, case, party)
    people.name_person(work, person, surname, forenames)
    if born:
        people.add_birth_date(work, person, born)
    return person


def _people(work: Work, case: Case, victim: tuple[str, str, str], perpetrator: tuple[str, str, str]) -> None:
    sam = _person(work, case, PartyRole.VICTIM, *victim)
    people.name_person(work, sam, "Newname", "Alex", NameKind.NEW_NAME)
    people.set_particulars(work, sam, {"gender": "man", "work_risk": "yes"})
    _detail(work, sam, DetailKind.FORMER_ADDRESS, "12 Invented Row", "ZZ1 1AA", known=True)
    _detail(work, sam, DetailKind.CURRENT_ADDRESS, "99 Hidden Close", "ZZ9 9ZZ", known=False)
    _detail(work, sam, DetailKind.PHONE, "07700 900123", "", known=False)
    lee = _person(work, case, PartyRole.PERPETRATOR, *perpetrator)
    people.set_particulars(work, lee, {"occupation": "Roofer"})
    _detail(work, lee, DetailKind.HOME_ADDRESS, "7 Nowhere Lane", "ZZ2 2BB", known=True)
    _person(work, case, PartyRole.CHILD, "Lowe", "Robin", "2018-05-06")


def _detail(work: Work, person: Person, kind: DetailKind, value: str, postcode: str, known: bool) -> None:
    people.add_detail(work, person, kind, value, postcode, known_to_perpetrator=known, refuge=False, confirmed=False)


def _answers(work: Work, case: Case) -> None:
    refer.save_section(work, case, "referral", {"referrer_name": "Priya Referrer"})
    refer.save_section(
        work,
        case,
        "grounds",
        {
            "what_happened": "On Friday shouting heard by neighbours.\nA door was broken.",
            "incident_types": ["physical", "stalking"],
            "third_parties_note": "Works at the invented bakery, watched there.",
            "victim_wants": "He wants to feel safe at home.",
            "risk_to_victim": "Meets friends Tuesdays by the canal.",
        },
    )
    refer.save_section(work, case, "consent", {"victim_aware": "yes", "consent_given": "no"})
    refer.save_section(work, case, "handling", {"emergency": "yes", "emergency_why": "Bail ends tomorrow."})
    answers = {f"R{number}": {"answer": RiskAnswer.YES.value} for number in range(1, 16)}
    refer.save_risk(work, case, {**answers, "R20": {"answer": "dont-know", "comment": "not sure"}})
    refer.set_criteria(work, case, [Criterion.VISIBLE_HIGH_RISK, Criterion.PROFESSIONAL_JUDGEMENT], "Getting worse.")
    refer.set_safe_contact(work, case, [SafeContactWarning.NO_VOICEMAIL, SafeContactWarning.NEVER_WRITE], "After six.")


def seated(cast: Cast, case_id: UUID) -> UUID:
    """Accepted, with a seat of every kind, and one member of the police walled off."""
    with working(cast, "coordinator") as work:
        case = work.find(Case, case_id)
        accept(work, case)
        give_seat(work, case, cast.agencies["council"], SeatKind.CASE, "knows the family")
        give_seat(work, case, cast.agencies["health"], SeatKind.CHECK, "asked to check")
        give_seat(work, case, cast.agencies["programme"], SeatKind.CASE, "programme", side=Side.PERPETRATOR)
        give_seat(work, case, cast.agencies["landlord"], SeatKind.CASE, "new flat", quiet=True)
        raise_wall(work, case, "cousin", member_id=cast.members["walled_rep"])
    return case_id


def a_case(cast: Cast) -> UUID:
    return seated(cast, referred(cast))


def code_of(cast: Cast, case_id: UUID) -> str:
    with working(cast, "coordinator") as work:
        return work.find(Case, case_id).code


def ordinary_detail(cast: Cast, case_id: UUID) -> UUID:
    """The victim's former address."""
    with working(cast, "police_rep") as work:
        rows = work.all(select(Detail).where(Detail.case_id == case_id, Detail.party == PartyRole.VICTIM))
        return rows[0].id


def protected_detail(cast: Cast, case_id: UUID) -> UUID:
    """The victim's address now, given by the police."""
    with working(cast, "police_rep") as work:
        return next(
            row.id
            for row in work.all(select(ProtectedDetail).where(ProtectedDetail.case_id == case_id))
            if row.kind is DetailKind.CURRENT_ADDRESS
        )


def person_of(cast: Cast, case_id: UUID, party: PartyRole) -> UUID:
    with working(cast, "coordinator") as work:
        return work.all(select(Person.id).where(Person.case_id == case_id, Person.party == party))[0]
