"""Checks a pack of the record, and checkpoints held elsewhere, with nothing but Python 3.10 or newer.

    python verify.py pack.zip --against my-checkpoint.txt another-checkpoint.txt
Ends with 0 when nothing was altered, with 1 when something was: it then says what, and where it begins.
"""

from __future__ import annotations

import argparse
import base64
import re
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, reduce
from hashlib import sha256, sha512
from pathlib import Path

ENTRIES, CHECKPOINTS, KEYS = "entries.jsonl", "checkpoints.txt", "keys.txt"
P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, ROOT = -121665 * pow(121666, -1, P) % P, pow(2, (P - 1) // 4, P)
NOTE = re.compile(
    r"(?P<text>(?P<origin>\S+)\n(?P<size>\d{1,18})\n(?P<root>[A-Za-z0-9+/]{43}=)\nnumber (?P<number>\d{1,9})\n"
    r"time (?P<time>\S+)\n(?:clock \S+\n)?)\n— (?P=origin) (?P<signature>[A-Za-z0-9+/]{90}[AEIMQUYcgkosw048]=)",
    re.ASCII,
)
HIDDEN = re.compile(rb'\{"seq":(0|[1-9]\d{0,17}),"level":(0|[1-9]\d?),"hash":"([0-9a-f]{64})"\}\n')
Point = tuple[int, int, int, int]


class Wrong(Exception):
    """What is not as it was signed, and where."""


def _add(a: Point, b: Point) -> Point:
    left, right = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    product, double = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = right - left, double - product, double + product, right + left
    return e * f % P, g * h % P, f * g % P, e * h % P


def _point(data: bytes) -> Point:
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if y >= P or (x * x - square) % P or (not x and sign):
        raise Wrong("A public key in the pack is no key.")
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


@cache
def _table(data: bytes) -> list[list[Point]]:
    """Every multiple of a point by one hexadecimal digit at one place: then a product is one sum a digit."""
    rows, point = [], _point(data)
    for _ in range(64):
        row = [(0, 1, 1, 0)]
        for _ in range(15):
            row.append(_add(row[-1], point))
        rows.append(row)
        point = _add(row[-1], point)
    return rows


def _times(table: list[list[Point]], number: int, begun: Point = (0, 1, 1, 0)) -> Point:
    for row in table:
        begun = _add(begun, row[number & 15])
        number >>= 4
    return begun


BASE = _table((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def signed(key: bytes, name: str, message: bytes, signature: bytes) -> bool:
    """The first four bytes tell whose key it should be (C2SP signed-note)."""
    r, s = signature[4:36], int.from_bytes(signature[36:], "little")
    if signature[:4] != sha256(name.encode() + b"\n\x01" + key).digest()[:4] or s >= ORDER:
        return False
    k = int.from_bytes(sha512(r + key + message).digest(), "little") % ORDER
    x, y, z, _ = _times(_table(key), -k % ORDER, _times(BASE, s))
    z = pow(z, -1, P)
    return (y * z % P | (x * z % P & 1) << 255).to_bytes(32, "little") == r


@dataclass(frozen=True)
class Note:
    """One checkpoint as it stands in a file; `said`: where."""

    text: str
    origin: str
    size: int
    root: bytes
    number: int
    time: str
    signature: bytes
    said: str


def notes_in(text: str, file: str, strict: bool = True) -> list[Note]:
    """`strict`: nothing else may stand in the file, as it may in a letter."""
    found: list[Note] = []
    end = 0
    for match in NOTE.finditer(text):
        if strict and (match.start(), text[match.end() : match.end() + 2]) != (end, "\n\n"):
            break
        end = match.end() + 2
        said = f"{file}, checkpoint in place {len(found) + 1}"
        root, signature = base64.b64decode(match["root"]), base64.b64decode(match["signature"])
        size, number = int(match["size"]), int(match["number"])
        found.append(Note(match["text"], match["origin"], size, root, number, match["time"], signature, said))
    if not found and not strict or strict and end != len(text):
        raise Wrong(f"{file}, checkpoint in place {len(found) + 1}: this is no checkpoint. It was altered or cut off.")
    return found


def keys_in(text: str, needed: str = KEYS) -> list[bytes]:
    found = [base64.b64decode(line)[1:] for line in re.findall(r"^A[A-Za-z0-9+/]{43}$", text, re.MULTILINE)]
    if needed and not found:
        raise Wrong(f"{needed}: no public key can be read.")
    return found


@dataclass
class Tree:
    """One record, and how many entries are `good`: as is signed in the pack, and in checkpoints held elsewhere."""

    name: str
    open_end: bool = False
    size: int = 0
    shown: int = 0
    good: list[int] = field(default_factory=lambda: [0, 0])
    peaks: list[bytes] = field(default_factory=list)

    def check(self, lines: Iterable[bytes], notes: Sequence[Note], held: Sequence[Note]) -> None:
        """`held`: checkpoints from elsewhere. `open_end`: entries may follow that are not signed yet. Raises Wrong."""
        waiting: dict[int, list[Note]] = {}
        for note in [*notes, *held]:
            waiting.setdefault(note.size, []).append(note)
        for _ in self._read(lines):
            for note in waiting.pop(self.size, ()):
                self._compare(note, note in held)
        for size in sorted(waiting):
            said, some = waiting[size][0].said, f"some among entries {self.good[0]} to {size - 1}"
            if size > self.size:
                raise Wrong(f"{self.name}: {said} counts {size} entries, {self.size} are here: {some} are missing.")
            raise Wrong(f"{said}: the pack does not have it, and hides {some}.")
        if self.size > self.good[0] and not self.open_end:
            raise Wrong(f"{self.name}: entries {self.good[0]} to {self.size - 1} are signed by no checkpoint.")

    def _compare(self, note: Note, held: bool) -> None:
        root = reduce(lambda right, left: sha256(b"\1" + left + right).digest(), reversed(self.peaks))
        if root != note.root:
            some = f"among entries {self.good[held]} to {self.size - 1} one was changed, added, removed or moved"
            raise Wrong(f"{self.name}: {some}: not as in {note.said}, number {note.number}, of {note.time}.")
        self.good[held] = self.size

    def _read(self, lines: Iterable[bytes]) -> Iterator[None]:
        peaks = self.peaks
        for place, line in enumerate(lines, 1):
            head = b'{"seq":%d,"leaf":"' % self.size
            level, at = 0, len(head)
            if line.startswith(head):
                leaf = sha256(b"\0" + line[at + 74 : -2])
                if line[at : at + 74] != leaf.hexdigest().encode() + b'","event":' or line[-2:] != b"}\n":
                    raise Wrong(f"{self.name}, line {place}: entry {self.size} was altered.")
                peaks.append(leaf.digest())
                self.shown += 1
            else:
                level = self._hidden(line, place)
            self.size += 1 << level
            rest = self.size >> level
            while not rest & 1:
                right = peaks.pop()
                peaks[-1] = sha256(b"\1" + peaks[-1] + right).digest()
                rest >>= 1
            yield

    def _hidden(self, line: bytes, place: int) -> int:
        """Entries that the holder of this pack may not read stand in it as one hash for a whole subtree."""
        found = HIDDEN.fullmatch(line)
        level = int(found[2]) if found else 0
        if not found or int(found[1]) != self.size or self.size % (1 << level):
            raise Wrong(f"{self.name}, line {place}: entry {self.size} should stand here. It was altered or moved.")
        self.peaks.append(bytes.fromhex(found[3].decode()))
        return level


def check_notes(notes: Sequence[Note], held: Sequence[Note], keys: Sequence[bytes]) -> None:
    """Raises Wrong for one that is not signed, or not where it should be."""
    for note in [*held, *notes]:
        if not any(signed(key, note.origin, note.text.encode(), note.signature) for key in keys):
            raise Wrong(f"{note.said}: the signature is not right. Its text was altered, or another key was used.")
    for number, note in enumerate(notes, 1):
        if (note.number, note.origin) != (number, notes[0].origin):
            raise Wrong(f"{note.said}: it is number {note.number}. Number {number} is missing or was moved.")
    for before, note in zip(notes, notes[1:], strict=False):
        if note.size <= before.size or note.time < before.time:
            raise Wrong(f"{note.said}: it is not later and longer than the one before it.")


def check_pack(
    files: Mapping[str, Iterable[bytes]], held: Sequence[Note], trusted: Sequence[bytes] = (), open_end: bool = False
) -> list[str]:
    """What was found, in sentences. `files`: lines by name. Raises Wrong."""

    def text(name: str) -> str:
        return b"".join(files.get(name, ())).decode("utf-8", "replace")

    keys, said, origins = trusted or keys_in(text(KEYS)), [], {""}
    for name in sorted({name.rpartition("/")[0] for name in files if name.endswith((ENTRIES, CHECKPOINTS))}):
        notes = notes_in(text(f"{name}/{CHECKPOINTS}"), f"{name}/{CHECKPOINTS}")
        mine = [note for note in held if notes and note.origin == notes[0].origin]
        check_notes(notes, mine, keys)
        tree = Tree(f"{name}/{ENTRIES}", open_end)
        tree.check(files.get(tree.name, ()), notes, mine)
        origins.update(note.origin for note in notes)
        said.append(f"{name}: {tree.size} entries, {tree.shown} of them to be read here, {len(notes)} checkpoints.")
        said += [f"{name}: {note.said} agrees: number {note.number}, of {note.time}." for note in [*notes[-1:], *mine]]
    for note in (one for one in held if one.origin not in origins):
        raise Wrong(f"{note.said}: it is of {note.origin}, and the pack holds no such record.")
    if not said:
        raise Wrong("The pack holds no record.")
    return said


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Check that nothing in a pack of the record was altered.")
    parser.add_argument("pack", type=Path, help="the zip file")
    parser.add_argument("--against", nargs="+", type=Path, default=[], help="checkpoints that you kept yourself")
    parser.add_argument("--key", default="", help="trust this public key alone, whatever the pack says")
    asked = parser.parse_args(words)
    try:
        held = [note for file in asked.against for note in notes_in(file.read_text("utf-8"), str(file), strict=False)]
        pack = zipfile.ZipFile(asked.pack)
        said = check_pack({name: pack.open(name) for name in pack.namelist()}, held, keys_in(asked.key, asked.key))
    except (Wrong, OSError, zipfile.BadZipFile, UnicodeDecodeError, EOFError, zlib.error) as why:
        sys.stdout.write(f"SOMETHING IS WRONG.\n{why}\n")
        return 1
    sys.stdout.write("Nothing was altered.\n" + "\n".join(said) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
