"""Is this person already known? Candidates with their evidence in words; a person decides, nothing is merged (C14)."""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TypeVar
from uuid import UUID

from marac.vocabulary import PartyRole

MOST_SHOWN = 5
SWAPPED = "day and month of birth swapped"
# Letters that Unicode does not take apart into a letter and a mark.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


class Strength(StrEnum):
    """How far the evidence goes, as a word: never a number alone."""

    STRONG = "strong"
    LIKELY = "likely"
    POSSIBLE = "possible"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Subject:
    """One person of one case, as far as may be searched: every name as (surname, forenames), every date of birth."""

    person_id: UUID
    case_id: UUID
    party: PartyRole
    names: tuple[tuple[str, str], ...]
    births: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be the same person, and why."""

    subject: Subject
    strength: Strength
    evidence: str


def fold(text: str) -> str:
    """A name without case, marks, spaces and punctuation: "O'Brién-Ng" and "obrien ng" fold alike."""
    taken_apart = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return "".join(letter for letter in taken_apart if letter.isalnum())


def fingerprints(surname: str, forenames: str, born_on: str) -> list[str]:
    """What a person is found by again, to be blinded before it is kept: call for each name with each date of birth.

    Surname and first forename, in either order; each of them with the date of birth, day and month in either order.
    `born_on` is YYYY-MM-DD; "" or part of a date leaves the name alone.
    """
    last, first = fold(surname), fold(_first(forenames))
    found = ["|".join(["name", *sorted((last, first))])] if last and first else []
    if born := _unordered(born_on):
        found += [f"{kind}|{part}|{born}" for kind, part in (("surname", last), ("forenames", first)) if part]
    return found


def _first(forenames: str) -> str:
    return (forenames.split() or [""])[0]


def fingerprints_of(subject: Subject) -> set[str]:
    return {
        text
        for surname, forenames in subject.names
        for born_on in subject.births or ("",)
        for text in fingerprints(surname, forenames, born_on)
    }


def _unordered(born_on: str) -> str:
    parts = born_on.split("-")
    return "-".join([parts[0], *sorted(parts[1:])]) if len(parts) == 3 else ""


class _Name(IntEnum):
    OTHER, FORENAMES, SURNAME, SWAPPED, FIRST, SAME = range(6)


class _Born(IntEnum):
    OTHER, MISSING, PARTLY, SWAPPED, SAME = range(5)


_NAME_SAID = {
    _Name.SAME: "same surname and forenames",
    _Name.FIRST: "same surname and first forename",
    _Name.SWAPPED: "same names, surname and forename swapped",
    _Name.SURNAME: "same surname, another forename",
    _Name.FORENAMES: "same forename, another surname",
}
_BORN_SAID = {
    _Born.SAME: "same date of birth",
    _Born.SWAPPED: SWAPPED,
    _Born.PARTLY: "date of birth agrees as far as it is known",
    _Born.MISSING: "no date of birth to compare",
    _Born.OTHER: "another date of birth",
}
_STRENGTHS = {
    (_Name.SAME, _Born.SAME): Strength.STRONG,
    (_Name.SAME, _Born.SWAPPED): Strength.LIKELY,
    (_Name.SAME, _Born.PARTLY): Strength.LIKELY,
    (_Name.SAME, _Born.MISSING): Strength.POSSIBLE,
    (_Name.SAME, _Born.OTHER): Strength.WEAK,
    (_Name.FIRST, _Born.SAME): Strength.STRONG,
    (_Name.FIRST, _Born.SWAPPED): Strength.LIKELY,
    (_Name.FIRST, _Born.PARTLY): Strength.POSSIBLE,
    (_Name.FIRST, _Born.MISSING): Strength.POSSIBLE,
    (_Name.FIRST, _Born.OTHER): Strength.WEAK,
    (_Name.SWAPPED, _Born.SAME): Strength.LIKELY,
    (_Name.SWAPPED, _Born.SWAPPED): Strength.POSSIBLE,
    (_Name.SWAPPED, _Born.PARTLY): Strength.POSSIBLE,
    (_Name.SWAPPED, _Born.MISSING): Strength.WEAK,
    (_Name.SWAPPED, _Born.OTHER): Strength.WEAK,
    (_Name.SURNAME, _Born.SAME): Strength.POSSIBLE,
    (_Name.SURNAME, _Born.SWAPPED): Strength.WEAK,
    (_Name.FORENAMES, _Born.SAME): Strength.POSSIBLE,
    (_Name.FORENAMES, _Born.SWAPPED): Strength.WEAK,
}


def candidates(subject: Subject, known: Iterable[Subject]) -> list[Candidate]:
    """Those of the known who may be the subject, strongest first. Pure: it looks at nothing but what it is given."""
    found = [made for other in known if (made := compare(subject, other)) is not None]
    order = list(Strength)

    def place(one: Candidate) -> tuple[int, bool, UUID]:
        return order.index(one.strength), one.subject.party is not subject.party, one.subject.person_id

    return sorted(found, key=place)


def compare(subject: Subject, other: Subject) -> Candidate | None:
    """One against one; None where too little agrees to be worth a look."""
    if subject.person_id == other.person_id:
        return None
    name = _best(subject.names, other.names, _compare_names, _Name.OTHER)
    born = _best(subject.births, other.births, _compare_births, _Born.MISSING)
    strength = _STRENGTHS.get((name, born))
    if strength is None:
        return None
    said = "; ".join((_NAME_SAID[name], _BORN_SAID[born]))
    if (name, born) == (_Name.SAME, _Born.SAME):
        said = "same surname, forenames and date of birth"
    return Candidate(other, strength, said)


T = TypeVar("T")
G = TypeVar("G", bound=IntEnum)


def _best(ours: Iterable[T], theirs: Iterable[T], grade: Callable[[T, T], G], nothing: G) -> G:
    theirs = list(theirs)
    return max((grade(a, b) for a in ours for b in theirs), default=nothing)


def _compare_names(ours: tuple[str, str], theirs: tuple[str, str]) -> _Name:
    last, other_last = fold(ours[0]), fold(theirs[0])
    first, other_first = fold(_first(ours[1])), fold(_first(theirs[1]))
    if (last, first) == (other_last, other_first):
        return _Name.SAME if fold(ours[1]) == fold(theirs[1]) else _Name.FIRST
    if (last, first) == (other_first, other_last):
        return _Name.SWAPPED
    if last and last == other_last:
        return _Name.SURNAME
    return _Name.FORENAMES if first and first == other_first else _Name.OTHER


def _compare_births(ours: str, theirs: str) -> _Born:
    whole, other_whole = _unordered(ours), _unordered(theirs)
    if whole and other_whole:
        swapped = _Born.SWAPPED if whole == other_whole else _Born.OTHER
        return _Born.SAME if ours == theirs else swapped
    if not (ours and theirs):
        return _Born.MISSING
    return _Born.PARTLY if ours.startswith(theirs) or theirs.startswith(ours) else _Born.OTHER
