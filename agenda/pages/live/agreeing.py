"""An action agreed while the case is being heard: one form, the usual owner and date already in it (C44, C51)."""

from starlette.datastructures import FormData
from starlette.requests import Request

from actions.catalogue import ActionType, answers, find, vague
from actions.forms import AgreeForm, conditions_posted
from actions.operations import agree
from agenda.models import Hearing
from agenda.operations.acting import may_lead
from agenda.pages.live import panels
from agenda.pages.live.calling import hearing_of, panel_again, to_panel
from agenda.pages.live.parts import seconds
from marac import clock
from marac.cases.models import Case
from marac.policy import actions as policy
from marac.store.work import Work
from marac.vocabulary import NotFound, Refused
from marac.web.endpoint import Answer, is_htmx
from marac.web.forms import Invalid


def do_agree(request: Request, work: Work, form: FormData) -> Answer:
    """Vague wording is questioned once; posted again unchanged, it is meant."""
    hearing = hearing_of(request, work)
    typed = {key: str(value) for key, value in form.items()}
    try:
        entry = _entry(typed.get("kind", ""))
        posted = _read(form, entry)
        question = vague(posted.wording) if posted.wording != posted.wording_asked else None
        if question:
            asked = typed | {"wording_asked": posted.wording}
            return panel_again(request, work, hearing, panels.ACTION, typed=asked, question=question)
        code = _agree(work, hearing, entry, posted, conditions_posted(form, entry))
    except Invalid as wrong:
        return panel_again(request, work, hearing, panels.ACTION, typed=typed, errors=wrong.errors)
    if not is_htmx(request):
        return to_panel(request, hearing, panels.ACTION, clock.now())
    return panel_again(request, work, hearing, panels.ACTION, 200, message=f"{code} recorded {seconds(clock.now())}")


def _entry(code: str) -> ActionType:
    try:
        return find(code)
    except KeyError:
        raise Invalid({"kind": "Choose the kind of action."}, {}) from None


def _read(form: FormData, entry: ActionType) -> AgreeForm:
    """Every error of the form and of its questions at once. Raises Invalid."""
    errors: dict[str, str] = {}
    posted = None
    for read in (lambda: AgreeForm.read(form), lambda: conditions_posted(form, entry)):
        try:
            given = read()
            posted = given if isinstance(given, AgreeForm) else posted
        except Invalid as wrong:
            errors |= wrong.errors
    if errors or posted is None:
        raise Invalid(errors, {})
    return posted


def _agree(work: Work, hearing: Hearing, entry: ActionType, posted: AgreeForm, given: dict[str, str]) -> str:
    """The code of the action, and whether it is quiet. Raises Invalid where its owner cannot be taken."""
    case = work.find(Case, hearing.case_id)
    work.require(policy.may_agree(work.viewer, case) and may_lead(work, hearing))
    try:
        action = agree(
            work,
            case,
            catalogue_code=entry.code,
            wording=posted.wording,
            agency_id=posted.agency_id,
            due_on=posted.due_on,
            risk_to=posted.risk_to,
            risk=posted.risk,
            conditions=answers.kept(given),
            hearing_id=hearing.id,
            quiet=posted.quiet == "yes",
        )
    except NotFound:
        raise Invalid({"agency_id": "Choose the agency that will do it."}, {}) from None
    except Refused as why:
        raise Invalid({"agency_id": str(why)}, {}) from None
    return f"{case.code}-{action.label}, quiet," if action.quiet else f"{case.code}-{action.label}"
