"""Holds and erasures in a random world: standing and lifted, proposed, ended and done."""

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from marac import clock
from marac.cases.models import Erasure, Hold
from marac.proceedings import ErasureGround, HoldKind


def keeping(here: dict[str, Any], dice: random.Random, member: Callable[[], UUID]) -> Iterator[Hold | Erasure]:
    """Of one case: its code says nothing here."""
    now = clock.now()
    of = {**here, "code": "CODE"}
    for lifted in (None, now):
        yield Hold(**of, kind=dice.choice(list(HoldKind)), placed_by=member(), lifted_at=lifted)
    for ended, confirmed in ((now, None), (None, dice.choice([None, now - timedelta(minutes=1)]))):
        yield Erasure(
            **of,
            ground=dice.choice(list(ErasureGround)),
            proposed_by=member(),
            ended_at=ended,
            confirmed_at=confirmed,
        )
