"""A meeting that sits: its list published, opened, and people at the table who have accepted the statement."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlmodel import select

from agenda.models import Hearing, Meeting, Note
from agenda.operations.attendance import accept_statement
from agenda.operations.hearings import answer, call, open_meeting
from agenda.operations.listing import convene, list_case
from agenda.operations.notes import write_note
from marac import clock
from marac.cases.models import Case
from marac.proceedings import MeetingStatus, NoteKind
from marac.store.audit import AuditEvent
from marac.store.work import open_work
from marac.verbs import Verb
from marac.vocabulary import ALLOWED, Role
from tests.cast import Cast, open_case

CASES = ("HERON", "ALDER")
HERE = ("police_rep", "council_rep", "idva", "programme_worker", "walled_rep", "outsider")


def sit(cast: Cast, *here: str, cases: tuple[str, ...] = CASES) -> UUID:
    """An open meeting with these cases on its list, none called; `here`: who has accepted the statement."""
    for code in cases:
        open_case(cast, code)
    meeting_id = publish(cast, cases)
    with open_work(cast.store, cast["coordinator"]) as work:
        open_meeting(work, work.find(Meeting, meeting_id))
    for name in here or HERE:
        with open_work(cast.store, cast[name]) as work:
            accept_statement(work, work.find(Meeting, meeting_id))
    return meeting_id


def publish(cast: Cast, cases: tuple[str, ...]) -> UUID:
    with open_work(cast.store, cast["coordinator"]) as work:
        meeting = convene(work, clock.now() + timedelta(minutes=5), "Room 2")
        for code in cases:
            place = list_case(work, work.find(Case, cast.cases[code]), meeting)
            place.listed_in, place.slot_at = 1, meeting.starts_at
        work.require(ALLOWED, meeting)
        meeting.status, meeting.list_version = MeetingStatus.PUBLISHED, 1
        work.log(Verb.LIST_PUBLISHED, meeting)
        return meeting.id


def hearing_of(cast: Cast, code: str) -> UUID:
    with open_work(cast.store, cast["coordinator"]) as work:
        return work.all(select(Hearing.id).where(Hearing.case_id == cast.cases[code]))[0]


def call_case(cast: Cast, code: str, after: str | None = None, *conflicted: str) -> UUID:
    hearing_id = hearing_of(cast, code)
    followed = hearing_of(cast, after) if after else None
    with open_work(cast.store, cast["chair"]) as work:
        out = [cast.members[name] for name in conflicted]
        call(work, work.find(Hearing, hearing_id), followed, out)
    return hearing_id


def finish(cast: Cast, code: str) -> None:
    """Give a case all that it needs to be closed, as reasons."""
    with open_work(cast.store, cast["coordinator"]) as work:
        hearing = work.find(Hearing, hearing_of(cast, code))
        reasons = ("no_voice_reason", "no_perpetrator_action_reason", "not_told_reason")
        answer(work, hearing, hearing.version, dict.fromkeys(reasons, "Not yet spoken to."))


def note(cast: Cast, code: str, text: str, *, by: str = "coordinator", **given: object) -> UUID:
    with open_work(cast.store, cast[by]) as work:
        hearing = work.find(Hearing, hearing_of(cast, code))
        given = {"client_id": uuid4(), "kind": NoteKind.NOTE, **given}
        return write_note(work, hearing, text, **given).id  # type: ignore[arg-type]


def notes_seen(cast: Cast, name: str, code: str) -> set[str]:
    with open_work(cast.store, cast[name]) as work:
        return {row.text for row in work.all(select(Note).where(Note.case_id == cast.cases[code]))}


def events(cast: Cast, verb: Verb, code: str | None = None) -> list[AuditEvent]:
    with open_work(cast.store, cast.as_hat("auditor", Role.AUDITOR)) as work:
        found = work.all(select(AuditEvent).where(AuditEvent.verb == verb))
        return [event for event in found if code is None or event.case_id == cast.cases[code]]
