"""Every page of every role in a real browser: axe finds nothing, nothing is wider than a phone, nothing is refused.

Everybody asks for every address. Every address is looked at, and everything that any answer is drawn of.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import chain
from typing import Any

from playwright.sync_api import BrowserContext, Page
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.routing import Route

from agencies.operations.restricting import restrict
from marac.cases.models import Case
from marac.oversight.models import Opening
from marac.oversight.operations.openings import end_opening
from marac.settings import Settings
from marac.store.work import open_work
from marac.vocabulary import CaseStatus
from marac.web.viewer import cookie_name
from tests.agenda.planning import a_meeting, a_published_list
from tests.agenda.sitting import call_case, hearing_of, note, sit
from tests.cast import PEOPLE, Cast, open_case, sign_in
from tests.conftest import ClientOf
from tests.house.sample import drafted, heard
from tests.house.test_strangers import ROUTES, STRANGERS, ids_for, names_a_record, path_of
from tests.journeys.conftest import AXE, NewContext, Violations
from tests.oversight.review import opened

AT_WORK = ("chair", "coordinator", "police_rep", "health_rep")
PUBLIC = ("/sign-in", "/signed-out", "/confidentiality", "/accessibility", "/help", "/no-such-page")
LAYOUT = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 800}
VOID = {"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}  # elements that nothing closes
Kind = tuple[str, ...]


@dataclass(frozen=True)
class Shown:
    """One page to look at: whose, what its address is called, and the address."""

    name: str
    route: str
    path: str


def samples(cast: Cast) -> list[dict[str, Any]]:
    """Cases and meetings in every state: heard and minuted, in the room, on a published list, just referred."""
    over = heard(cast)
    over["opening_id"] = opened(cast, over["case_id"])
    sitting = sit(cast, cases=("LARCH", "ALDER"))
    called = call_case(cast, "LARCH")
    written = note(cast, "LARCH", "He was seen near the school on Tuesday.")
    published, places = a_published_list(cast, "FINCH", "WREN")
    a_meeting(cast)
    referred = open_case(cast, "ROWAN", CaseStatus.REFERRED)
    return [
        over,
        {**over, "case_id": cast.cases["LARCH"], "meeting_id": sitting, "hearing_id": called, "note_id": written},
        {**over, "meeting_id": sitting, "hearing_id": hearing_of(cast, "ALDER"), "case_id": cast.cases["ALDER"]},
        {**over, "case_id": cast.cases["FINCH"], "meeting_id": published, "hearing_id": places["FINCH"]},
        {**over, "case_id": referred},
    ]


def addresses(app: Starlette, cast: Cast) -> Iterator[Shown]:
    """Every address that can be looked at, filled with every sample, under everybody's hat."""
    of_heard, of_draft, seen = samples(cast), drafted(cast), set()
    for number, known in enumerate(of_heard):
        for route in ROUTES:
            if "GET" not in (route.methods or set()):
                continue
            ids = ids_for(route, known, of_draft)
            for name in AT_WORK if number else who_asks(route):
                path = path_of(app, cast, route, PEOPLE[name][1], ids)
                if (name, path) not in seen:
                    seen.add((name, path))
                    yield Shown(name, route.name, path)


def beside(app: Starlette, cast: Cast) -> Iterator[Shown]:
    """Pages of states that no sample is in: a case to be opened again, and an auditor's opening that is over."""
    shut, ended = open_case(cast, "HAZEL"), opened(cast, cast.cases["ALDER"])
    with open_work(cast.store, cast["coordinator"]) as work:
        restrict(work, work.find(Case, shut), True)
    with open_work(cast.store, cast["auditor"]) as work:
        end_opening(work, work.find(Opening, ended))
    for name, route, ids in (
        ("coordinator", "case.restriction", {"case_id": shut}),
        ("auditor", "opening.read", {"opening_id": ended}),
    ):
        yield Shown(name, route, str(app.url_path_for(route, marac=cast.slug, hat=PEOPLE[name][1], **ids)))


def who_asks(route: Route) -> Iterable[str]:
    """Strangers are shown no record, and a draft nobody but the agency that writes it."""
    if route.path.startswith("/refer/"):
        return ("police_rep", "coordinator")
    return (name for name in PEOPLE if name not in STRANGERS or not names_a_record(route))


