"""People side by side: what agrees and what differs, field by field, in words (C14)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from sqlmodel import col, select

from marac.cases.matching import MOST_SHOWN, SWAPPED, Candidate, Subject, fold
from marac.cases.models import Case, Detail, Particulars, PersonLink
from marac.cases.operations.drafts import says
from marac.cases.operations.links import Matches, links_in_force
from marac.cases.operations.naming import CaseNames, display_name, names_of
from marac.proceedings import SamePerson
from marac.store.walls import Wall
from marac.store.work import Work
from marac.vocabulary import PartyRole
from marac.web.page import day, words

NAMES = ("Name", "Other names")
PARTIES = {PartyRole.VICTIM, PartyRole.PERPETRATOR}


@dataclass(frozen=True)
class Cell:
    """What one person has in one field; `mark` says how it stands to the new person's."""

    values: tuple[str, ...]
    mark: str = ""


@dataclass(frozen=True)
class Side:
    """One candidate, as a column."""

    person_id: UUID
    case_id: UUID
    code: str
    status: str
    strength: str
    evidence: str
    crossed: str
    link_id: UUID | None
    decision: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class PersonMatches:
    person_id: UUID
    part: str
    name: str
    fields: tuple[str, ...]
    cells: tuple[Cell, ...]
    sides: tuple[Side, ...]
    more: int


@dataclass(frozen=True)
class Sight:
    """Everything the comparison needs, read in few queries."""

    matches: list[Matches]
    cases: dict[UUID, Case]
    names: dict[UUID, CaseNames]
    links: list[PersonLink]
    gender: dict[UUID, str]
    postcodes: dict[UUID, set[str]]
    walls: set[UUID]

    @classmethod
    def of(cls, work: Work, case: Case, matches: list[Matches]) -> Self:
        subjects = [one for each in matches for one in (each.person, *(c.subject for c in each.found))]
        people, cases = {one.person_id for one in subjects}, {one.case_id for one in subjects} | {case.id}
        ours = [each.person.person_id for each in matches]
        walls = work.all(select(Wall).where(col(Wall.case_id).in_(cases), col(Wall.until_at).is_(None)))
        return cls(
            matches,
            {row.id: row for row in work.all(select(Case).where(col(Case.id).in_(cases)))},
            names_of(work, cases),
            links_in_force(work, ours),
            _genders(work, people),
            _postcodes(work, people),
            {wall.case_id for wall in walls},
        )

    def link(self, person_id: UUID, other_id: UUID) -> PersonLink | None:
        pair = {person_id, other_id}
        return next((one for one in self.links if {one.person_id, one.other_person_id} == pair), None)

    def reversed_with(self) -> tuple[str, ...]:
        """Cases in which this victim may be the perpetrator and this perpetrator the victim (S20)."""
        crossed: dict[UUID, set[PartyRole]] = defaultdict(set)
        for each in self.matches:
            for candidate in each.found:
                if not self._ruled_out(each.person, candidate) and _crossed(each.person, candidate):
                    crossed[candidate.subject.case_id].add(each.person.party)
        return tuple(sorted(self.cases[case_id].code for case_id, parties in crossed.items() if parties == PARTIES))

    def walled(self) -> tuple[str, ...]:
        """Cases linked as the same person's that have a wall or a restriction, which may be due here too."""
        same = {
            candidate.subject.case_id
            for each in self.matches
            for candidate in each.found
            if (made := self.link(each.person.person_id, candidate.subject.person_id))
            and made.decision is SamePerson.SAME
        }
        return tuple(sorted(self.cases[one].code for one in same if one in self.walls or self.cases[one].restricted))

    def _ruled_out(self, person: Subject, candidate: Candidate) -> bool:
        made = self.link(person.person_id, candidate.subject.person_id)
        return made is not None and made.decision is SamePerson.DIFFERENT


def _crossed(person: Subject, candidate: Candidate) -> bool:
    return {person.party, candidate.subject.party} == PARTIES


def _genders(work: Work, people: Iterable[UUID]) -> dict[UUID, str]:
    rows = work.all(select(Particulars).where(col(Particulars.person_id).in_(list(people))))
    return {row.person_id: words(row.answers.get("gender", "")) for row in rows}


def _postcodes(work: Work, people: Iterable[UUID]) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = defaultdict(set)
    for row in work.all(select(Detail).where(col(Detail.person_id).in_(list(people)))):
        if says(row, "postcode"):
            found[row.person_id].add(row.postcode.upper())
    return found


def compared(sight: Sight, matches: Matches) -> PersonMatches:
    """The new person's column, and up to five beside it: the decided ones, then the strongest."""
    person = matches.person
    ours = _fields(sight, person)
    order = sorted(matches.found, key=lambda one: sight.link(person.person_id, one.subject.person_id) is None)
    decided = sum(sight.link(person.person_id, one.subject.person_id) is not None for one in order)
    shown = order[: max(MOST_SHOWN, decided)]
    return PersonMatches(
        person.person_id,
        words(person.party.value),
        display_name(*person.names[0]) if person.names else "Name not shown",
        tuple(ours),
        tuple(Cell(tuple(values)) for values in ours.values()),
        tuple(_side(sight, person, ours, candidate) for candidate in shown),
        len(order) - len(shown),
    )


def _side(sight: Sight, person: Subject, ours: dict[str, list[str]], candidate: Candidate) -> Side:
    other = candidate.subject
    case, made = sight.cases[other.case_id], sight.link(person.person_id, other.person_id)
    crossed = f"{words(person.party.value)} here, {words(other.party.value).lower()} in {case.code}"
    theirs = _fields(sight, other)
    return Side(
        other.person_id,
        case.id,
        case.code,
        f"{words(case.status.value)} (referral of {day(case.referred_at)})",
        candidate.strength.value,
        candidate.evidence,
        crossed if other.party is not person.party else "",
        made.id if made else None,
        made.decision.value if made else "",
        tuple(
            Cell(tuple(theirs[field]), _mark(ours[field], theirs[field], _near(field, ours, theirs, candidate)))
            for field in theirs
        ),
    )


def _fields(sight: Sight, one: Subject) -> dict[str, list[str]]:
    names = [display_name(*name) for name in one.names]
    of_case = sight.names[one.case_id]
    others = list(of_case.perpetrators) if one.party is PartyRole.VICTIM else [of_case.victim]
    return {
        "Name": names[:1],
        "Other names": names[1:],
        "Date of birth": [day(born) for born in one.births],
        "Gender": [sight.gender[one.person_id]] if sight.gender.get(one.person_id) else [],
        "Postcodes": sorted(sight.postcodes.get(one.person_id, ())),
        "Part in the case": [words(one.party.value)],
        "Other party": [name for name in others if name],
    }


def _near(field: str, ours: dict[str, list[str]], theirs: dict[str, list[str]], candidate: Candidate) -> str:
    """What a difference is called where the evidence makes something of it."""
    if field == "Date of birth" and SWAPPED in candidate.evidence:
        return "Day and month swapped"
    if field in NAMES and _folded(*(ours[name] for name in NAMES)) & _folded(*(theirs[name] for name in NAMES)):
        return "Same as another name"
    return "Differs"


def _folded(*fields: list[str]) -> set[str]:
    return {fold(text) for texts in fields for text in texts}


def _mark(ours: list[str], theirs: list[str], differs: str) -> str:
    if not ours or not theirs:
        return ""
    mine, other = _folded(ours), _folded(theirs)
    if mine == other:
        return "Agrees"
    return "Partly agrees" if mine & other else differs
