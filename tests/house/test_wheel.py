"""The wheel works where the checkout is not: pages, schema history, static files and the command are in it."""

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMES = ("marac", "agencies", "agenda", "actions", "templates", "migrations")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with nothing of ours but what the wheel holds; dependencies come from this environment."""
    built = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(built)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    target = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        wheel.extractall(target)
    yield target


def _run(installed: Path, program: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd="/", env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_names_at_the_root_are_ours(installed: Path) -> None:
    assert {path.name for path in installed.iterdir() if path.is_dir() and (path / "__init__.py").exists()} == {*NAMES}
    assert "Private :: Do Not Upload" in next(installed.glob("*.dist-info/METADATA")).read_text()


def test_from_elsewhere_everything_is_found(installed: Path) -> None:
    said = _run(
        installed,
        "import marac.app, marac.schema, migrations, templates\n"
        "from marac.web.page import environment\n"
        "from alembic.config import Config\n"
        "from alembic.script import ScriptDirectory\n"
        "config = Config(); config.set_main_option('script_location', 'migrations:')\n"
        "print(marac.app.__file__)\n"
        "print(len(environment().list_templates()), ScriptDirectory.from_config(config).get_current_head())\n"
        "import importlib.resources as r\n"
        "print((r.files('marac') / 'static' / 'site.css').is_file())\n",
    )
    place, counted, static = said.strip().splitlines()
    assert place.startswith(str(installed))
    assert int(counted.split()[0]) > 20
    assert counted.split()[1]
    assert static == "True"


def test_the_command_is_there(installed: Path) -> None:
    assert "marac = marac.__main__:main" in next(installed.glob("*.dist-info/entry_points.txt")).read_text()
    assert "usage" in _run(
        installed, "import sys; sys.argv=['marac','--help']\nfrom marac.__main__ import main\nmain()"
    )
