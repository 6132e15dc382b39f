"""A thousand forgeries; some are put before the verifier as an auditor runs it, with Python and nothing else."""

import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from marac.oversight.packing import verifier
from tests.proof import tampering
from tests.proof.tampering import Files


def verify(folder: Path, files: Files) -> subprocess.CompletedProcess[str]:
    """In an empty environment: no packages, no variables, no path but the standard library's."""
    (folder / "verify.py").write_bytes(verifier())
    with zipfile.ZipFile(folder / "pack.zip", "w") as pack:
        for name, lines in files.packed().items():
            pack.writestr(name, b"".join(lines))
    command = [sys.executable, "-I", "-S", str(folder / "verify.py"), str(folder / "pack.zip")]
    if files.held:
        (folder / "held.txt").write_text("".join(f"{note}\n" for note in files.held), encoding="utf-8")
        command += ["--against", str(folder / "held.txt")]
    return subprocess.run(command, capture_output=True, encoding="utf-8", env={}, cwd="/", check=False)


def test_every_forgery_is_found_and_its_place_named() -> None:
    assert tampering.run(1000).startswith("1200 forgeries, all found and their place named")


def test_an_untouched_record_passes_in_an_empty_environment(tmp_path: Path) -> None:
    record = tampering.record_of(random.Random(1))
    files = record.files()
    files.held = [files.notes[2], files.notes[4]]
    found = verify(tmp_path, files)
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.startswith(
        "Nothing was altered.\nmarac: 60 entries, 60 of them to be read here, 7 checkpoints.\n"
    )
    assert "held.txt, checkpoint in place 2 agrees: number 5" in found.stdout


@pytest.mark.parametrize("kind", ["edit", "delete", "fork", "truncate_with_checkpoints"])
def test_a_forgery_is_found_in_an_empty_environment(tmp_path: Path, kind: str) -> None:
    dice = random.Random(kind)
    done = getattr(tampering, kind)(tampering.record_of(dice), dice)
    found = verify(tmp_path, done.files)
    assert (found.returncode, found.stderr) == (1, "")
    assert found.stdout.startswith("SOMETHING IS WRONG.\n")
    assert tampering.is_named(done, found.stdout)
