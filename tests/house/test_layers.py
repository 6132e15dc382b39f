"""Which may import which: the contracts of pyproject.toml, and the libraries that have one importer."""

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("marac", "agencies", "agenda", "actions", "migrations", "templates")
ONE_IMPORTER = {"weasyprint": "marac/web/pdf.py", "authlib": "agencies"}


def test_every_import_contract_is_kept() -> None:
    lint = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_some_libraries_are_imported_in_one_place() -> None:
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                for name in _imported(node):
                    home = ONE_IMPORTER.get(name.partition(".")[0])
                    assert home is None or str(path.relative_to(ROOT)).startswith(home), (path, name)


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module]
    return []
