"""Telling agencies what they must know, until somebody of theirs says that it was read (S12, S16)."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import col, select

from marac import clock
from marac.cases.models import Case, Notice
from marac.policy import details as policy
from marac.proceedings import NoticeKind
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import Hat


def tell(
    work: Work,
    case: Case,
    kind: NoticeKind,
    subject_id: UUID,
    agencies: Iterable[UUID],
    *,
    label: str = "",
    both_sides: bool = False,
) -> list[Notice]:
    """One notice for each agency but the viewer's own, under the verdict of the deed that they are told of.

    The caller names them in its event: some of these agencies may not be known to the viewer.
    """
    return [
        work.keep(
            Notice(
                marac_id=case.marac_id,
                case_id=case.id,
                agency_id=agency_id,
                kind=kind,
                label=label or case.code,
                subject_id=subject_id,
                both_sides=both_sides,
                told_by=work.viewer.member_id,
            )
        )
        for agency_id in sorted(set(agencies) - {work.viewer.agency_id})
    ]


def unread(work: Work, case_id: UUID | None = None) -> list[Notice]:
    """What the viewer's agency was told and nobody has marked as read, oldest first; of one case, or of all."""
    if work.viewer.hat not in {Hat.REPRESENTATIVE, Hat.ADVOCATE}:
        return []
    query = select(Notice).where(Notice.agency_id == work.viewer.agency_id, col(Notice.noted_at).is_(None))
    if case_id:
        query = query.where(Notice.case_id == case_id)
    return work.all(query.order_by(col(Notice.at), col(Notice.id)))


def mark_read(work: Work, notice: Notice) -> None:
    """Somebody of the agency has read it; a second time changes nothing."""
    work.require(policy.may_mark_read(work.viewer, notice), notice)
    if notice.noted_at is None:
        notice.noted_at, notice.noted_by = clock.now(), work.viewer.member_id
        work.log(Verb.NOTICE_READ, notice, reason=notice.kind.value)
