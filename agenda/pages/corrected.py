"""What chair and coordinator are told of lines that were corrected after they could read them (S16)."""

from collections.abc import Callable, Collection
from uuid import UUID

from agencies.operations.lines import corrected_lately
from marac.cases.models import Case
from marac.cases.pages.notices import NoticeRow
from marac.store.work import Work
from marac.vocabulary import FOR_THE_MEETING

SAID = "{code} was corrected since it was shared with you. Use its words as they are now."


def corrections(work: Work, url: Callable[..., str], among: Collection[UUID] | None = None) -> tuple[NoticeRow, ...]:
    """`among`: cases, where not all are asked about. Nobody marks these as read: they stand for two weeks."""
    if work.viewer.hat not in FOR_THE_MEETING:
        return ()
    lines = [line for line in corrected_lately(work) if among is None or line.case_id in among]
    codes = {case.id: case.code for case in work.by_id(Case, [line.case_id for line in lines]).values()}
    found = []
    for line in lines:
        if code := codes.get(line.case_id):
            label = f"{code}-{line.label}"
            path = f"{url('research', case_id=line.case_id)}#{label}"
            found.append(NoticeRow(None, label, SAID.format(code=label), line.recorded_at, path))
    return tuple(found)
