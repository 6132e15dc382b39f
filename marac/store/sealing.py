"""Case content is kept sealed under its case's own key (house.md 4.14, 10).

A class writes `text: str = sealed()`; the column is `text_sealed`, and `text` a property over it.
AES-256-GCM; the case's 256-bit key is wrapped by a master key that stays outside the database;
table, row, column and key version are bound in, so that sealed bytes cannot be moved.
"""

import json
import os
from collections import OrderedDict
from contextvars import ContextVar
from datetime import date
from hashlib import sha256
from hmac import new as hmac
from typing import Any, Protocol
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import LargeBinary
from sqlalchemy.orm import object_session
from sqlmodel import Field
from sqlmodel.main import SQLModelMetaclass

FORMAT = b"\x01"
KEY_VERSION = b"\x01"
KEPT_KEYS = 4096


class Sealing(Protocol):
    """Where the keys of cases come from, for the unit of work in hand."""

    def key_of(self, case_id: UUID) -> bytes: ...


in_hand: ContextVar[Sealing] = ContextVar("in_hand")


class _Marker:
    def __init__(self, default: Any) -> None:
        self.default = default


def sealed(default: Any = "") -> Any:
    """A field whose value is JSON, kept only as sealed bytes."""
    return _Marker(default)


class SealedFields(SQLModelMetaclass):
    """Turns `name: type = sealed()` into the column `name_sealed` and a property `name`."""

    def __new__(cls, name: str, bases: tuple[type, ...], space: dict[str, Any], **options: Any) -> Any:
        marked = {key: value for key, value in space.items() if isinstance(value, _Marker)}
        annotations = space.setdefault("__annotations__", {})
        for key, marker in marked.items():
            annotations.pop(key)
            annotations[f"{key}_sealed"] = bytes
            space[f"{key}_sealed"] = Field(default=b"", sa_type=LargeBinary, repr=False)
            space[key] = _property(key, marker.default)
        made = super().__new__(cls, name, bases, space, **options)
        made.SEALED = (*getattr(made, "SEALED", ()), *marked)
        return made


def _property(name: str, default: Any) -> property:
    column = f"{name}_sealed"

    def read(row: Any) -> Any:
        if not (box := getattr(row, column)):
            return default
        _note_opening(row, name)
        return json.loads(unseal(in_hand.get().key_of(case_of(row)), box, _place(row, column)))

    def write(row: Any, value: Any) -> None:
        text = json.dumps(value, default=_as_text, ensure_ascii=False)
        empty = value is None or value == default
        setattr(row, column, b"" if empty else seal(in_hand.get().key_of(case_of(row)), text, _place(row, column)))

    return property(read, write)


def _as_text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be sealed")


def case_of(row: Any) -> UUID:
    """The case whose key seals this row."""
    return row.case_id if hasattr(row, "case_id") else row.id  # type: ignore[no-any-return]


def _place(row: Any, column: str) -> bytes:
    return b"|".join([row.__tablename__.encode(), row.id.bytes, column.encode(), KEY_VERSION])


def _note_opening(row: Any, field: str) -> None:
    session = object_session(row)
    if session is not None:
        session.info.setdefault("opened", {}).setdefault(row.id, (row, set()))[1].add(field)


def seal(key: bytes, text: str, place: bytes) -> bytes:
    nonce = os.urandom(12)
    return FORMAT + KEY_VERSION + nonce + AESGCM(key).encrypt(nonce, text.encode(), place)


def unseal(key: bytes, box: bytes, place: bytes) -> str:
    """Raises cryptography's InvalidTag when the bytes were changed or moved."""
    return AESGCM(key).decrypt(box[2:14], box[14:], place).decode()


class Keyring:
    """Wraps and unwraps case keys with the master key; remembers the latest few thousand.

    Secrets that belong to no case, such as a provider's, are sealed under a key of their own made from it.
    """

    def __init__(self, master: bytes) -> None:
        self._master = AESGCM(master)
        self._index = hmac(master, b"marac blind index", sha256).digest()
        self._secrets = hmac(master, b"marac secrets", sha256).digest()
        self._kept: OrderedDict[UUID, bytes] = OrderedDict()

    def new_key(self, case_id: UUID) -> bytes:
        """A fresh key for a case, wrapped for keeping; the plain key is remembered."""
        key, nonce = AESGCM.generate_key(256), os.urandom(12)
        self._remember(case_id, key)
        return FORMAT + KEY_VERSION + nonce + self._master.encrypt(nonce, key, case_id.bytes)

    def known(self, case_id: UUID) -> bytes | None:
        return self._kept.get(case_id)

    def unwrap(self, case_id: UUID, wrapped: bytes) -> bytes:
        key = self._master.decrypt(wrapped[2:14], wrapped[14:], case_id.bytes)
        self._remember(case_id, key)
        return key

    def blind(self, text: str) -> bytes:
        """A keyed fingerprint by which a sealed value can be found again (24 bytes)."""
        return hmac(self._index, text.encode(), sha256).digest()[:24]

    def seal_secret(self, row: Any, column: str, text: str) -> None:
        """Keep a secret in a bytes column, sealed, where it cannot be moved to another row."""
        setattr(row, column, seal(self._secrets, text, _place(row, column)))

    def open_secret(self, row: Any, column: str) -> str:
        """Raises cryptography's InvalidTag when it was changed, moved or sealed under another master key."""
        box = getattr(row, column)
        return unseal(self._secrets, box, _place(row, column)) if box else ""

    def _remember(self, case_id: UUID, key: bytes) -> None:
        self._kept[case_id] = key
        if len(self._kept) > KEPT_KEYS:
            self._kept.popitem(last=False)
