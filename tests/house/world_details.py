"""Random rows of what leaves its audience: emergencies, notices, observers, transfers."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from agenda.models import Observation
from marac import clock
from marac.cases.models import EmergencyOpening, Notice, Transfer
from marac.proceedings import LifeThreat, NoticeKind
from marac.store.scope import Record
from marac.store.seats import Seat
from marac.vocabulary import DetailKind, PartyRole, SeatKind, Side, Viewer


def beyond(dice: random.Random, members: dict[str, Viewer], here: dict[str, Any], hearing: UUID) -> Iterator[Record]:
    """For one case: an hour begun or over, notices of both sides, an observer, perhaps that it moved away."""
    now, people = clock.now(), list(members.values())
    for name in ("health_rep", "police_rep", "council_rep"):
        begun = now - timedelta(minutes=dice.choice([1, 30, 90]))
        opened = {"kind": DetailKind.PHONE, "danger": dice.choice(list(LifeThreat)), "label": "CODE"}
        until = begun + timedelta(hours=1)
        party = dice.choice([PartyRole.VICTIM, PartyRole.CHILD])
        of = {"agency_id": members[name].agency_id, "member_id": members[name].member_id}
        yield EmergencyOpening(**here, **of, **opened, party=party, from_at=begun, until_at=until)
    for both in (True, False):
        told = {"agency_id": dice.choice(people).agency_id, "told_by": dice.choice(people).member_id}
        kind = dice.choice(list(NoticeKind))
        yield Notice(**here, **told, kind=kind, label="CODE-K4", subject_id=uuid4(), both_sides=both)
    observer, chair = members["observer"], members["chair"].member_id
    until_at = dice.choice([None, None, now - timedelta(minutes=1)])
    seen_by = {"agency_id": observer.agency_id, "member_id": observer.member_id, "admitted_by": chair}
    yield Observation(**here, **seen_by, hearing_id=hearing, until_at=until_at)
    if dice.random() < 0.6:
        yield Transfer(**here, made_by=chair, at=now)
        for agency in {viewer.agency_id for viewer in people}:
            side = dice.choice(list(Side))
            seat = {"kind": dice.choice(list(SeatKind)), "side": side, "from_at": now - timedelta(days=1)}
            yield Seat(**here, **seat, agency_id=agency, until_at=dice.choice([now, now - timedelta(hours=1)]))
