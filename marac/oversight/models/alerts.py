"""What the rules found in the record that somebody should look at (C74)."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Uuid, and_, false, or_
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql import ColumnElement
from sqlmodel import Field, col

from marac import clock
from marac.policy.alerts import AlertRule, AlertStatus
from marac.proceedings import WITHIN_THE_AGENCY
from marac.store.classes import classes
from marac.store.scope import Scoped, words
from marac.store.sealing import sealed
from marac.store.walls import outside_walls
from marac.vocabulary import Hat, Viewer


class Alert(Scoped, table=True):
    """One rule met by one member's conduct, once a day or once a case; its id is made from these, so it is kept once.

    `note` where it is about a case, `plain_note` where it is about conduct alone.
    """

    CLASSES: ClassVar = classes(
        key="id marac_id case_id member_id agency_id event_ids reviewed_by",
        state="rule hat first_at last_at found_at status reviewed_at version",
        content="note",
        staff="plain_note",
    )

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID | None = Field(default=None, foreign_key="case_file.id")
    member_id: UUID = Field(foreign_key="member.id")
    agency_id: UUID = Field(foreign_key="agency.id", index=True)
    rule: AlertRule = Field(sa_type=words(AlertRule))
    hat: str
    event_ids: list[UUID] = Field(default_factory=list, sa_type=ARRAY(Uuid))
    first_at: datetime
    last_at: datetime
    found_at: datetime = Field(default_factory=clock.now)
    status: AlertStatus = Field(default=AlertStatus.OPEN, sa_type=words(AlertStatus))
    note: str = sealed()
    plain_note: str = ""
    reviewed_by: UUID | None = Field(default=None, foreign_key="member.id")
    reviewed_at: datetime | None = None
    version: int = 1

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Auditors; an agency's officer, of its people as they speak for it (S9). Never about oneself."""
        if viewer.hat is Hat.AUDITOR:
            mine: ColumnElement[bool] = col(cls.marac_id) == viewer.marac_id
        elif viewer.hat is Hat.DATA_PROTECTION_OFFICER:
            spoke = col(cls.hat).in_([hat.value for hat in WITHIN_THE_AGENCY])
            mine = and_(col(cls.marac_id) == viewer.marac_id, col(cls.agency_id) == viewer.agency_id, spoke)
        else:
            mine = false()
        case_id: Any = col(cls.case_id)
        return and_(mine, col(cls.member_id) != viewer.member_id, or_(case_id.is_(None), outside_walls(case_id)))
