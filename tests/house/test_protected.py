"""Protected details are out of reach but for one recorded act; safe-contact warnings are the first thing read."""

import ast
import copy
import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import pytest
from jinja2 import nodes
from sqlmodel import select
from starlette.applications import Starlette

from marac.app import room_routes
from marac.cases.models import ProtectedDetail
from marac.cases.operations.people import open_secret
from marac.store.work import open_work
from marac.vocabulary import Unscoped
from marac.web.page import Page, environment
from tests.cases.refer_visit import words
from tests.cast import PEOPLE, Cast
from tests.conftest import ClientOf
from tests.house.sample import heard
from tests.house.test_strangers import ROUTES, path_of

ROOT = Path(__file__).parents[2]
ROOMS = ("marac", "agencies", "actions", "agenda")
# Where what is protected is read, and where the table is named at all: lists, exports, papers and search are not.
OPENS = {"marac/cases/operations/people/details.py", "marac/cases/pages/people.py"}
NAMES = OPENS | {
    "marac/cases/models/__init__.py",
    "marac/cases/models/details.py",
    "marac/cases/operations/opening.py",
    "marac/cases/operations/own.py",
    "marac/cases/operations/people/audiences.py",
    "marac/cases/operations/people/gathered.py",
    "marac/cases/operations/people/persons.py",
    "marac/cases/pages/file/audience.py",
    "marac/cases/pages/refer/details.py",
    "marac/cases/pages/refer/person.py",
}
SECRET = "07700 900123"


def modules() -> Iterator[tuple[str, ast.Module]]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text())


def test_one_page_and_one_operation_read_what_is_protected() -> None:
    read, unlocked, named = set(), set(), set()
    for name, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr == "secret" and name.startswith("marac/cases"):
                read.add(name)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "unlock":
                unlocked.add(name)
            if isinstance(node, ast.Name | ast.alias):
                word = node.id if isinstance(node, ast.Name) else node.name
                named |= {name} if word == "ProtectedDetail" else set()
    assert read <= OPENS, "only these read it"
    assert unlocked <= OPENS, "only these unlock it"
    assert named - {name for name in named if name.startswith("marac/demo/")} <= NAMES, "only these know the table"


def test_no_template_reaches_for_it() -> None:
    made = environment()
    reaching = []
    for name in made.list_templates(filter_func=lambda name: not name.startswith("agencies/provider")):
        assert made.loader is not None
        tree = made.parse(made.loader.get_source(made, name)[0])
        reaching += [name for node in tree.find_all(nodes.Getattr) if node.attr == "secret"]
        reaching += [name for node in tree.find_all(nodes.Const) if node.value == "secret"]
    assert not reaching


def test_no_page_is_ever_handed_one() -> None:
    """Every page's data, down to what its rows hold: none of it is the protected row itself."""
    assert room_routes(), "every room is there"
    handed = [kind.__name__ for kind in _descendants(Page) if ProtectedDetail in _kinds_in(kind, set())]
    assert not handed


def _descendants(kind: type) -> Iterator[type]:
    children: list[type] = kind.__subclasses__()
    for child in children:
        yield child
        yield from _descendants(child)


def _kinds_in(kind: Any, seen: set[Any]) -> set[Any]:
    if get_origin(kind) is not None or isinstance(kind, UnionType) or kind is Union:
        for part in get_args(kind):
            _kinds_in(part, seen)
    elif isinstance(kind, type) and kind not in seen:
        seen.add(kind)
        if is_dataclass(kind):
            hints = get_type_hints(kind)
            for item in fields(kind):
                _kinds_in(hints[item.name], seen)
    return seen


def secrets(work: Any) -> list[ProtectedDetail]:
    return list(work.all(select(ProtectedDetail)))


def test_whatever_is_done_with_the_row_it_says_nothing(cast: Cast) -> None:
    heard(cast)
    with open_work(cast.store, cast["idva"]) as work:
        (row,) = secrets(work)
        said = [str(row), repr(row), str(row.model_dump()), str(vars(row)), repr(copy.copy(row))]
        said += [json.dumps(row.model_dump(), default=str), str(dict(row)), f"{row}"]
        assert not [text for text in said if SECRET in text]
        for reach in (
            "{{ row.secret }}",
            "{{ row['secret'] }}",
            "{{ row | attr('secret') }}",
            "{{ [row] | map(attribute='secret') | list }}",
        ):
            with pytest.raises(Unscoped):
                environment().from_string(reach).render(row=row)
        with pytest.raises(Unscoped):
            _ = copy.copy(row).secret


def test_opened_by_the_act_it_is_read_once_and_in_no_later_work(cast: Cast) -> None:
    heard(cast)
    with open_work(cast.store, cast["idva"]) as work:
        assert open_secret(work, secrets(work)[0]) == SECRET
    with open_work(cast.store, cast["idva"]) as work, pytest.raises(Unscoped):
        _ = secrets(work)[0].secret


def test_warnings_come_first_on_every_page_that_shows_a_case_to_a_seat(
    app: Starlette, cast: Cast, client_of: ClientOf
) -> None:
    """Unmasked, without a click, before anything that is said of the case."""
    ids, late = heard(cast), []
    for name in ("council_rep", "landlord_rep", "idva"):
        client = client_of(name)
        for route in ROUTES:
            about = set(route.param_convertors)
            if "GET" not in (route.methods or ()) or not (about & {"case_id", "action_id", "issue_id"} or not about):
                continue
            if route.path.startswith("/refer/"):
                continue
            known = {key: value for key, value in ids.items() if key in about}
            answer = client.get(path_of(app, cast, route, PEOPLE[name][1], known))
            if answer.status_code == 200 and "-words" in (shown := words(answer)):
                warned, said = shown.find("Never write"), shown.find("-words")
                late += [] if 0 <= warned < said else [(name, route.name)]
    assert not late


def test_on_paper_too(cast: Cast, client_of: ClientOf) -> None:
    ids: dict[str, UUID] = heard(cast)
    shown = words(client_of("council_rep").get(f"/m/{cast.slug}/representative/minutes/{ids['issue_id']}"))
    assert 0 < shown.index("Never write") < shown.index("-words")
