"""The queue of alerts: what each rule found, the events behind it, and what came of it (C74)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

from sqlmodel import col, select
from starlette.datastructures import FormData
from starlette.requests import Request

from marac.clock import LONDON
from marac.oversight import ledger
from marac.oversight.forms import ReviewForm
from marac.oversight.ledger import Entry, Names
from marac.oversight.models import Alert
from marac.oversight.operations import words
from marac.oversight.operations.reviewing import review
from marac.oversight.operations.watching import in_time, look, raise_alert, waiting
from marac.policy import alerts as policy
from marac.policy.alerts import SAID, AlertRule, AlertStatus
from marac.store.audit import AuditEvent
from marac.store.people import Agency, Member
from marac.store.work import Work
from marac.vocabulary import ALLOWED, Hat, NotFound, Verdict
from marac.web.endpoint import Answer, redirect
from marac.web.forms import Invalid
from marac.web.page import Page, url_maker

TITLES = {
    AlertRule.OWN_NAME: "Own name or address",
    AlertRule.NO_PURPOSE: "Read without a purpose",
    AlertRule.BULK: "Many cases read at once",
    AlertRule.DOWNLOADS: "Many downloads",
    AlertRule.NOT_FOUND: "Many addresses that led nowhere",
    AlertRule.BY_HAND: "Raised by hand",
}
STATUSES = {AlertStatus.OPEN: "To look at", AlertStatus.EXPLAINED: "Explained", AlertStatus.PASSED_ON: "Passed on"}
OUTCOMES = ((AlertStatus.EXPLAINED, "Explained: there was a proper reason"), (AlertStatus.PASSED_ON, "Passed on"))
MOST_SHOWN = 100


@dataclass(frozen=True)
class AlertRow:
    id: UUID
    title: str
    said: str
    who: str
    agency: str
    hat: str
    first_at: datetime
    last_at: datetime
    status: str


@dataclass(frozen=True)
class AlertsPage(Page):
    template: ClassVar[str] = "oversight/alerts.html"

    rows: tuple[AlertRow, ...]
    counts: tuple[tuple[int, str, str], ...]
    shown: str
    event: Entry | None
    event_id: str
    may_raise: Verdict
    rules: tuple[tuple[str, str], ...]
    days: int


@dataclass(frozen=True)
class AlertPage(Page):
    template: ClassVar[str] = "oversight/alert.html"

    row: AlertRow
    code: str
    case_id: UUID | None
    agency_id: UUID
    events: tuple[Entry, ...]
    in_ledger: str
    note: str
    reviewed: str
    reviewed_at: datetime | None
    may_review: Verdict
    asks: bool
    outcomes: tuple[tuple[str, str], ...]
    version: int
    typed: Mapping[str, Any]
    errors: Mapping[str, str]


def show_alerts(request: Request, work: Work) -> Answer:
    """The rules are looked through first, with this viewer's eyes; what was found before is not found again."""
    work.require(policy.may_see_alerts(work.viewer))
    look(work)
    work.session.flush()
    asked = request.query_params.get("status", "")
    status = AlertStatus(asked) if asked in set(AlertStatus) else AlertStatus.OPEN
    numbers = waiting(work)
    found = work.all(
        select(Alert).where(Alert.status == status).order_by(col(Alert.last_at).desc(), col(Alert.id)).limit(MOST_SHOWN)
    )
    url, event = url_maker(request), _event(work, request.query_params.get("event", ""))
    return AlertsPage(
        tuple(_rows(work, found)),
        tuple((numbers[one], text, url("alerts", {"status": one.value})) for one, text in STATUSES.items()),
        STATUSES[status],
        ledger.in_words(event, Names(work)) if event else None,
        str(event.id) if event else "",
        policy.may_raise_alert(work.viewer, event) if event else ALLOWED,
        tuple((TITLES[rule], said) for rule, said in SAID.items()),
        policy.LOOK_BACK_DAYS,
    )


def _event(work: Work, asked: str) -> AuditEvent | None:
    """What an alert may be raised about by hand; nothing where the viewer may not see it."""
    try:
        return work.first(select(AuditEvent).where(AuditEvent.id == UUID(asked)))
    except ValueError:
        return None


def raise_one(request: Request, work: Work, form: FormData) -> Answer:
    work.require(policy.may_see_alerts(work.viewer))
    event = _event(work, str(form.get("event_id", "")))
    if event is None:
        raise NotFound("event")
    alert = raise_alert(work, event)
    return redirect(request, "alert", alert_id=alert.id)


def _rows(work: Work, alerts: list[Alert]) -> list[AlertRow]:
    members = work.by_id(Member, [alert.member_id for alert in alerts])
    agencies = work.by_id(Agency, [alert.agency_id for alert in alerts])
    return [
        AlertRow(
            alert.id,
            TITLES[alert.rule],
            SAID[alert.rule],
            members[alert.member_id].name,
            agencies[alert.agency_id].name,
            alert.hat.replace("-", " "),
            alert.first_at,
            alert.last_at,
            STATUSES[alert.status],
        )
        for alert in alerts
    ]


def show_alert(request: Request, work: Work) -> Answer:
    return _page(request, work, work.find(Alert, request.path_params["alert_id"]), {}, {})


def _page(request: Request, work: Work, alert: Alert, typed: Mapping[str, Any], errors: Mapping[str, str]) -> AlertPage:
    names = Names(work)
    behind = select(AuditEvent).where(col(AuditEvent.id).in_(alert.event_ids)).order_by(*in_time())
    return AlertPage(
        _rows(work, [alert])[0],
        names.cases.get(alert.case_id, "") if alert.case_id else "",
        alert.case_id,
        alert.agency_id,
        tuple(ledger.in_words(event, names) for event in work.all(behind)),
        url_maker(request)("ledger") + "?" + urlencode(_around(alert)),
        words.read(alert, "note"),
        names.members.get(alert.reviewed_by, "") if alert.reviewed_by else "",
        alert.reviewed_at,
        policy.may_review_alert(work.viewer, alert, AlertStatus.EXPLAINED),
        work.viewer.hat is Hat.AUDITOR,
        tuple((outcome.value, text) for outcome, text in OUTCOMES),
        alert.version,
        typed,
        errors,
    )


def _around(alert: Alert) -> dict[str, str]:
    """The same member's days in the ledger."""
    since, until = (at.astimezone(LONDON).date().isoformat() for at in (alert.first_at, alert.last_at))
    return {"member": str(alert.member_id), "since": since, "until": until}


def settle(request: Request, work: Work, form: FormData) -> Answer:
    alert = work.find(Alert, request.path_params["alert_id"], lock=True)
    try:
        found = ReviewForm.read(form)
    except Invalid as wrong:
        return _page(request, work, alert, wrong.typed, wrong.errors).whole(422)
    review(work, alert, found.outcome, found.note, found.version)
    return redirect(request, "alerts")
