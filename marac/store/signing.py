"""Checkpoints as text that anybody can check: C2SP tlog-checkpoint in a C2SP signed-note, signed with Ed25519."""

import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from marac.store.masters import write_key_file

ED25519 = b"\x01"  # the kind of key, in a signed note
NOBODYS = UUID(int=0)  # stands for the tree of what belongs to no MARAC
KEY_BYTES = 32
OTHERS = 0o007


class BadKey(ValueError):
    """A signing key that cannot be used; the message says why."""


@dataclass(frozen=True)
class Signer:
    """The key of one installation; it lies outside the database, which can so not be rewritten with it."""

    key: Ed25519PrivateKey

    @classmethod
    def read(cls, file: Path) -> "Signer":
        """Raises BadKey when it is no key or others can read it, OSError when it cannot be read."""
        seed, mode = file.read_bytes(), file.stat().st_mode
        if mode & OTHERS:
            raise BadKey(f"Every user of this machine can reach {file}. Close it with: chmod 600 {file}")
        if len(seed) != KEY_BYTES:
            raise BadKey(f"{file} must hold {KEY_BYTES} random bytes, and holds {len(seed)}.")
        return cls(Ed25519PrivateKey.from_private_bytes(seed))

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes_raw()

    def sign(self, origin: str, text: str) -> str:
        signature = b64encode(key_id(origin, self.public) + self.key.sign(text.encode()))
        return f"{text}\n— {origin} {signature.decode()}\n"


def make_signing_key(file: Path) -> None:
    """Make the key, unless it is there."""
    if not file.exists():
        write_key_file(file, secrets.token_bytes(KEY_BYTES))


def replace_signing_key(file: Path) -> tuple[bytes, bytes]:
    """The public keys before and after. The former one is kept first, beside the key, for what it has signed.

    Raises BadKey, OSError.
    """
    old = Signer.read(file).public
    write_key_file(former_keys(file), "".join(f"{line}\n" for line in {**_kept(file), key_line(old): ""}).encode())
    write_key_file(file, secrets.token_bytes(KEY_BYTES))
    return old, Signer.read(file).public


def former_keys(file: Path) -> Path:
    """Where the public keys are kept that signed before this one, a line each."""
    return file.with_suffix(".former")


def _kept(file: Path) -> dict[str, str]:
    kept = former_keys(file)
    return dict.fromkeys(kept.read_text("ascii").split(), "") if kept.exists() else {}


def origin_of(marac_id: UUID | None) -> str:
    """What a tree is called for ever, whatever its MARAC is renamed to."""
    return f"marac/record/{marac_id or NOBODYS}"


def text_of(
    marac_id: UUID | None, size: int, root: bytes, *, number: int, at: datetime, clock_at: datetime | None = None
) -> str:
    """What is signed. `clock_at`: what the clock said, where it stood before the last checkpoint."""
    lines = [origin_of(marac_id), str(size), b64encode(root).decode(), f"number {number}", f"time {_moment(at)}"]
    if clock_at and clock_at != at:
        lines.append(f"clock {_moment(clock_at)}")
    return "\n".join(lines) + "\n"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def key_id(name: str, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


def key_line(public: bytes) -> str:
    return b64encode(ED25519 + public).decode()


def is_signed(note: str, public: bytes) -> bool:
    """Whether this is a note with a signature of this key."""
    text, found, signatures = note.partition("\n\n")
    words = signatures.split("\n")[0].split(" ")
    if not found or len(words) != 3 or words[0] != "—":
        return False
    try:
        signature = b64decode(words[2], validate=True)
        Ed25519PublicKey.from_public_bytes(public).verify(signature[4:], f"{text}\n".encode())
    except (InvalidSignature, ValueError):
        return False
    return signature[:4] == key_id(words[1], public)
