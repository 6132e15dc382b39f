"""Each case's own key, wrapped; and the keyring through which one unit of work seals and opens."""

from uuid import UUID

from sqlalchemy import LargeBinary, and_, false
from sqlalchemy.sql import ColumnElement
from sqlmodel import Field, col, select

from marac.store.scope import Scoped, ViewerSession
from marac.store.sealing import Keyring
from marac.store.walls import outside_walls
from marac.vocabulary import FOR_THE_AGENCY, FOR_THE_MEETING, NotFound, Viewer


class CaseKey(Scoped, table=True):
    """A case's 256-bit data key under the master key; destroying it erases the case's content (C77)."""

    __tablename__ = "case_key"

    marac_id: UUID = Field(foreign_key="marac.id")
    case_id: UUID = Field(foreign_key="case_file.id", unique=True)
    wrapped: bytes = Field(sa_type=LargeBinary)

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Of no use without the master key and a sealed row: so, whoever works on cases outside walls."""
        if viewer.hat not in FOR_THE_AGENCY | FOR_THE_MEETING:
            return false()
        return and_(col(cls.marac_id) == viewer.marac_id, outside_walls(col(cls.case_id)))


class KeysInHand:
    """The keyring as one session may use it: an unknown key is looked up with its viewer's eyes."""

    def __init__(self, session: ViewerSession, keyring: Keyring) -> None:
        self._session = session
        self._keyring = keyring

    def key_of(self, case_id: UUID) -> bytes:
        if key := self._keyring.known(case_id):
            return key
        with self._session.no_autoflush:
            row = self._session.exec(select(CaseKey).where(CaseKey.case_id == case_id)).first()
        if row is None:
            raise NotFound("no key")
        return self._keyring.unwrap(case_id, row.wrapped)
