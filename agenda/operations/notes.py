"""What is written down in a hearing, and for whom: a note has the audience of the line it answers (S10, S15)."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select

from agencies.models import Line
from agenda.models import Hearing, Minutes, Note, NoteAudience
from agenda.operations.acting import may_lead
from agenda.operations.readers import named_for
from marac import clock
from marac.cases.operations.taking_part import agency_here
from marac.policy import notes as policy
from marac.proceedings import MinutesStatus, NoteKind, RiskTo
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import Conflict, LineKind, NotFound, Sharing, Verdict


@dataclass(frozen=True, slots=True)
class For:
    """Whom a note is for: everyone with a case or hearing seat, or agencies named; perhaps the perpetrator's side."""

    sharing: Sharing = Sharing.SEATED
    named: tuple[UUID, ...] = ()
    for_perpetrators_side: bool = False


def write_note(
    work: Work,
    hearing: Hearing,
    text: str,
    *,
    client_id: UUID,
    kind: NoteKind = NoteKind.NOTE,
    agency_id: UUID | None = None,
    line_id: UUID | None = None,
    risk_to: RiskTo | None = None,
    for_perpetrators_side: bool = False,
) -> Note:
    """One line of the minutes; the victim's voice is never for the perpetrator's side (S6).

    Kept once however often its writer sends it. Raises Conflict for the same id with other words.
    """
    work.require(may_write(work, hearing))
    work.find(Hearing, hearing.id, lock=True)  # one writer at a time
    sent = {"hearing_id": hearing.id, "written_by": work.viewer.member_id, "client_id": client_id}
    if kept := work.first(select(Note).filter_by(**sent)):
        if kept.text != text:
            raise Conflict("Note")
        return kept
    line = _line(work, hearing, line_id)
    if agency_id is not None:
        agency_here(work, agency_id)
    whom = audience_for(work, line, for_perpetrators_side and kind is not NoteKind.VOICE)
    note = Note(
        **sent,
        marac_id=hearing.marac_id,
        case_id=hearing.case_id,
        agency_id=line.agency_id if line else agency_id,
        line_id=line_id,
        kind=kind,
        risk_to=risk_to,
        text=text,
        sharing=whom.sharing,
        for_perpetrators_side=whom.for_perpetrators_side,
    )
    return _kept(work, hearing.meeting_id, note, whom)


def _kept(work: Work, meeting_id: UUID, note: Note, whom: For) -> Note:
    work.meeting_id = meeting_id
    work.keep(note)
    work.session.flush()
    named = [_name(work, note, agency) for agency in whom.named]
    work.log(Verb.NOTE_WRITTEN, note, *named, reason=note.kind.value)
    work.announce(note.case_id, of=note, meeting_id=work.meeting_id)
    return note


def change_note(work: Work, note: Note, text: str, version: int) -> Note:
    """Other words for the same readers. Raises Conflict when somebody else has changed it: nothing is overwritten."""
    hearing = work.find(Hearing, note.hearing_id)
    work.require(may_write(work, hearing), note)
    note = work.find(Note, note.id, lock=True)
    work.same_version(note, version)
    note.text = text
    note.changed_at = clock.now()
    work.meeting_id = hearing.meeting_id
    work.log(Verb.NOTE_CHANGED, note, fields=["text"])
    work.announce(note.case_id, of=note, meeting_id=hearing.meeting_id)
    return note


def may_write(work: Work, hearing: Hearing) -> Verdict:
    return policy.may_write_note(work.viewer, hearing, minutes_status(work, hearing)) and may_lead(work, hearing)


def audience_for(work: Work, line: Line | None, for_perpetrators_side: bool = False) -> For:
    """As the line that is answered, else everyone with a case or hearing seat. Refused for a line not shared."""
    if line is None:
        return For(for_perpetrators_side=for_perpetrators_side)
    work.require(policy.may_answer_line(work.viewer, line))
    if line.sharing is Sharing.SEATED:
        return For(for_perpetrators_side=line.for_perpetrators_side and line.kind is not LineKind.VOICE)
    return For(Sharing.NAMED, tuple(dict.fromkeys([*named_for(work, line), line.agency_id])))


def notes_of(work: Work, hearing: Hearing) -> list[Note]:
    """Those that this viewer may see, in the order in which they were written."""
    return work.all(select(Note).where(Note.hearing_id == hearing.id).order_by(col(Note.written_at), col(Note.id)))


def minutes_status(work: Work, hearing: Hearing) -> MinutesStatus:
    """How far the minutes of this meeting are: once approved, notes stand."""
    row = work.first(select(Minutes).where(Minutes.meeting_id == hearing.meeting_id))
    return row.status if row else MinutesStatus.DRAFT


def _line(work: Work, hearing: Hearing, line_id: UUID | None) -> Line | None:
    if line_id is None:
        return None
    line = work.find(Line, line_id)
    if line.case_id != hearing.case_id:
        raise NotFound("Line")
    return line


def _name(work: Work, note: Note, agency_id: UUID) -> NoteAudience:
    return work.keep(NoteAudience(marac_id=note.marac_id, case_id=note.case_id, note_id=note.id, agency_id=agency_id))
