"""Drawing a sample from the record, agency by agency, and judging its items (C73)."""

import secrets
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlmodel import col, or_, select

from marac import clock
from marac.clock import LONDON
from marac.oversight.draw import chosen
from marac.oversight.models import Sample, SampleItem
from marac.oversight.operations import words
from marac.policy import samples as policy
from marac.policy.samples import ItemVerdict
from marac.proceedings import WITHIN_THE_AGENCY
from marac.store.audit import AuditEvent
from marac.store.work import Work
from marac.verbs import Operation, Verb

# What agencies' own people decided and disclosed; what was done under a hat for the meeting is nobody's stratum.
OF_AGENCIES = [hat.value for hat in WITHIN_THE_AGENCY]


def draw(work: Work, since: date, until: date, per_agency: int, seed: str = "") -> Sample:
    """So many events of each agency, between two days of London's, both included. Raises Refused."""
    work.require(policy.may_sample(work.viewer))
    sample = work.keep(
        Sample(
            marac_id=work.viewer.marac_id,
            drawn_by=work.viewer.member_id,
            since_on=since,
            until_on=until,
            per_agency=per_agency,
            seed=seed or secrets.token_hex(8),
        )
    )
    items = [work.keep(item) for item in _items(work, sample)]
    work.log(Verb.SAMPLE_DRAWN, sample, *items)
    return sample


def _items(work: Work, sample: Sample) -> list[SampleItem]:
    found = {event_id: row for event_id, *row in work.rows(_events(sample))}
    drawn = chosen(sample.seed, ((event_id, row[0]) for event_id, row in found.items()), sample.per_agency)
    return [
        SampleItem(
            marac_id=sample.marac_id,
            case_id=found[event_id][2],
            sample_id=sample.id,
            event_id=event_id,
            agency_id=found[event_id][0],
            member_id=found[event_id][1],
            position=number,
        )
        for number, event_id in enumerate(drawn, 1)
    ]


def _events(sample: Sample) -> Any:
    said = or_(AuditEvent.operation == Operation.DISCLOSURE, AuditEvent.verb == Verb.LINE_DECIDED)
    return select(AuditEvent.id, AuditEvent.agency_id, AuditEvent.member_id, AuditEvent.case_id).where(
        col(AuditEvent.at) >= _midnight(sample.since_on),
        col(AuditEvent.at) < _midnight(sample.until_on + timedelta(days=1)),
        col(AuditEvent.agency_id).is_not(None),
        col(AuditEvent.hat).in_(OF_AGENCIES),
        said,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON)


def judge(work: Work, item: SampleItem, verdict: ItemVerdict, note: str, version: int) -> None:
    """What was found, and a note; it may be changed. Raises Refused, Conflict."""
    work.require(policy.may_judge(work.viewer, item), item)
    work.same_version(item, version)
    item.verdict = verdict
    words.write(item, "note", note)
    item.judged_by = work.viewer.member_id
    item.judged_at = clock.now()
    work.log(Verb.SAMPLE_JUDGED, item, fields=["verdict", "note"], reason=verdict.value)
