"""Every column says of which class it is, and the class has its consequences."""

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

import marac.schema
import templates
from marac.store.classes import SEALED, Class, check, classes
from marac.store.scope import Scoped, kinds
from marac.vocabulary import Unscoped

SCOPED = [kind for kind in kinds().values() if issubclass(kind, Scoped)]


@pytest.mark.parametrize(
    ("declared", "why"),
    [
        (None, "does not say of which class is id, said"),
        (classes(key="id"), "does not say of which class is said"),
        (classes(key="id", content="said more"), "does not say of which class is more"),
        (classes(key="id", state="said"), "is state, and sealed"),
        (classes(content="id said"), "is content, and in clear"),
    ],
)
def test_a_table_that_does_not_say_enough_is_refused(declared: Mapping[str, Class] | None, why: str) -> None:
    with pytest.raises(Unscoped, match=why):
        check("Trial", {"id": False, "said": True}, declared)
    check("Trial", {"id": False, "said": True}, classes(key="id", content="said"))


def test_it_fails_when_the_program_starts() -> None:
    """In a program of its own, since a table once declared stays."""
    program = "from marac.store.scope import Scoped\nclass T(Scoped, table=True):\n visible_to = classmethod(print)"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.rstrip().endswith("Unscoped: T does not say of which class is id")


def test_a_column_is_of_one_class_and_of_a_known_one() -> None:
    with pytest.raises(Unscoped):
        classes(key="id", state="id")
    with pytest.raises(ValueError, match="public"):
        classes(public="id")


def test_every_table_says_it_of_every_column_and_no_other() -> None:
    assert marac.schema.metadata.tables
    for table, kind in kinds().items():
        if not issubclass(kind, Scoped):
            continue
        boxes = {f"{name}_sealed" for name in kind.SEALED}
        columns = {c.name.removesuffix("_sealed") if c.name in boxes else c.name for c in table.c}
        assert columns == set(kind.CLASSES), kind.__name__
        assert {name for name, word in kind.CLASSES.items() if word in SEALED} == set(kind.SEALED), kind.__name__


def test_no_template_names_what_is_shown_to_nobody() -> None:
    secret = {name for kind in SCOPED for name, word in kind.CLASSES.items() if word is Class.SECRET}
    assert secret >= {"wrapped", "fingerprint", "salt"}
    pattern = re.compile(rf"\.({'|'.join(sorted(secret))})\b")
    assert templates.__file__
    for file in Path(templates.__file__).parent.rglob("*.html"):
        assert not pattern.search(file.read_text()), file.name
