"""Research on one case: who is known, what my agency holds, who learns of it, and the return (C30, C31)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlmodel import col, select
from starlette.requests import Request

from agencies.models import Line, Research
from agencies.operations.audience import audience_rows, seating_of
from agencies.operations.identifiers import Identifiers, identifiers_of
from agencies.operations.research import answers_to, own_lines, undecided
from agencies.operations.standing import Standing, standing
from agencies.operations.statement import DUTY, ground, statement
from agencies.pages.sentences import CLASSES, KINDS, LineView, line_view
from agencies.pages.shared import SharedLine, shared_with
from agencies.pages.workbench import ANSWERS, time_left
from marac.cases.models import Case
from marac.cases.pages.frame import FileFrame, file_frame
from marac.policy import lines as line_policy
from marac.policy import research as policy
from marac.policy.cases import Section
from marac.store.people import Agency, Marac
from marac.store.work import Work
from marac.vocabulary import LineKind, ResearchAnswer, Verdict, refused
from marac.web.page import Page

NOT_ASKED = refused("Your agency was not asked to search its records for this case.")


@dataclass(frozen=True, slots=True)
class PersonAnswer:
    who: Identifiers
    value: str
    text: str
    colour: str


@dataclass(frozen=True)
class ResearchPage(Page):
    template: ClassVar[str] = "agencies/research.html"

    file: FileFrame
    case_id: UUID
    code: str
    people: list[PersonAnswer]
    asked: bool
    due_at: datetime | None
    left: str
    returned_at: datetime | None
    searched_by: str
    statement: str
    ground: str
    duty: str
    only_checks: bool
    quiet: bool
    shared: list[tuple[str, list[SharedLine]]]
    lines: list[LineView]
    undecided: int
    may_answer: Verdict
    may_record: Verdict
    may_return: Verdict
    may_withdraw: Verdict
    kinds: list[tuple[str, str]]
    classes: list[tuple[str, str]]
    about: list[tuple[str, str]]
    whole_case: bool
    answers: list[tuple[str, str]]
    typed: Mapping[str, Any]
    errors: Mapping[str, str] = field(default_factory=dict)
    again: bool = False
    message: str = ""


def research_page(
    request: Request,
    work: Work,
    case: Case,
    *,
    typed: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
    again: bool = False,
    message: str = "",
) -> ResearchPage:
    """The page as it stands now; `typed` and `errors` as a form left them."""
    people = identifiers_of(work, [case.id]).get(case.id, [])
    stand = standing(work, case.id)
    lines = own_lines(work, case.id)
    may_record = line_policy.may_record(work.viewer, case, stand)
    advocate = line_policy.may_record(work.viewer, case, stand, LineKind.VOICE)
    return ResearchPage(
        file=file_frame(request, work, case, Section.INFORMATION),
        case_id=case.id,
        code=case.code,
        shared=shared_with(work, case),
        only_checks=stand.only_checks,
        quiet=stand.quiet,
        lines=line_views(work, case, lines, stand, people),
        undecided=len(undecided(lines)),
        may_record=may_record,
        kinds=[(kind.value, text) for kind, text in KINDS.items() if kind is not LineKind.VOICE or advocate],
        classes=[(kind.value, text) for kind, text in CLASSES.items()],
        about=[(str(who.person_id), f"{who.name} ({who.part.lower()})") for who in people],
        whole_case=not stand.persons,
        answers=[(answer.value, text) for answer, (text, _) in ANSWERS.items()],
        typed=typed or _started(work, lines if again else ()),
        errors=errors or {},
        again=again,
        message=message,
        **_asked(work, case, people),
    )


def _started(work: Work, lines: Sequence[Line]) -> dict[str, Any]:
    """Straight after a line the next starts with its source, so that a record is copied out quickly; never its date."""
    mine = [line for line in lines if line.member_id == work.viewer.member_id]
    return {"kind": LineKind.FACT.value, "source": mine[-1].source if mine else ""}


def research_on(work: Work, case: Case) -> Research | None:
    """What the viewer's agency was last asked about this case."""
    mine = (Research.case_id == case.id, Research.agency_id == work.viewer.agency_id)
    return work.first(select(Research).where(*mine).order_by(col(Research.due_at).desc()))


def _asked(work: Work, case: Case, people: Sequence[Identifiers]) -> dict[str, Any]:
    """What was asked, what was answered, and what may be done about it."""
    research = research_on(work, case)
    said = answers_to(work, [research]).get(research.id, {}) if research else {}
    values = [said.get(who.person_id) for who in people]
    complete = bool(values) and not {None, ResearchAnswer.COULD_NOT_SEARCH} & set(values)
    agency, marac = work.find(Agency, work.viewer.agency_id), work.find(Marac, work.viewer.marac_id)
    viewer = work.viewer
    return {
        "people": [_answered(who, said.get(who.person_id)) for who in people],
        "asked": research is not None,
        "due_at": research and research.due_at,
        "left": time_left(research.due_at) if research and not research.returned_at else "",
        "returned_at": research and research.returned_at,
        "searched_by": research.searched_by if research else "",
        "statement": statement(marac),
        "ground": ground(agency),
        "duty": DUTY,
        "may_answer": policy.may_answer(viewer, research, case) if research else NOT_ASKED,
        "may_return": policy.may_return(viewer, research, case, complete, True) if research else NOT_ASKED,
        "may_withdraw": policy.may_withdraw(viewer, research, case) if research else NOT_ASKED,
    }


def _answered(who: Identifiers, said: ResearchAnswer | None) -> PersonAnswer:
    text, colour = ANSWERS[said] if said else ("Not answered yet", "grey")
    return PersonAnswer(who, said.value if said else "", text, colour)


def line_views(
    work: Work, case: Case, lines: Sequence[Line], stand: Standing, people: Sequence[Identifiers] = ()
) -> list[LineView]:
    """Lines with who would read them; `people` are those who may be named beside what is about them."""
    if not lines:
        return []
    seating = seating_of(work, case.id)
    named: dict[UUID, list[UUID]] = {}
    for row in audience_rows(work, *[line.id for line in lines]):
        named.setdefault(row.line_id, []).append(row.agency_id)
    about = {line.person_id for line in lines}
    names = {who.person_id: who.name for who in people if who.person_id in about}
    return [
        line_view(
            case,
            line,
            seating,
            named.get(line.id, ()),
            names,
            line_policy.may_share_with_everyone(stand, bool(line.sensitive)),
        )
        for line in lines
    ]
