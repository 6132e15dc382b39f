"""The tree against RFC 6962's own vectors, and against a root worked out as the RFC words it."""

from collections.abc import Sequence
from hashlib import sha256

import pytest

from marac.store.tree import (
    Peaks,
    consistency,
    inclusion,
    is_consistent,
    is_included,
    leaf_hash,
    root_of,
    whole_blocks,
)

MOST = 64
LEAVES = [leaf_hash(bytes([number])) for number in range(MOST + 1)]
# Entries and roots of the reference implementation of RFC 6962 (certificate-transparency, merkletree tests).
ENTRIES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def judge(leaves: Sequence[bytes]) -> bytes:
    """The definition of RFC 6962 2.1, word for word."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"").digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return sha256(b"\x01" + judge(leaves[:half]) + judge(leaves[half:])).digest()


def test_the_vectors_of_rfc_6962() -> None:
    leaves = [leaf_hash(bytes.fromhex(entry)) for entry in ENTRIES]
    assert [root_of(leaves[:size]).hex() for size in range(1, 9)] == list(ROOTS)
    assert root_of([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert [hash_.hex()[:8] for hash_ in inclusion(0, leaves)] == ["96a296d2", "5f083f0a", "6b47aaf2"]
    assert [hash_.hex()[:8] for hash_ in consistency(6, leaves)] == ["0ebc5d34", "ca854ea1", "d37ee418"]


def test_every_entry_is_shown_to_be_in_every_tree_up_to_64_and_no_other_is() -> None:
    for size in range(1, MOST + 1):
        root = judge(LEAVES[:size])
        assert root_of(LEAVES[:size]) == root
        for index in range(size):
            proof = inclusion(index, LEAVES[:size])
            assert is_included(LEAVES[index], index, size, proof, root)
            assert not is_included(LEAVES[MOST], index, size, proof, root)
            assert not is_included(LEAVES[index], index, size, [*proof, root], root)
            assert not is_included(LEAVES[index], size, size, proof, root)


def test_every_tree_up_to_64_is_shown_to_have_grown_from_every_smaller_one() -> None:
    roots = [judge(LEAVES[:size]) for size in range(MOST + 1)]
    for size in range(1, MOST + 1):
        for first in range(1, size + 1):
            proof = consistency(first, LEAVES[:size])
            assert is_consistent(first, size, roots[first], roots[size], proof)
            assert not is_consistent(first, size, LEAVES[MOST], roots[size], proof)
            assert not is_consistent(first, size, roots[first], LEAVES[MOST], proof)
            assert not is_consistent(first, size, roots[first], roots[size], [*proof, LEAVES[0]])
    assert not is_consistent(0, 1, roots[0], roots[1], [])


def test_a_tree_grows_on_from_its_peaks_alone() -> None:
    for size in range(MOST):
        begun = Peaks()
        for leaf in LEAVES[:size]:
            begun.add(leaf)
        again = Peaks.unpacked(size, begun.packed())
        again.add(LEAVES[size])
        assert again.root() == judge(LEAVES[: size + 1])
    with pytest.raises(ValueError, match="peaks"):
        Peaks.unpacked(3, b"x" * 32)


def test_a_run_of_entries_is_cut_into_whole_subtrees() -> None:
    for start in range(20):
        for end in range(start, 40):
            blocks = list(whole_blocks(start, end))
            assert [leaf for first, level in blocks for leaf in range(first, first + (1 << level))] == [
                *range(start, end)
            ]
            assert all(first % (1 << level) == 0 for first, level in blocks)
