"""What auditors and officers of a random world have made: the record they look at, with samples, questions, alerts,
openings and a checkpoint; and an agreement, for the registers.

Kept apart from the world's own rows, and thrown with dice of its own, so that the rest stays as it is.
"""

import random
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from agencies.models import Line, LineAudience
from agenda.models import Note
from marac.cases.models import Case, ReferralSection
from marac.oversight.draw import chosen
from marac.oversight.models import Alert, Opening, OpeningTold, Question, Sample, SampleItem
from marac.policy.alerts import AlertRule, AlertStatus
from marac.policy.openings import OpeningGround
from marac.policy.questions import Finding
from marac.policy.samples import ItemVerdict
from marac.store.audit import AuditEvent
from marac.store.canonical import canonical
from marac.store.people import Agency
from marac.store.seats import Seat
from marac.store.tree import leaf_hash
from marac.verbs import Operation, Verb, operation_of
from marac.vocabulary import CaseStatus, Role, Sharing, Side
from tests.proof.audience_audit import opens
from tests.proof.people import Eyes
from tests.proof.world_register import agreed, signed

if TYPE_CHECKING:
    from tests.proof.world import World

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
LINES_OF_A_CASE = 4  # that stand on the record


class Audited:
    """`eyes`: an officer, and an auditor beside the world's own, who ask for what is here and for little else."""

    def __init__(self, world: "World") -> None:
        self.world, self.moment, self.here = world, world.moment, world.here
        self.dice = random.Random(f"audited {world.number}")
        self.rows: list[Any] = []
        self.sent = [case for case in world.cases if case.status is not CaseStatus.DRAFT]
        asked, of = self.dice.sample(world.people.agencies, 2)
        self.eyes = (self._new(Role.DATA_PROTECTION_OFFICER, asked), self._new(Role.AUDITOR, of))
        known = [*world.people.eyes, *self.eyes]
        self.auditors = [one for one in known if one.hat is Role.AUDITOR and one.marac_id == self.here["marac_id"]]
        self._decided()
        self._happened()
        self._sampled()
        self._asked()
        for case in self.sent:
            for _ in range(self.dice.choice([1, 1, 2])):
                self._opened(case)
        self._alerted()
        self.agreement = agreed(self, asked.id)
        signed(self)

    def maybe(self, odds: float = 0.5) -> bool:
        return self.dice.random() < odds

    def add(self, row: Any, *said: str) -> Any:
        """Keep a row, with a word in each of the fields that are named: sealed ones of a case, plain ones of none."""
        self.rows.append(row)
        self.world.of[type(row)].append(row)
        for name in said:
            field = name if row.case_id else f"plain_{name}"
            setattr(row, field, self.world.marks.word(row, field))
        return row

    def _new(self, role: Role, agency: Agency) -> Eyes:
        people, before = self.world.people, len(self.world.people.rows)
        people._eyes(agency, role, Side.NEITHER, people.marac)
        self.rows += people.rows[before:]
        return people.eyes.pop()

    def _of(self, case: Case | None) -> dict[str, Any]:
        return {**self.here, "case_id": case.id if case else None}

    def _speaker(self, agency_id: UUID | None = None) -> Eyes:
        of = list(self.world.people.speaking(agency_id))
        return self.dice.choice(of or list(self.world.people.speaking()))

    # The record -------------------------------------------------------------

    def _decided(self) -> None:
        """Some lines were decided about lately: an opening from before does not show them."""
        for line in self.world.of[Line]:
            if line.sharing is not Sharing.PRIVATE and line.decided_at is None:
                line.decided_at = self.moment - (30 * MINUTE if self.maybe(0.3) else 4 * HOUR)

    def _happened(self) -> None:
        for case in self.sent:
            lines = [line for line in self.world.of[Line] if line.case_id == case.id and line.decided_at]
            for line in self.dice.sample(lines, min(LINES_OF_A_CASE, len(lines))):
                item = {"t": "line", "id": str(line.id), "label": line.label}
                to = [row.agency_id for row in self.world.of[LineAudience] if row.line_id == line.id]
                self._event(Verb.LINE_DECIDED, line.agency_id, line.member_id, case, [item], to)
                reader = self._speaker()
                self._event(Verb.PAGE_READ, reader.agency_id, reader.member_id, case, [item | {"f": ["text"]}])
        for _ in range(2):
            taker = self._speaker()
            self._event(Verb.MINUTES_DOWNLOADED, taker.agency_id, taker.member_id, None, [])

    def _event(
        self, verb: Verb, agency: UUID, member: UUID, case: Case | None, items: list[Any], to: list[UUID] | None = None
    ) -> None:
        """With its place in the tree, as the sequencer gives it."""
        made = AuditEvent(
            **self._of(case),
            at=self.moment - 3 * HOUR,
            member_id=member,
            agency_id=agency,
            hat=Role.REPRESENTATIVE.value,
            operation=operation_of(verb),
            verb=verb,
            items=items,
            recipients=[{"agency": str(one)} for one in to or ()],
            salt=self.dice.randbytes(16),
        )
        made.seq, made.leaf = len(self.world.of[AuditEvent]), leaf_hash(canonical(made.model_dump()))
        self.add(made)

    def events(self) -> list[AuditEvent]:
        return self.world.of[AuditEvent]

    # Samples, questions, alerts ---------------------------------------------

    def _sampled(self) -> None:
        """One of each agency, as the rule draws them; most of them were looked at."""
        auditor = self.dice.choice(self.auditors)
        day = self.moment.date()
        drawn = {"drawn_by": auditor.member_id, "since_on": day, "until_on": day, "per_agency": 1, "seed": "0123"}
        sample = self.add(Sample(**self.here, **drawn))
        events = {event.id: event for event in self.events() if _stands_in_samples(event)}
        pairs = ((event.id, event.agency_id) for event in events.values() if event.agency_id)
        for position, event_id in enumerate(chosen(sample.seed, pairs, 1), 1):
            self._item(sample, events[event_id], position, auditor)

    def _item(self, sample: Sample, event: AuditEvent, position: int, auditor: Eyes) -> None:
        of = {**self.here, "case_id": event.case_id, "sample_id": sample.id, "event_id": event.id}
        done_by = {"agency_id": event.agency_id, "member_id": event.member_id}
        item = SampleItem(**of, **done_by, position=position)
        judged = self.maybe(0.6)
        if judged:
            item.verdict = self.dice.choice(list(ItemVerdict))
            item.judged_by, item.judged_at = auditor.member_id, self.moment - HOUR
        self.add(item, *(["note"] if judged else []))

    def _asked(self) -> None:
        """To the officer, once without a case; to somebody by name; and to another agency. Some were answered."""
        officer = self.eyes[0]
        self._question(officer.agency_id, None, self.dice.choice(self.sent))
        self._question(officer.agency_id, None, None)
        for _ in range(2):
            case = self.dice.choice(self.sent)
            seated = {seat.agency_id for seat in self.world.of[Seat] if seat.case_id == case.id and not seat.person_id}
            speaking = [one for one in self.world.people.speaking() if one.agency_id in seated]
            named = self.dice.choice(speaking) if speaking and self.maybe(0.8) else self._speaker()
            self._question(named.agency_id, named, case if self.maybe(0.9) else None)
        self._question(self.dice.choice(self.world.people.agencies).id, None, self.dice.choice(self.sent))

    def _question(self, agency: UUID, named: Eyes | None, case: Case | None) -> None:
        auditor = self.dice.choice([one for one in self.auditors if one.agency_id != agency] or self.auditors)
        question = Question(
            **self._of(case),
            code=case.code if case else "",
            agency_id=agency,
            member_id=named.member_id if named else None,
            item_id=self.dice.choice([None, *(event.id for event in self.world.of[SampleItem])]),
            asked_by=auditor.member_id,
            asked_at=self.moment - 2 * HOUR,
            due_on=date(2026, 12, 1),
        )
        said = ["asked"]
        if self.maybe(0.6):
            said.append("answer")
            question.answered_by = named.member_id if named else self.eyes[0].member_id
            question.answered_at = self.moment - HOUR
        if self.maybe(0.3):
            question.finding = Finding.SATISFIED if question.answered_at else Finding.NOT_ANSWERED
            question.closed_by, question.closed_at = auditor.member_id, self.moment
        self.add(question, *said)

    def _alerted(self) -> None:
        """About people as they spoke for the officer's agency, under a hat for the meeting, and about an auditor."""
        officer, auditor = self.eyes[0], self.dice.choice(self.auditors)
        speaker, other = self._speaker(officer.agency_id), self._speaker()
        for rule, whom, hat, case in (
            (AlertRule.NO_PURPOSE, speaker, Role.REPRESENTATIVE, self.dice.choice(self.sent)),
            (AlertRule.OWN_NAME, speaker, Role.CHAIR, self.dice.choice(self.sent)),
            (AlertRule.BY_HAND, other, Role.ADVOCATE, self.dice.choice(self.sent)),
            (AlertRule.BULK, officer, Role.DATA_PROTECTION_OFFICER, None),
            (AlertRule.DOWNLOADS, speaker, Role.REPRESENTATIVE, None),
            (AlertRule.NOT_FOUND, auditor, Role.AUDITOR, None),
        ):
            self._alert(rule, whom, hat, case)

    def _alert(self, rule: AlertRule, whom: Eyes, hat: Role, case: Case | None) -> None:
        behind = [event.id for event in self.events() if case is None or event.case_id == case.id]
        when = {"first_at": self.moment - 3 * HOUR, "last_at": self.moment - 3 * HOUR}
        did = {"member_id": whom.member_id, "agency_id": whom.agency_id, "rule": rule, "hat": hat.value}
        alert = Alert(**self._of(case), **did, **when, event_ids=behind[:4])
        settled = self.maybe(0.7)
        if settled:
            alert.status = self.dice.choice([AlertStatus.EXPLAINED, AlertStatus.PASSED_ON])
            alert.reviewed_by, alert.reviewed_at = self.dice.choice(self.auditors).member_id, self.moment - HOUR
        self.add(alert, *(["note"] if settled else []))

    # Openings ---------------------------------------------------------------

    def _opened(self, case: Case) -> None:
        """Of a case, which may have been restricted since, or of one line of it; running, lapsed or ended early."""
        began: datetime = self.moment - self.dice.choice([10 * MINUTE, 10 * MINUTE, HOUR, 6 * HOUR])
        lines = [line for line in self.world.of[Line] if line.case_id == case.id]
        line = self.dice.choice(lines) if self.maybe(0.3) else None
        opening = Opening(
            **self._of(case),
            code=case.code,
            line_id=line.id if line else None,
            line_label=line.label if line else "",
            member_id=self.dice.choice(self.auditors).member_id,
            ground=self.dice.choice(list(OpeningGround)),
            from_at=began,
            until_at=began + self.dice.choice([1, 2, 8, 24]) * HOUR,
        )
        if self.maybe(0.2):
            opening.ended_at, opening.ended_by = self.moment - 10 * MINUTE, self.world.meeting.chair_id
        self.add(opening, "reason")
        there = [row for kind in (Line, Note, ReferralSection) for row in self.world.of[kind] if opens(opening, row)]
        for agency in sorted({row.agency_id for row in there if row.agency_id}):
            self.add(OpeningTold(**self._of(case), opening_id=opening.id, agency_id=agency))


def _stands_in_samples(event: AuditEvent) -> bool:
    return event.operation is Operation.DISCLOSURE or event.verb is Verb.LINE_DECIDED
