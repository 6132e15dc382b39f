"""What is asked beside everybody's share of everything: the auditors' rooms by those for whom something is there, and
the registers by those who keep them."""

import random
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from marac.vocabulary import Role
from tests.proof.addresses import AUDITORS, IN_REGISTERS, ROUTES
from tests.proof.asking import Address
from tests.proof.people import Eyes
from tests.proof.world import World

ROOMS = {route.name for route in ROUTES if AUDITORS & route.param_convertors.keys()} | {"questions", "openings"}
REGISTERED = {route.name for route in IN_REGISTERS}
SPEAK = {Role.REPRESENTATIVE, Role.ADVOCATE, Role.CONTRIBUTOR, Role.GUEST}
HOMES, OTHERS = 2, 1  # at least so many, of each of those who are there for it


def asked(
    world: World, all_of_it: list[Address], homes: Callable[[Eyes], Mapping[Address, Any]], share: float
) -> Iterator[tuple[Eyes, Address]]:
    """By the officer and the second auditor where words are for them, and where they may not be; by others where
    something of the auditors' is for them; and each page of a register once."""
    dice = random.Random(f"asked {world.number}")
    rooms = dict.fromkeys(one for one in all_of_it if one.name in ROOMS)
    for eyes in world.audited.eyes:
        theirs = [one for one in homes(eyes) if one in rooms]
        yield from ((eyes, one) for one in _some(dice, theirs, HOMES, share))
        yield from ((eyes, one) for one in _some(dice, list(rooms), OTHERS, share))
    pool = [(eyes, one) for eyes in world.people.eyes for one in homes(eyes) if one in rooms]
    yield from _some(dice, pool, HOMES + OTHERS, share)
    keep = [eyes for eyes in world.people.eyes if eyes.hat not in SPEAK]
    yield from ((dice.choice(keep), one) for one in all_of_it if one.name in REGISTERED)


def _some(dice: random.Random, of: list[Any], least: int, share: float) -> list[Any]:
    return dice.sample(of, min(len(of), max(least, int(len(of) * share))))
