"""The same changes as the product does them: through its operations, committed, and seen by everybody at once.

After each deed everybody of the cast asks through a session of their own, with both filters on, for cases, lines and
actions; the facts of the oracle are read from the tables.
"""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row
from sqlalchemy import Engine
from sqlmodel import select

from actions.models import Action
from actions.operations.agreeing import agree
from actions.operations.handing import reassign
from agencies.models import Line
from agencies.operations.decisions import decide
from agencies.operations.lines import record_line
from agencies.operations.seating import seat_agency
from marac import clock
from marac.cases.models import Case
from marac.cases.operations.restriction import name_people, restrict
from marac.cases.operations.seats import end_seat, lift_wall, raise_wall
from marac.proceedings import RiskTo
from marac.store.scope import ViewerSession
from marac.store.seats import Seat
from marac.store.walls import Wall
from marac.store.work import Work, open_work
from marac.vocabulary import NotFound, Refused, SeatKind, Sharing, Side, Viewer, WithholdingReason
from tests.cast import Cast, open_case
from tests.proof.facts import Agency, CaseFacts, Eyes, Row, Values, World
from tests.proof.oracle import sees

KINDS: tuple[Any, ...] = (Case, Line, Action)
TABLES = tuple(kind.__tablename__ for kind in KINDS)
READ = (*TABLES, "seat", "wall", "line_audience", "transfer", "opening", "observation", "hearing")
SPEAKS = ("police_rep", "council_rep", "health_rep", "idva", "programme_worker", "landlord_rep", "contributor")


class Deeds:
    """One partnership, and deeds by chance in it."""

    def __init__(self, cast: Cast, superuser_url: str, seed: int) -> None:
        self.cast, self.url, self.dice = cast, superuser_url, random.Random(seed)
        for code in ("HERON", "ALDER"):
            open_case(cast, f"{code}{seed}")
        self.done = self.refused = 0
        self.deeds: tuple[Callable[[], None], ...] = (
            self._seat, self._unseat, self._record, self._record, self._decide, self._decide, self._decide,
            self._wall, self._lift, self._restrict, self._agree, self._agree, self._reassign,
        )  # fmt: skip

    def step(self) -> str:
        """One deed; its name. What the rules refuse is refused, and changes nothing."""
        deed = self.dice.choice(self.deeds)
        try:
            deed()
            self.done += 1
        except (Refused, NotFound):
            self.refused += 1
        return deed.__name__

    # Choosing -----------------------------------------------------------

    def _work(self, name: str) -> Any:
        return open_work(self.cast.store, self.cast[name])

    def _leader(self) -> str:
        return self.dice.choice(("coordinator", "chair"))

    def _any(self, rows: list[Any]) -> Any:
        if not rows:
            raise NotFound("nothing there")
        return self.dice.choice(sorted(rows, key=lambda row: str(row.id)))

    def _case(self, work: Work) -> Case:
        return self._any(work.all(select(Case)))  # type: ignore[no-any-return]

    def _agency(self) -> UUID:
        return self.dice.choice(list(self.cast.agencies.values()))

    # Doing --------------------------------------------------------------

    def _seat(self) -> None:
        with self._work(self._leader()) as work:
            side = self.dice.choice((Side.NEITHER, Side.NEITHER, Side.PERPETRATOR))
            place = {"side": side, "quiet": self.dice.random() < 0.3, "advocate": side is Side.NEITHER}
            kind = self.dice.choice((SeatKind.CASE, SeatKind.CASE, SeatKind.CHECK, SeatKind.ACTION))
            seat_agency(work, self._case(work), self._agency(), kind, "a part to play", **place)

    def _unseat(self) -> None:
        with self._work(self._leader()) as work:
            end_seat(work, self._any(work.all(select(Seat))), "over")

    def _record(self) -> None:
        with self._work(self.dice.choice(SPEAKS)) as work:
            record_line(work, self._case(work), "what we hold")

    def _decide(self) -> None:
        with self._work(self.dice.choice(SPEAKS)) as work:
            lines = [line for line in work.all(select(Line)) if line.agency_id == work.viewer.agency_id]
            sharing = self.dice.choice(
                (Sharing.SEATED, Sharing.NAMED, Sharing.NAMED, Sharing.PRIVATE, Sharing.WITHHELD)
            )
            decide(
                work,
                self._any(lines),
                sharing,
                named=[self._agency()] if sharing is Sharing.NAMED else [],
                to_chair=self.dice.random() < 0.5,
                for_perpetrators_side=self.dice.random() < 0.3,
                withholding=WithholdingReason.NOT_RELEVANT if sharing is Sharing.WITHHELD else None,
            )

    def _wall(self) -> None:
        with self._work("coordinator") as work:
            name = self.dice.choice(SPEAKS)
            case = self._case(work)
            if self.dice.random() < 0.5:
                raise_wall(work, case, "a cousin", member_id=self.cast.members[name])
            else:
                raise_wall(work, case, "theirs", agency_id=self.cast[name].agency_id, cleared=[self.cast.members[name]])

    def _lift(self) -> None:
        with self._work("coordinator") as work:
            wall: Wall = self._any([wall for wall in work.all(select(Wall)) if wall.until_at is None])
            lift_wall(work, work.find(Case, wall.case_id), wall)

    def _restrict(self) -> None:
        with self._work(self._leader()) as work:
            case = self._case(work)
            restrict(work, case, not case.restricted)
            if case.restricted:
                name_people(work, case, self.cast.agencies["council"], [self.cast.members["council_rep"]])

    def _agree(self) -> None:
        with self._work(self._leader()) as work:
            name = self.dice.choice(SPEAKS)
            agree(
                work,
                self._case(work),
                catalogue_code="TH02",
                wording="Change the locks of the front door",
                agency_id=self.cast[name].agency_id,
                due_on=clock.today() + timedelta(days=5),
                risk_to=RiskTo.VICTIM,
                member_id=self.cast.members[name] if self.dice.random() < 0.5 else None,
            )

    def _reassign(self) -> None:
        with self._work(self.dice.choice(("police_rep", "council_rep", "idva"))) as work:
            action: Action = self._any([a for a in work.all(select(Action)) if a.agency_id == work.viewer.agency_id])
            mates = [v.member_id for v in self.cast.viewers.values() if v.agency_id == work.viewer.agency_id]
            reassign(work, action, self.dice.choice([None, *sorted(mates)]))

    # Comparing ----------------------------------------------------------

    def differences(self) -> list[str]:
        """Where what somebody of the cast sees now is not what the oracle says of the tables as they are."""
        with clock.at(clock.now()):
            world = facts(self.url, self.cast)
            found = []
            for name, viewer in self.cast.viewers.items():
                said, should = seen(self.cast.store.engine, viewer), sees(world, eyes_of(viewer), TABLES)
                for table in TABLES:
                    if said[table] != should.get(table, set()):
                        found.append(f"{name}: {table}")
            return found


