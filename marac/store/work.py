"""A unit of work: one viewer's reading and doing, one transaction, one commit at its end."""

import json
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Engine, event, text
from sqlmodel import col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from marac import clock
from marac.store.audit import AuditEvent, item
from marac.store.keys import CaseKey, KeysInHand
from marac.store.scope import Internal, Record, ViewerSession, look_as
from marac.store.sealing import Keyring, case_of, in_hand
from marac.verbs import Verb, operation_of
from marac.vocabulary import Conflict, NotFound, Refused, SystemViewer, Unrecorded, Verdict, Viewer

R = TypeVar("R", bound=Record)
T = TypeVar("T")

# Row-level security makes planning dearer than running; every statement is by key, so one plan serves all.
PLANNED_ONCE = {"options": "-c plan_cache_mode=force_generic_plan -c jit=off", "prepare_threshold": 2}


@dataclass(frozen=True, slots=True)
class Store:
    """Where work is kept: the database and the keys outside it."""

    engine: Engine
    keyring: Keyring


class Work:
    """What one viewer does in one transaction: find, require, keep, log, announce."""

    def __init__(self, session: ViewerSession, keyring: Keyring, request_id: str = "") -> None:
        self.session = session
        self.keyring = keyring
        self.keys = KeysInHand(session, keyring)
        self.request_id = request_id
        self.meeting_id: UUID | None = None
        self._held: dict[UUID, Record] = {}
        self._viewer = session.viewer

    @property
    def viewer(self) -> Viewer:
        assert isinstance(self._viewer, Viewer)
        return self._viewer

    # Reading ------------------------------------------------------------

    def find(self, kind: type[R], row_id: UUID | None, *, lock: bool = False) -> R:
        """The row, or NotFound: what a viewer may not see does not exist for them. Policy is never asked."""
        row = None
        if row_id is not None:
            row = self.session.get(kind, row_id, with_for_update=lock or None, populate_existing=lock)
        if row is None:
            raise NotFound(kind.__name__)
        self._held[row.id] = row
        return row

    def by_id(self, kind: type[R], ids: Iterable[UUID | None]) -> dict[UUID, R]:
        """Those rows that the viewer may see; what this work has read it does not ask for again."""
        asked = {row_id for row_id in ids if row_id}
        if missing := asked - self._held.keys():
            self._held.update((row.id, row) for row in self.all(select(kind).where(col(kind.id).in_(missing))))
        held = ((row_id, self._held.get(row_id)) for row_id in asked)
        return {row_id: row for row_id, row in held if isinstance(row, kind)}

    def once(self, key: Hashable, read: Callable[[], T]) -> T:
        """What was read under this key: asked for again before this work writes anything, it is not read again."""
        if self.session.autoflush:
            self.session.flush()
        kept: dict[Hashable, Any] = self.session.info.setdefault("once", {})
        if key not in kept:
            kept[key] = read()
        return kept[key]  # type: ignore[no-any-return]

    def all(self, query: SelectOfScalar[T]) -> list[T]:
        return list(self.session.exec(query))

    def first(self, query: SelectOfScalar[T]) -> T | None:
        return self.session.exec(query).first()

    def rows(self, query: Select[*tuple[Any, ...]]) -> list[Any]:
        return list(self.session.exec(query))

    # Doing --------------------------------------------------------------

    def require(self, verdict: Verdict, *rows: Record) -> None:
        """Go on only with a yes; the rows named are those that it covers."""
        self.session.info["verdict"] = True
        if not verdict:
            raise Refused(verdict.reason)
        self.session.info.setdefault("covered", set()).update(row.id for row in rows)

    def keep(self, row: R) -> R:
        """Add a new row, under the verdict already given in this work."""
        if not self.session.info.get("verdict") and not isinstance(row, Internal):
            raise Unrecorded(f"{type(row).__name__} kept without a verdict")
        self.session.add(row)
        self.session.info.setdefault("covered", set()).add(row.id)
        self.session.info.setdefault("kept", set()).add(row.id)
        return row

    def keep_key(self, case_id: UUID, marac_id: UUID) -> CaseKey:
        """Make the key under which a new case's content will be sealed."""
        return self.keep(self.keys.new_key(case_id, marac_id))

    def same_version(self, row: Any, version: int) -> None:
        """Refuse to overwrite what somebody else has changed meanwhile; count this change."""
        if row.version != version:
            raise Conflict(type(row).__name__)
        row.version += 1

    def log(
        self,
        verb: Verb,
        *rows: Record,
        fields: Iterable[str] = (),
        to: Iterable[UUID] = (),
        reason: str = "",
        case_id: UUID | None = None,
        items: Sequence[dict[str, Any]] = (),
        members: Iterable[UUID] = (),
        agency_id: UUID | None = None,
        marac_id: UUID | None = None,
    ) -> None:
        """Record what was done, in the same transaction. `to`: the agencies that received it.

        `agency_id`, `marac_id`: whose people it concerns and where, when nobody in person did it.
        """
        named = [item(row, fields) for row in rows] + list(items)
        self.session.info.setdefault("recorded", set()).update(row.id for row in rows)
        about = case_id or next((_case_id(row) for row in rows if _case_id(row)), None)
        heard = [{"agency": str(agency)} for agency in to] + [{"member": str(member)} for member in members]
        self._record(verb, about, named, heard, reason, agency_id, marac_id)

    def log_openings(self, verb: Verb = Verb.PAGE_READ) -> None:
        """Record every sealed field that was opened for this page: one event a case."""
        opened: dict[UUID, tuple[Record, set[str]]] = self.session.info.pop("opened", {})
        own = self.session.info.get("kept", set())
        pairs = sorted((p for key, p in opened.items() if key not in own), key=lambda pair: str(case_of(pair[0])))
        for case_id, group in groupby(pairs, key=lambda pair: case_of(pair[0])):
            self._record(verb, case_id, [item(row, fields) for row, fields in group])

    def _record(
        self,
        verb: Verb,
        case_id: UUID | None,
        items: list[dict[str, Any]],
        recipients: Sequence[dict[str, str]] = (),
        reason: str = "",
        agency_id: UUID | None = None,
        marac_id: UUID | None = None,
    ) -> None:
        who = self._viewer if isinstance(self._viewer, Viewer) else None
        self.session.add(
            AuditEvent(
                marac_id=who.marac_id if who else marac_id,
                case_id=case_id,
                meeting_id=self.meeting_id,
                member_id=who and who.member_id,
                agency_id=who.agency_id if who else agency_id,
                hat=who.hat.value if who else f"system: {self._viewer.name}",  # type: ignore[union-attr]
                sign_in_id=who and who.sign_in_id,
                request_id=self.request_id,
                operation=operation_of(verb),
                verb=verb,
                items=items,
                recipients=list(recipients),
                reason=reason,
            )
        )

    def announce(
        self, case_id: UUID | None, *, to: Iterable[UUID] | None = None, meeting_id: UUID | None = None, **more: Any
    ) -> None:
        """Tell open screens to look again, once this commits: those seated, or only the agencies named.

        `more`: narrower, as marac.web.nudges.Nudge reads it; of=row: whoever may see that row. It carries ids only.
        """
        of: Record | None = more.pop("of", None)
        here = {"marac": self.viewer.marac_id, "case": case_id, "meeting": meeting_id}
        more |= {"to": None if to is None else sorted(map(str, to)), "of": of and (of.__tablename__, of.id)}
        self._tell(here | more)

    def announce_member(self, member_id: UUID) -> None:
        """Tell one member's own screens to look again: they have just lost sight of something, or their sign-in."""
        self._tell({"member": member_id})

    def _tell(self, message: dict[str, Any]) -> None:
        told = json.dumps(message, default=str)
        self.session.connection().execute(text("SELECT pg_notify('marac', :m)"), {"m": told})

    # With other eyes ----------------------------------------------------

    @contextmanager
    def as_seen_by(self, viewer: Viewer, at: datetime | None = None) -> Iterator["Work"]:
        """Look with another viewer's eyes, perhaps as at a moment, in the same transaction.

        For composing what they will be given, and for saying who will see a line. Nothing can be
        kept through it, and what is opened is not counted as this viewer's reading.
        """
        self.session.flush()
        connection = self.session.connection()
        inner = ViewerSession.of(connection, viewer, autoflush=False, join_transaction_mode="create_savepoint")
        seeing = Work(inner, self.keyring, self.request_id)
        token = in_hand.set(seeing.keys)
        try:
            with clock.at(at or clock.now()):
                yield seeing
        finally:
            inner.rollback()
            inner.close()
            in_hand.reset(token)
            look_as(connection, self._viewer)


def _case_id(row: Record) -> UUID | None:
    if getattr(row, "__tablename__", "") == "case_file":
        return row.id
    return getattr(row, "case_id", None)


@event.listens_for(ViewerSession, "after_flush")
def forget_what_was_read(session: ViewerSession, context: object) -> None:
    session.info.pop("once", None)


@contextmanager
def open_work(store: Store, viewer: Viewer | SystemViewer, request_id: str = "") -> Iterator[Work]:
    """One unit of work: leaving it commits; an exception rolls all of it back.

    It happens at one moment: rows made in it are in force for the rest of it.
    """
    with clock.at(clock.now()), ViewerSession.of(store.engine, viewer) as session:
        work = Work(session, store.keyring, request_id)
        token = in_hand.set(work.keys)
        try:
            yield work
            session.commit()
        finally:
            in_hand.reset(token)
