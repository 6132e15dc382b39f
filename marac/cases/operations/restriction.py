"""Marking a case as restricted: everybody seated reads it, and walls keep it from those it must be kept from (S17)."""

from marac.cases.models import Case
from marac.policy import cases as policy
from marac.store.work import Work
from marac.verbs import Verb


def restrict(work: Work, case: Case, restricted: bool) -> None:
    """Set or lift the mark. It closes the case to nobody by itself."""
    work.require(policy.may_restrict(work.viewer, case), case)
    case.restricted = restricted
    case.version += 1
    work.log(Verb.CASE_RESTRICTED, case, fields=["restricted"], reason="restricted" if restricted else "lifted")
    work.announce(case.id)
