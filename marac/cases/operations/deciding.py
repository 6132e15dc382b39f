"""Deciding about walls that raised themselves, by somebody who is outside them (S18, S20)."""

from sqlmodel import col, select

from marac import clock
from marac.cases.models import Case
from marac.cases.operations.leading import may_lead
from marac.cases.operations.seats import lift_wall
from marac.policy import walls as policy
from marac.store.walls import Wall
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import Verdict


def waiting(work: Work) -> list[Wall]:
    """Those to be decided that this viewer may know of, the most urgent first."""
    open_still = (col(Wall.decide_by).is_not(None), col(Wall.decided_at).is_(None), col(Wall.until_at).is_(None))
    return work.all(select(Wall).where(*open_still).order_by(col(Wall.decide_by), col(Wall.id)))


def may_decide(work: Work, wall: Wall) -> Verdict:
    return policy.may_decide(work.viewer, wall) and may_lead(work, wall.case_id)


def decide(work: Work, wall: Wall, stays: bool, reason: str) -> None:
    """It stays until it is lifted, or falls now; the reason stays sealed with it. Raises Refused when decided before.

    A wall of the same cause is not raised against the same member again.
    """
    work.require(may_decide(work, wall), wall)
    wall.decided_at, wall.decided_by = clock.now(), work.viewer.member_id
    wall.decision = reason
    case = work.find(Case, wall.case_id)
    if not stays:
        lift_wall(work, case, wall)
    work.log(Verb.WALL_DECIDED, wall, fields=["decision"], reason="stays" if stays else "lifted")
    work.announce(case.id, to=[])
