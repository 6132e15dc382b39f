"""Sealed bytes that are moved or changed are refused: they are bound to their tenant, row, table, column and key."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from marac.cases.models import Case
from marac.store.boxes import place, unseal
from marac.store.people import Provider
from marac.store.scope import kinds
from marac.store.sealing import Keyring, in_hand

SEALED = sorted((kind for kind in kinds().values() if kind.SEALED and kind is not Case), key=lambda kind: kind.__name__)
TEXTS = [(kind, name) for kind in SEALED for name in kind.SEALED if isinstance(vars(kind).get(name), property)]


class _Keys:
    """Every case's key, in hand."""

    def __init__(self) -> None:
        self.known: dict[UUID, AESGCM] = {}

    def cipher_of(self, case_id: UUID) -> AESGCM:
        if case_id not in self.known:
            self.known[case_id] = AESGCM(AESGCM.generate_key(256))
        return self.known[case_id]


@dataclass
class _Box:
    """One sealed field of a row, and where it stands."""

    row: Any
    name: str

    @property
    def sealed(self) -> bytes:
        return bytes(getattr(self.row, f"{self.name}_sealed"))

    def put(self, box: bytes) -> None:
        setattr(self.row, f"{self.name}_sealed", box)

    def opens(self) -> bool:
        try:
            unseal(in_hand.get().cipher_of(self.row.case_id), self.sealed, place(self.row, f"{self.name}_sealed"))
        except InvalidTag:
            return False
        return True


def _row(kind: type[Any], marac: UUID, case: UUID, row_id: UUID | None = None) -> Any:
    return kind(id=row_id or uuid4(), marac_id=marac, case_id=case)


def _sealed(kind: type[Any], name: str, marac: UUID, case: UUID, row_id: UUID | None = None) -> _Box:
    row = _row(kind, marac, case, row_id)
    setattr(row, name, "sealed words")
    return _Box(row, name)


def _other_row(box: _Box, dice: random.Random) -> _Box:
    return _Box(_row(type(box.row), box.row.marac_id, box.row.case_id), box.name)


def _other_column(box: _Box, dice: random.Random) -> _Box:
    kind, name = dice.choice([pair for pair in TEXTS if len(pair[0].SEALED) > 1])
    moved = _sealed(kind, name, box.row.marac_id, box.row.case_id)
    box.row, box.name = moved.row, moved.name
    return _Box(box.row, dice.choice([other for other in kind.SEALED if other != name]))


def _other_table(box: _Box, dice: random.Random) -> _Box:
    kind = dice.choice([kind for kind in SEALED if kind is not type(box.row)])
    row = _row(kind, box.row.marac_id, box.row.case_id, box.row.id)
    return _Box(row, dice.choice(kind.SEALED))


def _other_tenant(box: _Box, dice: random.Random) -> _Box:
    return _Box(_row(type(box.row), uuid4(), box.row.case_id, box.row.id), box.name)


def _other_case(box: _Box, dice: random.Random) -> _Box:
    return _Box(_row(type(box.row), box.row.marac_id, uuid4(), box.row.id), box.name)


def _same_place(box: _Box, dice: random.Random) -> _Box:
    return _Box(_row(type(box.row), box.row.marac_id, box.row.case_id, box.row.id), box.name)


def _as_it_is(box: bytes, dice: random.Random) -> bytes:
    return box


def _other_version(box: bytes, dice: random.Random) -> bytes:
    return box[:1] + bytes([dice.choice([v for v in range(256) if v != box[1]])]) + box[2:]


def _other_format(box: bytes, dice: random.Random) -> bytes:
    return bytes([dice.choice([v for v in range(256) if v != box[0]])]) + box[1:]


def _one_bit(box: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(2, len(box))
    return box[:place] + bytes([box[place] ^ 1 << dice.randrange(8)]) + box[place + 1 :]


_To = Callable[[_Box, random.Random], _Box]
_As = Callable[[bytes, random.Random], bytes]
MOVES: dict[str, tuple[_To, _As]] = {
    "row": (_other_row, _as_it_is),
    "column": (_other_column, _as_it_is),
    "table": (_other_table, _as_it_is),
    "MARAC": (_other_tenant, _as_it_is),
    "case": (_other_case, _as_it_is),
    "key version": (_same_place, _other_version),
    "format": (_same_place, _other_format),
    "one bit": (_same_place, _one_bit),
}


def moved(moves: int) -> Counter[str]:
    """How many of each move were refused; the same bytes where they belong are opened."""
    dice, refused, names = random.Random(moves), Counter[str](), list(MOVES)
    token = in_hand.set(_Keys())
    try:
        for number in range(moves):
            name = names[number % len(names)]
            to, change = MOVES[name]
            box = _sealed(*dice.choice(TEXTS), uuid4(), uuid4())
            there = to(box, dice)
            there.put(change(box.sealed, dice))
            assert box.opens(), "where it belongs it opens"
            refused[name] += not there.opens()
        refused["secret of another agency"] += _secrets_moved()
    finally:
        in_hand.reset(token)
    return refused


def _secrets_moved() -> bool:
    ring = Keyring(random.Random(1).randbytes(32))
    kept, other = (Provider(agency_id=uuid4(), key="k", issuer="i", client_id="c") for _ in range(2))
    ring.seal_secret(kept, "secret_sealed", "sesame")
    other.id, other.secret_sealed = kept.id, kept.secret_sealed
    try:
        ring.open_secret(other, "secret_sealed")
    except InvalidTag:
        return True
    return False
