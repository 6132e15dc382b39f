"""A pack of the record that can be checked without us: entries, checkpoints, keys, and the verifier (C71)."""

import zipfile
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from io import BytesIO
from typing import Any, Protocol
from uuid import UUID

from marac.oversight.verify_record import CHECKPOINTS, ENTRIES, KEYS
from marac.store.canonical import canonical
from marac.store.signing import key_line
from marac.store.tree import HASH, root_of, whole_blocks

README = """\
THE RECORD OF SHARING, WITH ITS PROOF

What is in here
  {entries}   one line an entry: who did what, when, to what kind of thing; never what it said
  {checkpoints} signed words on how long the record was at a time, and what its hash was
  {keys}                the public key that the checkpoints are signed with
  verify.py               checks all of this on your own machine

How to check it (Python 3.10 or newer; nothing else, and no network)
  python verify.py this-pack.zip
  python verify.py this-pack.zip --against my-checkpoint.txt

The second way is the one that counts: a checkpoint that you were sent at the time, and kept where nobody of the
platform can reach it, shows that nothing from before it was altered since. Use a verify.py that you trust: one from
an earlier pack, or from the platform's source, does as well as the one in here.

A line with "level" and "hash" stands for entries that are not for you to read. It shows that they are still there,
and says nothing about them. The folder "sign-ins" holds what happened before anybody wore a role in a MARAC.
"""


@dataclass(frozen=True, slots=True)
class Signed:
    """What one checkpoint says."""

    size: int
    note: str
    public_key: bytes


class Source(Protocol):
    """Where the record is read from, with somebody's eyes. A tree: a MARAC's, or None for what belongs to none."""

    def signed(self, tree: UUID | None) -> list[Signed]: ...

    def leaves(self, tree: UUID | None, size: int) -> bytes:
        """The hashes of the first `size` entries, one after the other."""

    def events(self, tree: UUID | None, size: int) -> Iterable[Mapping[str, Any]]:
        """Those of the first `size` that may be read, in order; with their `seq`."""


def pack(source: Source, trees: Mapping[str, UUID | None]) -> bytes:
    """The zip file. `trees`: each with the name of its folder."""
    made = BytesIO()
    keys: set[bytes] = set()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, tree in trees.items():
            checkpoints = source.signed(tree)
            if not checkpoints:
                continue
            keys |= {checkpoint.public_key for checkpoint in checkpoints}
            archive.writestr(f"{name}/{CHECKPOINTS}", as_text(checkpoints))
            with archive.open(f"{name}/{ENTRIES}", "w") as file:
                file.writelines(entries(source, tree, checkpoints))
        archive.writestr(KEYS, "".join(f"{key_line(key)}\n" for key in sorted(keys)))
        archive.writestr("verify.py", verifier())
        paths = {"entries": f"marac/{ENTRIES}", "checkpoints": f"marac/{CHECKPOINTS}", "keys": KEYS}
        archive.writestr("README.txt", README.format(**paths))
    return made.getvalue()


def as_text(checkpoints: Iterable[Signed]) -> str:
    return "".join(f"{checkpoint.note}\n" for checkpoint in checkpoints)


def verifier() -> bytes:
    return resources.files("marac.oversight").joinpath("verify_record.py").read_bytes()


def entries(source: Source, tree: UUID | None, checkpoints: Sequence[Signed]) -> Iterator[bytes]:
    """A line for each entry that may be read; the others as the fewest hashes from which every root can be told."""
    size = checkpoints[-1].size
    hidden = _Hidden(source.leaves(tree, size), [checkpoint.size for checkpoint in checkpoints])
    end = 0
    for event in source.events(tree, size):
        seq = event["seq"]
        yield from hidden.between(end, seq)
        yield line(seq, hidden.leaf(seq), event)
        end = seq + 1
    yield from hidden.between(end, size)


def line(seq: int, leaf: bytes, event: Mapping[str, Any]) -> bytes:
    return b'{"seq":%d,"leaf":"%s","event":%s}\n' % (seq, leaf.hex().encode(), canonical(event))


@dataclass(frozen=True, slots=True)
class _Hidden:
    kept: bytes
    sizes: list[int]

    def leaf(self, seq: int) -> bytes:
        return self.kept[seq * HASH : (seq + 1) * HASH]

    def between(self, start: int, end: int) -> Iterator[bytes]:
        """No block reaches across a checkpoint, whose root could not be told then."""
        while start < end:
            place = bisect_right(self.sizes, start)
            until = min(end, self.sizes[place] if place < len(self.sizes) else end)
            for first, level in whole_blocks(start, until):
                root = root_of(self.leaf(seq) for seq in range(first, first + (1 << level)))
                yield b'{"seq":%d,"level":%d,"hash":"%s"}\n' % (first, level, root.hex().encode())
            start = until
