"""Why something leaves as a file: asked at each download, one of a closed list, kept on the record (domain.md 4.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request

from marac.proceedings import DownloadReason
from marac.web.page import Drawn, Page

SAID = {
    DownloadReason.FOR_THE_MEETING: "To prepare for the meeting, or to follow it up",
    DownloadReason.OWN_FILE: "For my agency's own file",
    DownloadReason.TO_DO_AN_ACTION: "To do an action that my agency owns",
    DownloadReason.OVERSIGHT: "To check how information is shared or kept",
    DownloadReason.LEGAL_REQUEST: "For a court, an inspection, or somebody's request for their own information",
    DownloadReason.LAWFULNESS: "To check that what was done was lawful",
    DownloadReason.SELF_MONITORING: "For my agency's own monitoring, discipline included",
    DownloadReason.INTEGRITY_AND_SECURITY: "To keep information whole and safe",
    DownloadReason.CRIMINAL_PROCEEDINGS: "For criminal proceedings",
    DownloadReason.COMMISSIONER: "The Information Commissioner asked for it",
}
FOR_PAPERS = (
    DownloadReason.FOR_THE_MEETING,
    DownloadReason.OWN_FILE,
    DownloadReason.TO_DO_AN_ACTION,
    DownloadReason.OVERSIGHT,
    DownloadReason.LEGAL_REQUEST,
)
FOR_LOGS = (
    DownloadReason.LAWFULNESS,
    DownloadReason.SELF_MONITORING,
    DownloadReason.INTEGRITY_AND_SECURITY,
    DownloadReason.CRIMINAL_PROCEEDINGS,
    DownloadReason.COMMISSIONER,
)
MISSING = "Say why you need it as a file."
Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class ReasonPage(Page):
    """Asked on the way to a file; without free words, since those would say something about somebody."""

    template: ClassVar[str] = "reason.html"

    what: str
    action: str
    back: str
    reasons: Choices
    errors: dict[str, str]


def choices(of: Sequence[DownloadReason]) -> Choices:
    return [(reason.value, SAID[reason]) for reason in of]


def reason_given(request: Request, of: Sequence[DownloadReason] = FOR_PAPERS) -> DownloadReason | None:
    """The reason in the address, if it is one of these."""
    asked = request.query_params.get("reason", "")
    return next((reason for reason in of if reason.value == asked), None)


def ask_reason(request: Request, what: str, back: str, of: Sequence[DownloadReason] = FOR_PAPERS) -> Drawn:
    """The question, before anything is opened. An answer that is none of these is an error."""
    wrong = {"reason": MISSING} if "reason" in request.query_params else {}
    return ReasonPage(what, request.url.path, back, choices(of), wrong).whole(422 if wrong else 200)
