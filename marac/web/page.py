"""A page is a dataclass and one template of the same room; a fragment is one block of it."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import cache
from types import SimpleNamespace
from typing import Any, ClassVar

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2_fragments import render_block
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import BaseRoute, Mount, NoMatchFound, Route

import templates
from marac.clock import LONDON
from marac.vocabulary import Hat
from marac.web.assets import static
from marac.web.house import house_of
from marac.web.viewer import SignedIn

GIVEN = frozenset({"frame", "static", "ui", "url"})  # what every template has beside its page's own fields


@dataclass(frozen=True)
class Drawn:
    """What a handler answers: a page, whole or one block of it, and its status."""

    page: "Page"
    block: str = ""
    status: int = 200


@dataclass(frozen=True)
class Page:
    """Everything that one template needs; the door renders it inside the unit of work."""

    template: ClassVar[str]

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if taken := GIVEN & inspect.get_annotations(cls).keys():
            raise TypeError(f"{cls.__name__}: every template is given {', '.join(sorted(taken))} already")

    def whole(self, status: int = 200) -> Drawn:
        return Drawn(self, "", status)

    def fragment(self, block: str, status: int = 200) -> Drawn:
        return Drawn(self, block, status)


@dataclass(frozen=True)
class Frame:
    """What stands around every page: who looks, under which hat, and where they can go."""

    demo: bool = False
    signed_in: bool = False
    member_name: str = ""
    agency_name: str = ""
    marac_name: str = ""
    hat_name: str = ""
    navigation: list[tuple[str, str, bool]] = field(default_factory=list)
    hats: list[tuple[str, str, bool]] = field(default_factory=list)
    sign_out_url: str = ""
    account_url: str = ""
    reader: str = ""
    idle_seconds: int = 0


def hat_name(hat: str) -> str:
    return hat.replace("-", " ").capitalize()


def draw(request: Request, drawn: Drawn, signed_in: SignedIn | None = None) -> str:
    """The HTML of a page or of one block of it."""
    page = drawn.page
    context: dict[str, Any] = {item.name: getattr(page, item.name) for item in fields(page)}
    context |= {"frame": frame(request, signed_in), "url": url_maker(request)}
    if drawn.block:
        return render_block(environment(), page.template, drawn.block, context)
    return environment().get_template(page.template).render(context)


def url_maker(request: Request) -> Callable[..., str]:
    """`url(name, ...)`: the path of a route, under the MARAC and hat of the path in hand."""
    here = {name: request.path_params[name] for name in ("marac", "hat") if name in request.path_params}
    routes = _by_name(request.app)

    def url(name: str, /, query: Mapping[str, str] | None = None, **params: Any) -> str:
        if name not in routes:
            raise NoMatchFound(name, params)
        given = {key: value for key, value in here.items() if key in routes[name].param_convertors}
        path = str(routes[name].url_path_for(name, **given, **{key: str(value) for key, value in params.items()}))
        if query:
            path += "?" + "&".join(f"{key}={value}" for key, value in query.items())
        return path

    return url


def _by_name(app: Starlette) -> dict[str, Route]:
    """Every route with its whole path, gathered once: Starlette would try one after the other at each link."""
    if not hasattr(app.state, "routes_by_name"):
        app.state.routes_by_name = dict(reversed([*_named(app.routes)]))  # the first of a name, as Starlette
    return app.state.routes_by_name  # type: ignore[no-any-return]


def _named(routes: Iterable[BaseRoute], prefix: str = "") -> Iterator[tuple[str, Route]]:
    for route in routes:
        if isinstance(route, Mount):
            yield from _named(route.routes, prefix + route.path)
        elif isinstance(route, Route):
            yield route.name, Route(prefix + route.path, route.endpoint, name=route.name)


def frame(request: Request, signed_in: SignedIn | None) -> Frame:
    house = house_of(request)
    if signed_in is None:
        return Frame(demo=house.settings.demo)
    url = url_maker(request)
    slug, hat = request.path_params.get("marac", ""), request.path_params.get("hat", "")
    hats = [
        (f"{hat_name(a['role'])}, {a['name']}", str(request.app.url_path_for("home", marac=a["slug"], hat=a["role"])),
         (a["slug"], a["role"]) == (slug, hat))
        for a in signed_in.appointments
    ]  # fmt: skip
    entries = house.navigation.get(Hat(hat), ()) if hat else ()
    return Frame(
        demo=house.settings.demo,
        signed_in=True,
        member_name=signed_in.member_name,
        agency_name=signed_in.agency_name,
        marac_name=next((a["name"] for a in signed_in.appointments if a["slug"] == slug), ""),
        hat_name=hat_name(hat) if hat else "",
        navigation=[(text, url(name), request.url.path == url(name)) for text, name in entries if is_there(url, name)],
        hats=hats if len(hats) > 1 else [],
        sign_out_url=str(request.app.url_path_for("sign-out")),
        account_url=str(request.app.url_path_for("account")),
        reader=signed_in.member_id.hex,
        idle_seconds=signed_in.idle_minutes * 60,
    )


def is_there(url: Callable[..., str], name: str) -> bool:
    try:
        return bool(url(name))
    except NoMatchFound:
        return False


@cache
def environment() -> Environment:
    """Templates are read by package, so that checkout and wheel behave alike; what is undefined is an error."""
    pages = PackageLoader(templates.__name__, "")
    made = Environment(
        loader=pages,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"day": day, "moment": moment, "clock": clock_time, "words": words}
    made.globals["static"] = static
    made.globals["ui"] = _components(made)
    return made


def _components(made: Environment) -> SimpleNamespace:
    """Every macro of templates/components, as `ui.name`."""
    ui = SimpleNamespace()
    made.globals["ui"] = ui
    for name in sorted(made.list_templates(filter_func=lambda name: name.startswith("components/"))):
        module = made.get_template(name).module
        vars(ui).update({key: value for key, value in vars(module).items() if not key.startswith("_")})
    return ui


def day(value: date | datetime | str | None) -> str:
    """21 November 2026; a string is taken as YYYY-MM-DD, or shown as it is."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            return str(value)
    if isinstance(value, datetime):
        value = value.astimezone(LONDON).date()
    return f"{value.day} {value:%B %Y}" if value else ""


def moment(value: datetime | None) -> str:
    """21 November 2026 at 09:41, London time."""
    return f"{day(value)} at {clock_time(value)}" if value else ""


def clock_time(value: datetime | None) -> str:
    return f"{value.astimezone(LONDON):%H:%M}" if value else ""


def words(value: object) -> str:
    """An enum's value in plain words: `not-known` reads "Not known"."""
    return str(value).replace("-", " ").capitalize() if value is not None else ""
