"""Every column of every table with case data says of which class it is; one that does not fails at import."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from marac.vocabulary import Unscoped


class Class(StrEnum):
    """What a column may say, and so how it is kept and shown (product.md S8 to S14)."""

    KEY = "key"  # which row, whose: ids
    STATE = "state"  # closed words, codes, times, numbers, flags
    STAFF = "staff"  # about the people who work here, never about a party
    IDENTITY = "identity"  # who a party is: sealed
    CONTENT = "content"  # what is said of a party: sealed
    WARNING = "warning"  # safe contact: sealed, shown first, to every seat of the victim's side
    PROTECTED = "protected"  # sealed; opened one at a time, by a recorded act (S12)
    SECRET = "secret"  # keys and fingerprints: shown to nobody


SEALED = frozenset({Class.IDENTITY, Class.CONTENT, Class.WARNING, Class.PROTECTED})


def classes(**columns: str) -> Mapping[str, Class]:
    """`classes(key="id case_id", content="text")`: names by class; a sealed field by its own name.

    Raises Unscoped when a name stands twice, ValueError when a class is not known.
    """
    found: dict[str, Class] = {}
    for word, names in columns.items():
        for name in names.split():
            if found.setdefault(name, Class(word)) is not Class(word):
                raise Unscoped(f"{name} is of two classes")
    return MappingProxyType(found)


def check(table: str, columns: Mapping[str, bool], declared: Mapping[str, Class] | None) -> None:
    """`columns`: each field of the table, and whether it is sealed.

    Raises Unscoped for one without a class, or kept otherwise than its class asks.
    """
    said = declared or {}
    if left := columns.keys() ^ said.keys():
        raise Unscoped(f"{table} does not say of which class is {', '.join(sorted(left))}")
    for name, sealed in columns.items():
        if sealed is not (said[name] in SEALED):
            raise Unscoped(f"{table}.{name} is {said[name]}, and {'sealed' if sealed else 'in clear'}")
