"""The record's proof in a random world: checkpoints here, elsewhere and of no MARAC, with letters and receipts."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

from marac import clock
from marac.proceedings import Occasion
from marac.store.checkpoints import Checkpoint, CheckpointReceipt, Outbox
from marac.store.scope import Record


def record(world: Any, elsewhere: UUID) -> list[Record]:
    """`elsewhere`: an agency that is no partner of this MARAC."""
    return list(_rows(world, elsewhere))


def _rows(world: Any, elsewhere: UUID) -> Iterator[Record]:
    now = clock.now()
    for marac_id in (world.cast.marac, uuid4(), None):
        signed = {"at": now, "clock_at": now, "note": "", "root": b"r", "peaks": b"r", "public_key": b"k"}
        made = Checkpoint(marac_id=marac_id, number=1, size=1, occasion=Occasion.DAY, **signed)
        yield made
        for agency in {world._agency(), world._agency(), world.cast.agencies["council"], elsewhere}:
            of = {"checkpoint_id": made.id, "agency_id": agency}
            yield Outbox(**of, marac_id=marac_id, member_id=uuid4(), written_at=now)
            yield CheckpointReceipt(**of, marac_id=marac_id or world.cast.marac, member_id=world._member())
