"""The master key: one file outside the database, with one or several versions of 32 bytes.

Plain, it is 32 bytes: version 1. Once it was turned it is text: a first line, then `1 <hex>`, `2 <hex>`, and
`index <hex>`, the key of the blind index, which never turns: fingerprints could not be found again.
"""

import os
import secrets
from collections.abc import Mapping
from hashlib import sha256
from hmac import new as hmac
from pathlib import Path
from threading import Lock

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from marac.store.home import KEY_BYTES, CannotStart

FIRST_LINE = "marac master keys"
MOST_VERSIONS = 255
OTHERS = 0o007


class WrongKey(CannotStart):
    """The master key is missing, cannot be used, or is not this database's."""


class Masters:
    """The versions in hand. Those of a file are read anew when the file has changed."""

    def __init__(self, keys: Mapping[int, bytes], index: bytes = b"", file: Path | None = None) -> None:
        self._file = file
        self._lock = Lock()
        self._seen = _stamp(file)
        self._take(keys, index)

    @classmethod
    def read(cls, file: Path) -> "Masters":
        """Raises WrongKey, saying what is the matter with the file."""
        return cls(*_read(file), file)

    @property
    def newest(self) -> int:
        """The version under which keys are wrapped from now on."""
        self._look_again()
        return max(self._keys)

    @property
    def versions(self) -> list[int]:
        return sorted(self._keys)

    def cipher(self, version: int) -> AESGCM:
        """Raises WrongKey when there is no such version."""
        return self._of(version)[0]

    def secrets(self, version: int) -> AESGCM:
        """The key under which secrets of the installation are sealed. Raises WrongKey likewise."""
        return self._of(version)[1]

    def turned(self) -> None:
        """Put a new version into the file."""
        keys = {**self._keys, max(self._keys) + 1: secrets.token_bytes(KEY_BYTES)}
        if max(keys) > MOST_VERSIONS:
            raise WrongKey(f"{self._file} has had {MOST_VERSIONS} versions: no more can be made.")
        self._write(keys)

    def without(self, versions: list[int]) -> None:
        """Take old versions out of the file; the newest stays."""
        self._write({v: key for v, key in self._keys.items() if v not in versions or v == max(self._keys)})

    def _of(self, version: int) -> tuple[AESGCM, AESGCM]:
        if version not in self._ciphers:
            self._look_again()
        if version not in self._ciphers:
            raise WrongKey(f"The master key has no version {version}: {self._file or 'it'} is not the whole one.")
        return self._ciphers[version]

    def _look_again(self) -> None:
        if self._file is None or _stamp(self._file) == self._seen:
            return
        with self._lock:
            self._seen = _stamp(self._file)
            self._take(*_read(self._file))

    def _take(self, keys: Mapping[int, bytes], index: bytes) -> None:
        self._keys = dict(keys)
        self.index = index or hmac(keys[1], b"marac blind index", sha256).digest()
        self._ciphers = {
            version: (AESGCM(key), AESGCM(hmac(key, b"marac secrets", sha256).digest()))
            for version, key in keys.items()
        }

    def _write(self, keys: Mapping[int, bytes]) -> None:
        lines = [FIRST_LINE, *(f"{version} {key.hex()}" for version, key in sorted(keys.items()))]
        text = "\n".join([*lines, f"index {self.index.hex()}", ""])
        if self._file is not None:
            write_key_file(self._file, text.encode())
        self._take(keys, self.index)
        self._seen = _stamp(self._file)


def write_key_file(file: Path, content: bytes) -> None:
    """Whole or not at all, readable by its owner only."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    whole = file.with_suffix(".new")
    whole.unlink(missing_ok=True)
    with open(os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as made:
        made.write(content)
        made.flush()
        os.fsync(made.fileno())
    whole.rename(file)


def make_master_key(file: Path) -> None:
    """Make the key that wraps the keys of cases, unless it is there."""
    if not file.exists():
        write_key_file(file, secrets.token_bytes(KEY_BYTES))


def _stamp(file: Path | None) -> tuple[int, int] | None:
    try:
        found = file.stat() if file else None
    except FileNotFoundError:
        return None
    return found and (found.st_mtime_ns, found.st_ino)


def _read(file: Path) -> tuple[dict[int, bytes], bytes]:
    try:
        content, mode = file.read_bytes(), file.stat().st_mode
    except FileNotFoundError:
        raise WrongKey(f"{file} is missing: it must hold the master key, 32 random bytes, kept secret.") from None
    except OSError as why:
        raise WrongKey(f"{file} cannot be read: {why.strerror}.") from None
    if mode & OTHERS:
        raise WrongKey(f"Every user of this machine can reach {file}, the master key. Close it with: chmod 600 {file}")
    if len(content) == KEY_BYTES:
        return {1: content}, b""
    try:
        first, *lines = content.decode("ascii").splitlines()
        named = {name: bytes.fromhex(given) for name, given in (line.split(" ") for line in lines)}
        index = named.pop("index")
        keys = {int(version): key for version, key in named.items()}
        if first == FIRST_LINE and keys and {len(key) for key in (index, *keys.values())} == {KEY_BYTES}:
            return keys, index
    except (ValueError, KeyError):
        pass
    raise WrongKey(f"{file} is no master key: it holds {len(content)} bytes, and must hold exactly {KEY_BYTES}.")
