"""Checking the answers, sending them, and the receipt."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from sqlmodel import select
from starlette.datastructures import FormData
from starlette.requests import Request

from marac.cases.models import Case
from marac.cases.operations import people, refer
from marac.cases.operations.triage import told_referrer
from marac.cases.pages.refer.answers import Card, cards, gaps
from marac.cases.pages.refer.draft import Draft, followed
from marac.cases.pages.refer.tasks import STATES
from marac.policy import referrals as policy
from marac.store.work import Work
from marac.vocabulary import CaseStatus, Conflict, Verdict
from marac.web.endpoint import Answer
from marac.web.page import Page, url_maker

CHANGED = "Something was changed in another tab or window after you opened this page. Check it again, then send it."


@dataclass(frozen=True)
class CheckPage(Page):
    """Every answer, each topic with a way to change it; or, once it is sent, as it was sent."""

    template: ClassVar[str] = "cases/refer/check.html"

    title: str
    code: str
    cards: list[Card]
    gaps: list[tuple[str, str]]
    may_submit: Verdict
    submit: str
    version: int
    back: str
    sent: bool
    services: list[str]
    again: bool
    by_telephone: bool
    notice: str = ""


@dataclass(frozen=True)
class ReceiptPage(Page):
    """That it was sent, and what happens next; no names."""

    template: ClassVar[str] = "cases/refer/receipt.html"

    reference: str
    code: str
    sent_at: datetime | None
    state: tuple[str, str]
    asked: str
    services: list[str]
    back: str
    read: str


def show_check(request: Request, work: Work) -> Answer:
    return _page(followed(request, work))


def submit(request: Request, work: Work, form: FormData) -> Answer:
    """Once; a second press of the button shows the receipt of the first."""
    draft = followed(request, work, lock=True)
    if draft.case.status not in policy.OPEN:
        return draft.go("refer.receipt")
    posted = str(form.get("version", ""))
    try:
        refer.submit(work, draft.case, version=int(posted) if posted.isascii() and posted.isdecimal() else -1)
    except Conflict:
        return replace(_page(draft), notice=CHANGED).whole(409)
    if work.first(select(Case.id).where(Case.id == draft.case.id)) is None:
        return _receipt(request, draft)  # whoever is a party of what they sent is behind its wall from here on (S18)
    return draft.go("refer.receipt")


def show_receipt(request: Request, work: Work) -> Answer:
    draft = followed(request, work)
    if draft.case.status in policy.OPEN:
        return draft.go("refer")
    return _receipt(request, draft)


def _receipt(request: Request, draft: Draft) -> ReceiptPage:
    case, referral = draft.case, draft.referral
    decided = case.status in {CaseStatus.RETURNED, CaseStatus.ALERT_ONLY}
    return ReceiptPage(
        reference=referral.reference,
        code=case.code,
        sent_at=referral.submitted_at,
        state=STATES[case.status],
        asked=told_referrer(case, referral) if decided else "",
        services=[agency.name for agency in refer.advocate_services(draft.work)],
        back=url_maker(request)("referrals"),
        read=draft.path("refer.check"),
    )


def _page(draft: Draft) -> CheckPage:
    sent = draft.case.status not in policy.OPEN
    checking, gathered = replace(draft, checking=not sent), people.gather(draft.work, draft.case)
    plain = replace(draft, checking=False)
    return CheckPage(
        title="What you sent" if sent else "Check your answers",
        code=draft.case.code,
        cards=[card for card in cards(checking, gathered) if card.rows or not sent],
        gaps=[] if sent else gaps(checking, gathered),
        may_submit=refer.may_submit(draft.work, draft.case),
        submit=plain.path("refer.submit"),
        version=draft.case.version,
        back=plain.path("refer.receipt" if sent else "refer"),
        sent=sent,
        services=[agency.name for agency in refer.advocate_services(draft.work)],
        again=draft.case.status is CaseStatus.MORE_INFORMATION,
        by_telephone=draft.by_telephone,
    )
