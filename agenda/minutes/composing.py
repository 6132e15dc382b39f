"""One case of the minutes, composed with the eyes of whoever will have it: there is no redaction to get wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import col, select

from actions.catalogue import find as action_type
from actions.models import Action
from agencies.models import Line
from agencies.models import Said as SaidRow
from agenda.minutes.parts import AgreedAction, CasePart, Said
from agenda.models import Hearing, Note
from marac.cases import risk
from marac.cases.models import (
    BirthDate,
    Case,
    Person,
    PersonName,
    Referral,
    RiskAssessment,
)
from marac.cases.operations.naming import display_name
from marac.cases.operations.places import place_on
from marac.cases.operations.safe_contact import warnings_on
from marac.cases.operations.seats import one_not_named
from marac.clock import LONDON
from marac.policy.cases import Place
from marac.proceedings import HearingStatus, NoteKind
from marac.store.people import Agency, Marac, Member
from marac.store.seats import FULL, Seat, in_force
from marac.store.work import Work
from marac.vocabulary import LineKind, NameKind, PartyRole, RiskAnswer, Sharing

SHARED = (Sharing.SEATED, Sharing.NAMED)
ORDER = list(PartyRole)


@dataclass(frozen=True)
class Known:
    """What everybody may know and every case needs: names of agencies and members, and how long files are flagged."""

    agencies: dict[UUID, str]
    members: dict[UUID, str]
    flag_months: int

    @classmethod
    def of(cls, work: Work) -> "Known":
        return cls(
            {agency.id: agency.name for agency in work.all(select(Agency))},
            {member.id: member.name for member in work.all(select(Member))},
            work.find(Marac, work.viewer.marac_id).flag_months,
        )


def compose_case(work: Work, hearing: Hearing, known: Known) -> CasePart:
    """The part of one case. Say-only words and protected details are in no table that this reads (S10, S12)."""
    case = work.find(Case, hearing.case_id)
    agencies = known.agencies
    lines = _lines(work, case.id)
    notes = work.all(select(Note).where(Note.hearing_id == hearing.id).order_by(col(Note.written_at), col(Note.id)))
    victims_side = place_on(work, case.id) is not Place.PERPETRATOR
    said = [_said(line, agencies) for line in lines if line.kind is not LineKind.VOICE]
    voice = [_said(line, agencies) for line in lines if line.kind is LineKind.VOICE]
    voice += [_noted(note, agencies) for note in notes if note.kind is NoteKind.VOICE]
    return CasePart(
        code=case.code,
        tags=_tags(case) if victims_side else [],
        warnings=warnings_on(work, [case.id])[case.id],
        people=_people(work, case.id),
        referral=_referral(work, case.id, agencies),
        seated=_seated(work, case.id, agencies),
        information=said,
        voice=voice,
        no_voice=hearing.no_voice_reason if victims_side and not voice else "",
        risks=[[_words(n.risk_to), n.text] for n in notes if n.kind is NoteKind.RISK],
        decisions=[note.text for note in notes if note.kind is NoteKind.DECISION],
        notes=[_noted(note, agencies) for note in notes if note.kind is NoteKind.NOTE]
        + _verbal(work, hearing, agencies),
        actions=_actions(work, case.id, known),
        telling=_telling(hearing, agencies) if victims_side else [],
        deferred=_deferred(hearing) if victims_side else [],
        flag_until=_flag(case, known.flag_months) if victims_side else "",
    )


def _words(word: object) -> str:
    return str(word).replace("-", " ").capitalize() if word is not None else ""


def _tags(case: Case) -> list[str]:
    named = {"Repeat": case.repeat, "New": not case.repeat, "Stalking": case.stalking, "Restricted": case.restricted}
    return [name for name, shown in named.items() if shown]


def _lines(work: Work, case_id: UUID) -> list[Line]:
    """What the reader may see of what was shared, in its latest version."""
    return work.all(
        select(Line)
        .where(Line.case_id == case_id, col(Line.sharing).in_(SHARED), col(Line.corrected_at).is_(None))
        .order_by(col(Line.recorded_at), col(Line.id))
    )


def _said(line: Line, agencies: dict[UUID, str]) -> Said:
    when = ", ".join(part for part in (line.source, in_full(line.source_date)) if part)
    return Said(agencies[line.agency_id], line.text, line.label, _words(line.kind), when)


def _noted(note: Note, agencies: dict[UUID, str]) -> Said:
    return Said(agencies.get(note.agency_id, "") if note.agency_id else "", note.text)


def _verbal(work: Work, hearing: Hearing, agencies: dict[UUID, str]) -> list[Said]:
    """That something was said which is not written down, and on whose risk it bears (S10)."""
    told = work.all(select(SaidRow).where(SaidRow.hearing_id == hearing.id, col(SaidRow.bears_on).is_not(None)))
    return [
        Said(agencies[row.agency_id], f"Verbal information bears on the risk to {_words(row.bears_on).lower()}.")
        for row in told
    ]


def in_full(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day} {day:%B %Y}"


def _people(work: Work, case_id: UUID) -> list[list[str]]:
    """Role, name with aliases, dates of birth: those the reader's seat shows; names in protection never (S13)."""
    rows = []
    of_case = select(Person).where(Person.case_id == case_id).order_by(col(Person.position), col(Person.id))
    names = _by_person(
        work.all(select(PersonName).where(PersonName.case_id == case_id, col(PersonName.searchable).is_(True)))
    )
    births = _by_person(
        work.all(select(BirthDate).where(BirthDate.case_id == case_id, col(BirthDate.searchable).is_(True)))
    )
    people = sorted(work.all(of_case), key=lambda person: ORDER.index(person.party))
    for person in people:
        known = [n for n in names.get(person.id, []) if n.kind is not NameKind.NEW_NAME]
        known.sort(key=lambda name: name.kind is not NameKind.NAME)
        shown = [display_name(name.surname, name.forenames) for name in known]
        also = f" (also {'; '.join(shown[1:])})" if shown[1:] else ""
        born = " or ".join(in_full(birth.born_on) for birth in births.get(person.id, []))
        rows.append([_words(person.party), (shown[0] if shown else "Name not shown") + also, born or "Not given"])
    return rows


