"""Actions as the lists show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from actions.models import Action
from marac import clock
from marac.cases.models import Case
from marac.cases.operations.naming import CaseNames, names_of
from marac.proceedings import ActionStatus
from marac.store.people import Agency, Member
from marac.store.work import Work

NOBODY = "Nobody named yet"
STATUS: dict[ActionStatus, tuple[str, str]] = {
    ActionStatus.OPEN: ("Open", "blue"),
    ActionStatus.COMPLETED: ("Completed", "green"),
    ActionStatus.NOT_POSSIBLE: ("Not possible", "grey"),
    ActionStatus.NOT_DONE: ("Not done", "orange"),
}


@dataclass(frozen=True)
class ActionRow:
    """One action in a list; `people` is empty where only codes may stand."""

    id: UUID
    case_id: UUID
    code: str
    people: tuple[tuple[str, str], ...]
    wording: str
    due_on: date
    late: bool
    status: ActionStatus
    owner: str
    person: str
    quiet: bool

    @property
    def standing(self) -> tuple[str, str]:
        return ("Late", "red") if self.late else STATUS[self.status]


def rows_of(work: Work, actions: Sequence[Action], *, named: bool = True) -> list[ActionRow]:
    """What is shown of each is opened, and so recorded; without `named` no name of the case is."""
    case_ids = {action.case_id for action in actions}
    cases = {case.id: case.code for case in work.by_id(Case, case_ids).values()}
    people = names_of(work, case_ids) if named else {}
    agencies = agency_names(work, (action.agency_id for action in actions))
    members = member_names(work, (action.member_id for action in actions))
    today = clock.today()
    return [
        ActionRow(
            id=action.id,
            case_id=action.case_id,
            code=f"{cases[action.case_id]}-{action.label}",
            people=shown_of(people.get(action.case_id, CaseNames())),
            wording=action.wording,
            due_on=action.due_on,
            late=is_late(action, today),
            status=action.status,
            owner=agencies[action.agency_id],
            person=members.get(action.member_id, "") if action.member_id else "",
            quiet=action.quiet,
        )
        for action in actions
    ]


def is_late(action: Action, today: date) -> bool:
    return action.status is ActionStatus.OPEN and action.due_on < today


def shown_of(names: CaseNames) -> tuple[tuple[str, str], ...]:
    """(part, name): the victim where this viewer's seat shows them; else the perpetrators."""
    if names.victim:
        return (("Victim", names.victim),)
    return tuple(("Perpetrator", name) for name in names.perpetrators)


def agency_names(work: Work, ids: Iterable[UUID]) -> dict[UUID, str]:
    return {row.id: row.name for row in work.by_id(Agency, ids).values()}


def member_names(work: Work, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    return {row.id: row.name for row in work.by_id(Member, ids).values()}
