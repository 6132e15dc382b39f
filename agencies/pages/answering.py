"""Answers and nil returns, from the workbench and from a case's own page."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import col, select
from starlette.datastructures import FormData
from starlette.requests import Request

from agencies.forms.research import NilsForm
from agencies.models import Research
from agencies.operations.research import answer, answers_to, own_lines, people_of, return_research
from agencies.pages.workbench import place_of, workbench
from marac.cases.models import Case
from marac.policy import research as policy
from marac.store.work import Work
from marac.vocabulary import NotFound, ResearchAnswer
from marac.web.endpoint import Answer, go_to
from marac.web.forms import Invalid
from marac.web.page import url_maker


def return_nils(request: Request, work: Work, form: FormData) -> Answer:
    """The ticked people are not known; a case all of whose people are not known is returned with that."""
    work.require(policy.may_see_own_work(work.viewer))
    place = place_of({key: str(value) for key, value in form.items()})
    try:
        nils = NilsForm.read(form)
    except Invalid as wrong:
        typed = wrong.typed
        drawn = workbench(
            request, work, place, errors=wrong.errors, ticked=typed["tick"], searched_by=typed["searched_by"]
        )
        return drawn.whole(422)
    ticked = nils.ticked
    people = cases = 0
    found = locked(work, ticked)
    for research in found:
        answered, returned = _answer_nil(work, research, ticked[research.id], nils.searched_by)
        people, cases = people + answered, cases + returned
    gone = sum(len(persons) for persons in ticked.values()) - people
    told = {"people": str(people), "cases": str(cases), "gone": str(gone)}
    return go_to(request, url_maker(request)("workbench", query=place | told))


def locked(work: Work, ids: Iterable[UUID]) -> list[Research]:
    """Requests that this agency still has, locked in one order; those gone meanwhile are left out, all gone is 404.

    A nil gives up sight of the case, so ticks sent twice or from two tabs may name what is no longer there.
    """
    asked = (col(Research.id).in_(list(ids)), Research.agency_id == work.viewer.agency_id)
    found = work.all(select(Research).where(*asked).order_by(col(Research.id)).with_for_update())
    if not found:
        raise NotFound("Research")
    return found


def _answer_nil(work: Work, research: Research, persons: set[UUID], searched_by: str) -> tuple[int, int]:
    """How many people were answered, and whether the case could be returned with that."""
    case = work.find(Case, research.case_id)
    if not policy.may_answer_nil(work.viewer, research, case, bool(own_lines(work, case.id))):
        return 0, 0
    known = answers_to(work, [research]).get(research.id, {})
    open_still = [p.id for p in people_of(work, case.id) if known.get(p.id) in (None, ResearchAnswer.COULD_NOT_SEARCH)]
    answered = [person_id for person_id in open_still if person_id in persons]
    for person_id in answered:
        answer(work, research, person_id, ResearchAnswer.NOT_KNOWN, searched_by)
    return len(answered), int(return_if_nil(work, research))


def return_if_nil(work: Work, research: Research) -> bool:
    """Send the return where nobody of the case is known and nothing was recorded."""
    answers = answers_to(work, [research]).get(research.id, {})
    said = {answers.get(person.id) for person in people_of(work, research.case_id)}
    nil = said == {ResearchAnswer.NOT_KNOWN} and not own_lines(work, research.case_id)
    if nil:
        return_research(work, research)
    return nil
