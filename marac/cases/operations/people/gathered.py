"""Everything said of the people of one case, in a handful of queries: for pages that show it all."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import select

from marac.cases.models import (
    BirthDate,
    Case,
    Detail,
    Particulars,
    PersonName,
    ProtectedAudience,
    ProtectedDetail,
)
from marac.cases.operations.drafts import says
from marac.store.work import Work
from marac.vocabulary import DetailKind, NameKind

R = TypeVar("R")
_NAMES, _DETAILS = list(NameKind), list(DetailKind)


@dataclass
class Said:
    """What is said of one person; nothing is opened until it is read."""

    names: list[PersonName] = field(default_factory=list)
    dates: list[BirthDate] = field(default_factory=list)
    details: list[Detail] = field(default_factory=list)
    protected: list[ProtectedDetail] = field(default_factory=list)
    particulars: Particulars | None = None


@dataclass(frozen=True)
class Gathered:
    """By person, what is said of them; by protected detail, the agencies named for it."""

    of: dict[UUID, Said]
    named: dict[UUID, list[UUID]]


def gather(work: Work, case: Case) -> Gathered:
    """In the order in which each person's own page has them; details blanked by a change are left out."""
    of: defaultdict[UUID, Said] = defaultdict(Said)
    names = work.all(select(PersonName).where(PersonName.case_id == case.id))
    for name in sorted(names, key=lambda row: (_NAMES.index(row.kind), row.id)):
        of[name.person_id].names.append(name)
    for date in _by_id(work.all(select(BirthDate).where(BirthDate.case_id == case.id))):
        of[date.person_id].dates.append(date)
    details = work.all(select(Detail).where(Detail.case_id == case.id))
    for detail in sorted(details, key=lambda row: (_DETAILS.index(row.kind), row.id)):
        if says(detail, "value"):
            of[detail.person_id].details.append(detail)
    hidden = work.all(select(ProtectedDetail).where(ProtectedDetail.case_id == case.id))
    for row in sorted(hidden, key=lambda row: (_DETAILS.index(row.kind), row.given_at, row.id)):
        of[row.person_id].protected.append(row)
    for answers in work.all(select(Particulars).where(Particulars.case_id == case.id)):
        of[answers.person_id].particulars = answers
    named: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for audience in work.all(select(ProtectedAudience).where(ProtectedAudience.case_id == case.id)):
        named[audience.detail_id].append(audience.agency_id)
    return Gathered(of, named)


def _by_id(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: row.id)
