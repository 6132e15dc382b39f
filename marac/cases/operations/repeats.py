"""Is this case a repeat? Worked out from the dates of referral, in a sentence to check it by (C15, domain.md 1.9)."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import col, select

from marac.cases.models import Case, Person, PersonLink
from marac.cases.topics import spoken_day
from marac.clock import LONDON
from marac.policy import cases as policy
from marac.proceedings import SamePerson
from marac.store.people import Marac
from marac.store.work import Work
from marac.vocabulary import CaseStatus, PartyRole

# A referral that never became a case of the MARAC is not what a repeat is counted from.
NOT_COUNTED = frozenset({CaseStatus.DRAFT, CaseStatus.WITHDRAWN, CaseStatus.RETURNED})


class Finding(StrEnum):
    REPEAT = "repeat"
    TOO_LONG_AGO = "too long ago"
    NEW_PAIR = "new pair"
    FIRST = "first"


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier referral in which somebody of this case was, in the same part."""

    on: date
    victim: bool
    perpetrator: bool


@dataclass(frozen=True, slots=True)
class Repeat:
    """What the rule gives. `of_pair`: the sentence speaks of this pair alone, so that every case seat may read it."""

    finding: Finding
    rule: str
    sentence: str

    @property
    def of_pair(self) -> bool:
        return self.finding in {Finding.REPEAT, Finding.TOO_LONG_AGO}


def work_out(on: date, earlier: Iterable[Earlier], months: int, rule: str) -> Repeat:
    """The rule itself: the same victim and perpetrator within so many months of their last referral."""
    known = sorted(earlier, key=lambda one: one.on)
    counted = f"What counts is any abuse between the same two within {months} months."
    if pairs := [one for one in known if one.victim and one.perpetrator]:
        last = pairs[-1].on
        said = spoken_day(last.isoformat())
        if on <= _later(last, months):
            sentence = f"Repeat: the same pair was referred on {said}, {_before(last, on)}. {counted}"
            return Repeat(Finding.REPEAT, rule, sentence)
        said += f", more than {months} months before"
        sentence = f"Not a repeat: the same pair was last referred on {said}. {counted}"
        return Repeat(Finding.TOO_LONG_AGO, rule, sentence)
    if known:
        same, other = ("victim", "perpetrator") if known[-1].victim else ("perpetrator", "victim")
        said = f"the same {same} was in a referral of {spoken_day(known[-1].on.isoformat())}"
        said += f", and no {other} there is decided to be the same"
        return Repeat(Finding.NEW_PAIR, rule, f"Linked, new pair, so not a repeat: {said}. {counted}")
    return Repeat(Finding.FIRST, rule, f"Not a repeat: no earlier referral of the same pair is known. {counted}")


def _later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _before(last: date, on: date) -> str:
    months = (on.year - last.year) * 12 + on.month - last.month - (on.day < last.day)
    number, unit = (months, "month") if months else ((on - last).days, "day")
    return f"{number} {unit}{'' if number == 1 else 's'} before" if number else "the same day"


def repeat_of(work: Work, case: Case) -> Repeat:
    """The repeat rule for one case, as the links in force now have it; links are the coordinator's to see."""
    marac = work.find(Marac, case.marac_id)
    if case.referred_at is None:
        return work_out(date.max, (), marac.repeat_months, marac.repeat_rule)
    people = work.all(select(Person).where(Person.case_id == case.id))
    shared: dict[UUID, set[PartyRole]] = {}
    for party in (PartyRole.VICTIM, PartyRole.PERPETRATOR):
        same = _same_as(work, {person.id for person in people if person.party is party})
        for other in work.all(select(Person).where(col(Person.id).in_(same), Person.party == party)):
            shared.setdefault(other.case_id, set()).add(party)
    before = select(Case).where(col(Case.id).in_(shared.keys() - {case.id}), col(Case.referred_at) < case.referred_at)
    earlier = [
        Earlier(
            other.referred_at.astimezone(LONDON).date(),
            PartyRole.VICTIM in shared[other.id],
            PartyRole.PERPETRATOR in shared[other.id],
        )
        for other in work.all(before)
        if other.referred_at and other.status not in NOT_COUNTED
    ]
    return work_out(case.referred_at.astimezone(LONDON).date(), earlier, marac.repeat_months, marac.repeat_rule)


def _same_as(work: Work, people: set[UUID]) -> set[UUID]:
    """Everybody decided to be the same as these, also through others."""
    found, edge = set(people), set(people)
    while edge:
        touching = or_(col(PersonLink.person_id).in_(edge), col(PersonLink.other_person_id).in_(edge))
        rows = work.all(
            select(PersonLink).where(
                touching, PersonLink.decision == SamePerson.SAME, col(PersonLink.undone_at).is_(None)
            )
        )
        edge = {side for row in rows for side in (row.person_id, row.other_person_id)} - found
        found |= edge
    return found


def cases_around(work: Work, made: PersonLink) -> set[UUID]:
    """Every case whose repeat may hang on this link."""
    people = work.all(select(Person).where(col(Person.case_id).in_([made.case_id, made.other_case_id])))
    same = _same_as(work, {person.id for person in people})
    others = work.all(select(Person).where(col(Person.id).in_(same)))
    return {person.case_id for person in (*people, *others)}


def recompute(work: Work, case_ids: Iterable[UUID]) -> list[Case]:
    """Work the rule out anew and keep it; the cases it changed, for whoever records it."""
    changed = []
    for case in work.all(select(Case).where(col(Case.id).in_(list(case_ids))).order_by(col(Case.id))):
        found = repeat_of(work, case)
        kept = (found.finding is Finding.REPEAT, found.rule, found.sentence if found.of_pair else "")
        if (case.repeat, case.repeat_rule, case.repeat_sentence) != kept:
            work.require(policy.may_link(work.viewer), case)
            case.repeat, case.repeat_rule, case.repeat_sentence = kept
            changed.append(case)
    return changed
