"""The one-file verifier: Ed25519 as RFC 8032's own vectors have it, and packs that are no packs."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from marac.oversight.packing import verifier
from marac.oversight.verify_record import ORDER, Wrong, check_pack, keys_in, main, notes_in, signed
from marac.store.signing import Signer, is_signed, key_id, key_line

NAME = "marac/record/test"
# RFC 8032 7.1: public key, message, signature.
VECTORS = (
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe"
        "24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302a"
        "eeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed2"
        "8dc027beceea1ec40a",
    ),
    (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce8"
        "0e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac1"
        "7ad9bef1177331a704",
    ),
)


@pytest.mark.parametrize(("key", "message", "signature"), VECTORS)
def test_the_vectors_of_rfc_8032(key: str, message: str, signature: str) -> None:
    public, text = bytes.fromhex(key), bytes.fromhex(message)
    whole = key_id(NAME, public) + bytes.fromhex(signature)
    assert signed(public, NAME, text, whole)
    assert not signed(public, NAME, text + b"x", whole)
    assert not signed(public, "marac/record/another", text, whole)
    for place in (3, 4, 40, 67):
        assert not signed(public, NAME, text, whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    larger = int.from_bytes(whole[36:], "little") + ORDER
    assert not signed(public, NAME, text, whole[:36] + larger.to_bytes(32, "little")), "the same, said another way"


def test_what_cryptography_signs_the_verifier_accepts() -> None:
    for seed in range(20):
        signer = Signer(Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32))
        root = "A" * 43 + "="
        note = signer.sign(NAME, f"{NAME}\n{seed + 1}\n{root}\nnumber 1\ntime 2026-05-12T09:00:00.000000+00:00\n")
        assert is_signed(note, signer.public)
        (read,) = notes_in(f"{note}\n", "notes")
        assert signed(signer.public, NAME, read.text.encode(), read.signature)
        assert not is_signed(note.replace("number 1", "number 2"), signer.public)
        assert not is_signed(note.replace("— ", "- "), signer.public)


def test_a_key_that_is_no_key_is_said_to_be_none() -> None:
    for wrong in (b"\x02" + bytes(31), b"\xff" * 32):
        with pytest.raises(Wrong, match="no key"):
            signed(wrong, NAME, b"", key_id(NAME, wrong) + bytes(64))
    with pytest.raises(Wrong, match="no public key can be read"):
        keys_in("nothing of the kind")
    assert keys_in(f"a key:\n{key_line(b'k' * 32)}\n") == [b"k" * 32]


def test_what_is_no_pack_is_refused_in_plain_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "text.zip").write_text("not a zip file")
    with zipfile.ZipFile(tmp_path / "empty.zip", "w") as made:
        made.writestr("keys.txt", f"{key_line(b'k' * 32)}\n")
    (tmp_path / "note.txt").write_text("no checkpoint in here")
    for words in (["text.zip"], ["empty.zip"], ["absent.zip"], ["empty.zip", "--against", "note.txt"]):
        paths = [word if word.startswith("--") else str(tmp_path / word) for word in words]
        assert main(paths) == 1
        assert capsys.readouterr().out.startswith("SOMETHING IS WRONG.\n")
    with pytest.raises(Wrong, match="no public key"):
        check_pack({}, [])


def test_it_needs_nothing_but_the_standard_library(tmp_path: Path) -> None:
    (tmp_path / "verify.py").write_bytes(verifier())
    command = [sys.executable, "-I", "-S", "verify.py", "--help"]
    found = subprocess.run(command, capture_output=True, text=True, env={}, cwd=tmp_path, check=False)
    assert found.returncode == 0
    assert "--against" in found.stdout
