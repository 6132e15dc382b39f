"""What each POST of the rooms reads from its form, found in its handler: so that none is forgotten."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from starlette.datastructures import FormData
from starlette.routing import Route

from marac.app import room_routes
from marac.web.forms import Form

POSTS = [one for one in room_routes() if isinstance(one, Route) and "POST" in (one.methods or ())]


@dataclass
class Posted:
    """`forms`: the models that it is read by; `keys`: what is read by name; `loose`: what is read by names made up."""

    name: str
    forms: set[type[Form]] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    loose: set[str] = field(default_factory=set)

    @cached_property
    def fields(self) -> dict[str, Any]:
        """Each field and its type; text where it is read by its name alone."""
        return dict.fromkeys(self.keys, str) | {
            name: each.annotation for form in self.forms for name, each in form.model_fields.items()
        }


def posted(route: Route) -> Posted:
    door: Any = getattr(route.endpoint, "__self__", None)
    found = Posted(route.name)
    handler = door.handler.func if isinstance(door.handler, partial) else door.handler
    _read(handler, found, set())
    return found


def _read(handler: Callable[..., Any], found: Posted, seen: set[Any]) -> None:
    """What this function does with a parameter that is a posted form, and what it hands it on to."""
    if handler in seen:
        return
    seen.add(handler)
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(handler))).body
    assert isinstance(tree, ast.FunctionDef)
    held = {one.arg for one in tree.args.args if handler.__annotations__.get(one.arg) is FormData}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            _called(node, held, handler, found, seen)
        elif isinstance(node, ast.comprehension | ast.For) and _is(node.iter, held):
            found.loose.add(handler.__name__)
        elif isinstance(node, ast.Subscript) and _is(node.value, held):
            found.loose.add(handler.__name__)


def _is(node: ast.AST, held: set[str]) -> bool:
    return isinstance(node, ast.Name) and node.id in held


def _called(node: ast.Call, held: set[str], handler: Callable[..., Any], found: Posted, seen: set[Any]) -> None:
    if isinstance(node.func, ast.Attribute) and _is(node.func.value, held):
        key = node.args[0] if node.args else None
        if isinstance(key, ast.Constant):
            found.keys.add(str(key.value))
        else:
            found.loose.add(handler.__name__)
    given = [*node.args, *(one.value for one in node.keywords)]
    forms = list(_forms(given, handler))
    if any(_is(one, held) for one in given):
        target = _meant(node.func, handler)
        if inspect.isfunction(target):
            _read(target, found, seen)
            found.forms.update(forms)  # one function for several forms is told which
        elif isinstance(getattr(target, "__self__", None), type):
            found.forms.add(target.__self__)
        elif not (isinstance(node.func, ast.Attribute) and node.func.attr == "read"):
            found.loose.add(handler.__name__)


def _forms(given: list[ast.expr], handler: Callable[..., Any]) -> Iterator[type[Form]]:
    for one in given:
        meant = _meant(one, handler)
        if isinstance(meant, type) and issubclass(meant, Form):
            yield meant


def _meant(node: ast.expr, handler: Callable[..., Any]) -> Any:
    """What a name, or a name in a module, stands for; None for what is only known while it runs."""
    if isinstance(node, ast.Attribute):
        return getattr(_meant(node.value, handler), node.attr, None)
    return handler.__globals__.get(node.id) if isinstance(node, ast.Name) else None
