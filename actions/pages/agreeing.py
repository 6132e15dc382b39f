"""Agreeing an action outside the live screen: first its kind, then who does what by when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from sqlmodel import col, select
from starlette.datastructures import FormData
from starlette.requests import Request

from actions.catalogue import OTHER, ActionType, Count, answers, by_group, due_on, find, vague
from actions.forms import AgreeForm, conditions_posted
from actions.operations import agree
from actions.operations.agreeing import may_agree, side_of
from actions.operations.people import Worker, workers_of
from marac import clock
from marac.cases.models import Case
from marac.cases.operations.safe_contact import warnings_on
from marac.policy import actions as policy
from marac.proceedings import RiskTo
from marac.store.people import Agency, Partner
from marac.store.seats import Seat, in_force
from marac.store.work import Work
from marac.vocabulary import NotFound, Refused, Side
from marac.web.endpoint import Answer, go_to, is_htmx
from marac.web.forms import Invalid
from marac.web.page import Page, url_maker

NO_SEAT = "This agency has no seat on the case: it gets one for this action alone and sees nothing else of it."
QUIET_SEAT = "Its seat is quiet, and so is this action: beside its owner only chair, coordinator and advocate see it."
OTHER_SIDE = "It works on the perpetrator's side and reads this wording: keep the victim's plans out of it."
BOTH_SIDES = "It has people on both sides: name the person, so that the right side sees it."
YES_NO = [(answer.value, answers.said(answer)) for answer in answers.Answer]


@dataclass(frozen=True)
class KindsPage(Page):
    """The catalogue by group, to choose from."""

    template: ClassVar[str] = "actions/kinds.html"

    case_id: UUID
    code: str
    groups: Sequence[tuple[str, Sequence[ActionType]]]


@dataclass(frozen=True)
class AgreePage(Page):
    template: ClassVar[str] = "actions/agree.html"

    case_id: UUID
    code: str
    warnings: list[str]
    entry: ActionType
    typed: Mapping[str, Any]
    errors: dict[str, str]
    agencies: list[tuple[str, str]]
    usual: list[str]
    people: list[tuple[str, str]]
    told: list[str]
    questions: dict[str, str]
    question: str | None
    risks: list[tuple[str, str]]
    answers: list[tuple[str, str]] = field(default_factory=lambda: YES_NO)


def show_agree(request: Request, work: Work) -> Answer:
    case = _case(request, work)
    code = request.query_params.get("kind", "")
    if not code:
        groups = [(group.heading, entries) for group, entries in by_group().items()]
        return KindsPage(case.id, case.code, groups)
    entry = _entry(code)
    wording = entry.title if code != OTHER else ""
    due = due_on(entry, clock.today()) if entry.usual_time.count is not Count.BY_DATE else None
    return _drawn(work, case, entry, {"wording": wording, "due_on": due})


def show_people(request: Request, work: Work, posted: FormData) -> Answer:
    """The form again with the people of the agency chosen; nothing is recorded."""
    case = _case(request, work)
    shown = _drawn(work, case, _entry(str(posted.get("kind", ""))), _typed(posted))
    return shown.fragment("agree_people") if is_htmx(request) else shown


def do_agree(request: Request, work: Work, posted: FormData) -> Answer:
    case, entry = _case(request, work), _entry(str(posted.get("kind", "")))
    try:
        form, given = _read(posted, entry)
        question = vague(form.wording) if form.wording != form.wording_asked else None
        if question:
            asked = _typed(posted) | {"wording_asked": form.wording}
            return _drawn(work, case, entry, asked, question=question).whole(422)
        action = _agreed(work, case, entry, form, given)
    except Invalid as wrong:
        return _drawn(work, case, entry, _typed(posted), wrong.errors).whole(422)
    return go_to(request, url_maker(request)("action", {"done": "agreed"}, action_id=action))


def _read(posted: FormData, entry: ActionType) -> tuple[AgreeForm, dict[str, str]]:
    """Both halves of the form, with every error at once. Raises Invalid."""
    errors: dict[str, str] = {}
    form, given = None, {}
    try:
        form = AgreeForm.read(posted)
    except Invalid as wrong:
        errors |= wrong.errors
    try:
        given = conditions_posted(posted, entry)
    except Invalid as wrong:
        errors |= wrong.errors
    if errors or form is None:
        raise Invalid(errors, {})
    return form, given


def _agreed(work: Work, case: Case, entry: ActionType, form: AgreeForm, given: dict[str, str]) -> UUID:
    """Raises Invalid for an owner or a person who cannot be taken, with the reason at the field."""
    try:
        action = agree(
            work,
            case,
            catalogue_code=entry.code,
            wording=form.wording,
            agency_id=form.agency_id,
            member_id=form.member_id,
            due_on=form.due_on,
            risk_to=form.risk_to,
            risk=form.risk,
            conditions=answers.kept(given),
            quiet=form.quiet == "yes",
        )
    except NotFound:
        raise Invalid({"agency_id": "Choose the agency that will do it."}, {}) from None
    except Refused as why:
        raise Invalid({"member_id" if form.member_id else "agency_id": str(why)}, {}) from None
    return action.id


def _drawn(
    work: Work,
    case: Case,
    entry: ActionType,
    typed: Mapping[str, Any],
    errors: dict[str, str] | None = None,
    question: str | None = None,
) -> AgreePage:
    agencies = _owners(work)
    workers, told = _of_agency(work, case, typed.get("agency_id"), {str(row.id) for row in agencies})
    usual = [row.name for row in agencies if row.kind in entry.owner_kinds]
    return AgreePage(
        case_id=case.id,
        code=case.code,
        warnings=warnings_on(work, [case.id])[case.id],
        entry=entry,
        typed=typed,
        errors={"wording": question, **(errors or {})} if question else errors or {},
        agencies=[
            (str(row.id), row.name) for row in sorted(agencies, key=lambda row: row.kind not in entry.owner_kinds)
        ],
        usual=usual,
        people=list({str(who.member_id): (str(who.member_id), who.name) for who in workers}.values()),
        told=told,
        questions=answers.questions(entry),
        question=question,
        risks=[(risk.value, risk.value.capitalize()) for risk in RiskTo],
    )


def _of_agency(work: Work, case: Case, typed: object, known: set[str]) -> tuple[list[Worker], list[str]]:
    """The people of the agency chosen, and what the chooser should know of it."""
    if str(typed) not in known:
        return [], []
    agency_id = UUID(str(typed))
    workers = workers_of(work, [agency_id])
    seats = work.all(select(Seat).where(Seat.case_id == case.id, Seat.agency_id == agency_id, in_force()))
    told = [NO_SEAT] * (not seats) + [QUIET_SEAT] * any(seat.quiet for seat in seats)
    if side_of(work, agency_id, None) is Side.PERPETRATOR:
        told.append(OTHER_SIDE)
    elif len({who.side is Side.PERPETRATOR for who in workers}) > 1:
        told.append(BOTH_SIDES)
    return workers, told


def _owners(work: Work) -> list[Agency]:
    """Agencies of this MARAC that may own an action, by name."""
    here = select(Partner.agency_id).where(Partner.marac_id == work.viewer.marac_id)
    found = work.all(select(Agency).where(col(Agency.id).in_(here)).order_by(col(Agency.name)))
    return [agency for agency in found if policy.may_own(agency, True)]


def _case(request: Request, work: Work) -> Case:
    case = work.find(Case, request.path_params["case_id"])
    work.require(may_agree(work, case))
    return case


def _entry(code: str) -> ActionType:
    try:
        return find(code)
    except KeyError:
        raise NotFound("catalogue") from None


def _typed(posted: FormData) -> dict[str, Any]:
    """Everything as it was typed, the date put together from its parts."""
    typed: dict[str, Any] = {key: str(value) for key, value in posted.items()}
    typed["due_on"] = {piece: typed.get(f"due_on-{piece}", "") for piece in ("day", "month", "year")}
    return typed
