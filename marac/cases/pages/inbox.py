"""The referral inbox: what waits for the coordinator's decision, the urgent first, then the oldest (C13)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import quote
from uuid import UUID

from sqlmodel import col, func, select
from starlette.requests import Request

from marac import clock
from marac.cases import risk
from marac.cases.models import Case, Referral, ReferralSection, RiskAssessment
from marac.cases.operations.deciding import waiting
from marac.cases.operations.links import undecided
from marac.cases.pages.reading import CRITERIA
from marac.policy import triage as policy
from marac.store.people import Agency
from marac.store.work import Work
from marac.vocabulary import CaseStatus, Criterion, RiskAnswer
from marac.web.page import Page, url_maker, words

STATUSES = {
    CaseStatus.REFERRED: "To decide",
    CaseStatus.MORE_INFORMATION: "Asked for more",
    CaseStatus.ACCEPTED: "Accepted, not listed",
    CaseStatus.ALERT_ONLY: "Alert only",
    CaseStatus.RETURNED: "Returned",
}


@dataclass(frozen=True)
class InboxRow:
    case_id: UUID
    code: str
    received: datetime | None
    age: str
    agency: str
    criteria: tuple[str, ...]
    score: str
    matches: int
    tags: tuple[tuple[str, str], ...]
    aware: str
    consent: str


@dataclass(frozen=True)
class InboxPage(Page):
    template: ClassVar[str] = "cases/inbox.html"

    rows: tuple[InboxRow, ...]
    counts: tuple[tuple[int, str, str, bool], ...]
    status: str
    agency: str
    criterion: str
    agencies: tuple[tuple[str, str], ...]
    criteria: tuple[tuple[str, str], ...]
    walls: int


def show_inbox(request: Request, work: Work) -> Page:
    work.require(policy.may_see_inbox(work.viewer))
    given = request.query_params
    status = next((one for one in STATUSES if one == given.get("status")), CaseStatus.REFERRED)
    criterion = next((one.value for one in Criterion if one == given.get("criterion")), "")
    found = work.rows(
        select(Case, Referral, Agency)
        .join(Referral, col(Referral.case_id) == Case.id)
        .join(Agency, col(Agency.id) == Referral.agency_id)
        .where(Case.status == status)
        .order_by(col(Referral.urgent).desc(), col(Case.referred_at), col(Case.code))
    )
    agencies = sorted({(str(agency.id), agency.name) for _, _, agency in found}, key=lambda pair: pair[1])
    agency_id = given.get("agency", "") if given.get("agency") in dict(agencies) else ""
    kept = [
        row for row in found if agency_id in ("", str(row[2].id)) and (not criterion or criterion in row[1].criteria)
    ]
    return InboxPage(
        tuple(_rows(work, kept)),
        tuple(_counts(request, work, status)),
        status.value,
        agency_id,
        criterion,
        tuple(agencies),
        tuple((one.value, text) for one, text in CRITERIA.items()),
        len(waiting(work)),
    )


def _counts(request: Request, work: Work, here: CaseStatus) -> list[tuple[int, str, str, bool]]:
    """(number, words, address, is this one): every count is a link to what it counts."""
    counted = dict(
        work.rows(
            select(Case.status, func.count(col(Case.id))).where(col(Case.status).in_(STATUSES)).group_by(Case.status)
        )
    )
    url = url_maker(request)
    return [
        (counted.get(one, 0), text, url("inbox", {"status": quote(one.value)}), one is here)
        for one, text in STATUSES.items()
    ]


def _rows(work: Work, found: list[tuple[Case, Referral, Agency]]) -> list[InboxRow]:
    ids = [case.id for case, _, _ in found]
    matches = undecided(work, ids)
    handling = handling_of(work, ids)
    scores = {
        row.case_id: _score(row) for row in work.all(select(RiskAssessment).where(col(RiskAssessment.case_id).in_(ids)))
    }
    return [
        InboxRow(
            case.id,
            case.code,
            case.referred_at,
            age(clock.now() - case.referred_at) if case.referred_at else "",
            agency.name,
            tuple(CRITERIA[criterion] for criterion in referral.met),
            scores.get(case.id, "No list"),
            matches.get(case.id, 0),
            tags(case, referral, handling.get(case.id, {})),
            words(referral.aware) or "Not said",
            words(referral.consent) or "Not said",
        )
        for case, referral, agency in found
    ]


def handling_of(work: Work, case_ids: list[UUID]) -> dict[UUID, dict[str, Any]]:
    """The answers about handling, which only coordinator, chair and referring agency see."""
    handling = ReferralSection.topic == "handling"
    rows = work.all(select(ReferralSection).where(col(ReferralSection.case_id).in_(case_ids), handling))
    return {row.case_id: row.answers for row in rows}


def _score(row: RiskAssessment) -> str:
    answers = {code: RiskAnswer(said["answer"]) for code, said in row.answers.items() if said.get("answer")}
    return risk.in_words(answers, risk.find(row.tool, row.tool_version))


def tags(case: Case, referral: Referral, handling: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """What to see before opening a referral, as (text, colour)."""
    marks = (
        (referral.urgent, "Urgent", "red"),
        (handling.get("emergency") == "yes", "Referrer: cannot wait", "red"),
        (case.restricted, "Restricted", "red"),
        (handling.get("staff_involved") == "yes", "Agency staff involved", "orange"),
        (bool(handling.get("kept_from")), "Keep from somebody", "orange"),
        (case.repeat, "Repeat", "orange"),
        (case.stalking, "Stalking", "purple"),
        (bool(case.children), f"Children: {case.children}", "blue"),
    )
    return tuple((text, colour) for given, text, colour in marks if given)


def age(since: timedelta) -> str:
    """How long a referral has waited: "3 days", "5 hours", "20 minutes"."""
    minutes = int(since.total_seconds() // 60)
    for unit, size in (("day", 24 * 60), ("hour", 60), ("minute", 1)):
        if minutes >= size:
            number = minutes // size
            return f"{number} {unit}{'' if number == 1 else 's'}"
    return "just now"
