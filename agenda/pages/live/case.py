"""One case on a live screen: what this viewer may see of it, in the order in which it is talked about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from actions.models import Action
from actions.operations import actions_of
from actions.pages.rows import ActionRow, rows_of
from agencies.models import Line
from agencies.operations.apart import must_speak_privately
from agenda.models import Hearing
from agenda.operations.ending import Ending, ending_of
from agenda.operations.readers import seated_on
from agenda.pages.live.order import Facts, Step, steps
from agenda.pages.live.parts import AgencyPart, Heard, LineShown, NoteShown, agency_names, heard, quiet_on
from agenda.pages.live.people import AtTheTable, at_the_table
from agenda.pages.live.room import Room, room_of
from marac import clock
from marac.cases.models import Case
from marac.cases.operations.naming import CaseNames, names_of
from marac.cases.operations.safe_contact import warnings_on
from marac.proceedings import ActionStatus, HearingStatus, NoteKind, RiskTo
from marac.store.people import Agency
from marac.store.work import Work
from marac.vocabulary import FOR_THE_MEETING, LineKind, Side
from marac.web.page import words


@dataclass(frozen=True)
class Clock:
    """When a case was called and how long it is meant to take; nothing for one that is not being heard."""

    called_at: datetime
    minutes: int
    now: datetime

    @property
    def until(self) -> datetime:
        return self.called_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class CaseShown:
    """`table`, `steps`, `ending` and `privately` are for chair and coordinator.

    `own`: lines of the viewer's agency, and `own_voice` whether the victim's voice is among them: shown there alone.
    """

    meeting_id: UUID
    hearing_id: UUID
    case_id: UUID
    code: str
    status: HearingStatus
    people: Sequence[tuple[str, str]]
    tags: Sequence[tuple[str, str]]
    warnings: Sequence[str]
    clock: Clock | None
    parts: Sequence[AgencyPart]
    general: Sequence[NoteShown]
    voice: Sequence[LineShown | NoteShown]
    risks: Sequence[tuple[str, Sequence[NoteShown]]]
    decisions: Sequence[NoteShown]
    actions: Sequence[ActionRow]
    reasons: Mapping[str, str]
    hears_voice: bool
    own: Sequence[tuple[Line, LineShown]] = ()
    own_voice: bool = False
    privately: Sequence[str] = ()
    table: AtTheTable | None = None
    steps: Sequence[Step] = ()
    ending: Ending | None = None
    room: Room | None = None


def case_shown(work: Work, hearing: Hearing, names: Mapping[UUID, CaseNames] | None = None) -> CaseShown:
    """`names`: those already read, by case."""
    case = work.find(Case, hearing.case_id)
    presides = work.viewer.hat in FOR_THE_MEETING
    seated = seated_on(work, case.id) if presides else {}
    said = heard(work, hearing, case.code, seated)
    table = at_the_table(work, hearing, seated) if presides else None
    actions = [action for action in actions_of(work, case.id) if _shown(action, hearing)]
    ending = ending_of(work, hearing) if presides else None
    voice = [shown for line, shown in said.lines if line.kind is LineKind.VOICE]
    voices: list[LineShown | NoteShown] = [*(shown for shown in voice if not shown.mine), *said.kinds(NoteKind.VOICE)]
    return CaseShown(
        meeting_id=hearing.meeting_id,
        hearing_id=hearing.id,
        case_id=case.id,
        code=case.code,
        status=hearing.status,
        people=_people((names or names_of(work, [case.id]))[case.id]),
        tags=_tags(case),
        warnings=warnings_on(work, [case.id]).get(case.id, []),
        clock=_clock(hearing),
        parts=_parts(work, hearing, said, table),
        general=[note for note in said.kinds(NoteKind.NOTE) if note.agency_id is None],
        voice=voices,
        risks=[(words(to), [n for n in said.kinds(NoteKind.RISK) if n.risk_to is to]) for to in RiskTo],
        decisions=said.kinds(NoteKind.DECISION),
        actions=rows_of(work, actions, named=False),
        reasons={"voice": hearing.no_voice_reason} if presides and not voices else {},
        hears_voice=presides or work.viewer.side is not Side.PERPETRATOR,
        own_voice=any(shown.mine for shown in voice),
        own=[pair for pair in said.lines if pair[1].mine],
        privately=[agency.short_name for agency in must_speak_privately(work, case.id)],
        table=table,
        steps=steps(_facts(work, hearing, case, said, seated, actions, ending)) if ending else (),
        ending=ending,
        room=room_of(work, hearing, table, seated, [line for line, _ in said.lines]),
    )


def _shown(action: Action, hearing: Hearing) -> bool:
    """What is still open, whenever it was agreed, and all that this hearing agreed (C45)."""
    return action.status is ActionStatus.OPEN or action.hearing_id == hearing.id


def _clock(hearing: Hearing) -> Clock | None:
    if hearing.status is not HearingStatus.CALLED or hearing.called_at is None:
        return None
    return Clock(hearing.called_at, hearing.minutes, clock.now())


def _people(names: CaseNames) -> list[tuple[str, str]]:
    people = [("Victim", names.victim)] if names.victim else []
    people += [("Perpetrator", name) for name in names.perpetrators]
    people += [("Child", name) for name in names.children]
    return people + [("Adult at risk", name) for name in names.adults]


def _tags(case: Case) -> list[tuple[str, str]]:
    tags = (
        (case.restricted, "Restricted", "red"),
        (case.repeat, "Repeat", "orange"),
        (case.stalking, "Stalking", "purple"),
    )
    return [(text, colour) for given, text, colour in tags if given]


def _parts(work: Work, hearing: Hearing, said: Heard, table: AtTheTable | None) -> list[AgencyPart]:
    """For chair and coordinator every agency seated; for an agency those of whose words it may read."""
    ids = {line.agency_id for line, _ in said.lines} | {n.agency_id for n in said.notes if n.agency_id}
    if table:
        ids |= set(table.seated)
    quiet = quiet_on(work, hearing.case_id) if table else set()
    names = agency_names(work, ids)
    parts = []
    for agency_id in sorted(ids, key=lambda agency: names.get(agency, "")):
        lines, notes = said.of(agency_id)
        shown = [line for line in lines if line.kind is not LineKind.VOICE and not line.mine]
        own = not table and agency_id == work.viewer.agency_id
        standing, here = table.standing(agency_id) if table else ("", False)
        spoken = agency_id in said.spoken
        if table or notes or shown:
            name, is_quiet = names[agency_id], agency_id in quiet
            parts.append(AgencyPart(agency_id, name, standing, here, spoken, shown, notes, is_quiet, own))
    return parts


def _facts(
    work: Work,
    hearing: Hearing,
    case: Case,
    said: Heard,
    seated: Mapping[UUID, bool],
    actions: Sequence[Action],
    ending: Ending,
) -> Facts:
    kinds = {row.id: row.kind for row in work.by_id(Agency, seated).values()}
    return Facts(
        hearing.status,
        case.agency_id,
        kinds,
        said.spoken,
        risks=bool(said.kinds(NoteKind.RISK)),
        actions=any(action.hearing_id == hearing.id for action in actions),
        ending=ending,
    )
