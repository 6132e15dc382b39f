"""A case of a random world moves to another MARAC, through the platform: by whom, and what becomes of its seats."""

from typing import TYPE_CHECKING

from sqlmodel import Session, select

from agenda.operations.transferring import transfer
from marac.cases.models import Case, Transfer
from marac.store.seats import Seat
from marac.store.work import open_work
from marac.vocabulary import CaseStatus, NotFound, Role
from tests.proof.marks import Mark

if TYPE_CHECKING:
    from tests.proof.house import Proving
    from tests.proof.world import World


def move_away(proving: "Proving", made: "World", case: Case) -> None:
    """By the first coordinator here, unless a wall stands before them."""
    hats = (one for one in made.people.eyes if one.hat is Role.COORDINATOR and one.marac_id == case.marac_id)
    said = {name: made.marks.word(case, name) for name in ("destination", "reason")}
    with open_work(proving.store, next(hats).viewer) as work:
        try:
            gone = transfer(work, work.find(Case, case.id, lock=True), said["destination"], said["reason"])
        except NotFound:
            for word in said.values():
                del made.marks.put[word]
            return
        row = Transfer(id=gone.id, marac_id=gone.marac_id, case_id=gone.case_id, made_by=gone.made_by, at=gone.at)
    made.marks.put |= {word: Mark(row, name) for name, word in said.items()}
    made.of[Transfer].append(row)
    case.status = CaseStatus.CLOSED
    _take_up(proving, made, case)


def _take_up(proving: "Proving", made: "World", case: Case) -> None:
    """What the seats of the case are now. Those that were in force and ended then are what somebody sat on."""
    known = {seat.id: seat for seat in made.of[Seat] if seat.case_id == case.id}
    with Session(proving.superuser, expire_on_commit=False) as session:
        now = session.exec(select(Seat).where(Seat.case_id == case.id)).all()
    ended = made.closed.setdefault(case.id, set())
    for seat in now:
        was = known.get(seat.id)
        if was is None:
            made.of[Seat].append(seat)
            made.rows.append(seat)
        elif was.until_at != seat.until_at:
            ended |= {seat.id} if was.from_at <= made.moment else set()
            was.until_at = seat.until_at
