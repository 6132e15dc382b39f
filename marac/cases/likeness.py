"""By what a member is recognised as a party of a case: their own name, and their home where they gave it (S18)."""

import re
from collections.abc import Iterable

from marac.cases.matching import fold

_TITLES = frozenset("dr mr mrs ms miss mx prof professor sir dame rev pc dc ds di dci sgt insp".split())
_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d+[a-z]?\b", re.IGNORECASE)


def of_party(surname: str, forenames: str) -> set[str]:
    """The surname with each of the forenames, in either order; nothing where one of them is not known."""
    return _pairs((forename, surname) for forename in forenames.split())


def of_member(name: str) -> set[str]:
    """How a party of this name might stand in a referral; where the surname begins is not known, so each way.

    Nicknames and other spellings are not recognised: a wall needs more than a likeness.
    """
    surname, comma, forenames = name.partition(",")
    if comma:
        return of_party(surname, forenames)
    parts = [part for part in name.split() if fold(part) not in _TITLES]
    ways = [(first, " ".join(parts[at:])) for at in range(1, len(parts)) for first in parts[:at]]
    return _pairs(ways)


def _pairs(ways: Iterable[tuple[str, str]]) -> set[str]:
    folded = (sorted((fold(one), fold(other))) for one, other in ways)
    return {f"own|name|{one}|{other}" for one, other in folded if one and other}


def of_home(address: str, postcode: str = "") -> str:
    """The postcode with the numbers of house and flat, else with the name of the house; "" without a postcode."""
    found = _POSTCODE.search(postcode or address)
    if found is None:
        return ""
    line = _POSTCODE.sub("", address)
    numbers = sorted(number.lower() for number in _NUMBER.findall(line))
    named = fold(re.split(r"[,\n]", line.strip(" ,\n"))[0])
    house = "+".join(numbers) or named
    return f"own|address|{fold(found[1] + found[2])}|{house}" if house else ""
