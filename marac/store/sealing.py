"""Case content is kept sealed under its case's own key (house.md 4.14, 10).

A class writes `text: str = sealed()`; the column is `text_sealed`, and `text` a property over it.
AES-256-GCM. The case's own 256-bit key is sealed twice, under the case's part in the key store and under the master
key, both outside the database; tenant, row, column and key version are bound in (docs/decisions/0014).
"""

import json
from contextvars import ContextVar
from datetime import date
from hashlib import sha256
from hmac import new as hmac
from typing import Any, Protocol
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import LargeBinary
from sqlalchemy.orm import object_session
from sqlmodel import Field
from sqlmodel.main import SQLModelMetaclass

from marac.store.boxes import KEY_VERSION, place, seal, unseal, unwrap, version_of, wrap
from marac.store.classes import Class
from marac.store.kept import KeptKeys
from marac.store.keystore import Erased, KeyStore, Memory
from marac.store.masters import Masters, WrongKey
from marac.vocabulary import Unscoped

GONE = "Erased"


class Sealing(Protocol):
    """Where the keys of cases come from, for the unit of work in hand."""

    def cipher_of(self, case_id: UUID) -> AESGCM: ...


in_hand: ContextVar[Sealing] = ContextVar("in_hand")


class _Marker:
    def __init__(self, default: Any, gone: Any) -> None:
        self.default = default
        self.gone = gone


def sealed(default: Any = "", gone: Any = None) -> Any:
    """A field whose value is JSON, kept only as sealed bytes. `gone`: what it reads when its case was erased."""
    return _Marker(default, default if gone is None else gone)


class SealedFields(SQLModelMetaclass):
    """Turns `name: type = sealed()` into the column `name_sealed` and a property `name`."""

    def __new__(cls, name: str, bases: tuple[type, ...], space: dict[str, Any], **options: Any) -> Any:
        marked = {key: value for key, value in space.items() if isinstance(value, _Marker)}
        annotations = space.setdefault("__annotations__", {})
        for key, marker in marked.items():
            annotations.pop(key)
            annotations[f"{key}_sealed"] = bytes
            space[f"{key}_sealed"] = Field(default=b"", sa_type=LargeBinary, repr=False)
            space[key] = _property(key, marker)
        made = super().__new__(cls, name, bases, space, **options)
        made.SEALED = (*getattr(made, "SEALED", ()), *marked)
        if options.get("table"):
            made.complete()
        return made


def _property(name: str, marker: _Marker) -> property:
    column = f"{name}_sealed"

    def read(row: Any) -> Any:
        if not (box := getattr(row, column)):
            return marker.default
        try:
            cipher = in_hand.get().cipher_of(case_of(row))
        except Erased:
            return marker.gone
        _note_opening(row, name)
        return json.loads(unseal(cipher, box, place(row, column)))

    def write(row: Any, value: Any) -> None:
        box = b""
        if value is not None and value != marker.default:
            text = json.dumps(value, default=_as_text, ensure_ascii=False)
            box = seal(in_hand.get().cipher_of(case_of(row)), text, place(row, column))
        setattr(row, column, box)

    return property(read, write)


def _as_text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be sealed")


def case_of(row: Any) -> UUID:
    """The case whose key seals this row."""
    found: UUID = row.__dict__.get("case_id") or (row.case_id if hasattr(row, "case_id") else row.id)
    return found


def unlock(row: Any) -> None:
    """Let this one protected row be read in its session; whoever unlocks it records it (S12).

    Raises Unscoped for a second one: they are opened one at a time.
    """
    session = object_session(row)
    if session is None or session.info.setdefault("unlocked", row.id) != row.id:
        raise Unscoped("protected details are opened one at a time")


def _note_opening(row: Any, field: str) -> None:
    session = object_session(row)
    if getattr(row, "CLASSES", {}).get(field) is Class.PROTECTED:
        if session is None or session.info.get("unlocked") != row.id:
            raise Unscoped(f"{row.__tablename__}.{field} is opened by a recorded act only")
    if session is not None:
        opened = session.info.setdefault("opened", {})
        if row.id not in opened:
            opened[row.id] = (row, set())
        opened[row.id][1].add(field)


class Keyring:
    """Opens the keys of cases with the master key and the key store; remembers the latest few thousand.

    Secrets that belong to no case, such as a provider's, are sealed under a key of their own made from the master key.
    """

    def __init__(self, master: bytes | Masters, store: KeyStore | None = None) -> None:
        self.masters = Masters({1: master}) if isinstance(master, bytes) else master
        self.store = store or Memory()
        self.kept = KeptKeys()

    def new_key(self, marac_id: UUID, case_id: UUID) -> tuple[AESGCM, bytes]:
        """A fresh key for a case, and the same wrapped for keeping."""
        key, where = AESGCM.generate_key(256), _key_place(marac_id, case_id)
        inner = wrap(AESGCM(self.store.make(case_id)), key, where, KEY_VERSION)
        newest = self.masters.newest
        return AESGCM(key), wrap(self.masters.cipher(newest), inner, where, newest)

    def unwrap(self, marac_id: UUID, case_id: UUID, wrapped: bytes) -> AESGCM:
        """Raises Erased where it was destroyed, KeyLost, WrongKey, and InvalidTag when it is not this case's."""
        if not wrapped:
            raise Erased
        where = _key_place(marac_id, case_id)
        inner = unwrap(self.masters.cipher(version_of(wrapped)), wrapped, where)
        return AESGCM(unwrap(AESGCM(self.store.part(case_id)), inner, where))

    def turn(self, marac_id: UUID, case_id: UUID, wrapped: bytes) -> bytes:
        """The same key under the newest master key: its part in the key store stays, and is not needed."""
        where, newest = _key_place(marac_id, case_id), self.masters.newest
        inner = unwrap(self.masters.cipher(version_of(wrapped)), wrapped, where)
        return wrap(self.masters.cipher(newest), inner, where, newest)

    def blind(self, text: str) -> bytes:
        """A keyed fingerprint by which a sealed value can be found again (24 bytes). Its key never turns."""
        return hmac(self.masters.index, text.encode(), sha256).digest()[:24]

    def seal_secret(self, row: Any, column: str, text: str) -> None:
        """Keep a secret in a bytes column, sealed, where it cannot be moved to another row."""
        newest = self.masters.newest
        setattr(row, column, seal(self.masters.secrets(newest), text, place(row, column), newest))

    def open_secret(self, row: Any, column: str) -> str:
        """Raises cryptography's InvalidTag when it was changed, moved or sealed under another master key."""
        if not (box := getattr(row, column)):
            return ""
        try:
            return unseal(self.masters.secrets(version_of(box)), box, place(row, column))
        except WrongKey:
            raise InvalidTag from None


def _key_place(marac_id: UUID, case_id: UUID) -> bytes:
    return marac_id.bytes + case_id.bytes + b"case_key|wrapped"
