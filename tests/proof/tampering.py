"""Whatever is done to a record after it was signed, the verifier finds, and says where (proof.md C-3).

A forger here has everything but what others hold: the database, the files, and in some tries the signing key too.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from unittest.mock import patch
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from marac.oversight import verify_record
from marac.oversight.packing import Signed, as_text, entries
from marac.oversight.verify_record import Note, Wrong, check_pack, notes_in
from marac.store.canonical import canonical
from marac.store.signing import Signer, key_line, origin_of, text_of
from marac.store.tree import leaf_hash, root_of

MARAC = UUID("00000000-0000-4000-8000-0000000000aa")
BEGAN = datetime(2026, 5, 12, 9, tzinfo=UTC)
OURS = Signer(Ed25519PrivateKey.from_private_bytes(b"tampering: the platform's own key"[:32]))
THEIRS = Signer(Ed25519PrivateKey.from_private_bytes(b"tampering: a forger's key of theirs"[:32]))
Event = dict[str, Any]
PLACES = re.compile(
    r"among entries (\d+) to (\d+)|entry (\d+)|From entry (\d+)|checkpoint in place (\d+)", re.IGNORECASE
)


def event(dice: random.Random, number: int) -> Event:
    ids = {name: UUID(int=dice.getrandbits(128)) for name in ("member_id", "agency_id", "case_id", "sign_in_id")}
    rest: Event = dict.fromkeys(("meeting_id", "seat_id"))
    return ids | rest | {
        "marac_id": MARAC, "at": BEGAN + timedelta(seconds=number), "hat": "representative", "request_id": "",
        "operation": "consultation", "verb": "page.read", "reason": "", "schema_version": 1,
        "items": [{"t": "line", "id": str(UUID(int=dice.getrandbits(128))), "f": ["text"], "label": "K4 é"}],
        "recipients": [], "salt": dice.randbytes(16),
    }  # fmt: skip


@dataclass
class Record:
    """A record of some length and its checkpoints, as a source for a pack; `hidden`: what its holder may not read."""

    events_: list[Event]
    sizes: list[int]
    hidden: frozenset[int] = frozenset()
    signer: Signer = OURS

    def signed(self, tree: UUID | None = None) -> list[Signed]:
        made = []
        for number, size in enumerate(self.sizes, 1):
            root = root_of(map(_leaf, self.events_[:size]))
            text = text_of(MARAC, size, root, number=number, at=BEGAN + timedelta(minutes=number))
            made.append(Signed(size, self.signer.sign(origin_of(MARAC), text), self.signer.public))
        return made

    def leaves(self, tree: UUID | None, size: int) -> bytes:
        return b"".join(map(_leaf, self.events_[:size]))

    def events(self, tree: UUID | None, size: int) -> Iterable[Mapping[str, Any]]:
        kept = (place for place in range(size) if place not in self.hidden)
        return ({**self.events_[place], "seq": place} for place in kept)

    def files(self) -> "Files":
        signed = self.signed()
        return Files(list(entries(self, None, signed)), [one.note for one in signed], key_line(self.signer.public))


@dataclass
class Files:
    """What is in a pack, to be tampered with; `held`: checkpoints that somebody kept elsewhere."""

    lines: list[bytes]
    notes: list[str]
    key: str
    held: list[str] = field(default_factory=list)

    def packed(self) -> dict[str, list[bytes]]:
        notes = as_text(Signed(0, note, b"") for note in self.notes)
        return {
            "keys.txt": [f"{self.key}\n".encode()],
            "marac/entries.jsonl": self.lines,
            "marac/checkpoints.txt": [notes.encode()],
        }

    def notes_held(self) -> list[Note]:
        return [note for text in self.held for note in notes_in(text, "held.txt", strict=False)]


@dataclass(frozen=True)
class Done:
    """What a forger did: the files afterwards, and the entries (or the checkpoint) at which it must be found."""

    files: Files
    first: int
    last: int
    checkpoint: bool = False


def _leaf(one: Event) -> bytes:
    return leaf_hash(canonical(one))


def _other(one: Event) -> Event:
    return {**one, "member_id": UUID(int=one["member_id"].int ^ 1)}


def _earlier(one: Event) -> Event:
    return {**one, "at": one["at"] - timedelta(days=3)}


def _rewritten(record: Record, events: list[Event], place: int) -> Done:
    """The forger works out every number and hash anew; the checkpoints stay, since they cannot sign."""
    files, forged = record.files(), Record(events, [len(events)])
    files.lines = list(entries(forged, None, forged.signed()))
    return Done(files, place, place)


def edit(record: Record, dice: random.Random) -> Done:
    files = record.files()
    place = dice.randrange(len(files.lines))
    line = bytearray(files.lines[place])
    line[dice.randrange(len(line))] ^= 1 << dice.randrange(7)
    files.lines[place] = bytes(line)
    return Done(files, place, place)


def edit_and_rehash(record: Record, dice: random.Random) -> Done:
    events, place = list(record.events_), dice.randrange(len(record.events_))
    events[place] = _other(events[place])
    return _rewritten(record, events, place)


def back_date(record: Record, dice: random.Random) -> Done:
    events, place = list(record.events_), dice.randrange(len(record.events_))
    events[place] = _earlier(events[place])
    return _rewritten(record, events, place)


def back_dated_entry(record: Record, dice: random.Random) -> Done:
    place = dice.randrange(len(record.events_))
    added = _earlier(event(dice, place))
    return _rewritten(record, [*record.events_[:place], added, *record.events_[place:]], place)


def delete(record: Record, dice: random.Random) -> Done:
    files = record.files()
    place = dice.randrange(len(files.lines))
    del files.lines[place]
    return Done(files, place, place)


def delete_and_renumber(record: Record, dice: random.Random) -> Done:
    place = dice.randrange(len(record.events_))
    return _rewritten(record, [*record.events_[:place], *record.events_[place + 1 :]], place)


def swap(record: Record, dice: random.Random) -> Done:
    files = record.files()
    one, two = sorted(dice.sample(range(len(files.lines)), 2))
    files.lines[one], files.lines[two] = files.lines[two], files.lines[one]
    return Done(files, one, two)


def swap_and_renumber(record: Record, dice: random.Random) -> Done:
    events = list(record.events_)
    one, two = sorted(dice.sample(range(len(events)), 2))
    events[one], events[two] = events[two], events[one]
    return _rewritten(record, events, one)


def truncate(record: Record, dice: random.Random) -> Done:
    files = record.files()
    place = dice.randrange(len(files.lines))
    del files.lines[place:]
    return Done(files, place, place)


def truncate_with_checkpoints(record: Record, dice: random.Random) -> Done:
    """Cut back to an older checkpoint, as if no more had happened; somebody holds the newest."""
    newest, kept = record.signed()[-1].note, dice.randrange(1, len(record.sizes))
    shorter = Record(record.events_, record.sizes[:kept]).files()
    shorter.held = [newest]
    return Done(shorter, record.sizes[kept - 1], record.sizes[kept - 1])


def fork(record: Record, dice: random.Random) -> Done:
    """The platform itself writes another history and signs it; somebody holds two checkpoints of the true one."""
    place = dice.randrange(len(record.events_))
    other = Record([*record.events_[:place], *map(_other, record.events_[place:])], record.sizes)
    held = dice.choice([one for one in record.signed() if one.size > place])
    files = other.files()
    files.held = [record.signed()[0].note, held.note]
    return Done(files, place, held.size - 1)


def fork_with_another_key(record: Record, dice: random.Random) -> Done:
    place = dice.randrange(len(record.events_))
    other = Record([*record.events_[:place], *map(_other, record.events_[place:])], record.sizes, signer=THEIRS)
    files = other.files()
    files.held = [dice.choice(record.signed()).note]
    return Done(files, 1, 1, checkpoint=True)


def edit_checkpoint(record: Record, dice: random.Random) -> Done:
    files = record.files()
    place = dice.randrange(len(files.notes))
    note, at = files.notes[place], dice.randrange(len(files.notes[place]))
    files.notes[place] = note[:at] + ("0" if note[at] != "0" else "1") + note[at + 1 :]
    return Done(files, place + 1, place + 1, checkpoint=True)


def delete_checkpoint(record: Record, dice: random.Random) -> Done:
    files = record.files()
    place = dice.randrange(len(files.notes) - 1)
    del files.notes[place]
    return Done(files, place + 1, place + 1, checkpoint=True)


def swap_checkpoints(record: Record, dice: random.Random) -> Done:
    files = record.files()
    one, two = sorted(dice.sample(range(len(files.notes)), 2))
    files.notes[one], files.notes[two] = files.notes[two], files.notes[one]
    return Done(files, one + 1, one + 1, checkpoint=True)


KINDS: Sequence[Callable[[Record, random.Random], Done]] = (
    edit, edit_and_rehash, back_date, back_dated_entry, delete, delete_and_renumber, swap, swap_and_renumber,
    truncate, truncate_with_checkpoints, fork, fork_with_another_key, edit_checkpoint, delete_checkpoint,
    swap_checkpoints,
)  # fmt: skip


def record_of(dice: random.Random, entries_: int = 60, checkpoints: int = 7) -> Record:
    sizes = sorted(dice.sample(range(1, entries_), checkpoints - 1)) + [entries_]
    return Record([event(dice, number) for number in range(entries_)], sizes)


def run(edits: int) -> str:
    """So many forgeries of every kind, of whole records and of such as hide some; how many of each were found.

    Raises AssertionError for one that is not found, or whose place is not named.
    """
    dice, found = random.Random(edits), Counter[str]()
    with patch.object(verify_record, "signed", cache(verify_record.signed)):
        record = record_of(dice)
        for number in range(edits):
            if number % 50 == 0:
                record = record_of(dice, dice.randint(20, 90))
                assert check(record.files()) == "", "an untouched record is found to be right"
            kind = KINDS[number % len(KINDS)]
            done = kind(record, dice)
            said = check(done.files)
            assert said, f"{kind.__name__}: not found"
            assert is_named(done, said), f"{kind.__name__}: {done.first} to {done.last}, but it says: {said}"
            found[kind.__name__] += 1
        hidden = _hidden(dice, edits // 5)
    kinds = ", ".join(f"{number} {kind.replace('_', ' ')}" for kind, number in sorted(found.items()))
    return f"{edits + hidden} forgeries, all found and their place named: {kinds}, {hidden} where entries are hidden"


def _hidden(dice: random.Random, edits: int) -> int:
    """A pack whose holder reads a few entries only, with any bit of any line turned."""
    record = record_of(dice, 70)
    record.hidden = frozenset(dice.sample(range(70), 55))
    assert check(record.files()) == ""
    for _ in range(edits):
        done = edit(record, dice)
        assert check(done.files), "an edit where entries are hidden is not found"
    return edits


def check(files: Files) -> str:
    """What the verifier says is wrong; empty when it finds nothing."""
    try:
        check_pack(files.packed(), files.notes_held())
    except Wrong as why:
        return str(why)
    return ""


def is_named(done: Done, said: str) -> bool:
    """Whether what is said points at the place: an entry, a run of entries between two checkpoints, a checkpoint."""
    ranges, entry, end, checkpoint = [], [], [], []
    for match in PLACES.finditer(said):
        first, last, one, cut, note = (int(part) if part else None for part in match.groups())
        ranges += [(first, last)] if first is not None and last is not None else []
        entry += [one] if one is not None else []
        end += [cut] if cut is not None else []
        checkpoint += [note] if note is not None else []
    if done.checkpoint:
        return done.first in checkpoint
    if ranges:
        return any(first <= done.last and done.first <= last for first, last in ranges)
    return any(done.first <= place <= done.last for place in [*entry, *end])
