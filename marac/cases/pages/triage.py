"""One referral, whole, on one page; and what becomes of it (C13)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import Request

from marac.cases.forms import ReopenForm, TriageForm, UrgentForm
from marac.cases.models import Case
from marac.cases.operations.leading import may_lead
from marac.cases.operations.links import undecided
from marac.cases.operations.repeats import repeat_of
from marac.cases.operations.safe_contact import warnings_on
from marac.cases.operations.triage import HOW_TO_CONTEST, mark_urgent, referral_of, reopen, triage
from marac.cases.pages.inbox import STATUSES, handling_of, tags
from marac.cases.pages.people import PersonCard, cards
from marac.cases.pages.reading import ReferralRead, decided, read_referral
from marac.policy import triage as policy
from marac.policy.cases import Place
from marac.proceedings import Triage
from marac.store.work import Work
from marac.vocabulary import Verdict, Viewer
from marac.web.endpoint import Answer, redirect
from marac.web.forms import Invalid
from marac.web.page import Page, words

OUTCOMES = {
    Triage.MORE_INFORMATION: (
        "Ask for more",
        "It goes back to the referrer, who adds it and sends it again. It keeps its place by age.",
    ),
    Triage.RETURN: (
        "Return with reason",
        "It does not become a case of this MARAC. The referrer reads your reason, and this: " + HOW_TO_CONTEST,
    ),
    Triage.ALERT_ONLY: ("Alert only", "Agencies flag it; it is not discussed at a meeting."),
}
CHANGED = (
    "Somebody changed or decided about this referral while you were writing. It is now: {}. "
    "What you typed is below; nothing was changed."
)


@dataclass(frozen=True)
class TriagePage(Page):
    template: ClassVar[str] = "cases/referral.html"

    case_id: UUID
    code: str
    version: int
    status: str
    tags: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    cards: tuple[PersonCard, ...]
    read: ReferralRead
    decided_by: str
    decided_at: datetime | None
    reason: str
    matches: int
    repeat: str
    accept: Verdict
    outcomes: tuple[tuple[str, str, str], ...]
    why_not: str
    reopen: Verdict
    urgent: bool
    may_mark: Verdict
    typed: Mapping[str, Any]
    errors: Mapping[str, str]
    conflict: str


def show_triage(request: Request, work: Work) -> Page:
    return _page(work, work.find(Case, request.path_params["case_id"]))


def _page(
    work: Work,
    case: Case,
    typed: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
    conflict: str = "",
) -> TriagePage:
    """Opened anew also for an error, so that every showing of a referral is on the record."""
    work.require(policy.may_see_inbox(work.viewer))
    referral = referral_of(work, case)
    read = read_referral(work, case, referral)
    by, reason = decided(work, referral)
    leads = may_lead(work, case)
    return TriagePage(
        case.id,
        case.code,
        case.version,
        STATUSES.get(case.status, words(case.status.value)),
        tags(case, referral, handling_of(work, [case.id]).get(case.id, {})),
        tuple(warnings_on(work, [case.id])[case.id]),
        tuple(cards(work, case.id, Place.OVER)),
        read,
        by,
        referral.triaged_at,
        reason,
        undecided(work, [case.id]).get(case.id, 0),
        repeat_of(work, case).sentence,
        policy.may_accept(work.viewer, case) and leads,
        _outcomes(work.viewer, case) if leads else (),
        leads.reason or policy.may_triage(work.viewer, case, Triage.RETURN).reason,
        policy.may_reopen(work.viewer, case) and leads,
        referral.urgent,
        policy.may_mark_urgent(work.viewer, case) and leads,
        typed or {},
        errors or {},
        conflict,
    )


def _outcomes(viewer: Viewer, case: Case) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (one.value, text, hint) for one, (text, hint) in OUTCOMES.items() if policy.may_triage(viewer, case, one)
    )


def _locked(request: Request, work: Work) -> Case:
    """Seen first and locked then: what one may see and not decide is refused with a reason, not hidden."""
    case = work.find(Case, request.path_params["case_id"])
    work.require(policy.may_see_inbox(work.viewer))
    return work.find(Case, case.id, lock=True)


def decide_referral(request: Request, work: Work, form: FormData) -> Answer:
    case = _locked(request, work)
    try:
        given = TriageForm.read(form)
        reason = given.reason
    except Invalid as wrong:
        return _page(work, case, wrong.typed, wrong.errors).whole(422)
    if given.version != case.version:
        said = CHANGED.format(STATUSES.get(case.status, words(case.status.value)).lower())
        return _page(work, case, given.model_dump(), conflict=said).whole(409)
    triage(work, case, given.outcome, reason)
    return redirect(request, "referral.triage", case_id=case.id)


def reopen_referral(request: Request, work: Work, form: FormData) -> Answer:
    case = _locked(request, work)
    try:
        given = ReopenForm.read(form)
    except Invalid as wrong:
        return _page(work, case, wrong.typed, wrong.errors).whole(422)
    reopen(work, case, given.reason)
    return redirect(request, "referral.triage", case_id=case.id)


def mark_referral(request: Request, work: Work, form: FormData) -> Answer:
    case = _locked(request, work)
    try:
        given = UrgentForm.read(form)
        reason = given.reason
    except Invalid as wrong:
        return _page(work, case, wrong.typed, wrong.errors).whole(422)
    mark_urgent(work, case, reason)
    return redirect(request, "referral.triage", case_id=case.id)
