"""Plain facts of a small world: who there is, who is seated and who is walled, and every row as it is written."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Eyes:
    """Somebody looking: one member under one appointment. Words as the database keeps them."""

    member: str
    agency: str
    marac: str
    hat: str
    side: str


@dataclass(slots=True)
class Row:
    """One row of one table, by column."""

    table: str
    values: Values

    @property
    def id(self) -> str:
        return str(self.values["id"])


@dataclass(slots=True)
class CaseFacts:
    """A case and all that hangs on it. `named`: which agencies a line, note or protected detail is for.

    `by_id`: the lines, details and actions on which other rows hang; `kept`: rows that open or close others.
    """

    values: Values
    seats: list[Values] = field(default_factory=list)
    walls: list[Values] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    named: dict[str, set[str]] = field(default_factory=dict)
    by_id: dict[str, Values] = field(default_factory=dict)
    kept: dict[str, list[Values]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return str(self.values["id"])

    def of(self, table: str) -> list[Row]:
        return [row for row in self.rows if row.table == table]


@dataclass(slots=True)
class Agency:
    id: str
    kind: str
    parent: str | None


@dataclass(slots=True)
class World:
    """Two partnerships, their people, and their cases at one moment.

    `rows`: what belongs to no case; `open`: what everybody signed in may see.
    """

    at: datetime
    maracs: list[str]
    agencies: dict[str, Agency] = field(default_factory=dict)
    partners: set[tuple[str, str]] = field(default_factory=set)
    members: dict[str, str] = field(default_factory=dict)
    eyes: list[Eyes] = field(default_factory=list)
    cases: list[CaseFacts] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    open: list[Row] = field(default_factory=list)

    def everything(self) -> list[Row]:
        return [*self.open, *self.rows, *(row for case in self.cases for row in case.rows)]