def _by_person(rows: Iterable[PersonName] | Iterable[BirthDate]) -> dict[UUID, list]:  # type: ignore[type-arg]
    found: dict[UUID, list] = {}  # type: ignore[type-arg]
    for row in rows:
        found.setdefault(row.person_id, []).append(row)
    return found


def _referral(work: Work, case_id: UUID, agencies: dict[UUID, str]) -> list[list[str]]:
    referral = work.first(select(Referral).where(Referral.case_id == case_id))
    if referral is None:
        return []
    rows = [["Referred by", agencies[referral.agency_id]]]
    rows.append(["Criteria", "; ".join(_words(criterion) for criterion in referral.criteria) or "Not given"])
    assessed = work.first(select(RiskAssessment).where(RiskAssessment.case_id == case_id))
    if assessed is not None and assessed.answers:
        tool = risk.find(assessed.tool, assessed.tool_version)
        given = {code: RiskAnswer(a["answer"]) for code, a in assessed.answers.items() if a.get("answer")}
        rows.append(["Risk list", f"{risk.score(given)} of {len(tool.items)} answered yes"])
    return rows


def _seated(work: Work, case_id: UUID, agencies: dict[UUID, str]) -> list[str]:
    """The agencies with a case seat that the reader may know of; of a quiet one, only that it is there (S5).

    A quiet agency stands by name beside a line that it gave to the reader itself, and nowhere else.
    """
    seats = work.all(select(Seat).where(Seat.case_id == case_id, col(Seat.kind).in_(FULL), in_force()))
    unnamed = ["one agency not named here"] if one_not_named(work, case_id) else []
    return sorted({agencies[seat.agency_id] for seat in seats}) + unnamed


def _actions(work: Work, case_id: UUID, known: Known) -> list[AgreedAction]:
    asked = select(Action).where(Action.case_id == case_id).order_by(col(Action.due_on), col(Action.id))
    return [
        AgreedAction(
            label=action.label,
            wording=action.wording or action_type(action.catalogue_code).title,
            risk=": ".join(part for part in (_words(action.risk_to), action.risk) if part),
            agency=known.agencies[action.agency_id],
            person=known.members.get(action.member_id, "") if action.member_id else "",
            due=f"{action.due_on.day} {action.due_on:%B %Y}",
            status=_words(action.status),
            outcome=action.outcome,
        )
        for action in work.all(asked)
    ]


def _telling(hearing: Hearing, agencies: dict[UUID, str]) -> list[list[str]]:
    """Who tells the victim, how and by when, or why nobody does (C58)."""
    if hearing.teller_agency_id is None:
        return [["Not told because", hearing.not_told_reason]] if hearing.not_told_reason else []
    rows = [["Told by", agencies[hearing.teller_agency_id]]]
    rows += [["How", hearing.teller_method], ["By when", in_full(hearing.teller_by)]]
    return [row for row in rows if row[1]]


def _deferred(hearing: Hearing) -> list[list[str]]:
    if hearing.status is not HearingStatus.DEFERRED:
        return []
    rows = [["Deferred because", _words(hearing.deferral)], ["Reason", hearing.reason], ["Meanwhile", hearing.interim]]
    return [row for row in rows if row[1]]


def _flag(case: Case, months: int) -> str:
    """Files are flagged for so many months from the last referral (domain.md 1.0, flag_anchor)."""
    if case.referred_at is None:
        return ""
    day = case.referred_at.astimezone(LONDON).date()
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    until = min(first + timedelta(days=day.day - 1), _end_of_month(first))
    return f"{until.day} {until:%B %Y}"


def _end_of_month(first: date) -> date:
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return following - timedelta(days=1)
