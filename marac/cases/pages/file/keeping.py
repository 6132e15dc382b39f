"""Keeping and erasing one case: its holds, what is proposed, and the receipt of what was done (C77)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import Request

from marac.cases.models import Case, Erasure, Hold
from marac.cases.operations import keeping as operations
from marac.cases.operations.leading import may_lead
from marac.cases.pages.file.keeping_forms import EraseForm, HoldForm, LiftForm
from marac.cases.pages.file.opened import THINGS
from marac.cases.pages.frame import FileFrame, file_frame
from marac.policy import keeping as policy
from marac.policy.cases import Place, Section
from marac.proceedings import ErasureGround, HoldKind
from marac.store.people import Member
from marac.store.work import Work
from marac.vocabulary import NotFound, Verdict
from marac.web.endpoint import Answer, redirect
from marac.web.forms import Invalid
from marac.web.page import Page, moment

KINDS = {
    HoldKind.HOMICIDE_REVIEW: "Homicide review, or a review of a death",
    HoldKind.COURT: "A court or an inquest needs it",
    HoldKind.COMPLAINT: "A complaint, or a claim",
    HoldKind.SUBJECT_ACCESS: "Somebody has asked for what is held about them",
    HoldKind.OTHER: "Something else",
}
GROUNDS = {
    ErasureGround.NO_LONGER_NEEDED: "It is no longer needed",
    ErasureGround.MADE_IN_ERROR: "It should not have been recorded",
    ErasureGround.RIGHT_TO_ERASURE: "Somebody used their right to erasure",
    ErasureGround.ORDERED: "A court or the Information Commissioner ordered it",
}


@dataclass(frozen=True)
class HoldRow:
    hold_id: UUID
    kind: str
    reason: str
    by: str
    since: datetime
    lifted: datetime | None
    lifted_by: str
    lifted_why: str
    may_lift: Verdict


@dataclass(frozen=True)
class KeepingPage(Page):
    """`receipt`: rows of a summary list, once it was done; `proposal`: likewise, while it waits."""

    template: ClassVar[str] = "cases/file_keeping.html"

    file: FileFrame
    holds: tuple[HoldRow, ...]
    receipt: tuple[tuple[str, str | list[str]], ...]
    erasure_id: UUID | None
    proposal: tuple[tuple[str, str], ...]
    may_hold: Verdict
    may_propose: Verdict
    may_confirm: Verdict
    may_end: Verdict
    kinds: tuple[tuple[str, str], ...] = tuple((kind.value, text) for kind, text in KINDS.items())
    grounds: tuple[tuple[str, str], ...] = tuple((ground.value, text) for ground, text in GROUNDS.items())
    typed: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def show_keeping(request: Request, work: Work) -> KeepingPage:
    case = work.find(Case, request.path_params["case_id"])
    frame = file_frame(request, work, case, Section.KEEPING)
    reads = frame.at is Place.OVER  # auditors read what is in a case by another door, and here what they wrote
    holds = operations.holds_on(work, case.id)
    held = any(hold.lifted_at is None for hold in holds)
    found = operations.erasure_of(work, case.id)
    done = found is not None and found.confirmed_at is not None
    who, leads = work.viewer, may_lead(work, case)
    return KeepingPage(
        frame,
        tuple(_row(work, hold, reads, leads) for hold in holds),
        tuple(_receipt(work, found)) if found and done else (),
        found.id if found else None,
        tuple(_proposal(work, found, reads)) if found and not done else (),
        policy.may_hold(who, done) and leads,
        policy.may_propose_erasure(who, case, held, found is not None) and leads,
        policy.may_confirm_erasure(who, case, found.proposed_by if found else who.member_id, held) and leads,
        policy.may_end_erasure(who, done) and leads,
    )


def _row(work: Work, hold: Hold, reads: bool, leads: Verdict) -> HoldRow:
    me = work.viewer.member_id
    return HoldRow(
        hold.id,
        KINDS[hold.kind],
        hold.reason if reads or hold.placed_by == me else "",
        _name(work, hold.placed_by),
        hold.placed_at,
        hold.lifted_at,
        _name(work, hold.lifted_by),
        hold.lifted_why if reads or hold.lifted_by == me else "",
        policy.may_lift_hold(work.viewer, hold) and leads,
    )


def _name(work: Work, member_id: UUID | None) -> str:
    return work.find(Member, member_id).name if member_id else ""


def _proposal(work: Work, found: Erasure, reads: bool) -> list[tuple[str, str]]:
    return [
        ("Why", GROUNDS[found.ground]),
        *([("In their words", found.reason)] if reads else []),
        ("Proposed by", f"{_name(work, found.proposed_by)}, {moment(found.proposed_at)}"),
    ]


def _receipt(work: Work, found: Erasure) -> list[tuple[str, str | list[str]]]:
    named = {_thing(name): rows for name, rows in found.unreadable.items()}
    tables = [f"{name}: {rows}" for name, rows in sorted(named.items())]
    gone = operations.is_gone(work, found.case_id)
    return [
        ("Case", found.code),
        ("Why", GROUNDS[found.ground]),
        ("Proposed by", f"{_name(work, found.proposed_by)}, {moment(found.proposed_at)}"),
        ("Confirmed by", f"{_name(work, found.confirmed_by)}, {moment(found.confirmed_at)}"),
        ("Can be read by nobody any more", tables),
        ("Search entries deleted", str(found.fingerprints)),
        ("In backups of the database", "Destroyed" if gone else "Not yet: it is tried again. Tell whoever runs this."),
    ]


def _thing(table: str) -> str:
    text = THINGS.get(table, table.replace("_", " "))
    return f"{text[:1].upper()}{text[1:]}"


def place(request: Request, work: Work, form: FormData) -> Answer:
    case = _case(request, work)
    try:
        given = HoldForm.read(form)
    except Invalid as wrong:
        return _again(request, work, wrong)
    operations.place_hold(work, case.id, case.code, given.kind, given.reason)
    return redirect(request, "case.keeping", case_id=case.id)


def lift(request: Request, work: Work, form: FormData) -> Answer:
    case = _case(request, work)
    hold = work.find(Hold, request.path_params["hold_id"], lock=True)
    if hold.case_id != case.id:
        raise NotFound("hold")
    try:
        given = LiftForm.read(form)
    except Invalid as wrong:
        named = {f"{name}-{hold.id}": said for name, said in wrong.errors.items()}
        return _again(request, work, Invalid(named, wrong.typed))
    operations.lift_hold(work, hold, given.why)
    return redirect(request, "case.keeping", case_id=case.id)


def propose(request: Request, work: Work, form: FormData) -> Answer:
    case = _case(request, work)
    try:
        given = EraseForm.read(form)
    except Invalid as wrong:
        return _again(request, work, wrong)
    operations.propose_erasure(work, case, given.ground, given.words)
    return redirect(request, "case.keeping", case_id=case.id)


def end(request: Request, work: Work, form: FormData) -> Answer:
    case = _case(request, work)
    operations.end_erasure(work, _erasure(request, work, case))
    return redirect(request, "case.keeping", case_id=case.id)


def confirm(request: Request, work: Work, form: FormData) -> Answer:
    case = _case(request, work)
    erasure = _erasure(request, work, case)
    if form.get("sure") != "yes":
        return _again(request, work, Invalid({"sure": "Tick that you are sure: it cannot be undone."}, {}))
    operations.confirm_erasure(work, case, erasure)
    return redirect(request, "case.keeping", case_id=case.id)


def _case(request: Request, work: Work) -> Case:
    """Its keeping, which the viewer must be let into."""
    case = work.find(Case, request.path_params["case_id"])
    file_frame(request, work, case, Section.KEEPING)
    return case


def _erasure(request: Request, work: Work, case: Case) -> Erasure:
    erasure = work.find(Erasure, request.path_params["erasure_id"], lock=True)
    if erasure.case_id != case.id:
        raise NotFound("erasure")
    return erasure


def _again(request: Request, work: Work, wrong: Invalid) -> Answer:
    return replace(show_keeping(request, work), typed=wrong.typed, errors=wrong.errors).whole(422)
