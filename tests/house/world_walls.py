"""For whom the parties of a random case work, now or before."""

import random
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from marac import clock
from marac.cases.models import PartyEmployer


def employers(here: dict[str, Any], dice: random.Random, agencies: list[UUID], member: UUID) -> Iterator[PartyEmployer]:
    for until_at in (None, clock.now()):
        yield PartyEmployer(**here, agency_id=dice.choice(agencies), set_by=member, until_at=until_at)
