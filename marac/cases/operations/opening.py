"""Opening one detail that is not shown with the rest: by its id, and on the record (S12)."""

from uuid import UUID

from sqlmodel import col, select

from marac.cases.models import BirthDate, Case, Detail, PersonName, ProtectedDetail
from marac.store.work import Work
from marac.vocabulary import NotFound

OPENED_SINGLY = (Detail, ProtectedDetail, PersonName, BirthDate)


def detail_of(work: Work, case: Case, detail_id: UUID) -> Detail | ProtectedDetail | PersonName | BirthDate:
    """The detail of this case; NotFound when it is another's or may not be seen. Whoever reads it records it."""
    for kind in OPENED_SINGLY:
        row = work.first(select(kind).where(col(kind.id) == detail_id, col(kind.case_id) == case.id))
        if row is not None:
            assert isinstance(row, OPENED_SINGLY)
            return row
    raise NotFound("detail")
