"""The record of sharing: an append-only event for every change, every read of content and every refusal."""

import os
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, Index, LargeBinary, and_, event, func, inspect, or_, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql import ColumnElement
from sqlmodel import Field, col, select

from marac import clock
from marac.proceedings import WITHIN_THE_AGENCY
from marac.store.classes import classes
from marac.store.people import Partner
from marac.store.scope import Internal, Record, Scoped, ViewerSession, words
from marac.store.walls import outside_walls
from marac.verbs import Operation, Verb
from marac.vocabulary import Hat, Side, Unrecorded, Viewer

SCHEMA = 1


class AuditEvent(Scoped, table=True):
    """One event. It names items and field groups, never what they say.

    Shape fixed by docs/decisions/0006; no foreign keys, since it outlives what it names;
    no server defaults, since its writer may not read it back.
    """

    __tablename__ = "audit_event"
    CLASSES: ClassVar = classes(
        key="id marac_id case_id meeting_id member_id agency_id seat_id sign_in_id items recipients",
        state="at hat request_id operation verb reason schema_version seq leaf",
        secret="salt",
    )

    at: datetime = Field(default_factory=clock.now, index=True)
    marac_id: UUID | None = Field(default=None, index=True)
    case_id: UUID | None = Field(default=None, index=True)
    meeting_id: UUID | None = None
    member_id: UUID | None = Field(default=None, index=True)
    agency_id: UUID | None = Field(default=None, index=True)
    hat: str = ""
    seat_id: UUID | None = None
    sign_in_id: UUID | None = None
    request_id: str = ""
    operation: Operation = Field(sa_type=words(Operation))
    verb: Verb = Field(sa_type=words(Verb))
    items: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    recipients: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    reason: str = ""
    salt: bytes = Field(default_factory=lambda: os.urandom(16), sa_type=LargeBinary)
    schema_version: int = SCHEMA
    seq: int | None = Field(default=None, sa_type=BigInteger)  # its place in its tree, and its hash there
    leaf: bytes | None = Field(default=None, sa_type=LargeBinary)

    __table_args__ = (
        Index("ix_audit_event_unsequenced", "at", postgresql_where=text("seq IS NULL")),
        Index(
            "ix_audit_event_seq",
            "marac_id",
            "seq",
            unique=True,
            postgresql_where=text("seq IS NOT NULL"),
            postgresql_nulls_not_distinct=True,
        ),
        Index("ix_audit_event_items", "items", postgresql_using="gin", postgresql_ops={"items": "jsonb_path_ops"}),
    )

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Auditors: their MARAC. An agency's officer and people: their own agency's (S21). Walls bind all (S17)."""
        mine = and_(col(cls.agency_id) == viewer.agency_id, col(cls.marac_id) == viewer.marac_id)
        if viewer.hat is Hat.AUDITOR:
            partners = select(Partner.agency_id).where(Partner.marac_id == viewer.marac_id)
            of_nobody = and_(_without_a_marac(cls), col(cls.agency_id).in_(partners))
            seen = or_(col(cls.marac_id) == viewer.marac_id, of_nobody)
        elif viewer.hat is Hat.DATA_PROTECTION_OFFICER:
            received = col(cls.recipients).contains(
                func.jsonb_build_array(func.jsonb_build_object("agency", viewer.agency_id))
            )
            of_nobody = and_(_without_a_marac(cls), col(cls.agency_id) == viewer.agency_id)
            here = and_(col(cls.marac_id) == viewer.marac_id, received)
            seen = or_(and_(mine, _for_an_agency(cls)), here, of_nobody)
        elif viewer.hat in {Hat.REPRESENTATIVE, Hat.ADVOCATE} and viewer.side is not Side.PERPETRATOR:
            seen = and_(mine, _for_an_agency(cls))
        else:
            seen = col(cls.id).is_(None)
        case_id: Any = col(cls.case_id)
        return and_(seen, or_(case_id.is_(None), outside_walls(case_id)))


def _without_a_marac(cls: type[AuditEvent]) -> ColumnElement[bool]:
    """What concerns an agency's people before they wear any hat: signing in, and being refused it."""
    return and_(col(cls.marac_id).is_(None), col(cls.case_id).is_(None))


def _for_an_agency(cls: type[AuditEvent]) -> ColumnElement[bool]:
    return col(cls.hat).in_([hat.value for hat in WITHIN_THE_AGENCY])


def item(row: Record, fields: Iterable[str] = (), label: str = "") -> dict[str, Any]:
    """How an event names one row: table, id, field names, and its code, or what sort of thing it is."""
    named: dict[str, Any] = {"t": str(row.__tablename__), "id": str(row.id)}
    if kept := sorted(fields):
        named["f"] = kept
    if shown := label or str(getattr(row, "label", "") or "") or _sort_of(row):
        named["label"] = shown
    return named


def _sort_of(row: Record) -> str:
    """Closed words alone: whose it is and of which kind, or the topic, so that an auditor can tell items apart."""
    party, topic = getattr(row, "party", None), getattr(row, "topic", None)
    return " ".join(str(word) for word in (party, getattr(row, "kind", None) if party else topic) if word)


@event.listens_for(ViewerSession, "after_flush")
def note_changes(session: ViewerSession, context: object) -> None:
    changed: dict[UUID, str] = session.info.setdefault("changed", {})
    touched = [*session.new, *session.deleted, *(row for row in session.dirty if session.is_modified(row))]
    for row in touched:
        if isinstance(row, Record) and not isinstance(row, AuditEvent | Internal):
            changed[row.id] = str(inspect(row).mapper.local_table.name)


@event.listens_for(ViewerSession, "before_commit")
def refuse_unrecorded_changes(session: ViewerSession) -> None:
    """Law 3: every changed row is covered by a verdict and named by an event, or nothing is committed."""
    session.flush()
    changed: Mapping[UUID, str] = session.info.get("changed", {})
    for kind, done in (("verdict", session.info.get("covered", ())), ("event", session.info.get("recorded", ()))):
        if left := {table for row_id, table in changed.items() if row_id not in done}:
            raise Unrecorded(f"changed without {kind}: {', '.join(sorted(left))}")
