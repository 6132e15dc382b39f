"""The record's tree as RFC 6962 has it: hashes, roots, and proofs that it holds an entry and that it only grew."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

HASH = 32  # bytes


def leaf_hash(entry: bytes) -> bytes:
    """RFC 6962 2.1: told apart from a node's, so that neither passes for the other."""
    return sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()


@dataclass
class Peaks:
    """All of a tree that is needed to let it grow: the roots of its whole subtrees, the largest first."""

    size: int = 0
    hashes: list[bytes] = field(default_factory=list)

    def add(self, leaf: bytes) -> None:
        self.hashes.append(leaf)
        self.size += 1
        rest = self.size
        while rest % 2 == 0:
            right = self.hashes.pop()
            self.hashes[-1] = node_hash(self.hashes[-1], right)
            rest //= 2

    def root(self) -> bytes:
        """SHA-256 of nothing for an empty tree."""
        if not self.hashes:
            return sha256().digest()
        found = self.hashes[-1]
        for peak in reversed(self.hashes[:-1]):
            found = node_hash(peak, found)
        return found

    def packed(self) -> bytes:
        return b"".join(self.hashes)

    @classmethod
    def unpacked(cls, size: int, packed: bytes) -> "Peaks":
        """Raises ValueError when there are not as many as a tree of this size has."""
        if len(packed) != HASH * size.bit_count():
            raise ValueError("not the peaks of such a tree")
        return cls(size, [packed[at : at + HASH] for at in range(0, len(packed), HASH)])


def root_of(leaves: Iterable[bytes]) -> bytes:
    peaks = Peaks()
    for leaf in leaves:
        peaks.add(leaf)
    return peaks.root()


def whole_blocks(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cuts start..end-1 into the fewest whole subtrees: the first leaf of each, and its level (2**level leaves)."""
    while start < end:
        level = (end - start).bit_length() - 1
        if start:
            level = min(level, (start & -start).bit_length() - 1)
        yield start, level
        start += 1 << level


def inclusion(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """RFC 6962 2.1.1: what shows that the leaf at `index` is in the tree of these."""
    if len(leaves) == 1:
        return []
    half = _half(len(leaves))
    if index < half:
        return [*inclusion(index, leaves[:half]), root_of(leaves[half:])]
    return [*inclusion(index - half, leaves[half:]), root_of(leaves[:half])]


def consistency(first: int, leaves: Sequence[bytes]) -> list[bytes]:
    """RFC 6962 2.1.2: what shows that the tree of the `first` of these leaves is the beginning of the tree of all."""
    return _grown(first, leaves, True)


def _grown(first: int, leaves: Sequence[bytes], whole: bool) -> list[bytes]:
    if first == len(leaves):
        return [] if whole else [root_of(leaves)]
    half = _half(len(leaves))
    if first <= half:
        return [*_grown(first, leaves[:half], whole), root_of(leaves[half:])]
    return [*_grown(first - half, leaves[half:], False), root_of(leaves[:half])]


def _half(size: int) -> int:
    """The largest power of two below it."""
    return 1 << ((size - 1).bit_length() - 1)


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """RFC 9162 2.1.3.2."""
    path = _sides(index, size - 1, proof) if 0 <= index < size else None
    if path is None:
        return False
    found = leaf
    for hash_, on_the_left in path:
        found = node_hash(hash_, found) if on_the_left else node_hash(found, hash_)
    return found == root


def is_consistent(first: int, size: int, first_root: bytes, root: bytes, proof: Sequence[bytes]) -> bool:
    """RFC 9162 2.1.4.2; an empty tree is the beginning of none here."""
    if not 0 < first < size:
        return first == size and not proof and first_root == root
    whole = list(proof) if first & (first - 1) else [first_root, *proof]
    below = (first & -first).bit_length() - 1  # levels that the first tree's last whole subtree has
    path = _sides((first - 1) >> below, (size - 1) >> below, whole[1:])
    if path is None or not whole:
        return False
    old = new = whole[0]
    for hash_, on_the_left in path:
        old = node_hash(hash_, old) if on_the_left else old
        new = node_hash(hash_, new) if on_the_left else node_hash(new, hash_)
    return old == first_root and new == root


def _sides(place: int, last: int, proof: Iterable[bytes]) -> list[tuple[bytes, bool]] | None:
    """Each hash on the way from a node up to the root, and whether it stands on the left; None: it leads elsewhere."""
    found = []
    for hash_ in proof:
        if last == 0:
            return None
        on_the_left = place % 2 == 1 or place == last
        found.append((hash_, on_the_left))
        while on_the_left and place and not place % 2:
            place, last = place >> 1, last >> 1
        place, last = place >> 1, last >> 1
    return found if last == 0 else None
