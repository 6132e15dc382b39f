"""What a case needs before it is closed: the victim's voice, who tells the victim, the perpetrator; or why not."""

from collections.abc import Mapping
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request

from agenda.forms.live import ReasonForm, TellerForm, VoiceForm
from agenda.models import Hearing
from agenda.operations.hearings import answer
from agenda.operations.notes import write_note
from agenda.pages.live import panels
from agenda.pages.live.calling import hearing_of, panel_again, to_panel
from agenda.pages.live.parts import agency_names, seconds
from marac import clock
from marac.proceedings import NoteKind
from marac.store.work import Work
from marac.vocabulary import Conflict
from marac.web.endpoint import Answer, is_htmx
from marac.web.errors import ConflictPage
from marac.web.forms import Invalid
from marac.web.page import day, url_maker


def do_voice(request: Request, work: Work, form: FormData) -> Answer:
    hearing = hearing_of(request, work)
    try:
        posted = VoiceForm.read(form)
        if not posted.voice and not posted.reason:
            raise Invalid({"voice": "Write what the victim wants said, or why there is nothing."}, dict(form))
    except Invalid as wrong:
        return panel_again(request, work, hearing, panels.ENDING, typed=wrong.typed, errors=wrong.errors)
    if posted.voice:
        write_note(work, hearing, posted.voice, client_id=posted.client_id, kind=NoteKind.VOICE)
    if not posted.reason:
        return _saved(request, work, hearing)
    return _answer(request, work, hearing, posted.version, {"no_voice_reason": posted.reason})


def do_perpetrator(request: Request, work: Work, form: FormData) -> Answer:
    hearing = hearing_of(request, work)
    try:
        posted = ReasonForm.read(form)
    except Invalid as wrong:
        errors = {"perpetrator_reason": wrong.errors.get("reason", "Open this page again.")}
        return panel_again(request, work, hearing, panels.ENDING, errors=errors)
    return _answer(request, work, hearing, posted.version, {"no_perpetrator_action_reason": posted.reason})


def do_teller(request: Request, work: Work, form: FormData) -> Answer:
    """An agency, a safe way and a day; or the reason why nobody tells them."""
    hearing = hearing_of(request, work)
    try:
        posted = TellerForm.read(form)
        if errors := _missing(posted):
            raise Invalid(errors, dict(form))
    except Invalid as wrong:
        return panel_again(request, work, hearing, panels.ENDING, typed=wrong.typed, errors=wrong.errors)
    told = {
        "teller_agency_id": posted.agency_id,
        "teller_method": posted.method,
        "teller_by": posted.by.isoformat() if posted.by else "",
        "not_told_reason": posted.why_not,
    }
    return _answer(request, work, hearing, posted.version, told)


def _missing(posted: TellerForm) -> dict[str, str]:
    if posted.why_not and posted.agency_id is None:
        return {}
    errors = {}
    if posted.agency_id is None:
        errors["agency_id"] = "Choose who tells the victim, or say why nobody does."
    if not posted.method:
        errors["method"] = "Say which way is safe."
    if posted.by is None:
        errors["by"] = "Enter the day by which the victim is told."
    return errors


def _answer(request: Request, work: Work, hearing: Hearing, version: int, answers: Mapping[str, Any]) -> Answer:
    """Somebody else's answer meanwhile: both side by side, nothing overwritten; a panel may be older than that."""
    if version != hearing.version and not any(getattr(hearing, name) for name in answers):
        version = hearing.version  # what changed meanwhile was another answer
    try:
        answer(work, hearing, version, answers)
    except Conflict:
        theirs = [(_label(name), _words(work, name, getattr(hearing, name))) for name in answers]
        yours = [(_label(name), _words(work, name, value)) for name, value in answers.items()]
        again = url_maker(request)("live", meeting_id=hearing.meeting_id, query={"panel": panels.ENDING})
        page = ConflictPage("Somebody else recorded this while you were writing.", yours, theirs, again)
        return page.whole(409)
    return _saved(request, work, hearing)


def _saved(request: Request, work: Work, hearing: Hearing) -> Answer:
    if not is_htmx(request):
        return to_panel(request, hearing, panels.ENDING, clock.now())
    work.session.flush()
    said = f"Saved {seconds(clock.now())}"
    return panel_again(request, work, hearing, panels.ENDING, 200, message=said)


def _label(name: str) -> str:
    return name.replace("_id", "").replace("_", " ").capitalize()


def _words(work: Work, name: str, value: Any) -> str:
    if name == "teller_agency_id":
        return agency_names(work, [value]).get(value, "") if value else ""
    return day(value) if name == "teller_by" else str(value or "")
