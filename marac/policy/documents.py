"""Who may do what and which status may follow which, printed from the rules themselves.

Facts are words, booleans, counts, and "mine or another's", so every combination can be tried.
"""

import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from enum import Enum
from importlib import import_module
from itertools import islice, product
from types import NoneType, SimpleNamespace, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import marac.policy
from marac.policy.lifecycle import LIFECYCLES
from marac.vocabulary import Role, Side, Verdict, Viewer

ME, MY_AGENCY, ANOTHER = UUID(int=1), UUID(int=2), UUID(int=3)
MOST = 6000  # combinations tried for one rule and one hat
LEFT_OUT = {"documents", "lifecycle"}


def lifecycle() -> str:
    """Each lifecycle as a table, in Markdown."""
    parts = ["# Which status may follow which\n\nPrinted by `make docs` from `marac/policy/lifecycle.py`.\n"]
    for name, steps in LIFECYCLES.items():
        rows = [
            f"| {old.value} | {', '.join(sorted(s.value for s in new)) or 'nothing'} |" for old, new in steps.items()
        ]
        parts.append(f"\n## {name}\n\n| from | to |\n|---|---|\n" + "\n".join(rows) + "\n")
    return "".join(parts)


def permissions() -> str:
    """Each rule: which hats may always, never, or under what is refused otherwise, in Markdown."""
    parts = [
        "# Who may do what\n\nPrinted by `make docs` from `marac/policy`. What a viewer may not see is not here:\n"
    ]
    parts.append("it does not exist for them (`visible_to` on each table, and row-level security).\n")
    for module in _modules():
        rules = [
            rule
            for name, rule in vars(module).items()
            if name.startswith("may_") and rule.__module__ == module.__name__
        ]
        if rules:
            parts.append(f"\n## {module.__name__.rpartition('.')[2].capitalize()}\n\n{_first_line(module)}\n")
            parts += [_rule(rule) for rule in rules]
    return "".join(parts)


def _modules() -> Iterator[Any]:
    for found in pkgutil.iter_modules(marac.policy.__path__):
        if found.name not in LEFT_OUT:
            yield import_module(f"marac.policy.{found.name}")


def _first_line(thing: Any) -> str:
    return (inspect.getdoc(thing) or "").split("\n\n")[0].replace("\n", " ")


def _rule(rule: Callable[..., Verdict]) -> str:
    title = rule.__name__.removeprefix("may_").replace("_", " ").capitalize()
    said = _first_line(rule)
    lines = [f"\n### {title}\n"]
    lines += [f"\n{said}\n"] if said else []
    answers = {role: list(_answers(rule, role)) for role in Role}
    for word, chosen in (
        ("Always", [r for r, given in answers.items() if all(given)]),
        ("Depends", [r for r, given in answers.items() if any(given) and not all(given)]),
        ("Never", [r for r, given in answers.items() if not any(given)]),
    ):
        if chosen:
            who = "every role" if len(chosen) == len(Role) else ", ".join(sorted(r.value for r in chosen))
            lines.append(f"\n- {word}: {who}")
    reasons = sorted({verdict.reason for given in answers.values() for verdict in given if not verdict})
    lines += [f"\n- Refused: “{reason}”" for reason in reasons]
    return "".join(lines) + "\n"


def _answers(rule: Callable[..., Verdict], role: Role) -> Iterator[Verdict]:
    hints = get_type_hints(rule)
    names = list(inspect.signature(rule).parameters)
    choices = [[Viewer(ME, MY_AGENCY, ANOTHER, role)] if hints[n] is Viewer else _values(n, hints[n]) for n in names]
    for values in islice(product(*choices), MOST):
        yield rule(**dict(zip(names, values, strict=True)))


def _values(name: str, kind: Any) -> Sequence[Any]:
    """Every value that a fact can have; for counts, words and days, some on either side."""
    if get_origin(kind) in (Union, UnionType):
        return [value for one in get_args(kind) for value in _values(name, one)]
    known: dict[Any, Sequence[Any]] = {bool: [False, True], int: [0, 1, 15, 100], str: ["", "…"], NoneType: [None]}
    known |= {date: [date(2026, 1, 1), date(2026, 6, 1)], UUID: [MY_AGENCY if "agency" in name else ME, ANOTHER]}
    if kind in known:
        return known[kind]
    if inspect.isclass(kind) and issubclass(kind, Side):
        return [Side.NEITHER, Side.PERPETRATOR]
    if inspect.isclass(kind) and issubclass(kind, Enum):
        return list(kind)
    if get_origin(kind) is not None:
        return [(), ("something",)]
    return list(_facts(kind))


def _facts(kind: Any) -> Iterable[SimpleNamespace]:
    hints = {name: hint for name, hint in get_type_hints(kind).items() if not name.startswith("_")}
    for name, member in vars(kind).items():
        if isinstance(member, property):
            hints[name] = get_type_hints(member.fget)["return"]
    choices = [_values(name, hint) for name, hint in hints.items()]
    for values in product(*choices):
        yield SimpleNamespace(**dict(zip(hints, values, strict=True)))
