"""Whether what is forbidden can be told from what is not there by how long the answer takes."""

import asyncio
import random
import time
from collections.abc import Iterator
from math import sqrt
from typing import Any
from uuid import uuid4

from marac import clock
from tests.proof.asking import Address
from tests.proof.hiding import Hiding
from tests.proof.house import MOMENT, Proving, proving
from tests.proof.people import Eyes
from tests.proof.world import World

AT = ("case", "case.people", "case.referral", "research", "actions.of-case")
WARM = 20
MOST = 0.05  # from guessing


def run(pairs: int, seed: int = 0) -> str:
    """The area under the curve of a judge who knows only the time: 0.5 is guessing (proof.md E-4: at most 0.55).

    Raises AssertionError beyond that; or, of few pairs, beyond what chance alone makes of them.
    """
    forbidden: list[float] = []
    absent: list[float] = []
    with proving() as one:
        asked = list(_asked(one, seed, pairs + WARM))
        for times, taken in zip(_timed(one, asked), asked, strict=True):
            (forbidden if taken[2] else absent).append(times)
    found = auc(forbidden[WARM:], absent[WARM:])
    said = f"{pairs:,} pairs of forbidden and absent: AUC {max(found, 1 - found):.3f}"
    assert abs(found - 0.5) <= max(MOST, 3 / sqrt(6 * pairs)), said
    return said


def _asked(one: Proving, seed: int, pairs: int) -> Iterator[tuple[Eyes, Address, bool]]:
    """Both of each pair, in an order drawn anew."""
    dice = random.Random(seed)
    kept: list[tuple[Eyes, Any]] = []
    while not kept:
        world: World = one.world(seed)
        hiding = Hiding(one, world)
        kept = [(eyes, case) for eyes in world.people.eyes for case in hiding.cases(eyes)[0]]
        seed += 1
    for _ in range(pairs):
        eyes, case = dice.choice(kept)
        name = dice.choice(AT)
        both = [
            (eyes, Address(name, (("case_id", case),)), True),
            (eyes, Address(name, (("case_id", uuid4()),)), False),
        ]
        yield from dice.sample(both, 2)


def _timed(one: Proving, asked: list[tuple[Eyes, Address, bool]]) -> list[float]:
    async def each() -> list[float]:
        found = []
        for eyes, address, _ in asked:
            began = time.perf_counter()
            await one.asker.ask(eyes, address)
            found.append(time.perf_counter() - began)
        return found

    with clock.at(MOMENT):
        return asyncio.run(each())


def auc(some: list[float], others: list[float]) -> float:
    """How often one of `some` is greater than one of `others` (Mann and Whitney)."""
    ranked = sorted([(value, True) for value in some] + [(value, False) for value in others])
    ranks = sum(rank for rank, (_, of_some) in enumerate(ranked, 1) if of_some)
    return (ranks - len(some) * (len(some) + 1) / 2) / (len(some) * len(others))
