"""Whom a deed's announcement reaches: nobody to whom nothing that moved may be known, and all who must look again.

Deeds by chance through the operations; what each announces is heard from PostgreSQL, and handed out as the platform
does. Who may know is worked out from the rows that the record names for the deed, and what the oracle says of them
before and after.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg.rows import dict_row
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool
from sqlmodel import col, select

import tests.database as databases
from agencies.models import Line
from agencies.operations.decisions import decide
from agencies.operations.lines import correct_line, mark_said
from agenda.models import Hearing, Meeting, Note
from agenda.operations.hearings import open_meeting
from agenda.operations.notes import change_note, write_note
from marac.cases.models import ProtectedDetail
from marac.cases.operations.people.audiences import name_agencies
from marac.cases.operations.restriction import name_people, restrict
from marac.proceedings import NoteKind, RiskTo
from marac.store.sealing import Keyring
from marac.store.work import Store
from marac.verbs import Verb
from marac.vocabulary import Hat, Sharing, Viewer
from marac.web.nudges import Nudge, concerned
from tests.agenda.sitting import call_case, publish
from tests.cast import Cast, install
from tests.conftest import MASTER
from tests.proof import deeds
from tests.proof.facts import CaseFacts, Row, World
from tests.proof.oracle import sees

DEEDS = 40  # of a meeting
KEPT = ("seat", "wall", "line", "action", "hearing", "transfer", "opening", "observation", "notice", "protected_detail")
NAMED = {"line_audience": "line_id", "note_audience": "note_id", "protected_audience": "detail_id"}
TABLES = ("case_file", *KEPT, *NAMED, "note", "said", "case_attendance", "action_update")
# What a live screen shows of others' doing: whoever gains, loses or sees a change of one of these is told.
Connection = psycopg.Connection[dict[str, Any]]
SHOWN = ("case_file", "line", "note", "action")
LIVE = {Hat.REPRESENTATIVE, Hat.ADVOCATE, Hat.CONTRIBUTOR, Hat.CHAIR, Hat.COORDINATOR, Hat.OBSERVER}
# A line that a new seat opens is named for it, and is as it was.
_RECORDED = f"""
SELECT id, items FROM audit_event
  WHERE operation <> 'consultation' AND verb <> '{Verb.LINE_OPENED_TO_SEAT}' AND NOT id = ANY (%s)
