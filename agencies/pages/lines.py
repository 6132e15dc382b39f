"""Lines on their way: recorded, looked at before they are shared, decided, corrected."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlmodel import col, select
from starlette.datastructures import FormData
from starlette.requests import Request

from agencies.forms.lines import CorrectionForm, DecisionForm, LineForm
from agencies.models import Line, Said
from agencies.operations import lines as operations
from agencies.operations.audience import Seating, audience_rows, seating_of
from agencies.operations.decisions import Choice, check_named, facts, take
from agencies.operations.identifiers import identifiers_of
from agencies.operations.readers import earlier_readers
from agencies.operations.standing import standing
from agencies.pages.research import research_page
from agencies.pages.sentences import REASONS, RISKS, SHARINGS, TO_HATS_ONLY, LineView, Sentence, line_view
from marac.cases.models import Case
from marac.cases.pages.frame import FileFrame, file_frame
from marac.policy import lines as policy
from marac.policy.cases import Section
from marac.store.guarded import guards
from marac.store.work import Work
from marac.vocabulary import Conflict, LineKind, NotFound, Sharing, Verdict
from marac.web.endpoint import Answer, go_to, is_htmx, redirect
from marac.web.forms import Invalid
from marac.web.page import Page, url_maker


@dataclass(frozen=True)
class LinePage(Page):
    """One line of my agency's. `sentence`: who will see it, for the choice as it stands in the form."""

    template: ClassVar[str] = "agencies/line.html"

    file: FileFrame | None
    guards: bool
    case_id: UUID
    code: str
    line: LineView
    choice: Choice
    sentence: Sentence | None
    problem: str
    offered: list[tuple[str, str, str]]
    hats: dict[str, list[str]]
    sharings: list[tuple[str, str]]
    may_everyone: Verdict
    may_decide: Verdict
    for_both_sides: bool
    nameless: bool
    reasons: list[tuple[str, str]]
    risks: list[tuple[str, str]]
    readers: list[str]
    said: list[datetime]
    history: list[tuple[str, datetime | None]]
    text: str
    errors: Mapping[str, str] = field(default_factory=dict)


def record(request: Request, work: Work, form: FormData) -> Answer:
    """A new line; by htmx the list comes back, with the next line started from the same source."""
    case = work.find(Case, request.path_params["case_id"])
    work.require(policy.may_record(work.viewer, case, standing(work, case.id)))
    try:
        typed = LineForm.read(form)
    except Invalid as wrong:
        page = research_page(request, work, case, typed=wrong.typed, errors=wrong.errors)
        return page.fragment("lines", 422) if is_htmx(request) else page.whole(422)
    operations.record_line(
        work,
        case,
        typed.text,
        kind=typed.kind,
        source=typed.source,
        source_date=typed.source_date.isoformat() if typed.source_date else "",
        person_id=typed.person_id,
        sensitive=typed.sensitive or "",
    )
    if is_htmx(request):
        work.session.flush()
        return research_page(request, work, case, again=True).fragment("lines")
    return go_to(request, url_maker(request)("research", query={"done": "line"}, case_id=case.id) + "#lines")


def show_line(request: Request, work: Work) -> Answer:
    case, line = _line(request, work)
    if not policy.may_decide(work.viewer, line, case):
        return redirect(request, "guarded.case" if guards(work.viewer) else "lines", case_id=case.id)
    return line_page(request, work, case, line, _stands(work, line))


def _line(request: Request, work: Work, lock: bool = False) -> tuple[Case, Line]:
    case = work.find(Case, request.path_params["case_id"])
    line = work.find(Line, request.path_params["line_id"], lock=lock)
    if line.case_id != case.id:
        raise NotFound("Line")
    return case, line


def _stands(work: Work, line: Line) -> Choice:
    """The decision as it is. A sensitive line starts with nobody ticked (S14)."""
    hats = (line.to_chair, line.to_coordinator)
    if line.decided_at is None:
        hats = (False, False) if line.sensitive else (True, True)
    named = frozenset(row.agency_id for row in audience_rows(work, line.id))
    other_side, withheld = line.for_perpetrators_side, line.withholding
    return Choice(line.sharing, named, *hats, other_side, withheld, line.reason, line.bears_on)


def line_page(
    request: Request,
    work: Work,
    case: Case,
    line: Line,
    choice: Choice,
    *,
    looked: bool = False,
    text: str | None = None,
    errors: Mapping[str, str] | None = None,
) -> LinePage:
    """`looked`: a choice was made in the form, so say who would see it."""
    stand, seating = standing(work, case.id), seating_of(work, case.id)
    people = identifiers_of(work, [case.id]).get(case.id, []) if line.person_id else []
    about = {who.person_id: who.name for who in people if who.person_id == line.person_id}
    everyone = policy.may_share_with_everyone(stand, bool(line.sensitive))
    named = [row.agency_id for row in audience_rows(work, line.id)]
    sharings = SHARINGS if seating.may_name(line) else SHARINGS | {Sharing.NAMED: TO_HATS_ONLY}
    decided = looked or line.decided_at is not None
    fault = _fault(work, line, choice, seating) if decided else None
    return LinePage(
        file=_frame(request, work, case),
        guards=guards(work.viewer),
        case_id=case.id,
        code=case.code,
        line=line_view(case, line, seating, named, about, everyone),
        choice=choice,
        sentence=Sentence.of(choice.sharing, choice.audience(seating)) if decided and not fault else None,
        problem=fault[1] if fault else "",
        sharings=[(s.value, t) for s, t in sharings.items() if everyone or s is not Sharing.SEATED],
        may_everyone=everyone,
        may_decide=policy.may_decide(work.viewer, line, case),
        for_both_sides=line.kind is not LineKind.VOICE,
        readers=earlier_readers(work, line),
        said=work.all(select(Said.said_at).where(Said.line_id == line.id).order_by(col(Said.said_at))),
        history=[(row.text, row.corrected_at) for row in operations.line_history(work, line)],
        text=line.text if text is None else text,
        errors=errors or {},
        **_offered(seating, line),
    )


