"""Each case's own key, wrapped; and the keyring through which one unit of work seals and opens."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import LargeBinary, and_, exists, false, or_, true
from sqlalchemy.sql import ColumnElement
from sqlmodel import Field, col, select

from marac import clock
from marac.proceedings import WITHIN_THE_AGENCY
from marac.store.boxes import version_of
from marac.store.classes import classes
from marac.store.keystore import Erased
from marac.store.scope import Scoped, SeenByAll, ViewerSession, kinds
from marac.store.sealing import Keyring
from marac.store.walls import BY_INDEX, outside_walls
from marac.vocabulary import FOR_THE_MEETING, Hat, NotFound, Viewer

# Auditors and officers seal what they ask and find about a case, and what they answer.
USED_BY = WITHIN_THE_AGENCY | FOR_THE_MEETING | {Hat.AUDITOR, Hat.DATA_PROTECTION_OFFICER}


class CaseKey(Scoped, table=True):
    """A case's 256-bit data key under its part in the key store and the master key; nothing once destroyed (C77)."""

    __tablename__ = "case_key"
    CLASSES: ClassVar = classes(key="id marac_id case_id", state="master_version destroyed_at", secret="wrapped")

    marac_id: UUID = Field(foreign_key="marac.id")
    case_id: UUID = Field(foreign_key="case_file.id", unique=True)
    wrapped: bytes = Field(sa_type=LargeBinary)
    master_version: int = Field(default=1, index=True)
    destroyed_at: datetime | None = None

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Whoever sees the case; an officer, a question, opening or alert about it: a key tells of a case (S1)."""
        if viewer.hat not in USED_BY:
            return false()
        known = [_seen(viewer, "case_file", "id")]
        if viewer.hat is Hat.DATA_PROTECTION_OFFICER:
            known = [_seen(viewer, name) for name in ("question", "opening", "alert")]
        return and_(col(cls.marac_id) == viewer.marac_id, or_(*known), outside_walls(col(cls.case_id)))


def _seen(viewer: Viewer, table: str, column: str = "case_id") -> ColumnElement[bool]:
    """The viewer sees a row of that table for the key's case; its class stands on a floor above."""
    kind: Any = next(kind for known, kind in kinds().items() if known.name == table)
    of_case = select(true()).select_from(kind).where(getattr(kind, column) == CaseKey.case_id, kind.visible_to(viewer))
    return exists(of_case.correlate(CaseKey).offset(BY_INDEX))


class KeyCheck(SeenByAll, table=True):
    """A known text under one version of the master key: whether the right one is in hand is seen before anything is."""

    __tablename__ = "key_check"

    version: int = Field(unique=True)
    box: bytes = Field(sa_type=LargeBinary)
    begun_at: datetime = Field(default_factory=clock.now)


class KeyCount(SeenByAll, table=True):
    """One row: how many keys were destroyed. Every work reads it as it begins, with the settings of its viewer."""

    __tablename__ = "key_count"

    destroyed: int = 0


class KeysInHand:
    """The keyring as one session may use it: an unknown key is looked up with its viewer's eyes."""

    def __init__(self, session: ViewerSession, keyring: Keyring) -> None:
        self._session = session
        self._keyring = keyring
        self._opened: dict[UUID, AESGCM] = {}
        self.erased: set[UUID] = set()  # cases met in this work whose key was destroyed

    def cipher_of(self, case_id: UUID) -> AESGCM:
        """Raises Erased where the case's key was destroyed, NotFound where the viewer may not use it."""
        if cipher := self._opened.get(case_id):
            return cipher
        if case_id in self.erased:
            raise Erased
        self._session.connection()  # begins, and is told how many keys were destroyed
        if (destroyed := self._session.info.get("destroyed")) is None:
            raise NotFound("no key")
        cipher = self._keyring.kept.get(case_id, destroyed) or self._look_up(case_id, destroyed)
        self._opened[case_id] = cipher
        return cipher

    def new_key(self, case_id: UUID, marac_id: UUID) -> CaseKey:
        """The row to keep for a new case, whose key is in hand from now on."""
        self._opened[case_id], wrapped = self._keyring.new_key(marac_id, case_id)
        return CaseKey(case_id=case_id, marac_id=marac_id, wrapped=wrapped, master_version=version_of(wrapped))

    def _look_up(self, case_id: UUID, destroyed: int) -> AESGCM:
        with self._session.no_autoflush:
            row = self._session.exec(select(CaseKey).where(CaseKey.case_id == case_id)).first()
        if row is None:
            raise NotFound("no key")
        try:
            cipher = self._keyring.unwrap(row.marac_id, case_id, row.wrapped)
        except Erased:
            self.erased.add(case_id)
            raise
        self._keyring.kept.put(case_id, cipher, destroyed)
        return cipher
