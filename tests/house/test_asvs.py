"""The list of what ASVS 5.0 asks of signing in names every requirement, and only tests that are there."""

import ast
import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
LIST = TESTS.parent / "docs/security/asvs.md"
# Requirements of levels 1 and 2: those of level 3 alone are left out.
ASKED = {
    "V6.1": (1, 2, 3), "V6.2": range(1, 13), "V6.3": range(1, 5), "V6.4": range(1, 5), "V6.5": range(1, 6),
    "V6.6": range(1, 4), "V6.8": range(1, 5), "V7.1": range(1, 4), "V7.2": range(1, 5), "V7.3": range(1, 3),
    "V7.4": range(1, 6), "V7.5": range(1, 3), "V7.6": range(1, 3), "V10.1": range(1, 3), "V10.2": range(1, 3),
    "V10.3": range(1, 5), "V10.4": range(1, 12), "V10.5": range(1, 6), "V10.6": range(1, 3), "V10.7": range(1, 4),
}  # fmt: skip


def rows() -> list[list[str]]:
    lines = [line for line in LIST.read_text().splitlines() if line.startswith("| V")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def test_every_requirement_stands_in_the_list_once() -> None:
    asked = [f"{section}.{number}" for section, numbers in ASKED.items() for number in numbers]
    assert [row[0] for row in rows()] == asked
    assert len(asked) == 82


def test_each_is_shown_by_tests_that_exist_or_says_why_not() -> None:
    for number, _, asks, how, shown in rows():
        named = re.findall(r"`([^`]+)`", shown)
        assert asks and how, number
        assert bool(named) != (shown == "does not apply"), number
        for test in named:
            file, name = test.split("::")
            functions = {node.name for node in ast.walk(ast.parse((TESTS / file).read_text()))
                         if isinstance(node, ast.FunctionDef)}  # fmt: skip
            assert name in functions, f"{number}: {test} is gone"


def test_what_it_refers_to_exists() -> None:
    for path in set(re.findall(r"docs/[\w/-]+\.md", LIST.read_text())):
        assert (LIST.parents[2] / path).is_file(), path