def _frame(request: Request, work: Work, case: Case) -> FileFrame | None:
    """None for a guardian, who is shown nothing of the file; and where one block alone is drawn."""
    if is_htmx(request) or guards(work.viewer):
        return None
    return file_frame(request, work, case, Section.INFORMATION)


def _offered(seating: Seating, line: Line) -> dict[str, Any]:
    """The agencies and hats that may be named, with what to know of them."""
    offered = seating.may_name(line)
    hints = [(str(a.id), a.name, "Works with the perpetrator" if a.perpetrators else "") for a in offered]
    hats: dict[str, list[str]] = {}
    for hat in seating.hats:
        hats.setdefault(hat.role.value, []).append(f"{hat.name} ({hat.employer}{', deputy' if hat.deputy else ''})")
    return {
        "offered": hints,
        "hats": hats,
        "nameless": not seating.knows_others,
        "reasons": [(reason.value, text) for reason, text in REASONS.items()],
        "risks": [(risk.value, text) for risk, text in RISKS.items()],
    }


def _fault(work: Work, line: Line, choice: Choice, seating: Seating) -> tuple[str, str] | None:
    """Which field is wrong, and why, if this decision may not be taken."""
    wish = facts(line, choice, seating)
    verdict = policy.may_share(line, standing(work, line.case_id), wish)
    if verdict:
        return None
    fields = {Sharing.NAMED: "named", Sharing.SAY_ONLY: "bears_on", Sharing.WITHHELD: "withholding"}
    return ("reason" if wish.police_unexplained else fields.get(choice.sharing, "sharing")), verdict.reason


def _choice(typed: DecisionForm) -> Choice:
    hats, bears_on = (typed.to_chair, typed.to_coordinator), typed.bears_on.value if typed.bears_on else ""
    other_side, withheld = typed.for_perpetrators_side, typed.withholding
    return Choice(typed.sharing, frozenset(typed.named), *hats, other_side, withheld, typed.reason, bears_on).settled()


def decide(request: Request, work: Work, form: FormData) -> Answer:
    """Look first, then save: what is saved is the audience that was shown (S8)."""
    case, line = _line(request, work, lock=True)
    work.require(policy.may_decide(work.viewer, line, case), line)
    try:
        typed = DecisionForm.read(form)
    except Invalid as wrong:
        return line_page(request, work, case, line, _stands(work, line), errors=wrong.errors).whole(422)
    choice, seating = _choice(typed), seating_of(work, case.id)
    audience = check_named(choice, seating)
    fault = _fault(work, line, choice, seating)
    if fault or typed.step == "look":
        page = line_page(request, work, case, line, choice, looked=True, errors=dict([fault]) if fault else {})
        return _looked(request, page, typed.step)
    if typed.shown != Sentence.of(choice.sharing, audience).mark:
        errors = {"who-will-see": "Check who will see this, then save."}
        return line_page(request, work, case, line, choice, looked=True, errors=errors).whole(422)
    try:
        work.same_version(line, typed.version)
    except Conflict:
        errors = {"sharing": "A colleague changed this line meanwhile. See how it stands now, then save again."}
        return line_page(request, work, case, line, choice, looked=True, errors=errors).whole(409)
    take(work, line, choice)
    room = "guarded.case" if guards(work.viewer) else "research"
    done = url_maker(request)(room, query={"done": "decision"}, case_id=case.id)
    return go_to(request, f"{done}#{case.code}-{line.label}")


def _looked(request: Request, page: LinePage, step: str) -> Answer:
    if step == "look" and is_htmx(request):
        return page.fragment("who_will_see")
    return page.whole(422 if page.errors else 200)


def correct(request: Request, work: Work, form: FormData) -> Answer:
    case, line = _line(request, work, lock=True)
    work.require(policy.may_correct(work.viewer, line, case), line)
    try:
        typed = CorrectionForm.read(form)
        work.same_version(line, typed.version)
    except Invalid as wrong:
        page = line_page(request, work, case, line, _stands(work, line), text=wrong.typed["text"], errors=wrong.errors)
        return page.whole(422)
    except Conflict:
        errors = {"text": "A colleague changed this line meanwhile. Its words now stand above; yours are kept here."}
        text = str(form.get("text", ""))
        return line_page(request, work, case, line, _stands(work, line), text=text, errors=errors).whole(409)
    new = operations.correct_line(work, line, typed.text)
    done = url_maker(request)("research", query={"done": "correction"}, case_id=case.id)
    return go_to(request, f"{done}#{case.code}-{new.label}")
