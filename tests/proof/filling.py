"""What fills a form and the path that it is posted to: ids of rows that belong together, and values of each type."""

import random
from collections.abc import Iterator
from datetime import date, time, timedelta
from enum import Enum
from types import NoneType
from typing import Any, Literal, get_args, get_origin
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session
from starlette.routing import Route

import marac.schema
from actions.catalogue import OTHER, answers, find
from marac.cases.forms import HELD
from marac.vocabulary import Role
from tests.proof.house import MOMENT, Proving
from tests.proof.posted import Posted
from tests.proof.world import World

Row = dict[str, Any]
Value = str | list[str]

# Which table's ids a field takes, by its name; `route field` where one route means something else by it.
TAKES = {
    "agency_id": "agency", "agencies": "agency", "agency": "agency", "quiet": "agency", "advocate": "agency",
    "seat_agency": "agency", "parent_id": "agency", "named": "agency", "named_agency": "agency", "employer": "agency",
    "member_id": "member", "members": "member", "cleared": "member", "chair_id": "member", "acting_chair": "member",
    "acting_coordinator": "member", "deputy_id": "member", "successor_id": "member", "conflicted": "member",
    "case.name named": "member", "person_id": "person", "other_id": "person", "line_id": "line", "after": "hearing",
    "case_id": "case_file", "item_id": "line", "client_id": "note",
    # Of the same name and no id: how a provider knows this house; whether an action is quiet.
    "provider.add client_id": "", "provider.change client_id": "",
    "action.agree.do quiet": "", "hearing.agree quiet": "",
    # Ids that are read as text.
    "meeting": "meeting", "event_id": "audit_event", "to": "agency", "tick": "research", "answer-": "person",
}  # fmt: skip
BY_PERSON = "answer-"
# By which name a form is read that makes its names up: what they are, or by which prefix an id follows.
LOOSE = {
    "_typed": "", "answered": "", "return_nils": "", "convene": "", "do_record": "", "do_voice": "", "do_teller": "",
    "do_agree": "", "conditions_posted": "", "_answers": BY_PERSON, "answer": BY_PERSON,
}  # fmt: skip
PATHS = {"case_id": "case_file", "date_id": "birth_date", "name_id": "person_name", "link_id": "person_link"}
PATHS |= {"issue_id": "minutes_issue", "entry_id": "sample_item", "detail_id": "protected_detail"}
PAST = {"received_on", "source_date", "signed_on", "trained_on", "since"}
SAID: dict[str, tuple[str, ...]] = {
    "kind": (OTHER, "case", "check"), "what": ("note", "decision"), "deed": ("", "lift", "out"), "sharing": ("named",),
    "worked": tuple(HELD), "step": ("look",), "stays": ("yes",), "due_at": ("09:00",), "restricted": ("yes",),
    "line": ("",), "hours": ("2", "4", "8", "24"), "nobody_why": ("",),
}  # fmt: skip
OF_HAT = {"chair_id": Role.CHAIR, "acting_chair": Role.CHAIR, "acting_coordinator": Role.COORDINATOR}
OF_HAT |= {"hearing.observer member_id": Role.OBSERVER}


def takes(route: str, name: str) -> str:
    """Which table's ids; empty for none."""
    return TAKES.get(f"{route} {name}", TAKES.get(name, ""))


def ids_in(asked: Posted) -> list[str]:
    """The fields of this form that take an id."""
    names = {*asked.fields, *(LOOSE[one] for one in asked.loose)}
    return sorted(name for name in names if takes(asked.name, name))


def is_id(annotation: Any) -> bool:
    return annotation is UUID or any(is_id(one) for one in get_args(annotation))


class Rows:
    """Every row of a database, as its columns."""

    def __init__(self, proving: Proving) -> None:
        self.of: dict[str, list[Row]] = {}
        with Session(proving.superuser) as session:
            for name in marac.schema.metadata.tables:
                found = session.connection().execute(text(f"SELECT to_jsonb(t) FROM {name} t ORDER BY id::text"))
                self.of[name] = [row for (row,) in found]


