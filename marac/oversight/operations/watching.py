"""Looking through the record for what the rules of marac.policy.alerts name, each thing once (C74).

It is done with the eyes of whoever opens the queue: nothing is found in what they may not see.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import literal_column, text
from sqlmodel import col, func, select

from marac import clock
from marac.cases import likeness
from marac.cases.matching import fingerprints
from marac.clock import LONDON
from marac.oversight.models import Alert
from marac.oversight.operations.samples import OF_AGENCIES
from marac.policy import alerts as policy
from marac.policy.alerts import AlertRule, AlertStatus
from marac.store.audit import AuditEvent
from marac.store.people import Member, Partner
from marac.store.work import Work
from marac.verbs import Operation, Verb
from marac.vocabulary import Hat

MOST_EVENTS = 100
# The day in London; written out, so that PostgreSQL sees the same in what is asked and what it is grouped by.
_DAY: Any = func.date(func.timezone(literal_column("'Europe/London'"), AuditEvent.at))
DOWNLOADED = (Verb.MINUTES_DOWNLOADED, Verb.AGREEMENT_DOWNLOADED, Verb.LEDGER_EXPORTED, Verb.RECORD_EXPORTED)


@dataclass(frozen=True)
class Found:
    """Whose conduct meets a rule, and by which events, oldest first. `key`: what makes it one thing."""

    rule: AlertRule
    member_id: UUID
    agency_id: UUID
    hat: str
    event_ids: tuple[UUID, ...]
    first_at: datetime
    last_at: datetime
    case_id: UUID | None = None

    @property
    def id(self) -> UUID:
        about = self.case_id or self.first_at.astimezone(LONDON).date()
        return uuid5(NAMESPACE_URL, f"{self.rule}|{self.member_id}|{self.hat}|{about}")


def look(work: Work) -> list[Alert]:
    """What was not known yet, kept and on the record. Raises Refused."""
    work.require(policy.may_see_alerts(work.viewer))
    work.session.connection().execute(text("SELECT pg_advisory_xact_lock(hashtext('marac alerts'))"))
    since = clock.now() - timedelta(days=policy.LOOK_BACK_DAYS)
    found = {one.id: one for one in everything(work, since) if one.member_id != work.viewer.member_id}
    known = set(work.all(select(Alert.id).where(col(Alert.id).in_(found))))
    made = [work.keep(_alert(work, one)) for one in found.values() if one.id not in known]
    for alert in made:
        work.log(Verb.ALERT_RAISED, alert, reason=alert.rule.value)
    return made


def _alert(work: Work, found: Found) -> Alert:
    return Alert(
        id=found.id,
        marac_id=work.viewer.marac_id,
        case_id=found.case_id,
        member_id=found.member_id,
        agency_id=found.agency_id,
        rule=found.rule,
        hat=found.hat,
        event_ids=list(found.event_ids[:MOST_EVENTS]),
        first_at=found.first_at,
        last_at=found.last_at,
    )


def raise_alert(work: Work, event: AuditEvent) -> Alert:
    """About one event that its reader cannot explain; once. Raises Refused."""
    work.require(policy.may_raise_alert(work.viewer, event))
    assert event.member_id is not None
    assert event.agency_id is not None
    alert_id = uuid5(NAMESPACE_URL, f"{AlertRule.BY_HAND}|{event.id}")
    if already := work.session.get(Alert, alert_id):
        return already
    by_hand = {"rule": AlertRule.BY_HAND, "first_at": event.at, "last_at": event.at, "event_ids": [event.id]}
    whose = {"member_id": event.member_id, "agency_id": event.agency_id, "hat": event.hat, "case_id": event.case_id}
    alert = work.keep(Alert(id=alert_id, marac_id=work.viewer.marac_id, **by_hand, **whose))
    work.log(Verb.ALERT_RAISED, alert, reason=alert.rule.value)
    return alert


def everything(work: Work, since: datetime) -> Iterator[Found]:
    yield from _namesakes(work, since)
    yield from _purposeless(work, since)
    read = [AuditEvent.verb == Verb.PAGE_READ, col(AuditEvent.case_id).is_not(None)]
    read.append(col(AuditEvent.meeting_id).is_(None))
    minutes = timedelta(minutes=policy.BULK_MINUTES)
    yield from _bursts(work, since, AlertRule.BULK, read, policy.BULK_CASES, minutes)
    taken = [col(AuditEvent.verb).in_(DOWNLOADED)]
    yield from _bursts(work, since, AlertRule.DOWNLOADS, taken, policy.DOWNLOADS_A_DAY, timedelta(days=1))
    missed = [AuditEvent.verb == Verb.REQUEST_NOT_FOUND]
    yield from _bursts(work, since, AlertRule.NOT_FOUND, missed, policy.NOT_FOUND_AN_HOUR, timedelta(hours=1))


def _bursts(
    work: Work, since: datetime, rule: AlertRule, which: list[Any], most: int, within: timedelta
) -> Iterator[Found]:
    """More than so many things within so long, by one member under one hat on one day; cases count once each."""
    by_case = rule is AlertRule.BULK
    which = [*which, col(AuditEvent.at) >= since, *_in_reach(work)]
    by = (col(AuditEvent.member_id), col(AuditEvent.hat), _DAY)
    number = func.count(col(AuditEvent.case_id).distinct()) if by_case else func.count()
    busy: Any = select(*by).where(*which).group_by(*by).having(number > most)
    for member_id, hat, day in work.rows(busy):
        asked = select(AuditEvent.id, AuditEvent.at, AuditEvent.agency_id, AuditEvent.case_id)
        asked = asked.where(*which, AuditEvent.member_id == member_id, AuditEvent.hat == hat, _DAY == day)
        if burst := first_burst(work.rows(asked.order_by(*in_time())), most, within, by_case):
            ids = tuple(event.id for event in burst)
            yield Found(rule, member_id, burst[0].agency_id, hat, ids, burst[0].at, burst[-1].at)


def _in_reach(work: Work) -> list[Any]:
    """Others' doings in this MARAC; for an officer, those of their people as they speak for the agency (S9)."""
    reach: list[Any] = [AuditEvent.marac_id == work.viewer.marac_id, AuditEvent.member_id != work.viewer.member_id]
    if work.viewer.hat is Hat.DATA_PROTECTION_OFFICER:
        reach += [AuditEvent.agency_id == work.viewer.agency_id, col(AuditEvent.hat).in_(OF_AGENCIES)]
    return reach


