"""Signed words on how long the record was and what its root was then; who was sent them, and who has them (C71)."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, Index, LargeBinary, and_, false, or_
from sqlalchemy.sql import ColumnElement
from sqlmodel import Field, col, select

from marac import clock
from marac.proceedings import Occasion
from marac.store.classes import classes
from marac.store.people import Partner
from marac.store.scope import Scoped, words
from marac.vocabulary import FOR_THE_MEETING, Hat, Viewer

READERS = frozenset({Hat.AUDITOR, Hat.DATA_PROTECTION_OFFICER}) | FOR_THE_MEETING


class Checkpoint(Scoped, table=True):
    """One tree at one size: of a MARAC, or where `marac_id` is empty, of what belongs to none.

    `at` never goes back; `clock_at` is what the machine's clock said. `note` is what is signed, with its signature
    (C2SP signed-note); `peaks` is what the tree grows on from. No foreign key, as with the events it counts.
    """

    __tablename__ = "checkpoint"
    CLASSES: ClassVar = classes(key="id marac_id", state="number size root peaks at clock_at occasion note public_key")

    marac_id: UUID | None = None
    number: int
    size: int = Field(sa_type=BigInteger)
    root: bytes = Field(sa_type=LargeBinary)
    peaks: bytes = Field(sa_type=LargeBinary)
    at: datetime
    clock_at: datetime
    occasion: Occasion = Field(sa_type=words(Occasion))
    note: str
    public_key: bytes = Field(sa_type=LargeBinary)

    __table_args__ = (
        Index("ix_checkpoint_number", "marac_id", "number", unique=True, postgresql_nulls_not_distinct=True),
        Index("ix_checkpoint_size", "marac_id", "size", unique=True, postgresql_nulls_not_distinct=True),
    )

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Auditors, every agency's data protection officer, and those who issue minutes, where one is printed."""
        if viewer.hat not in READERS:
            return false()
        return or_(col(cls.marac_id) == viewer.marac_id, col(cls.marac_id).is_(None))


class CheckpointReceipt(Scoped, table=True):
    """An officer says that they have a checkpoint, where the platform cannot change it."""

    __tablename__ = "checkpoint_receipt"
    CLASSES: ClassVar = classes(key="id marac_id checkpoint_id agency_id member_id", state="at")

    marac_id: UUID = Field(foreign_key="marac.id")
    checkpoint_id: UUID = Field(foreign_key="checkpoint.id", index=True)
    agency_id: UUID = Field(foreign_key="agency.id")
    member_id: UUID = Field(foreign_key="member.id")
    at: datetime = Field(default_factory=clock.now)

    __table_args__ = (Index("ix_checkpoint_receipt_once", "checkpoint_id", "marac_id", "agency_id", unique=True),)

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        here = col(cls.marac_id) == viewer.marac_id
        if viewer.hat is Hat.AUDITOR:
            return here
        if viewer.hat is Hat.DATA_PROTECTION_OFFICER:
            return and_(here, col(cls.agency_id) == viewer.agency_id)
        return false()


class Outbox(Scoped, table=True):
    """A checkpoint to be sent to one officer by e-mail, written in the checkpoint's own transaction.

    It holds no address: that is looked up when it is sent. `failure`: the kind of error of the last try.
    """

    __tablename__ = "outbox"
    CLASSES: ClassVar = classes(
        key="id marac_id checkpoint_id agency_id member_id", state="written_at sent_at tries failure"
    )

    marac_id: UUID | None = None
    checkpoint_id: UUID = Field(foreign_key="checkpoint.id")
    agency_id: UUID = Field(foreign_key="agency.id")
    member_id: UUID = Field(foreign_key="member.id")
    written_at: datetime
    sent_at: datetime | None = None
    tries: int = 0
    failure: str = ""

    __table_args__ = (Index("ix_outbox_once", "checkpoint_id", "member_id", unique=True),)

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        here = or_(col(cls.marac_id) == viewer.marac_id, col(cls.marac_id).is_(None))
        if viewer.hat is Hat.AUDITOR:
            partners = select(Partner.agency_id).where(Partner.marac_id == viewer.marac_id)
            return and_(here, col(cls.agency_id).in_(partners))
        if viewer.hat is Hat.DATA_PROTECTION_OFFICER:
            return and_(here, col(cls.agency_id) == viewer.agency_id)
        return false()
