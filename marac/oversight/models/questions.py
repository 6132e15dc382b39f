"""What an auditor asked an agency, and what it answered (C73)."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import and_, false, or_
from sqlalchemy.sql import ColumnElement
from sqlmodel import Field, col

from marac import clock
from marac.policy.questions import Finding
from marac.store.classes import classes
from marac.store.scope import Scoped, words
from marac.store.sealing import sealed
from marac.store.seats import ANY, seated
from marac.store.walls import outside_walls
from marac.vocabulary import Hat, Viewer


class Question(Scoped, table=True):
    """One question to one agency, one answer, and how it was closed.

    `asked` and `answer` are sealed under the case that they concern; without a case `plain_asked` and `plain_answer`
    stand in their place. `item_id`: the sample's item, the ledger's event or the alert that it comes from.
    """

    CLASSES: ClassVar = classes(
        key="id marac_id case_id agency_id member_id item_id asked_by answered_by closed_by",
        state="code due_on asked_at answered_at closed_at finding version",
        content="asked answer",
        staff="plain_asked plain_answer",
    )

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID | None = Field(default=None, foreign_key="case_file.id")
    code: str = ""
    agency_id: UUID = Field(foreign_key="agency.id", index=True)
    member_id: UUID | None = Field(default=None, foreign_key="member.id")
    item_id: UUID | None = None
    asked: str = sealed()
    plain_asked: str = ""
    asked_by: UUID = Field(foreign_key="member.id")
    asked_at: datetime = Field(default_factory=clock.now)
    due_on: date
    answer: str = sealed()
    plain_answer: str = ""
    answered_by: UUID | None = Field(default=None, foreign_key="member.id")
    answered_at: datetime | None = None
    finding: Finding | None = Field(default=None, sa_type=words(Finding))
    closed_by: UUID | None = Field(default=None, foreign_key="member.id")
    closed_at: datetime | None = None
    version: int = 1

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Auditors; the officer of the agency asked; whoever of it was asked by name, while seated (S1)."""
        case_id: Any = col(cls.case_id)
        here = col(cls.marac_id) == viewer.marac_id
        theirs = and_(here, col(cls.agency_id) == viewer.agency_id)
        if viewer.hat is Hat.AUDITOR:
            seen = here
        elif viewer.hat is Hat.DATA_PROTECTION_OFFICER:
            seen = theirs
        elif viewer.hat in {Hat.REPRESENTATIVE, Hat.ADVOCATE}:
            seated_on = or_(case_id.is_(None), seated(case_id, viewer, *ANY))
            seen = and_(theirs, col(cls.member_id) == viewer.member_id, seated_on)
        else:
            seen = false()
        return and_(seen, or_(case_id.is_(None), outside_walls(case_id)))