def first_burst(events: list[Any], most: int, within: timedelta, by_case: bool) -> list[Any]:
    """Of one day's events in order: the first within the time that are more than `most`, or none."""
    end = 0
    for start, first in enumerate(events):
        while end < len(events) and events[end].at - first.at <= within:
            end += 1
        near = events[start:end]
        if (len({event.case_id for event in near}) if by_case else len(near)) > most:
            return near
    return []


def in_time() -> tuple[Any, Any]:
    return col(AuditEvent.at), col(AuditEvent.id)


def _namesakes(work: Work, since: datetime) -> Iterator[Found]:
    """Fingerprints are compared, never names, nor homes; no member's date of birth is known."""
    members = work.all(
        select(Member).where(
            col(Member.agency_id).in_(select(Partner.agency_id).where(Partner.marac_id == work.viewer.marac_id))
        )
    )
    prints = [(m.id, work.keyring.blind(mark)) for m in members for mark in own_marks(m.name)]
    asked = "SELECT * FROM scope.namesakes(:members, :prints, :since)"
    given = {"members": [one for one, _ in prints], "prints": [two for _, two in prints], "since": since}
    for row in work.session.connection().execute(text(asked), given).all():
        which = [AuditEvent.member_id == row.member_id, AuditEvent.case_id == row.case_id]
        which += [AuditEvent.operation == Operation.CONSULTATION, AuditEvent.hat == row.hat]
        if events := _oldest(work, since, which):
            yield _of_case(AlertRule.OWN_NAME, row, events)


def own_marks(name: str) -> Iterable[str]:
    """First and last word of a member's name, in either order; and as walls compare it, with protected names too."""
    words = name.split()
    found = fingerprints(words[-1], words[0], "") if len(words) > 1 else ()
    return sorted({*found, *likeness.of_member(name)})


def _purposeless(work: Work, since: datetime) -> Iterator[Found]:
    asked = text("SELECT * FROM scope.purposeless(:since, :most)")
    rows = work.session.connection().execute(asked, {"since": since, "most": policy.PURPOSE_READINGS}).all()
    for row in rows:
        if events := _oldest(work, since, [col(AuditEvent.id).in_(row.event_ids[:MOST_EVENTS])]):
            yield _of_case(AlertRule.NO_PURPOSE, row, events)


def _oldest(work: Work, since: datetime, which: list[Any]) -> list[Any]:
    asked = select(AuditEvent.id, AuditEvent.at).where(*which, col(AuditEvent.at) >= since)
    return work.rows(asked.order_by(*in_time()).limit(MOST_EVENTS))


def _of_case(rule: AlertRule, row: Any, events: list[Any]) -> Found:
    ids = tuple(event.id for event in events)
    return Found(rule, row.member_id, row.agency_id, row.hat, ids, events[0].at, events[-1].at, row.case_id)


def waiting(work: Work) -> dict[AlertStatus, int]:
    """How many alerts there are of each status that this viewer may see."""
    counted: dict[AlertStatus, int] = defaultdict(int)
    counted.update(work.rows(select(Alert.status, func.count()).group_by(col(Alert.status))))
    return counted
