"""Cases that are over, held, proposed to be erased, or erased."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlmodel import select

from marac.cases.models import Case, Erasure, Hold, Person
from marac.cases.operations.indexing import index_people
from marac.cases.operations.keeping import confirm_erasure, erasure_of, place_hold, propose_erasure
from marac.proceedings import ErasureGround, HoldKind
from marac.store.work import Work, open_work
from marac.verbs import Verb
from marac.vocabulary import ALLOWED, CaseStatus, Role
from tests.cast import Cast, open_case


def kept(cast: Cast, case_id: UUID) -> dict[str, UUID]:
    """The proposal first: a hold would refuse it."""
    with open_work(cast.store, cast["coordinator"]) as work:
        case = work.find(Case, case_id)
        erasure = propose_erasure(work, case, ErasureGround.NO_LONGER_NEEDED, "erasure-words")
    with open_work(cast.store, cast["chair"]) as work:
        hold = place_hold(work, case_id, case.code, HoldKind.COURT, "hold-words")
    return {"hold_id": hold.id, "erasure_id": erasure.id}


def closed_heron(cast: Cast) -> Cast:
    """HERON, over, with its people to be found again."""
    open_case(cast, status=CaseStatus.CLOSED)
    with open_work(cast.store, cast["coordinator"]) as work:
        work.require(ALLOWED)
        case = work.find(Case, cast.cases["HERON"])
        work.log(Verb.REFERRAL_CHANGED, case, *index_people(work, case, work.all(select(Person))))
    return cast


def does(cast: Cast, who: str, do: Callable[[Work, Case], Any], role: Role | None = None) -> Any:
    with open_work(cast.store, cast.as_hat(who, role) if role else cast[who]) as work:
        return do(work, work.find(Case, cast.cases["HERON"]))


def propose(work: Work, case: Case) -> Erasure:
    return propose_erasure(work, case, ErasureGround.NO_LONGER_NEEDED, "Kept seven years.")


def confirm(work: Work, case: Case) -> None:
    found = erasure_of(work, case.id)
    assert found
    confirm_erasure(work, case, found)


def erase(cast: Cast) -> None:
    does(cast, "coordinator", propose)
    does(cast, "chair", confirm)


def hold(work: Work, case: Case) -> Hold:
    return place_hold(work, case.id, case.code, HoldKind.HOMICIDE_REVIEW, "A review was asked for.")
