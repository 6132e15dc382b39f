"""My referrals, and the task list of one."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlmodel import col, select
from starlette.requests import Request

from marac.cases import topics
from marac.cases.models import Case, Referral
from marac.cases.operations import refer
from marac.cases.operations.drafts import by_telephone
from marac.cases.operations.naming import names_of
from marac.cases.operations.triage import told_referrer
from marac.cases.pages.refer.draft import GROUPS, Draft, editable, followed
from marac.cases.pages.refer.start import own_agency
from marac.policy import referrals as policy
from marac.store.work import Work
from marac.vocabulary import CaseStatus, Verdict
from marac.web.endpoint import Answer
from marac.web.page import Page, url_maker

STATES = {
    CaseStatus.DRAFT: ("Draft", "blue"),
    CaseStatus.REFERRED: ("Sent", "green"),
    CaseStatus.MORE_INFORMATION: ("More information asked", "orange"),
    CaseStatus.ACCEPTED: ("Accepted", "green"),
    CaseStatus.ALERT_ONLY: ("Alert only", "purple"),
    CaseStatus.RETURNED: ("Returned", "red"),
    CaseStatus.WITHDRAWN: ("Withdrawn", "grey"),
    CaseStatus.LISTED: ("On a list", "green"),
    CaseStatus.HEARD: ("Heard", "green"),
    CaseStatus.CLOSED: ("Closed", "grey"),
}


@dataclass(frozen=True)
class ReferralRow:
    """One referral in its author's list."""

    code: str
    name: str
    state: tuple[str, str]
    asked: str
    at: datetime
    href: str
    open: bool


@dataclass(frozen=True)
class ReferralsPage(Page):
    """What I have referred: to go on with first, then what was sent."""

    template: ClassVar[str] = "cases/refer/referrals.html"

    open: list[ReferralRow]
    sent: list[ReferralRow]
    start: str


@dataclass(frozen=True)
class TasksPage(Page):
    """The topics of one referral, and how far each is."""

    template: ClassVar[str] = "cases/refer/tasks.html"

    code: str
    groups: list[tuple[str, list[tuple[str, str, str, bool]]]]
    done: int
    total: int
    check: str
    may_submit: Verdict
    back: str
    asked: str = ""


def show_referrals(request: Request, work: Work) -> Answer:
    work.require(policy.may_start(work.viewer, own_agency(work)))
    pairs = work.rows(
        select(Case, Referral)
        .join(Referral, col(Referral.case_id) == col(Case.id))
        .where(Case.author_id == work.viewer.member_id)
        .order_by(col(Case.started_at).desc(), Case.code)
    )
    mine = [(case, row) for case, row in pairs if policy.may_follow(work.viewer, case, by_telephone(row))]
    names = names_of(work, [case.id for case, _ in mine])
    rows = [_row(request, case, row, names[case.id].victim) for case, row in mine]
    return ReferralsPage(
        [row for row in rows if row.open],
        [row for row in rows if not row.open],
        url_maker(request)("refer.start"),
    )


def _row(request: Request, case: Case, referral: Referral, name: str) -> ReferralRow:
    url = url_maker(request)
    is_open = case.status in policy.OPEN
    decided = case.status in {CaseStatus.MORE_INFORMATION, CaseStatus.RETURNED, CaseStatus.ALERT_ONLY}
    return ReferralRow(
        code=case.code,
        name=name,
        state=STATES[case.status],
        asked=told_referrer(case, referral) if decided else "",
        at=referral.submitted_at or case.started_at,
        href=url("refer" if is_open else "refer.receipt", case_id=case.id),
        open=is_open,
    )


def show_tasks(request: Request, work: Work) -> Answer:
    draft = followed(request, work)
    if draft.case.status not in policy.OPEN:
        return draft.go("refer.receipt")
    editable(draft)
    states = {code: state_of(draft, code) for code in draft.codes}
    groups = [
        (title, [_item(draft, code, states[code]) for code in codes if code in states]) for title, codes in GROUPS
    ]
    asking = draft.case.status is CaseStatus.MORE_INFORMATION
    return TasksPage(
        code=draft.case.code,
        groups=groups,
        done=sum(state == DONE for state in states.values()),
        total=len(states),
        check=draft.path("refer.check"),
        may_submit=refer.may_submit(work, draft.case),
        back=url_maker(request)("referrals"),
        asked=draft.referral.triage_reason if asking else "",
    )


DONE, BEGUN, NOT_BEGUN = "Completed", "In progress", "Not started"


def _item(draft: Draft, code: str, state: str) -> tuple[str, str, str, bool]:
    return topics.find(code).title, draft.path("refer.topic", topic=code), state, state == DONE


def state_of(draft: Draft, code: str) -> str:
    """How far a topic is; asked of rows, so that nothing is opened for a list."""
    if code in draft.referral.topics_done:
        return DONE
    begun = code in draft.sections or bool(draft.persons(topics.find(code).party))
    begun = begun or (code == "risk" and draft.assessment is not None)
    return BEGUN if begun else NOT_BEGUN
