"""A whole platform started and stopped as somebody at a terminal does it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from marac.commands.listen import answers
from marac.store.embedded import clear_left_behind

PATIENCE = 60


class Machine:
    """One home and one port, and the commands typed there."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self.running: list[subprocess.Popen[str]] = []

    def command(self, *words: str, port: int = 0, typed: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "marac", *words],
            env=self.environment(port),
            input=typed,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )

    def run(self, port: int = 0) -> list[str]:
        """Start it; the lines printed until it is ready, or until it ended."""
        started = subprocess.Popen(
            [sys.executable, "-m", "marac", "run"], env=self.environment(port), stdout=subprocess.PIPE, text=True
        )
        self.running.append(started)
        lines = []
        assert started.stdout
        for line in started.stdout:
            lines.append(line.rstrip())
            if line.startswith("Ready"):
                break
        return lines

    def environment(self, port: int = 0) -> dict[str, str]:
        ours = {"MARAC_HOME": str(self.home), "PORT": str(port or self.port), "MARAC_DEMO": "no"}
        return {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | ours

    def serving(self, port: int = 0) -> bool:
        return answers(port or self.port)

    def clear(self) -> None:
        for process in self.running:
            process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()
        clear_left_behind(self.home)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def machine() -> Iterator[Machine]:
    folder = Path(tempfile.mkdtemp(prefix="marac-", dir="/tmp"))
    made = Machine(folder / "home")
    yield made
    made.clear()
    shutil.rmtree(folder)


def test_from_nothing_to_ready_and_back(machine: Machine) -> None:
    lines = machine.run()
    assert lines[-1] == f"Ready on http://127.0.0.1:{machine.port}"
    assert machine.serving()
    machine.running[0].send_signal(signal.SIGTERM)
    rest, _ = machine.running[0].communicate(timeout=PATIENCE)
    assert (rest, machine.running[0].returncode, machine.serving()) == ("", 0, False)
    assert not (machine.home / "postgresql/postmaster.pid").exists()


def test_a_second_one_is_refused_and_stop_ends_the_first(machine: Machine) -> None:
    machine.run()
    for words in (["run"], ["migrate"], ["reset", "--yes"]):
        second = machine.command(*words, port=free_port())
        assert second.returncode == 1
        assert f"already runs with {machine.home}" in second.stderr
    assert machine.command("healthcheck").returncode == 0
    assert machine.command("stop").returncode == 0
    assert machine.running[0].wait(PATIENCE) == 0
    assert machine.command("stop").stdout == ""
    assert machine.command("healthcheck").returncode == 1


def test_a_taken_port_is_told_before_anything_is_made(machine: Machine) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", machine.port))
        other.listen()
        refused = machine.command("run")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert f"Port {machine.port} cannot be used" in refused.stderr
    assert not machine.home.exists()


def test_killed_it_starts_again_on_another_port_with_the_same_keys(machine: Machine) -> None:
    machine.run()
    key = (machine.home / "keys/master.key").read_bytes()
    machine.running[0].kill()
    machine.running[0].wait()
    other = free_port()
    assert machine.run(port=other)[-1] == f"Ready on http://127.0.0.1:{other}"
    assert (machine.home / "keys/master.key").read_bytes() == key
    assert len(key) == 32


def test_stop_also_ends_a_database_whose_server_was_killed(machine: Machine) -> None:
    machine.run()
    machine.running[0].kill()
    machine.running[0].wait()
    assert machine.command("stop").returncode == 0
    assert not (machine.home / "postgresql/postmaster.pid").exists()


@pytest.mark.parametrize(
    "typed, code, there", [("", 1, True), ("no\n", 1, True), ("y\n", 1, True), ("yes\n", 0, False)]
)
def test_reset_asks_first(machine: Machine, typed: str, code: int, there: bool) -> None:
    data = machine.home / "postgresql"
    data.mkdir(parents=True)
    assert machine.command("reset", typed=typed).returncode == code
    assert data.exists() is there


def test_nothing_to_stop_and_nothing_to_reset_is_no_error(machine: Machine) -> None:
    assert machine.command("stop").returncode == 0
    assert machine.command("reset").returncode == 0
    assert not machine.home.exists()


def test_a_setting_that_cannot_be_used_is_one_line(machine: Machine) -> None:
    refused = subprocess.run(
        [sys.executable, "-m", "marac", "run"], env={"PORT": "http"}, capture_output=True, text=True, timeout=PATIENCE
    )
    assert refused.returncode == 1
    assert refused.stderr == "PORT must be a whole number from 1 to 65535, not 'http'.\n"
