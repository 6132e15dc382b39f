"""docs/verifying.md, followed as it stands."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sqlmodel import select

from marac.store.checkpoints import Checkpoint
from marac.store.signing import key_line
from marac.store.work import open_work
from tests.cast import Cast, open_case
from tests.conftest import ClientOf
from tests.oversight.record import SIGNER, signed

DOCUMENT = (Path(__file__).parents[2] / "docs" / "verifying.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", DOCUMENT, re.DOTALL) for line in block.splitlines()]


@pytest.mark.parametrize(("name", "hat"), [("auditor", "auditor"), ("officer", "data-protection-officer")])
def test_an_auditor_who_follows_the_document_finds_what_it_says(
    cast: Cast, client_of: ClientOf, tmp_path: Path, name: str, hat: str
) -> None:
    client, here = client_of(name), f"/m/{cast.slug}/{hat}"
    open_case(cast)
    signed(cast)
    with open_work(cast.store, cast["auditor"]) as work:
        first = work.all(select(Checkpoint))[0]
    page = client.get(f"{here}/checkpoints").text
    assert "Take the record away to check it" in page
    assert f'href="{here}/checkpoints/{first.id}"' in page
    assert key_line(SIGNER.public) in page
    text = client.get(f"{here}/checkpoints/{first.id}").content
    (tmp_path / "my-checkpoint.txt").write_bytes(text.replace(b"\n", b"\r\n"))  # as some mail programs keep it
    open_case(cast, "TEAL")
    signed(cast, times=2)
    assert "reason" in client.get(f"{here}/record").text
    (tmp_path / "record.zip").write_bytes(client.get(f"{here}/record?reason=lawfulness").content)
    (tmp_path / "python3").symlink_to(sys.executable)
    assert len(COMMANDS) == 3
    for command in COMMANDS:
        typed = command.replace("PUBLIC KEY", key_line(SIGNER.public))
        found = run(tmp_path, typed)
        assert (found.returncode, found.stderr) == (0, ""), found.stdout
    assert found.stdout.startswith("Nothing was altered.\nmarac: ")
    assert "my-checkpoint.txt, checkpoint in place 1 agrees: number 1" in found.stdout
    other = run(tmp_path, COMMANDS[-1].replace("PUBLIC KEY", key_line(b"\x01" + bytes(31))))
    assert other.stdout.startswith("SOMETHING IS WRONG.\n")


def run(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    path = {"PATH": f"{folder}:{os.environ['PATH']}"}
    return subprocess.run(command, shell=True, cwd=folder, env=path, capture_output=True, encoding="utf-8", check=False)
