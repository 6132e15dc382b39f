"""Actions found again: of a case, still open, with what was reported of them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, true
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from actions.models import Action, ActionUpdate
from marac import clock
from marac.cases.models import Case
from marac.proceedings import ActionStatus
from marac.store.people import Agency
from marac.store.work import Work
from marac.vocabulary import FOR_THE_MEETING


def actions_of(work: Work, case_id: UUID) -> list[Action]:
    """Every action of a case that this viewer may see, by due date."""
    return work.all(_by_date(select(Action).where(Action.case_id == case_id)))


def open_actions(work: Work, case_id: UUID | None = None) -> list[Action]:
    """What is still to be done, the longest due first: of one case, or of every case (C45, C54)."""
    asked = select(Action).where(Action.status == ActionStatus.OPEN)
    if case_id is not None:
        asked = asked.where(Action.case_id == case_id)
    return work.all(_by_date(asked))


def _by_date(asked: SelectOfScalar[Action]) -> SelectOfScalar[Action]:
    return asked.order_by(col(Action.due_on), col(Action.agreed_at), col(Action.id))


def history_of(work: Work, action: Action) -> list[ActionUpdate]:
    """What was reported of it, oldest first."""
    asked = select(ActionUpdate).where(ActionUpdate.action_id == action.id)
    return work.all(asked.order_by(col(ActionUpdate.at), col(ActionUpdate.id)))


STANDINGS = ("open", "late", "soon", "completed", "not-possible", "not-done", "all")
SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which actions a list shows: how they stand, of which case code, agency and person; empty means any."""

    standing: str = "open"
    case: str = ""
    agency_id: UUID | None = None
    member_id: UUID | None = None


def listed(work: Work, chosen: Chosen, *, start: int = 0, most: int = 50) -> list[Action]:
    """The viewer's own agency's, the longest due first; all of the MARAC's by agency under a meeting hat."""
    asked = _narrowed(work, select(Action), chosen).where(*_standing(chosen.standing))
    if work.viewer.hat in FOR_THE_MEETING:
        asked = asked.join(Agency, col(Agency.id) == col(Action.agency_id)).order_by(col(Agency.name))
    return work.all(_by_date(asked).offset(start).limit(most))


def counted(work: Work, chosen: Chosen) -> dict[str, int]:
    """How many stand in each way, in the same case, agency and person."""
    ways = [func.count(col(Action.id)).filter(and_(true(), *_standing(way))) for way in STANDINGS]
    row = work.rows(_narrowed(work, select(*ways).select_from(Action), chosen))[0]
    return dict(zip(STANDINGS, row, strict=True))


def _standing(standing: str) -> list[ColumnElement[bool]]:
    today, still_open = clock.today(), col(Action.status) == ActionStatus.OPEN
    if standing == "all":
        return []
    if standing == "late":
        return [still_open, col(Action.due_on) < today]
    if standing == "soon":
        return [still_open, col(Action.due_on).between(today, today + SOON)]
    return [col(Action.status) == ActionStatus(standing)]


def _narrowed(work: Work, asked: Any, chosen: Chosen) -> Any:
    viewer = work.viewer
    if viewer.hat not in FOR_THE_MEETING:
        asked = asked.where(col(Action.agency_id) == viewer.agency_id)
    if chosen.case:
        asked = asked.where(col(Action.case_id).in_(select(Case.id).where(Case.code == chosen.case)))
    if chosen.agency_id:
        asked = asked.where(col(Action.agency_id) == chosen.agency_id)
    if chosen.member_id:
        asked = asked.where(col(Action.member_id) == chosen.member_id)
    return asked
