"""Naming who chairs or coordinates one listed case in place of those of the meeting (S18)."""

from starlette.datastructures import FormData
from starlette.requests import Request

from agenda.forms.planning import ActingForm
from agenda.operations.acting import Acting, may_be_heard, may_name, name_acting
from agenda.pages.order import place_page
from agenda.pages.paths import hearing_in
from marac.cases.models import Case
from marac.store.work import Work
from marac.web.endpoint import Answer, redirect
from marac.web.forms import Invalid


def do_name(request: Request, work: Work, form: FormData) -> Answer:
    meeting, hearing = hearing_in(request, work, lock=True)
    case = work.find(Case, hearing.case_id)
    work.require(may_name(work, case))
    try:
        asked = ActingForm.read(form)
        acting = Acting(asked.acting_chair, asked.acting_coordinator)
        if not (may := may_be_heard(work, case, meeting, acting)):
            raise Invalid({"acting": may.reason}, asked.model_dump(mode="json"))
    except Invalid as wrong:
        return place_page(work, meeting, hearing, wrong).whole(422)
    name_acting(work, hearing, acting)
    return redirect(request, "meeting.prepare", meeting_id=meeting.id)
