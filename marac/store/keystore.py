"""The key store: of every case's key the part that is in no dump of the database.

A case's key is sealed under its own part here, and that again under the master key. Yesterday's dump with today's
master key opens whatever still has its part, and nothing of a case whose part was destroyed (decision 0014).
"""

import os
import secrets
from pathlib import Path
from typing import Protocol
from uuid import UUID

from marac.store.home import KEY_BYTES, CannotStart
from marac.store.masters import WrongKey
from marac.vocabulary import Refused


class Erased(Refused):
    """The case's key was destroyed: nothing of its content can be read or added."""

    def __init__(self) -> None:
        super().__init__("This case was erased: its content cannot be read, and nothing can be added to it.")


class KeyLost(CannotStart):
    """A case's part is not there, and nobody destroyed it."""


class KeyStore(Protocol):
    """One part a case: 32 bytes, or nothing once it was destroyed."""

    def make(self, case_id: UUID) -> bytes: ...

    def part(self, case_id: UUID) -> bytes: ...

    def destroy(self, case_id: UUID) -> None: ...

    def is_destroyed(self, case_id: UUID) -> bool: ...

    @property
    def name(self) -> bytes: ...


class Memory:
    """Gone with its process: for keyrings that nothing outlives."""

    name = b"memory"

    def __init__(self) -> None:
        self._parts: dict[UUID, bytes] = {}

    def make(self, case_id: UUID) -> bytes:
        return self._parts.setdefault(case_id, secrets.token_bytes(KEY_BYTES))

    def part(self, case_id: UUID) -> bytes:
        return _whole(case_id, self._parts.get(case_id))

    def destroy(self, case_id: UUID) -> None:
        self._parts[case_id] = b""

    def is_destroyed(self, case_id: UUID) -> bool:
        return self._parts.get(case_id) == b""


class Folder:
    """One small file a case, in a folder that every server of the platform reaches.

    An empty file stays where a part was destroyed, so that a lost part is never taken for one.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def name(self) -> bytes:
        """Random bytes by which a database knows its own store again. Raises WrongKey when they are not there."""
        try:
            return (self.folder / "name").read_bytes()
        except FileNotFoundError:
            raise WrongKey(f"{self.folder} is missing: it holds a part of every case's key.") from None

    def begin(self) -> None:
        """Make an empty store, unless there is one."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not (self.folder / "name").exists():
            _write(self.folder / "name", secrets.token_bytes(16))

    def make(self, case_id: UUID) -> bytes:
        """Written down before it is used. Raises OSError when it cannot be."""
        file, part = self._file(case_id), secrets.token_bytes(KEY_BYTES)
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(file, part)
        return part

    def part(self, case_id: UUID) -> bytes:
        """Raises Erased, KeyLost."""
        try:
            return _whole(case_id, self._file(case_id).read_bytes())
        except FileNotFoundError:
            return _whole(case_id, None)

    def destroy(self, case_id: UUID) -> None:
        """Overwrite it, then leave the empty file; where it is lost, an empty file too. Safe to do again."""
        file = self._file(case_id)
        if self.is_destroyed(case_id):
            return
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(os.open(file, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as kept:
            kept.write(bytes(KEY_BYTES))
            kept.flush()
            os.fsync(kept.fileno())
            kept.truncate(0)
            os.fsync(kept.fileno())
        _sync(file.parent)

    def is_destroyed(self, case_id: UUID) -> bool:
        file = self._file(case_id)
        return file.exists() and file.stat().st_size == 0

    def _file(self, case_id: UUID) -> Path:
        return self.folder / case_id.hex[:2] / case_id.hex


def _whole(case_id: UUID, part: bytes | None) -> bytes:
    if part == b"":
        raise Erased
    if part is None or len(part) != KEY_BYTES:
        raise KeyLost(f"The key store has no part for case {case_id}: is it the whole one?")
    return part


def _write(file: Path, content: bytes) -> None:
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as made:
        made.write(content)
        made.flush()
        os.fsync(made.fileno())
    _sync(file.parent)


def _sync(folder: Path) -> None:
    """A new file's name is on disk only when its folder is."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
