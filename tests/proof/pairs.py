"""Paired worlds: equal but for what one viewer may not see. Every byte that this viewer gets is equal, too.

What is hidden is moved out of the world, all of one kind or one row alone, and put back; the clock is held, and
whatever is drawn at random is drawn alike. Exemptions: docs/decisions/0020.
"""

import os
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlmodel import Session

import marac.schema
from agencies.models import Line, LineAudience
from marac.cases.models import Case, PersonLink
from marac.store.audit import AuditEvent
from marac.verbs import Operation, Verb
from tests.proof.addresses import every, openings
from tests.proof.asking import Address, Answer
from tests.proof.audience import Judge
from tests.proof.hidden import HANGS_ON, KINDS, hidden
from tests.proof.house import MOMENT, Proving, proving
from tests.proof.people import Eyes
from tests.proof.world import World

EXEMPT = {"record.pack"}  # hashes of all that happened stand for what its reader may not see


@dataclass
class Pairing:
    """One world with and without."""

    proving: Proving
    world: World
    share: float
    differences: list[str] = field(default_factory=list)
    compared: int = 0
    bytes: int = 0
    pairs: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.judge = Judge(self.world)
        self.events = list(self._happened())
        self.dice = random.Random(self.world.dice.random())

    def go(self, viewers: int, kinds: int, items: int) -> None:
        """`kinds`: of so many, all that is hidden is taken out; `items`: so often, one hidden row of any kind."""
        eyes = self.dice.sample(self.world.people.eyes, min(viewers, len(self.world.people.eyes)))
        for one in eyes:
            asked = self._asked(one)
            before = self._walk(one, asked)
            possible = {kind: rows for kind in KINDS if (rows := self._hidden(one, kind))}
            chosen = self.dice.sample(list(possible), min(kinds, len(possible)))
            apart = [(kind, possible[kind]) for kind in chosen]
            single = self.dice.choices(list(possible), k=items) if possible else []
            apart += [(kind, [self.dice.choice(possible[kind])]) for kind in single]
            for kind, rows in apart:
                with self._without(kind, rows):
                    gone = frozenset(row.id for row in rows if kind is Case)
                    self._compare(one, kind, asked, before, self._walk(one, asked, gone))
            self.pairs.update("one item" if len(rows) == 1 else "a whole kind" for _, rows in apart)

    def _hidden(self, eyes: Eyes, kind: type[Any]) -> list[Any]:
        return [row for row in self.world.of[kind] if hidden(self.judge, eyes, row)]

    def _asked(self, eyes: Eyes) -> list[Address]:
        """Hidden ids among them: what is asked by its id is absent then, and forbidden now."""
        issues = self.proving.issues(self.world)
        whole = [*every(self.world, issues), *openings(self.world)]
        whole = [address for address in whole if address.name not in EXEMPT]
        first = {one.name: one for one in self.dice.sample(whole, len(whole))}
        return [one for one in whole if first[one.name] == one or self.dice.random() < self.share]

    def _walk(self, eyes: Eyes, asked: list[Address], gone: frozenset[UUID] = frozenset()) -> list[Answer]:
        """From the same past: what an earlier walk left on the record is taken away. `gone`: cases never had one."""
        self._sql("DELETE FROM audit_event")
        self.proving.keep([AuditEvent(**event) for event in self.events if event["case_id"] not in gone])
        self.proving.asker.asked = 0
        with drawn_alike(self.proving, self.world.number):
            return self.proving.ask([(eyes, address) for address in asked])

    def _compare(
        self, eyes: Eyes, kind: type[Any], asked: list[Address], before: list[Answer], after: list[Answer]
    ) -> None:
        for address, one, other in zip(asked, before, after, strict=True):
            self.compared += 1
            self.bytes += len(one.body)
            if one != other:
                self.differences.append(f"{kind.__name__}: {eyes.name} at {address}: {first_difference(one, other)}")

    # The other world --------------------------------------------------------

    @contextmanager
    def _without(self, kind: type[Any], rows: list[Any]) -> Iterator[None]:
        """Moved to a MARAC and a case that are not there, with what hangs on them; and back."""
        moves = list(self._of_cases(rows) if kind is Case else self._hanging(kind, rows))
        nowhere, here = uuid4(), self.world.here["marac_id"]
        for table, column, at, _, away in moves:
            self._move(table, column, at, away if column != "id" or table == "case_file" else at, nowhere, away)
        yield
        for table, column, at, case_id, away in moves:
            now = away if column != "id" or table == "case_file" else at
            self._move(table, column, now, at, here, case_id)

    def _move(self, table: str, column: str, was: UUID, now: UUID, marac: UUID, case_id: UUID) -> None:
        to_case = "" if table == "case_file" or column == "case_id" else ", case_id = :c"
        changed = f"UPDATE {table} SET marac_id = :m, {column} = :now{to_case} WHERE {column} = :was"
        self._sql(changed, m=marac, now=now, was=was, **({"c": case_id} if to_case else {}))

    def _of_cases(self, rows: list[Any]) -> Iterator[tuple[str, str, UUID, UUID, UUID]]:
        """Everything of these cases, under other ids."""
        for case in rows:
            away = uuid4()
            yield ("case_file", "id", case.id, case.id, away)
            for table in _with_cases():
                yield (table, "case_id", case.id, case.id, away)
            for link in self.world.of[PersonLink]:  # where it is the other case, too
                if link.other_case_id == case.id and link.case_id != case.id:
                    yield ("person_link", "id", link.id, link.case_id, away)

    def _hanging(self, kind: type[Any], rows: list[Any]) -> Iterator[tuple[str, str, UUID, UUID, UUID]]:
        """These rows, and those that point at them."""
        ids, name = {row.id for row in rows}, HANGS_ON.get(kind, "")
        hanging = [one for one in self.world.rows if name and getattr(one, name, None) in ids]
        for row in [*rows, *hanging]:
            yield (row.__tablename__, "id", row.id, row.case_id, uuid4())

    def _sql(self, statement: str, **values: Any) -> None:
        with Session(self.proving.superuser) as session:
            connection = session.connection()
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            connection.execute(text(statement), values)
            session.commit()

    def _happened(self) -> Iterator[dict[str, Any]]:
        """A past for the record: each line was recorded, and given to those whom it was for."""
        numbers = count(1)
        for line in self.world.of[Line]:
            to = [row.agency_id for row in self.world.of[LineAudience] if row.line_id == line.id]
            yield {
                "id": UUID(int=next(numbers) << 32 | self.world.number),
                "at": MOMENT,
                "marac_id": line.marac_id,
                "case_id": line.case_id,
                "member_id": line.member_id,
                "agency_id": line.agency_id,
                "hat": "representative",
                "operation": Operation.COLLECTION,
                "verb": Verb.LINE_RECORDED,
                "items": [{"t": "line", "id": str(line.id), "label": line.label}],
                "recipients": [{"agency": str(agency)} for agency in to],
            }