class Drawing(HTMLParser):
    """What a page is drawn of: each kind of element within each kind of element.

    A kind is a tag with its classes and the names of its attributes.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.within: list[Kind] = [("",)]
        self.parts: set[tuple[Kind, Kind]] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = (tag, dict(attrs).get("class") or "", *sorted(name for name, _ in attrs))
        self.parts.add((self.within[-1], kind))
        if tag not in VOID:
            self.within.append(kind)

    def handle_endtag(self, tag: str) -> None:
        while len(self.within) > 1 and self.within.pop()[0] != tag:
            pass


def pages(app: Starlette, cast: Cast, client_of: ClientOf) -> list[Shown]:
    """Of those that answer 200 with a page: one at each address, and as many as it takes to look at every part."""
    clients = {name: client_of(name) for name in PEOPLE}
    drawn: dict[Shown, set[object]] = {}
    for shown in chain(addresses(app, cast), beside(app, cast)):
        answer = clients[shown.name].get(shown.path)
        if answer.status_code == 200 and answer.headers["content-type"].startswith("text/html"):
            drawn[shown] = {shown.route, *Drawing(answer.text).parts}
    found = []
    left = set().union(*drawn.values())
    while left:
        richest = max(drawn, key=lambda shown: len(drawn[shown] & left))
        left -= drawn[richest]
        found.append(richest)
    return found


class Looker:
    """One tab that goes from page to page and notes what is wrong with each."""

    def __init__(self, context: BrowserContext, violations: Violations) -> None:
        context.add_init_script(AXE)  # compiled once for all its pages
        self.page: Page = context.new_page()
        self.violations = violations
        self.said: list[str] = []
        self.page.on("console", lambda message: self.said.append(f"console {message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.said.append(f"script: {error}"))

    def wrong_with(self, path: str) -> list[str]:
        self.said.clear()
        self.page.set_viewport_size(LAYOUT)  # type: ignore[arg-type]
        self.page.goto(path)
        assert self.page.url.endswith(path), f"led from {path} to {self.page.url}"
        return self.faults()

    def faults(self) -> list[str]:
        found = self.violations(self.page)
        for size in (LAYOUT, PHONE):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            if wide > size["width"]:
                found.append(f"{wide} pixels wide at {size['width']}")
        return [*found, *self.said]


def test_every_page_of_every_role_is_accessible_and_fits(
    app: Starlette, cast: Cast, client_of: ClientOf, owner: Engine, house: Settings,
    new_context: NewContext, violations: Violations,
) -> None:  # fmt: skip
    found = [*pages(app, cast, client_of), *(Shown(name, "account", "/account") for name in AT_WORK[:2])]
    wrong = {}
    for name in sorted({shown.name for shown in found}):
        context = new_context()
        token = sign_in(owner, cast, name)
        https = house.base_url.replace("http:", "https:")  # a cookie of the host alone; this machine is trusted
        context.add_cookies([{"name": cookie_name(house), "value": token, "url": https}])
        looker = Looker(context, violations)
        for shown in found:
            if shown.name == name and (faults := looker.wrong_with(shown.path)):
                wrong[f"{name}: {shown.route} {shown.path}"] = faults
    assert not wrong
    assert {shown.route for shown in found} >= {route.name for route in ROUTES if _is_page(route.name)}


def _is_page(name: str) -> bool:
    return name in {"cases", "case", "inbox", "live", "research", "ledger", "minutes.copy", "refer", "workbench"}


def test_every_page_for_nobody_in_particular_is_accessible_and_fits(
    new_context: NewContext, violations: Violations
) -> None:
    looker = Looker(new_context(), violations)
    wrong = {path: looker.wrong_with(path) for path in PUBLIC}
    wrong["/no-such-page"] = [fault for fault in wrong["/no-such-page"] if "404" not in fault]
    assert not {path: faults for path, faults in wrong.items() if faults}


def test_what_is_wrong_with_a_page_is_found(new_context: NewContext, violations: Violations) -> None:
    looker = Looker(new_context(), violations)
    assert not looker.wrong_with("/help")
    looker.page.evaluate(
        """() => {
            document.querySelector("main").innerHTML += '<img src="/static/favicon.svg"><pre>' + "wide ".repeat(99)
            document.querySelector("h1").setAttribute("style", "color: red")
        }"""
    )
    found = " ".join(looker.faults())
    assert "image-alt" in found
    assert "at 375" in found
    assert "style-src" in found
