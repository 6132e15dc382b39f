"""`make proof`: everything that is claimed about who sees what and about the record, shown at length.

It goes on where it was interrupted: what is covered, and on which state of what is proved, stands in
.proof/covered.json. A change of words or of screens' journeys leaves it as it is.
WORLDS, PAIRS, HIDDEN, FORGED, STREAMED, TOLD, POLICED, RUNS, CLAUSES, TIMED, EVENTS, EDITS and MOVES say how much there
is to be.
"""

import json
import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.proof.parts import PARTS, Part, done

KEPT = Path(".proof")
COVERED = KEPT / "covered.json"
REPORT = KEPT / "report.txt"
CORES = 2


# What is proved, and what it is proved with.
PROVED = ("marac", "agencies", "actions", "agenda", "templates", "migrations", "pyproject.toml", "requirements.lock",
          "tests/proof", "tests/agenda", "tests/cast.py", "tests/database.py")  # fmt: skip


def commit() -> str:
    """The last commit that changed any of it; `-dirty` where something of it is not committed."""
    last = _git("log", "-1", "--abbrev=12", "--format=%h", "--", *PROVED) or "unknown"
    return f"{last}-dirty" if _git("status", "--porcelain", "--", *PROVED) else last


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], capture_output=True, text=True, check=False).stdout.strip()


def covered(of: str) -> dict[str, Any]:
    """What earlier runs on this commit have shown; nothing on another."""
    if COVERED.exists():
        kept: dict[str, Any] = json.loads(COVERED.read_text())
        if kept.get("commit") == of:
            return kept
    return {"commit": of, "pieces": {}}


def key(part: Part, first: int, amount: int) -> str:
    return f"{part.module} {first}+{amount}"


def main() -> int:
    KEPT.mkdir(exist_ok=True)
    kept = covered(commit())
    pieces: dict[str, Any] = kept["pieces"]
    todo = [
        (part, first, amount)
        for part in there()
        for first, amount in part.pieces()
        if not pieces.get(key(part, first, amount), {}).get("held")
    ]
    print(f"{kept['commit']}: {len(pieces)} pieces covered so far, {len(todo)} to go", flush=True)
    with ProcessPoolExecutor(CORES, max_tasks_per_child=1) as cores:
        running = {cores.submit(done, *one): one for one in todo}
        for number, over in enumerate(as_completed(running), 1):
            part, first, amount = running[over]
            said, held, seconds = over.result()
            pieces[key(part, first, amount)] = {"said": said, "held": held, "seconds": round(seconds, 1)}
            COVERED.write_text(json.dumps(kept, indent=1))
            state = "held" if held else "DID NOT HOLD"
            print(
                f"[{number}/{len(todo)}] {part.name}, {first:,} on: {state}, {seconds:.0f} s: {said[:300]}", flush=True
            )
    text = table(kept)
    REPORT.write_text(text)
    print(text)
    return 0 if all(one["held"] for one in pieces.values()) else 1


def there() -> list[Part]:
    """Parts whose module is there; of others it is said that they are not. ONLY names some by their module."""
    only = os.environ.get("ONLY", "").split()
    found = [part for part in PARTS if find_spec(f"tests.proof.{part.module}")]
    for part in PARTS:
        if part not in found:
            print(f"{part.name}: not there", flush=True)
    return [part for part in found if not only or part.module in only]


def table(kept: dict[str, Any]) -> str:
    """One line a part: how much of how much, whether it held, how long it took; then what each piece said."""
    lines = [f"Proof on {kept['commit']}", ""]
    lines.append(f"{'part':40} {'covered':>12} {'in full':>12} {'held':>5} {'seconds':>9}")
    for part in PARTS:
        pieces = {name: one for name, one in kept["pieces"].items() if name.split()[0] == part.module}
        amount = sum(int(name.rpartition("+")[2]) for name in pieces)
        held = "yes" if pieces and all(one["held"] for one in pieces.values()) else "NO" if pieces else "-"
        took = sum(one["seconds"] for one in pieces.values())
        lines.append(f"{part.name:40} {amount:>12,} {part.full:>12,} {held:>5} {took:>9,.0f}")
    lines += ["", *(f"{name}: {one['said']}" for name, one in sorted(kept["pieces"].items()))]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