def _with_cases() -> list[str]:
    """Tables of cases; the record is written anew for each walk."""
    tables = marac.schema.metadata.tables.items()
    return [name for name, table in tables if {"case_id", "marac_id"} <= set(table.c.keys()) and name != "audit_event"]


def first_difference(one: Answer, other: Answer) -> str:
    """Where two answers part, in so many words."""
    if one.status != other.status:
        return f"{one.status} and {other.status}"
    left, right = (one.text, other.text) if one.text != other.text else (one.told, other.told)
    at = next((n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    return f"“{' '.join(left[max(0, at - 60) : at + 60].split())}” and “{' '.join(right[at : at + 60].split())}”"


@contextmanager
def drawn_alike(one: Proving, number: int) -> Iterator[None]:
    """Ids, salts and nonces are drawn from the count of requests."""
    drawn = os.urandom
    dice: dict[int, random.Random] = {}

    def urandom(size: int) -> bytes:
        asked = one.asker.asked
        return dice.setdefault(asked, random.Random(f"{number} {asked}")).randbytes(size)

    os.urandom = urandom
    try:
        yield
    finally:
        os.urandom = drawn


def pair(proving: Proving, seed: int, share: float, viewers: int, kinds: int, items: int) -> Pairing:
    made = Pairing(proving, proving.world(seed), share)
    made.go(viewers, kinds, items)
    return made


def run(worlds: int, seed: int = 0, share: float = 0.1, viewers: int = 2, kinds: int = 2, items: int = 2) -> str:
    """So many worlds, each with and without. Raises AssertionError naming what differed."""
    differences: list[str] = []
    pairs: Counter[str] = Counter()
    compared = size = 0
    with proving() as one:
        for number in range(seed, seed + worlds):
            made = pair(one, number, share, viewers, kinds, items)
            differences += made.differences
            pairs += made.pairs
            compared, size = compared + made.compared, size + made.bytes
    assert not differences, "\n".join(differences[:40])
    by = ", ".join(f"{count:,} without {what}" for what, count in sorted(pairs.items()))
    return f"{worlds} worlds, {by}: {compared:,} answers compared, {size:,} bytes equal"