class Filling:
    """One world's rows, by which paths and forms are filled; what is drawn is drawn by its dice."""

    def __init__(self, world: World, rows: Rows, seed: int) -> None:
        self.world, self.rows = world, rows
        self.dice = random.Random(seed)
        self.marac = str(world.here["marac_id"])
        self.agencies = [str(one.id) for one in world.people.agencies]
        self.members = {str(one.member_id): str(one.agency_id) for one in world.people.eyes}

    # Paths --------------------------------------------------------------------

    def paths(self, route: Route) -> Iterator[Row]:
        """What may fill a path, each with the rows that belong together, in an order drawn anew."""
        names = list(route.param_convertors)
        ids = [name for name in names if name.endswith("_id")]
        if not ids:
            yield {name: _plain(name) for name in names}
            return
        leading = self.dice.sample(here := self._here(ids[-1]), len(here))
        for row in leading:
            filled = {ids[-1]: row["id"]}
            if all(self._fill(filled, name, row) for name in reversed(ids[:-1])):
                yield {name: filled.get(name) or _plain(name) for name in names}

    def _fill(self, filled: Row, name: str, row: Row) -> bool:
        """An id beside the leading row's: which it points at; or of the same case."""
        case = row.get("case_id") or (row["id"] if "author_id" in row else None)
        meetings = [one["meeting_id"] for one in self.rows.of["hearing"] if one["id"] == filled.get("hearing_id")]
        found = [row[name]] if row.get(name) else meetings if name == "meeting_id" else []
        found = found or [one["id"] for one in self._here(name) if case and one.get("case_id") == case]
        if found:
            filled[name] = self.dice.choice(found)
        return bool(found)

    def _here(self, name: str) -> list[Row]:
        rows = self.rows.of[PATHS.get(name) or name.removesuffix("_id")]
        return [row for row in rows if self.belongs(row)]

    def belongs(self, row: Row) -> bool:
        """It is of this world."""
        if "marac_id" in row:
            return bool(row["marac_id"] == self.marac)
        return bool((row.get("agency_id") or row["id"]) in self.agencies)

    # Forms --------------------------------------------------------------------

    def form(self, posted: Posted, path: Row, own: str) -> dict[str, Value]:
        """What somebody of the agency `own` may well post: some of what may be left out is."""
        filled: dict[str, Value] = {}
        for name, annotation in posted.fields.items():
            value = self._value(posted.name, name, annotation, path, own)
            if value:
                filled[name] = value
        if "conditions_posted" in posted.loose:
            filled |= {"kind": OTHER} | dict.fromkeys(answers.questions(find(OTHER)), "yes")
        for prefix in {LOOSE[one] for one in posted.loose} - {""}:
            filled[prefix + self._good("person", path, own)] = "could-not-search"
        return filled

    def _value(self, route: str, name: str, annotation: Any, path: Row, own: str) -> Value:
        inner = [one for one in get_args(annotation) if one is not NoneType]
        if NoneType in get_args(annotation):
            return "" if self.dice.random() < 0.25 else self._value(route, name, inner[0], path, own)
        if hasattr(annotation, "__metadata__"):
            return self._value(route, name, annotation.__origin__, path, own)
        if is_id(annotation) or (takes(route, name) and annotation in (str, list[str])):
            good = self._of_hat(route, name) or self._good(takes(route, name), path, own)
            good = f"{good}:{self._of(good)}" if name == "tick" else good
            return [good] if get_origin(annotation) is list else good
        if get_origin(annotation) is list:
            return list(SAID.get(name, ()))
        known = [one for one in SAID.get(name, ()) if not _closed(annotation) or one in _closed(annotation)]
        return self.dice.choice(known) if known else self._plain(name, annotation, path)

    def _plain(self, name: str, annotation: Any, path: Row) -> str:
        if closed := _closed(annotation):
            return self.dice.choice(closed)
        if annotation is bool:
            return self.dice.choice(("yes", ""))
        if annotation is int:
            return str(self._version(path)) if name == "version" else "12"
        if annotation is date:
            return (MOMENT.date() + timedelta(days=-30 if name in PAST else 9 if name == "held_on" else 5)).isoformat()
        return "10:00" if annotation is time else "Locks changed on Friday."

    def _of_hat(self, route: str, name: str) -> str:
        """Somebody who wears the hat that this field asks for."""
        hat = OF_HAT.get(f"{route} {name}", OF_HAT.get(name))
        found = [str(one.member_id) for one in self.world.people.eyes if one.hat is hat]
        return self.dice.choice(found) if found else ""

    def _version(self, path: Row) -> int:
        """Of the last row in the path that has one."""
        rows = [row for name, at in path.items() if name.endswith("_id") for row in self._here(name) if row["id"] == at]
        return next((int(row["version"]) for row in reversed(rows) if "version" in row), 1)

    def _good(self, table: str, path: Row, own: str) -> str:
        """An id of this table that belongs to where the form is posted."""
        if table == "agency":
            return self.dice.choice([own, *self.agencies])
        if table == "member":
            return self.dice.choice([one for one, agency in self.members.items() if agency == own] + list(self.members))
        case = self.case_of(path)
        rows = [row for row in self.rows.of[table] if self.belongs(row) and case in ("", self.case(table, row))]
        return str(self.dice.choice(rows)["id"]) if rows else ""

    def _of(self, research: str) -> str:
        """A person of the case that was asked about."""
        cases = [row["case_id"] for row in self.rows.of["research"] if row["id"] == research]
        return next((row["id"] for row in self.rows.of["person"] if row["case_id"] in cases), "")

    def case_of(self, path: Row) -> str:
        """Of which case what the path names is; empty for none."""
        hearings = [row["case_id"] for row in self.rows.of["hearing"] if row["id"] == path.get("hearing_id")]
        return str(path.get("case_id") or next(iter(hearings), ""))

    def case(self, table: str, row: Row) -> str:
        return str(row["id"] if table == "case_file" else row.get("case_id") or "")


def _closed(annotation: Any) -> list[str]:
    """The values of a closed list; none where any may be typed."""
    if get_origin(annotation) is Literal:
        return [str(one) for one in get_args(annotation)]
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return [str(one.value) for one in annotation]
    return []


def _plain(name: str) -> Any:
    return {"topic": "grounds", "page": 1, "party": "child", "kind": "phone"}[name]
