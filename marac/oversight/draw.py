"""Which events a sample takes: by chance, and the same for everybody who knows the seed."""

from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256
from uuid import UUID


def chosen(seed: str, events: Iterable[tuple[UUID, UUID]], per_agency: int) -> list[UUID]:
    """`events`: (event, its agency). Of each agency those whose SHA-256 of "seed:event" is least; agencies by id."""
    strata: dict[UUID, list[UUID]] = defaultdict(list)
    for event_id, agency_id in events:
        strata[agency_id].append(event_id)
    return [
        event_id
        for _, ids in sorted(strata.items(), key=lambda pair: str(pair[0]))
        for event_id in sorted(ids, key=lambda one: rank(seed, one))[:per_agency]
    ]


def rank(seed: str, event_id: UUID) -> str:
    return sha256(f"{seed}:{event_id}".encode()).hexdigest()
