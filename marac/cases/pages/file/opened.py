"""What this agency's own people did and opened on a case (S21)."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlmodel import func, select
from starlette.requests import Request

from marac.cases.models import Case
from marac.cases.operations.happened import latest_first
from marac.cases.pages.frame import FileFrame, file_frame
from marac.policy.cases import Section
from marac.store.audit import AuditEvent
from marac.store.people import Member
from marac.store.work import Work
from marac.verbs import Verb
from marac.web.page import Page, url_maker, words

ON_A_PAGE = 50
THINGS = {
    "person_name": "names",
    "birth_date": "dates of birth",
    "particulars": "particulars",
    "detail": "a contact detail",
    "protected_detail": "a protected detail",
    "safe_contact": "safe contact",
    "referral": "the referral",
    "referral_section": "topics of the referral",
    "risk_assessment": "the risk list",
    "case_file": "the case",
    "person": "people",
    "person_link": "matches",
    "line": "lines",
    "note": "notes",
    "action": "actions",
    "seat": "seats",
    "minutes_part": "minutes",
}
PROTECTED = {"person_name": "a protected name", "birth_date": "a protected date of birth"}
NOT_SAID = {"case_key", "blind_index"}
DONE = {Verb.PAGE_READ: "Read", Verb.DETAIL_OPENED: "Opened"}


@dataclass(frozen=True)
class OpenedRow:
    at: datetime
    who: str
    did: str
    what: str


@dataclass(frozen=True)
class OpenedPage(Page):
    template: ClassVar[str] = "cases/file_opened.html"

    file: FileFrame
    rows: tuple[OpenedRow, ...]
    shown: str
    newer: str | None
    older: str | None


def show_opened(request: Request, work: Work) -> Page:
    case = work.find(Case, request.path_params["case_id"])
    frame = file_frame(request, work, case, Section.OPENED)
    asked = request.query_params.get("page", "1")
    number = max(1, int(asked)) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
    total = work.first(select(func.count()).select_from(AuditEvent).where(AuditEvent.case_id == case.id)) or 0
    latest = (
        select(AuditEvent)
        .where(AuditEvent.case_id == case.id)
        .order_by(*latest_first())
        .offset((number - 1) * ON_A_PAGE)
        .limit(ON_A_PAGE)
    )
    pages = max(1, -(-total // ON_A_PAGE))
    return OpenedPage(
        frame,
        tuple(_row(work, event) for event in work.all(latest)),
        f"Page {number} of {pages}",
        _page(request, case, number - 1) if number > 1 else None,
        _page(request, case, number + 1) if number < pages else None,
    )


def _page(request: Request, case: Case, number: int) -> str:
    return url_maker(request)(Section.OPENED.value, {"page": str(number)}, case_id=case.id)


def _row(work: Work, event: AuditEvent) -> OpenedRow:
    who = work.find(Member, event.member_id).name if event.member_id else ""
    kinds = THINGS | (PROTECTED if event.verb is Verb.DETAIL_OPENED else {})
    things = dict.fromkeys(
        kinds.get(item["t"], words(item["t"].replace("_", "-")).lower())
        for item in event.items
        if item["t"] not in NOT_SAID
    )
    did = DONE.get(event.verb, words(event.verb.value.replace(".", "-")))
    return OpenedRow(event.at, who, did, ", ".join(things))
