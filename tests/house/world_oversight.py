"""What auditors did in a random world: openings in force, over and to come; alerts, questions and samples."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from marac import clock
from marac.oversight.models import Alert, Opening, OpeningTold, Question, Sample, SampleItem
from marac.policy.alerts import AlertRule
from marac.policy.openings import OpeningGround
from marac.store.scope import Record
from marac.vocabulary import Role


def oversight(world: Any, here: dict[str, Any], line_id: UUID) -> list[Record]:
    """About one case, and about none; the rest of the world is thrown as if this were not there."""
    before = world.dice.getstate()
    made = list(_rows(world, here, line_id))
    world.dice.setstate(before)
    return made


def _rows(world: Any, here: dict[str, Any], line_id: UUID) -> Iterator[Record]:
    auditors = [world.members[name].member_id for name in ("auditor", "police_rep")]
    for _ in range(3):
        yield from _opening(world, here, line_id, world.dice.choice([*auditors, world._member()]))
    place = {"marac_id": here["marac_id"] if world._maybe(0.9) else uuid4()}
    days = dict.fromkeys(("since_on", "until_on"), clock.today())
    sample = Sample(**place, **days, drawn_by=auditors[0], per_agency=3, seed="1")
    yield sample
    for case_id in (here["case_id"], None):
        of = {**place, "case_id": case_id}
        yield SampleItem(**of, sample_id=sample.id, event_id=uuid4(), agency_id=world._agency(), position=1)
        yield from _asked(world, of, auditors[0])


def _opening(world: Any, here: dict[str, Any], line_id: UUID, member_id: UUID) -> Iterator[Record]:
    now, dice = clock.now(), world.dice
    begun = now - dice.choice([0, 0, 1, -1]) * timedelta(hours=1)
    opening = Opening(
        **here,
        line_id=line_id if world._maybe(0.3) else None,
        member_id=member_id,
        ground=dice.choice(list(OpeningGround)),
        from_at=begun,
        until_at=begun + dice.choice([1, 2, 2]) * timedelta(hours=1),
        ended_at=now if world._maybe(0.2) else None,
    )
    yield opening
    for _ in range(dice.choice([0, 1, 2])):
        yield OpeningTold(**here, opening_id=opening.id, agency_id=world._agency())


def _asked(world: Any, of: dict[str, Any], auditor: UUID) -> Iterator[Record]:
    dice, agency, at = world.dice, world._agency(), clock.now()
    hat = dice.choice(list(Role)).value
    whose = {"member_id": world._member(), "agency_id": agency, "hat": hat, "first_at": at, "last_at": at}
    yield Alert(**of, **whose, rule=dice.choice(list(AlertRule)))
    asked = {"asked_by": auditor, "due_on": clock.today()}
    yield Question(**of, **asked, agency_id=agency, member_id=world._member() if world._maybe(0.7) else None)
    one = world.members[dice.choice(["police_rep", "idva", "council_rep"])]
    yield Question(**of, **asked, agency_id=one.agency_id, member_id=one.member_id)
