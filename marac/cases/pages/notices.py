"""What an agency was told and has not yet marked as read: on its work page, and on the case itself (S12, S16)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select
from starlette.datastructures import FormData
from starlette.requests import Request

from marac.cases.models import Case, Notice
from marac.cases.operations import notices
from marac.proceedings import NoticeKind
from marac.store.work import Work
from marac.web.endpoint import Answer, redirect

SAID = {
    NoticeKind.LINE_CORRECTED: "{label} was corrected since your agency was given it. Use its words as they are now.",
    NoticeKind.DETAIL_OPENED: "A protected detail was opened in an emergency by somebody to whom it was not given.",
}
GONE = "Your agency has no place on this case any more: ask the coordinator for the words as they are now."


@dataclass(frozen=True)
class NoticeRow:
    """`id`: of what can be marked as read; `path`: where to read of it, if the viewer still may."""

    id: UUID | None
    label: str
    text: str
    at: datetime
    path: str


def notice_rows(work: Work, url: Callable[..., str], case_id: UUID | None = None) -> tuple[NoticeRow, ...]:
    told = notices.unread(work, case_id)
    seen = set(work.all(select(Case.id).where(col(Case.id).in_({row.case_id for row in told})))) if told else set()
    return tuple(_row(row, row.case_id in seen, url) for row in told)


def _row(row: Notice, seen: bool, url: Callable[..., str]) -> NoticeRow:
    text = SAID[row.kind].format(label=row.label)
    if not seen and row.kind is NoticeKind.LINE_CORRECTED:
        text = f"{row.label} was corrected since your agency was given it. {GONE}"
    section = "research" if row.kind is NoticeKind.LINE_CORRECTED else "case.people"
    return NoticeRow(row.id, row.label, text, row.at, url(section, case_id=row.case_id) if seen else "")


def mark_read(request: Request, work: Work, form: FormData) -> Answer:
    """Back to the case it was read on, or to the work page."""
    notice = work.find(Notice, request.path_params["notice_id"])
    notices.mark_read(work, notice)
    seen = work.first(select(Case).where(Case.id == notice.case_id))
    if form.get("at") == "case" and seen is not None:
        return redirect(request, "case", case_id=notice.case_id)
    return redirect(request, "work")
