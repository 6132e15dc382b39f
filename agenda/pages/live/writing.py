"""Notes taken in the meeting: sent as typed, kept once, changed without overwriting anybody (C43)."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse

from agenda.forms.live import ChangeForm, NoteForm
from agenda.models import Hearing, Note
from agenda.operations.notes import change_note, may_write, write_note
from agenda.operations.readers import readers_of_note, seated_on
from agenda.pages.live import panels
from agenda.pages.live.calling import hearing_of, panel_again, to_panel
from agenda.pages.live.parts import agency_names, in_words, seconds
from marac import clock
from marac.cases.models import Case
from marac.proceedings import NoteKind
from marac.store.work import Work
from marac.vocabulary import Conflict, Verdict
from marac.web.endpoint import Answer, is_htmx
from marac.web.errors import ConflictPage
from marac.web.forms import Invalid
from marac.web.page import Page, url_maker


@dataclass(frozen=True)
class NotePage(Page):
    """One note, to change its words."""

    template: ClassVar[str] = "agenda/note.html"

    note_id: UUID
    code: str
    kind: NoteKind
    text: str
    version: int
    audience: str
    back: str
    errors: dict[str, str]
    may_write: Verdict


def do_write(request: Request, work: Work, form: FormData) -> Answer:
    """A page that keeps what it sends asks for JSON, and learns when the note was saved."""
    hearing = hearing_of(request, work)
    work.require(may_write(work, hearing))
    try:
        note = _write(work, hearing, form)
    except Invalid as wrong:
        if _wants_json(request):
            return JSONResponse({"errors": wrong.errors}, 422)
        return panel_again(request, work, hearing, panels.NOTE, typed=wrong.typed, errors=wrong.errors)
    if _wants_json(request):
        return JSONResponse({"saved": seconds(note.written_at), "note": str(note.id)})
    return to_panel(request, hearing, panels.NOTE, note.written_at)


def _write(work: Work, hearing: Hearing, form: FormData) -> Note:
    """Raises Invalid."""
    posted = NoteForm.read(form)
    return write_note(
        work,
        hearing,
        posted.text,
        client_id=posted.client_id,
        kind=posted.kind,
        agency_id=posted.agency_id,
        line_id=posted.line_id,
        risk_to=posted.risk_to,
        for_perpetrators_side=posted.for_perpetrators_side == "yes",
    )


def show_note(request: Request, work: Work) -> Answer:
    note = work.find(Note, request.path_params["note_id"])
    return _page(request, work, note, note.text, note.version, {})


def do_change(request: Request, work: Work, form: FormData) -> Answer:
    """Somebody else's words meanwhile: both texts side by side, nothing overwritten."""
    note = work.find(Note, request.path_params["note_id"])
    hearing = work.find(Hearing, note.hearing_id)
    try:
        posted = ChangeForm.read(form)
    except Invalid as wrong:
        return _page(request, work, note, str(wrong.typed.get("text", "")), note.version, wrong.errors).whole(422)
    try:
        change_note(work, note, posted.text, posted.version)
    except Conflict:
        return ConflictPage(
            "Somebody changed this note while you were writing.",
            [("Note", posted.text)],
            [("Note", note.text)],
            url_maker(request)("note", note_id=note.id),
        ).whole(409)
    return to_panel(request, hearing, panels.NOTE, clock.now())


def _page(request: Request, work: Work, note: Note, text: str, version: int, errors: dict[str, str]) -> NotePage:
    hearing = work.find(Hearing, note.hearing_id)
    verdict = may_write(work, hearing)
    work.require(verdict)
    seated = seated_on(work, note.case_id)
    readers = readers_of_note(work, note, seated)
    return NotePage(
        note_id=note.id,
        code=work.find(Case, note.case_id).code,
        kind=note.kind,
        text=text,
        version=version,
        audience=in_words(agency_names(work, {*seated, *readers}), readers, seated),
        back=url_maker(request)("live", meeting_id=hearing.meeting_id),
        errors=errors,
        may_write=verdict,
    )


def _wants_json(request: Request) -> bool:
    return request.headers.get("accept", "") == "application/json" and not is_htmx(request)
