"""An agency's officer takes their agency's record of a period away as a file, for a lawful reason."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from marac import clock
from marac.oversight import export
from marac.oversight.ledger import Asked
from marac.oversight.pages.filters import read_filters, rooms
from marac.policy import audit as policy
from marac.proceedings import DownloadReason
from marac.store.people import Agency
from marac.store.work import Work
from marac.verbs import Verb
from marac.web.endpoint import Answer
from marac.web.page import Page
from marac.web.rates import DOWNLOADS, count
from marac.web.reasons import FOR_LOGS, MISSING, Choices, choices, reason_given

MONTH = timedelta(days=30)


@dataclass(frozen=True)
class ExportPage(Page):
    template: ClassVar[str] = "oversight/export.html"

    rooms: list[tuple[str, str, bool]]
    agency: str
    note: str
    typed: Mapping[str, str]
    reasons: Choices
    errors: Mapping[str, str]


def show_export(request: Request, work: Work) -> Answer:
    """The form; or, with a period and a reason, the file, recorded before a byte of it is sent."""
    work.require(policy.may_export_ledger(work.viewer))
    agency = work.find(Agency, work.viewer.agency_id)
    if not request.query_params:
        return _page(request, work, agency, {})
    asked, reason, errors = _asked(request, work)
    if errors or reason is None:
        return _page(request, work, agency, errors).whole(422)
    count(request, DOWNLOADS, str(work.viewer.member_id))
    assert asked.since and asked.until
    said = export.as_csv(work, asked, agency)
    work.log(
        Verb.LEDGER_EXPORTED,
        items=[{"t": "period", "id": f"{asked.since} to {asked.until}"}],
        to=[work.viewer.agency_id],
        members=[work.viewer.member_id],
        reason=reason.value,
    )
    named = f'attachment; filename="ledger-{asked.since}-to-{asked.until}.csv"'
    return Response(said, media_type="text/csv; charset=utf-8", headers={"content-disposition": named})


def _asked(request: Request, work: Work) -> tuple[Asked, DownloadReason | None, dict[str, str]]:
    typed = {key: value for key, value in request.query_params.items() if value and key in {"since", "until"}}
    asked, errors = read_filters(typed)
    for name, day, said in (("since", asked.since, "first"), ("until", asked.until, "last")):
        if day is None:
            errors.setdefault(name, f"Enter the {said} day, such as {clock.today()}.")
    if asked.since and asked.until and asked.since > asked.until:
        errors["until"] = "Enter a last day that is not before the first."
    reason = reason_given(request, FOR_LOGS)
    if reason is None:
        errors["reason"] = MISSING
    asked = replace(asked, until=asked.until and min(asked.until, date(9000, 1, 1)))
    if not errors and export.number_of(work, asked) > export.MOST:
        errors["until"] = f"That is more than {export.MOST:,} events. Choose a shorter period."
    return asked, reason, errors


def _page(request: Request, work: Work, agency: Agency, errors: Mapping[str, str]) -> ExportPage:
    today = clock.today()
    typed = {"since": str(today - MONTH), "until": str(today), "reason": "", **request.query_params}
    note = export.NOTE[export.regime_of(agency)]
    return ExportPage(rooms(request, work, "ledger.export"), agency.name, note, typed, choices(FOR_LOGS), errors)
