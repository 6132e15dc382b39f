"""Restricting a case, and naming who of each agency may open it (S17)."""

from starlette.datastructures import FormData
from starlette.requests import Request

from agencies.operations import restricting
from marac.cases.forms import NameForm, OpenAgainForm
from marac.cases.models import Case
from marac.cases.operations.restriction import may_restrict
from marac.cases.pages.frame import file_frame
from marac.cases.pages.opening_again import open_again_page
from marac.policy.cases import Section
from marac.store.work import Work
from marac.vocabulary import NotFound
from marac.web.endpoint import Answer, redirect
from marac.web.forms import Invalid


def do_restrict(request: Request, work: Work, form: FormData) -> Answer:
    """Closed at once; opened again for a reason, once it was shown to whom."""
    case = _seen(request, work)
    work.require(may_restrict(work, case))
    if form.get("restricted") == "yes":
        restricting.restrict(work, case, True)
        return redirect(request, "walls", case_id=case.id)
    try:
        given = OpenAgainForm.read(form)
    except Invalid as wrong:
        return open_again_page(request, work, case, wrong).whole(422)
    restricting.restrict(work, case, False, given.because)
    return redirect(request, "walls", case_id=case.id)


def do_name(request: Request, work: Work, form: FormData) -> Answer:
    case = _seen(request, work)
    try:
        given = NameForm.read(form)
    except Invalid:
        raise NotFound("Member") from None
    restricting.name_people(work, case, given.named_agency, given.named)
    return redirect(request, "walls", case_id=case.id, query={"agency": str(given.named_agency)})


def _seen(request: Request, work: Work) -> Case:
    case = work.find(Case, request.path_params["case_id"])
    file_frame(request, work, case, Section.WALLS)
    return case
