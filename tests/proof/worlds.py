"""Non-interference through the pages: in random worlds everybody asks everything, and meets what is for them alone."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, select

from marac.store.audit import AuditEvent
from tests.proof.addresses import every, openings
from tests.proof.asked_audit import asked
from tests.proof.asking import Address, Answer
from tests.proof.audience import Judge
from tests.proof.homes import home_of
from tests.proof.house import Proving, proving
from tests.proof.marks import Mark
from tests.proof.papers import PAPERS, Papers
from tests.proof.people import NOBODY, SPEAK, Eyes
from tests.proof.world import World

# Opened to work out what is shown, and so recorded though none of its words stand there (docs/decisions/0020).
WORKED_OUT = {
    ("case", "risk_assessment"), ("case", "referral_section"),  # the score; the orders among what is known of them
    ("inbox", "risk_assessment"), ("inbox", "referral_section"),  # the score; what kind of violence
    ("minutes.draft", "risk_assessment"), ("minutes.copy", "risk_assessment"), ("minutes.pdf", "risk_assessment"),
    ("hearing.seats", "risk_assessment"), ("hearing.seats", "referral_section"), ("hearing.seats", "particulars"),
    ("matches", "birth_date"), ("matches", "particulars"), ("matches", "person_name"), ("matches", "detail"),
    ("refer.date", "birth_date"),  # stands in three boxes
    ("refer.check", "referral_section"),  # what is still missing
}  # fmt: skip
PAPER = 0.6  # of their own agency's papers, at the least, how many each of them asks
# Words that no case's key seals: about staff alone (docs/decisions/0016).
IN_CLEAR = {"code", "plain_asked", "plain_answer", "plain_note"}
FRESH = 100  # worlds to a database


@dataclass
class Found:
    """What went wrong, and how much was looked at."""

    wrong: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    routes: set[str] = field(default_factory=set)

    def __add__(self, other: "Found") -> "Found":
        return Found(self.wrong + other.wrong, self.counts + other.counts, self.routes | other.routes)


@dataclass
class Walk:
    """One world, walked. `share`: of what can be asked, how much each of them asks; `only`, `eyes`: where, by whom."""

    proving: Proving
    world: World
    share: float
    only: frozenset[str] = frozenset()
    eyes: tuple[Eyes, ...] = ()
    found: Found = field(default_factory=Found)

    def __post_init__(self) -> None:
        self.judge = Judge(self.world)
        self.put: dict[str, Mark] = dict(self.proving.marks.put)
        self.kept = {_place(mark) for mark in self.put.values()}
        self.homes: dict[str, dict[Address, set[str]]] = {}

    def go(self) -> Found:
        pairs = list(self._asked())
        answers = self.proving.ask(pairs)
        record = self._record()
        for (eyes, address), answer in zip(pairs, answers, strict=True):
            self._judge(eyes, address, answer, answer.marks)
            self._compare(eyes, address, answer, record[answer.reference])
        self.found.counts["worlds"] += 1
        self.found.counts["requests"] += len(pairs)
        self.found.counts["pairs of member and word"] += len(self.world.people.eyes) * len(self.put)
        self.found.routes |= {address.name for _, address in pairs}
        return self.found

    def _asked(self) -> Iterator[tuple[Eyes, Address]]:
        """Each asks a share of everything, drawn anew; and opens some of what is opened one at a time."""
        issues = self.proving.issues(self.world)
        whole = [one for one in every(self.world, issues) if not self.only or one.name in self.only]
        opened = [one for one in openings(self.world) if not self.only or one.name in self.only]
        dice = random.Random(self.world.dice.random())
        copies = {(("issue_id", issue.id),): issue.agency_id for issue in issues}
        for eyes in self.eyes or (*self.world.people.eyes, self._nobody()):
            own = {ids for ids, agency in copies.items() if agency == eyes.agency_id and eyes.hat in SPEAK}
            for one in whole:
                theirs = one.name in PAPERS and one.ids in own  # few are: asked more often
                if dice.random() < (max(self.share, PAPER) if theirs else self.share):
                    yield eyes, one
            yield from ((eyes, one) for one in opened if dice.random() < self.share / 2)
        if not self.eyes:
            yield from asked(self.world, whole, self._homes, self.share)

    def _nobody(self) -> Eyes:
        first = self.world.people.eyes[0]
        return Eyes(NOBODY, first.member_id, first.agency_id, first.marac_id, first.slug, first.hat, first.side, "")

    # Seen and not seen ------------------------------------------------------

    def _judge(self, eyes: Eyes, address: Address, answer: Answer, met: frozenset[str]) -> None:
        if answer.status >= 500:
            self._wrong("failed", eyes, address, str(answer.status))
        for word in met - self.put.keys():
            self._wrong("of another world", eyes, address, word)
        for word in met & self.put.keys():
            self.found.counts["words met"] += 1
            if not self._may(eyes, address, self.put[word]):
                self._wrong("leak", eyes, address, self._said(word))
        for word in self._homes(eyes).get(address, set()) - met:
            self._wrong("hidden", eyes, address, self._said(word))

    def _homes(self, eyes: Eyes) -> dict[Address, set[str]]:
        """By address, what these eyes are to meet there: worked out once for each of them."""
        if eyes.name not in self.homes:
            found: dict[Address, set[str]] = defaultdict(set)
            for word, mark in self.put.items() if eyes.name != NOBODY else ():
                if (home := home_of(self.judge, eyes, mark)) is not None:
                    found[home].add(word)
            self.homes[eyes.name] = found
        return self.homes[eyes.name]

    def _may(self, eyes: Eyes, address: Address, mark: Mark) -> bool:
        if eyes.name == NOBODY:
            return False
        on_paper = address.name in PAPERS and self.judge.on_paper(eyes, mark.row, mark.field)
        return on_paper or self.judge.may(eyes, mark.row, mark.field)

    def _said(self, word: str) -> str:
        mark = self.put[word]
        return f"{mark.row.__tablename__}.{mark.field} {mark.row!r}"[:400]

    def _wrong(self, what: str, eyes: Eyes, address: Address, detail: str) -> None:
        self.found.counts[what] += 1
        self.found.wrong.append(f"{what}: {eyes.name} at {address}: {detail}")

    # On the record ----------------------------------------------------------

    def _record(self) -> dict[str, list[Any]]:
        """What the ledger says was opened or left, by the reference of the request."""
        found: dict[str, list[Any]] = defaultdict(list)
        with Session(self.proving.superuser) as session:
            kept = (AuditEvent.request_id, AuditEvent.verb, AuditEvent.case_id, AuditEvent.items)
            asked = select(*kept, AuditEvent.recipients, AuditEvent.reason)  # type: ignore[call-overload]
            events = session.exec(asked.where(AuditEvent.marac_id == self.world.here["marac_id"])).all()
        self.papers = Papers(events)
        for event in events:
            if event.request_id:
                found[event.request_id].append(event)
        return found

    def _compare(self, eyes: Eyes, address: Address, answer: Answer, events: list[Any]) -> None:
        """Every field that was shown stands on the record of that request, and none that was not.

        Of a paper the record names its parts, and what each part is made of was put down when it was issued.
        """
        if answer.status >= 400:
            return
        places = {_place(self.put[word]) for word in answer.marks & self.put.keys()}
        shown = {place for place in places if place[2] not in IN_CLEAR}
        items = [one for event in events for one in event.items]
        if address.name in PAPERS:
            items = self.papers.stands_in(events)
            for what, detail in self.papers.amiss(eyes, address, {case for _, case, _ in places - shown}, events):
                self._wrong(what, eyes, address, detail)
            self.found.counts["parts of papers"] += len(places - shown)
        recorded = {(one["t"], one["id"], name) for one in items for name in one.get("f", ())} & self.kept
        self.found.counts["fields shown"] += len(shown)
        for table, _, name in shown - recorded:
            self._wrong("unrecorded", eyes, address, f"{table}.{name}")
        for table, _, name in recorded - shown:
            if (address.name, table) not in WORKED_OUT:
                self._wrong("recorded, not shown", eyes, address, f"{table}.{name}")


def _place(mark: Mark) -> tuple[str, str, str]:
    return (mark.row.__tablename__, str(mark.row.id), mark.field)


def walk(proving: Proving, seed: int, share: float) -> Found:
    return Walk(proving, proving.world(seed), share).go()


def run(worlds: int, seed: int = 0, share: float = 0.02) -> str:
    """Walk so many worlds; what was seen, in a line. Raises AssertionError naming what leaked or was hidden."""
    found = Found()
    for first in range(seed, seed + worlds, FRESH):
        with proving() as one:
            for number in range(first, min(first + FRESH, seed + worlds)):
                found += walk(one, number, share)
    assert not found.wrong, "\n".join(found.wrong[:40])
    said = ", ".join(f"{count:,} {what}" for what, count in found.counts.items())
    return f"{said}; {len(found.routes)} routes"
