"""The case page of research and what is done on it; and, for chair and coordinator, who was asked and has answered."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlmodel import col, select
from starlette.datastructures import FormData
from starlette.requests import Request

from agencies.forms.research import AnswersForm
from agencies.models import Research
from agencies.operations import research as operations
from agencies.operations.apart import must_speak_privately
from agencies.operations.decisions import decide
from agencies.pages.answering import locked, return_if_nil
from agencies.pages.research import research_on, research_page
from agencies.pages.shared import SharedLine, shared_with
from agencies.pages.workbench import place_of
from marac.cases.models import Case
from marac.cases.operations.leading import may_lead
from marac.cases.pages.frame import FileFrame, file_frame
from marac.policy import research as policy
from marac.policy.cases import Section
from marac.store.people import Agency
from marac.store.work import Work
from marac.vocabulary import FOR_THE_MEETING, NotFound, Refused, ResearchAnswer, Sharing, Verdict
from marac.web.endpoint import Answer, go_to, redirect
from marac.web.forms import Invalid
from marac.web.page import Page, url_maker

SAVED = {
    "line": "Line recorded. It is private to your agency until you decide.",
    "decision": "Decision saved.",
    "correction": "Line corrected. Whoever could read it reads the new version.",
    "answers": "Answers saved.",
    "known": "Your agency now has a seat on this case: you can read its file, and record what you hold.",
    "return": "Return sent.",
    "withdrawn": "Return withdrawn. Send it again when it is right.",
}


@dataclass(frozen=True, slots=True)
class AskedAgency:
    """One agency's request, as chair and coordinator see it: never its lines."""

    id: UUID
    agency: str
    due_at: datetime
    returned_at: datetime | None
    searched_by: str
    answers: str
    may_reopen: Verdict


@dataclass(frozen=True)
class AskedPage(Page):
    template: ClassVar[str] = "agencies/asked.html"

    file: FileFrame
    case_id: UUID
    code: str
    shared: list[tuple[str, list[SharedLine]]]
    privately: list[str]
    agencies: list[AskedAgency]
    message: str = ""


def show_research(request: Request, work: Work) -> Answer:
    work.require(policy.may_see_research(work.viewer))
    case = work.find(Case, request.path_params["case_id"])
    message = SAVED.get(request.query_params.get("done", ""), "")
    if work.viewer.hat in FOR_THE_MEETING:
        return _asked_page(request, work, case, message)
    return research_page(request, work, case, message=message)


def _asked_page(request: Request, work: Work, case: Case, message: str) -> AskedPage:
    query = (
        select(Research, Agency)
        .join(Agency, col(Agency.id) == col(Research.agency_id))
        .where(Research.case_id == case.id)
        .order_by(col(Research.due_at).desc(), Agency.name)
    )
    rows = work.rows(query)
    answers = operations.answers_to(work, [research for research, _ in rows])
    may_reopen = policy.may_reopen(work.viewer, case) and may_lead(work, case)
    agencies = [
        AskedAgency(
            research.id,
            agency.name,
            research.due_at,
            research.returned_at,
            research.searched_by,
            _summed(answers.get(research.id, {})),
            may_reopen,
        )
        for research, agency in rows
    ]
    frame = file_frame(request, work, case, Section.INFORMATION)
    privately = [agency.name for agency in must_speak_privately(work, case.id)]
    return AskedPage(frame, case.id, case.code, shared_with(work, case), privately, agencies, message)


def _summed(answers: dict[UUID, ResearchAnswer]) -> str:
    said = list(answers.values())
    counted = [(answer.value.replace("-", " "), said.count(answer)) for answer in ResearchAnswer]
    return ", ".join(f"{count} {text}" for text, count in counted if count) or "none yet"


def answer(request: Request, work: Work, form: FormData) -> Answer:
    """Answers about people of one case, from its own page or from a row of the workbench."""
    case, research = _mine(request, work)
    try:
        answers = _answers(form)
        searched_by = AnswersForm.read(form).searched_by
        if ResearchAnswer.NOT_KNOWN in answers.values() and not searched_by:
            raise Invalid({"searched_by": "Enter who searched, and which system."}, {})
    except Invalid as wrong:
        return research_page(request, work, case, errors=wrong.errors).whole(422)
    before = operations.check_seat(work, research)
    known = operations.answers_to(work, [research]).get(research.id, {})
    for person_id, said in answers.items():
        if known.get(person_id) is not said:
            operations.answer(work, research, person_id, said, searched_by)
    opened = before is not None and operations.check_seat(work, research) is None
    if return_if_nil(work, research):
        return _back(request, people=len(answers), cases=1)
    if form.get("back") == "workbench" and not opened and set(answers.values()) == {ResearchAnswer.COULD_NOT_SEARCH}:
        place = place_of({key: str(value) for key, value in form.items()})
        return go_to(request, url_maker(request)("workbench", query=place) + f"#person-{next(iter(answers))}")
    return _again(request, case, "known" if opened else "answers")


def _answers(form: FormData) -> dict[UUID, ResearchAnswer]:
    """Raises Invalid for what no form of ours sends, or for nothing."""
    found = {}
    for name, value in form.items():
        if name.startswith("answer-") and value:
            try:
                found[UUID(name.removeprefix("answer-"))] = ResearchAnswer(str(value))
            except ValueError:
                raise Invalid({"form": "Choose one of the four answers."}, {}) from None
    if not found:
        raise Invalid({"form": "Choose an answer for at least one person."}, {})
    return found


def send_return(request: Request, work: Work, form: FormData) -> Answer:
    case, research = _mine(request, work)
    left = operations.undecided(operations.own_lines(work, case.id))
    if left and not form.get("keep_private"):
        error = "Decide every line, or tick that the undecided ones stay private."
        return research_page(request, work, case, errors={"keep_private": error}).whole(422)
    for line in left:
        decide(work, line, Sharing.PRIVATE)
    if operations.return_research(work, research):
        return _back(request, people=0, cases=1)
    return _again(request, case, "return")


def withdraw(request: Request, work: Work, form: FormData) -> Answer:
    case, research = _mine(request, work)
    operations.withdraw_return(work, research)
    return _again(request, case, "withdrawn")


def reopen(request: Request, work: Work, form: FormData) -> Answer:
    case = work.find(Case, request.path_params["case_id"])
    research = work.find(Research, request.path_params["research_id"], lock=True)
    if research.case_id != case.id:
        raise NotFound("Research")
    operations.reopen(work, research)
    return redirect(request, "research", case_id=case.id)


def _mine(request: Request, work: Work) -> tuple[Case, Research]:
    """The case, and the request made to the viewer's agency, locked so that two tabs take turns."""
    work.require(policy.may_see_own_work(work.viewer))
    case = work.find(Case, request.path_params["case_id"])
    research = research_on(work, case)
    if research is None:
        raise Refused("Your agency was not asked to search its records for this case.")
    return case, locked(work, [research.id])[0]


def _again(request: Request, case: Case, done: str) -> Answer:
    return go_to(request, url_maker(request)("research", query={"done": done}, case_id=case.id))


def _back(request: Request, people: int, cases: int) -> Answer:
    told = {"people": str(people), "cases": str(cases), "gone": "0"}
    return go_to(request, url_maker(request)("workbench", query=told))