def seen(engine: Engine, viewer: Viewer) -> dict[str, set[str]]:
    """Through a session of their own: `visible_to` and row-level security both."""
    with ViewerSession.of(engine, viewer) as session:
        return {kind.__tablename__: {str(row_id) for row_id in session.exec(select(kind.id))} for kind in KINDS}


def eyes_of(viewer: Viewer) -> Eyes:
    ids = (str(viewer.member_id), str(viewer.agency_id), str(viewer.marac_id))
    return Eyes(*ids, viewer.hat.value, viewer.side.value)


def facts(url: str, cast: Cast) -> World:
    """What the tables hold now, read past every rule."""
    world = World(clock.now(), [str(cast.marac)])
    with psycopg.connect(url, row_factory=dict_row) as connection:
        for agency in connection.execute("SELECT id, kind, parent_id FROM agency").fetchall():
            parent = agency["parent_id"] and str(agency["parent_id"])
            world.agencies[str(agency["id"])] = Agency(str(agency["id"]), agency["kind"], parent)
        rows = {table: connection.execute(f"SELECT * FROM {table}".encode()).fetchall() for table in READ}
    plain = {table: [_plain(row) for row in found] for table, found in rows.items()}
    for values in plain["case_file"]:
        world.cases.append(_of_case(values, plain))
    return world


def _of_case(values: Values, plain: dict[str, list[Values]]) -> CaseFacts:
    case = CaseFacts(values, rows=[Row("case_file", values)])
    mine = {table: [row for row in rows if row.get("case_id") == case.id] for table, rows in plain.items()}
    case.seats, case.walls = mine["seat"], mine["wall"]
    case.kept = {table: mine[table] for table in ("transfer", "opening", "observation", "hearing")}
    case.rows += [Row(table, row) for table in ("line", "action") for row in mine[table]]
    for named in mine["line_audience"]:
        if named["ended_at"] is None:
            case.named.setdefault(named["line_id"], set()).add(named["agency_id"])
    return case


def _plain(row: dict[str, Any]) -> Values:
    return {name: _word(value) for name, value in row.items() if not isinstance(value, bytes)}


def _word(value: Any) -> Any:
    if isinstance(value, list):
        return [_word(each) for each in value]
    return str(value) if isinstance(value, UUID) else value
