"""Grants and revocations by chance: after each change whoever it concerns asks again, and sees what the oracle says.

A step is one change to one row (a seat given or ended, a line shared or taken back, a wall raised or lifted, a hat
changed, the clock moved on), written past every rule; then some viewers ask for cases, lines and actions under
row-level security alone. What the product itself does, with its commits, is in deeds.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, ClassVar, TypeVar

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from marac.vocabulary import CaseStatus, Role, SeatKind, Sharing, Side
from tests.proof import rls, written
from tests.proof.facts import CaseFacts, Eyes, Row, Values
from tests.proof.hunting import Mutant
from tests.proof.oracle import sees

T = TypeVar("T")
ASKED = ("action", "case_file", "line")
LOOK = 2  # viewers that ask after each step; at the end of a run everybody does
BASES = 2**16  # worlds that runs begin with
NUMBER = some.integers(0, 2**16)


@dataclass(slots=True)
class Tally:
    runs: int = 0
    steps: int = 0
    asked: int = 0


class Changes(RuleBasedStateMachine):
    """One world, changed step by step. Numbers drawn choose by remainder, so that any of them means something."""

    connection: ClassVar[written.Connection]
    tally: ClassVar[Tally]

    def __init__(self) -> None:
        super().__init__()
        self.number = 0

    @initialize(base=some.integers(0, BASES - 1))
    def begin(self, base: int) -> None:
        self.world = rls.world_of(base)
        self.connection.execute("BEGIN")
        written.write(self.connection, self.world)
        self.tally.runs += 1

    def teardown(self) -> None:
        if hasattr(self, "world"):
            try:
                self._compare([], self.world.eyes)
            finally:
                self.connection.execute("ROLLBACK")

    def _one(self, of: Sequence[T]) -> T:
        """By what is left of the number drawn for this step."""
        self.number, left = divmod(self.number, len(of))
        self.number = self.number * 31 + left + 7
        return of[left]

    def _start(self, number: int) -> CaseFacts:
        self.number = number * 7919 + 104729
        return self._one(self.world.cases)

    def _row(self, case: CaseFacts, table: str) -> Values:
        return self._one(case.of(table)).values

    def _change(self, row: Row, **values: Any) -> None:
        row.values.update(values)
        told = ", ".join(f"{name} = {_literal(value)}" for name, value in values.items())
        self._check(row, f"UPDATE {row.table} SET {told} WHERE id = '{row.id}'")

    def _add(self, case: CaseFacts, table: str, values: Values) -> None:
        row = Row(table, values)
        case.rows.append(row)
        self._check(row, written.insertion(self.connection, table, values))

    def _check(self, row: Row, statement: str) -> None:
        """Somebody whom the change concerns, and others by lot, ask at once."""
        near = [eyes for eyes in self.world.eyes if row.values.get("agency_id") in (None, eyes.agency)]
        look = [self._one(near)] if near else []
        look += [self._one(self.world.eyes) for _ in range(LOOK - len(look))]
        self._compare([statement], list(dict.fromkeys(look)))
        self.tally.steps += 1

    def _compare(self, statements: list[str], look: list[Eyes]) -> None:
        answers = written.after(self.connection, statements, look, self.world.at, ASKED)
        for eyes, said in zip(look, answers, strict=True):
            should = sees(self.world, eyes, ASKED)
            for table in ASKED:
                got, meant = said.get(table, set()), should.get(table, set())
                assert got == meant, f"{eyes.hat}/{eyes.side}, {table}: leaked {got - meant}, hidden {meant - got}"
        self.tally.asked += len(look)

    @rule(number=NUMBER, kind=some.sampled_from(SeatKind), side=some.sampled_from(Side))
    def a_seat_is_given(self, number: int, kind: SeatKind, side: Side) -> None:
        case = self._start(number)
        agency = self._one(list(self.world.agencies))
        colleagues = [member for member, its in self.world.members.items() if its == agency]
        seat = self._row(case, "seat") if case.seats else None
        if seat is None:
            return
        given = {
            **seat,
            "id": written.fresh(),
            "agency_id": agency,
            "member_id": self._one([None, *colleagues]),
            "person_id": None,
            "kind": kind.value,
            "side": side.value,
            "advocate": side is not Side.PERPETRATOR and self._one([True, False]),
            "from_at": self.world.at,
            "until_at": None,
        }
        case.seats.append(given)
        self._add(case, "seat", given)

    @rule(number=NUMBER)
    def a_seat_ends(self, number: int) -> None:
        case = self._start(number)
        if case.seats:
            self._change(Row("seat", self._one(case.seats)), until_at=self.world.at)

    @rule(number=NUMBER, kind=some.sampled_from(SeatKind))
    def a_seat_becomes_another(self, number: int, kind: SeatKind) -> None:
        case = self._start(number)
        if case.seats:
            self._change(Row("seat", self._one(case.seats)), kind=kind.value)

    @rule(number=NUMBER, sharing=some.sampled_from(Sharing), flag=some.booleans())
    def a_line_is_decided_on(self, number: int, sharing: Sharing, flag: bool) -> None:
        line = self._row(self._start(number), "line")
        self._change(Row("line", line), sharing=sharing.value, to_chair=flag, for_perpetrators_side=not flag)

    @rule(number=NUMBER, ended=some.booleans())
    def an_agency_is_named_or_no_more(self, number: int, ended: bool) -> None:
        case = self._start(number)
        line, agency = self._row(case, "line"), self._one(list(self.world.agencies))
        named = case.named.setdefault(line["id"], set())
        before = [row for row in case.of("line_audience") if row.values["line_id"] == line["id"]]
        if ended and before:
            audience = self._one(before)
            audience.values["ended_at"] = self.world.at
            told = {row.values["agency_id"] for row in before if row.values["ended_at"] is None}
            case.named[line["id"]] = told
            return self._change(audience, ended_at=self.world.at)
        named.add(agency)
        here = {name: line[name] for name in ("marac_id", "case_id")}
        of = {"line_id": line["id"], "owner_id": line["agency_id"], "agency_id": agency, "ended_at": None}
        self._add(case, "line_audience", {"id": written.fresh(), **here, **of})

    @rule(number=NUMBER, whole=some.booleans())
    def a_wall_is_raised(self, number: int, whole: bool) -> None:
        case = self._start(number)
        agency, member = self._one(list(self.world.agencies)), self._one(list(self.world.members))
        wall = {
            "id": written.fresh(),
            **{name: self._row(case, "hearing")[name] for name in ("marac_id", "case_id")},
            "member_id": None if whole else member,
            "agency_id": agency if whole else None,
            "cleared": [member] if whole else [],
            "from_at": self.world.at,
            "until_at": None,
        }
        case.walls.append(wall)
        self._add(case, "wall", wall)

    @rule(number=NUMBER)
    def a_wall_is_lifted(self, number: int) -> None:
        case = self._start(number)
        if case.walls:
            self._change(Row("wall", self._one(case.walls)), until_at=self.world.at)

    @rule(number=NUMBER, restricted=some.booleans())
    def a_case_is_restricted_or_not(self, number: int, restricted: bool) -> None:
        self._change(Row("case_file", self._start(number).values), restricted=restricted)

    @rule(number=NUMBER, status=some.sampled_from((CaseStatus.DRAFT, CaseStatus.ACCEPTED, CaseStatus.CLOSED)))
    def a_case_moves_on(self, number: int, status: CaseStatus) -> None:
        self._change(Row("case_file", self._start(number).values), status=status.value)

    @rule(number=NUMBER, quiet=some.booleans(), side=some.sampled_from(Side))
    def an_action_goes_to_somebody_else(self, number: int, quiet: bool, side: Side) -> None:
        action = self._row(self._start(number), "action")
        member = self._one([None, *self.world.members])
        agency = self.world.members[member] if member else self._one(list(self.world.agencies))
        self._change(Row("action", action), agency_id=agency, member_id=member, quiet=quiet, side=side.value)

    @rule(number=NUMBER)
    def a_case_goes_to_another_partnership(self, number: int) -> None:
        case = self._start(number)
        if case.kept.get("transfer"):
            return
        for seat in case.seats:
            if seat["until_at"] is None:
                seat["until_at"] = self.world.at
        ended = f"UPDATE seat SET until_at = '{self.world.at}' WHERE case_id = '{case.id}' AND until_at IS NULL"
        self.connection.execute(ended.encode())
        here = {"marac_id": case.values["marac_id"], "case_id": case.id}
        transfer = {"id": written.fresh(), **here, "at": self.world.at}
        case.kept["transfer"] = [transfer]
        self._add(case, "transfer", transfer)

    @rule(number=NUMBER, hat=some.sampled_from(Role), side=some.sampled_from((Side.NEITHER, Side.PERPETRATOR)))
    def somebody_changes_hats(self, number: int, hat: Role, side: Side) -> None:
        self._start(number)
        eyes = self._one(self.world.eyes)
        other = replace(eyes, hat=hat.value, side=Side.VICTIM.value if hat is Role.ADVOCATE else side.value)
        self.world.eyes[self.world.eyes.index(eyes)] = other
        self._compare([], [other])
        self.tally.steps += 1

    @rule(minutes=some.integers(1, 90))
    def time_goes_by(self, minutes: int) -> None:
        """What lapses by the clock lapses without anybody's deed."""
        self.world.at += timedelta(minutes=minutes)
        self._compare([], self.world.eyes[: LOOK + 2])
        self.tally.steps += 1


def _literal(value: Any) -> str:
    return "NULL" if value is None else f"'{value}'"


def run(runs: int, chance: int = 0, *, steps: int = 50, mutant: Mutant | None = None) -> str:
    """So many runs of at most so many steps; `chance`: other runs. Raises AssertionError with the shortest run found.

    With a mutant of the policies the first difference is enough, however long the run.
    """
    tally = Changes.tally = Tally()
    with written.database() as connection:
        Changes.connection = connection
        if mutant:
            mutant.apply(connection)
        chosen = settings(
            max_examples=runs, stateful_step_count=steps, deadline=None, database=None, derandomize=False,
            suppress_health_check=list(HealthCheck), print_blob=False, report_multiple_bugs=False,
            phases=(Phase.generate,) if mutant else (Phase.generate, Phase.shrink),
        )  # fmt: skip
        run_state_machine_as_test(seed(chance)(Changes), settings=chosen)
    return f"{tally.runs:,} runs, {tally.steps:,} changes, {tally.asked:,} viewers asked after them: 0 differences"