"""


@dataclass
class Sight:
    """What everybody of the cast sees at one moment, by table."""

    of: dict[str, dict[str, set[str]]]

    def rows(self, name: str) -> set[tuple[str, str]]:
        return {(table, row) for table, rows in self.of[name].items() for row in rows}


@dataclass
class Heard:
    """What went wrong, and how often somebody was told or not."""

    wrong: list[str] = field(default_factory=list)
    told: int = 0
    spared: int = 0


class Telling(deeds.Deeds):
    """Deeds by chance in a meeting where a case is heard, and who is told of each."""

    def __init__(self, cast: Cast, listener: Connection, seed: int) -> None:
        super().__init__(cast, listener.info.dsn, seed)
        code = f"HERON{seed}"
        publish(cast, (code,))
        self._open(code)
        self.heard = Heard()
        self.known: list[UUID] = []
        more: tuple[Callable[[], None], ...] = (self._note, self._note, self._change, self._say, self._correct,
                                                self._say_only, self._name, self._restrict)  # fmt: skip
        self.deeds = (*self.deeds, *more)
        self.listener = listener
        self.listener.execute("LISTEN marac")
        self._recorded()

    def _open(self, code: str) -> None:
        with self._work("coordinator") as work:
            open_meeting(work, work.all(select(Meeting))[0])
        self.hearing = call_case(self.cast, code)

    # More deeds -----------------------------------------------------------

    def _note(self) -> None:
        with self._work("coordinator") as work:
            hearing = work.find(Hearing, self.hearing)
            lines = [each.id for each in work.all(select(Line).where(Line.case_id == hearing.case_id))]
            kind = self.dice.choice((NoteKind.NOTE, NoteKind.VOICE, NoteKind.RISK))
            write_note(
                work,
                hearing,
                "as it was said",
                client_id=uuid4(),
                kind=kind,
                line_id=self.dice.choice([None, *lines]),
                risk_to=RiskTo.VICTIM if kind is NoteKind.RISK else None,
                for_perpetrators_side=self.dice.random() < 0.3,
            )

    def _change(self) -> None:
        with self._work("coordinator") as work:
            note: Note = self._any(work.all(select(Note)))
            change_note(work, note, "put better", note.version)

    def _mine(self, work: Any, *conditions: Any) -> Line:
        lines = select(Line).where(Line.agency_id == work.viewer.agency_id, col(Line.corrected_at).is_(None))
        return self._any(work.all(lines.where(*conditions)))  # type: ignore[no-any-return]

    def _say(self) -> None:
        with self._work(self.dice.choice(deeds.SPEAKS)) as work:
            hearing = work.find(Hearing, self.hearing)
            mark_said(work, self._mine(work, Line.case_id == hearing.case_id), hearing.id)

    def _say_only(self) -> None:
        with self._work(self.dice.choice(deeds.SPEAKS)) as work:
            decide(work, self._mine(work), Sharing.SAY_ONLY, bears_on=RiskTo.VICTIM.value)

    def _correct(self) -> None:
        with self._work(self.dice.choice(deeds.SPEAKS)) as work:
            correct_line(work, self._mine(work), "put right")

    def _name(self) -> None:
        with self._work(self.dice.choice(("police_rep", "idva"))) as work:
            name_agencies(work, self._any(work.all(select(ProtectedDetail))), [self._agency()])

    def _restrict(self) -> None:
        with self._work(self._leader()) as work:
            case = self._case(work)
            restrict(work, case, not case.restricted)
            if case.restricted:
                name_people(work, case, self.cast.agencies["council"], [self.cast.members["council_rep"]])

    # Who was told -----------------------------------------------------------

    def tell(self) -> str:
        """One deed, and whom its announcements reach; its name."""
        before = self._sight()
        name = self.step()
        after, moved, nudges = self._sight(), self._recorded(), self._announced()
        told = concerned(self.cast.store, self.cast.viewers.values(), nudges)
        for who, viewer in self._screens().items():
            saw, see = before.rows(who), after.rows(who)
            may = (saw | see) & moved or saw ^ see
            must = {table for table, _ in (saw ^ see) | (see & moved)} & set(SHOWN)
            self._judge(f"{name}: {who}", viewer in told, bool(may), bool(must))
        return name

    def _judge(self, who: str, told: bool, may: bool, must: bool) -> None:
        self.heard.told += told
        self.heard.spared += not told
        if told and not may:
            self.heard.wrong.append(f"{who} was told of what is not for them")
        if must and not told:
            self.heard.wrong.append(f"{who} was not told")

    def _screens(self) -> dict[str, Viewer]:
        """Those who can have a live screen; under other hats there is none."""
        return {name: viewer for name, viewer in self.cast.viewers.items() if viewer.hat in LIVE}

    def _announced(self) -> list[Nudge]:
        self.listener.execute("SELECT 1")
        read = (Nudge.read(sent.payload) for sent in self.listener.notifies(timeout=0.05))
        return [nudge for nudge in read if nudge]

    def _recorded(self) -> set[tuple[str, str]]:
        """The rows that the record names for what was done since it was asked last."""
        found = self.listener.execute(_RECORDED, [self.known]).fetchall()
        self.known += [row["id"] for row in found]
        return {(item["t"], item["id"]) for row in found for item in row["items"]}

    def _sight(self) -> Sight:
        world = self._world()
        eyes = {name: deeds.eyes_of(viewer) for name, viewer in self.cast.viewers.items()}
        return Sight({name: sees(world, each, TABLES) for name, each in eyes.items()})

    def _world(self) -> World:
        world = deeds.facts(self.url, self.cast)
        for case in world.cases:
            self._fill(case)
        return world

    def _fill(self, case: CaseFacts) -> None:
        """All rows of the case that a screen may show; on which of them others hang."""
        case.rows = [row for row in case.rows if row.table == "case_file"]
        for table in TABLES[1:]:
            asked = f"SELECT * FROM {table} WHERE case_id = %s"
            for found in self.listener.execute(asked.encode(), [case.id]).fetchall():
                values = deeds._plain(found)
                case.rows.append(Row(table, values))
                if table in KEPT:
                    case.by_id[values["id"]] = values
                if table in NAMED and values.get("ended_at") is None:
                    case.named.setdefault(values[NAMED[table]], set()).add(values["agency_id"])
            if table in KEPT:
                case.kept[table] = [row.values for row in case.rows if row.table == table]


def run(meetings: int, seed: int = 0) -> str:
    """So many meetings of `DEEDS` deeds. Raises AssertionError naming who was told of what, or was not told."""
    wrong: list[str] = []
    done = told = spared = 0
    template = databases.clone("template_cast")
    owner = create_engine(databases.owner_url(template), poolclass=NullPool)
    cast = install(owner, _store(template))
    for number in range(seed, seed + meetings):
        name = databases.clone("told", of=template)
        address = databases.plain(databases.superuser_url(name))
        here = replace(cast, store=_store(name), cases={}, people={})
        with psycopg.connect(address, autocommit=True, row_factory=dict_row) as listener:
            telling = Telling(here, listener, number)
            for _ in range(DEEDS):
                telling.tell()
        databases.drop(name)
        wrong += [f"{number}: {each}" for each in telling.heard.wrong]
        done, told, spared = done + telling.done, told + telling.heard.told, spared + telling.heard.spared
    assert not wrong, "\n".join(wrong[:40])
    return f"{meetings} meetings, {done:,} deeds: {told:,} screens told, {spared:,} not told; nobody who may not know"


def _store(name: str) -> Store:
    return Store(create_engine(databases.app_url(name), poolclass=NullPool), Keyring(MASTER))
