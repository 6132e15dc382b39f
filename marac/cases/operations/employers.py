"""For which agencies the parties of a case work: whoever works there too neither chairs nor coordinates it (S18)."""

from collections.abc import Iterable
from uuid import UUID

from marac import clock
from marac.cases.models import Case, PartyEmployer
from marac.cases.operations.kept_out import employing, own_agencies
from marac.cases.operations.leading import may_lead
from marac.policy import walls as policy
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import ALLOWED


def set_employers(work: Work, case: Case, agencies: Iterable[UUID]) -> None:
    """Exactly these; what was said before is kept, with the moment until which it stood.

    To say it of one's own agency, and so to step back, needs nobody else; nobody takes it back of their own.
    """
    wanted, rows = set(agencies), employing(work, case.id)
    gone, added = [row for row in rows if row.agency_id not in wanted], wanted - {row.agency_id for row in rows}
    steps_back = not gone and added <= own_agencies(work)
    work.require(policy.may_set_employers(work.viewer) and (ALLOWED if steps_back else may_lead(work, case)), *gone)
    for row in gone:
        row.until_at = clock.now()
    new = [
        work.keep(
            PartyEmployer(marac_id=case.marac_id, case_id=case.id, agency_id=agency_id, set_by=work.viewer.member_id)
        )
        for agency_id in sorted(added)
    ]
    if gone or new:
        work.log(Verb.EMPLOYER_SET, *gone, *new)
