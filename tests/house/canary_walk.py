"""Every address with everything planted, asked by everybody: what each of them met there."""

import asyncio
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import product
from typing import Any
from zipfile import ZipFile

from httpx2 import ASGITransport, AsyncClient, Response
from pypdf import PdfReader
from starlette.applications import Starlette
from starlette.routing import Route

from marac.app import room_routes
from tests.conftest import ORIGIN
from tests.house.canary_cases import Planted
from tests.house.canary_people import Eyes

STREAMS = {"live.stream", "observe.stream"}  # never end for those let in: what a nudge says is read where it is sent
ROUTES = [route for route in room_routes() if isinstance(route, Route) and route.name not in STREAMS]
MARK = re.compile(r"qz[a-z]+?zq|qv(?:heron|teal|wren|rook|sent|drafted)", re.IGNORECASE)
CASES = ("HERON", "TEAL", "WREN", "ROOK", "SENT", "DRAFTED")
AT_ONCE = 6
FRAGMENT = {"hx-request": "true"}
FORM = {"version": "0", "text": "Typed."}
# What an address is asked besides: filters, panels of the live screen, pages.
QUERIES: dict[str, tuple[str, ...]] = {
    "workbench": ("show=all&sort=name",),
    "cases": ("code=HERO", "status=referred&code=Q"),
    "inbox": ("status=more-information",),
    "actions": ("status=all", "status=all&case=QVHERON", "status=all&agency={landlord}"),
    "ledger": ("case={HERON}", "case={ROOK}", "agency={police}&operation=disclosure", "page=2", "since=2020-01-01"),
    "ledger.flows": ("case={HERON}", "agency={police}"),
    "ledger.export": ("since=2020-01-01&until=2040-01-01&reason=lawfulness",),
    "record.pack": ("reason=lawfulness",),
    "checkpoints": ("show=all", "of=sign-ins"),
    "minutes.pdf": ("reason=own-file",),
    "meeting.prepare": ("show=unconfirmed",),
}
# The same for the case that is being heard alone.
OF_TEAL: dict[str, tuple[str, ...]] = {
    "action.agree": ("kind=TH02",),
    "walls": ("agency={council}",),
    "case.opened": ("page=2",),
    "live": ("panel=note&line={TEAL sayonly}", "panel=note&line={TEAL named}"),
    "live.look": ("panel=ending", "panel=action&kind=TH02"),
}
FRAGMENTS = {"live", "live.look", "lines", "actions.of-case", "meeting.prepare"}
TOPICS = ("referral", "grounds", "police", "handling", "places", "safe-contact", "criteria")
# Pages of a referral that hold nothing yet, tried for one case.
EMPTY = (".add", ".add-new", ".remove")


@dataclass(frozen=True)
class Address:
    """One thing that can be asked: which route, about what, and how."""

    name: str
    method: str
    ids: tuple[tuple[str, Any], ...]
    query: str = ""
    fragment: bool = False

    def path(self, app: Starlette, eyes: Eyes) -> str:
        path = str(app.url_path_for(self.name, marac=eyes.slug, hat=eyes.hat, **dict(self.ids)))
        return f"{path}?{self.query}" if self.query else path


@dataclass(frozen=True)
class Met:
    """One answer: the marks in its words, in its title, and in its headers."""

    who: str
    address: Address
    status: int
    words: frozenset[str]
    title: frozenset[str]
    headers: frozenset[str]


def marks_in(text: str) -> frozenset[str]:
    """As read, in whatever capitals."""
    return frozenset(word.casefold() for word in MARK.findall(text))


def read(who: str, address: Address, answer: Response) -> Met:
    text = answer.text
    if answer.headers.get("content-type", "") == "application/pdf":
        paper = PdfReader(BytesIO(answer.content))
        found = [*(page.extract_text() for page in paper.pages), str(paper.metadata), str(paper.outline)]
        text = "".join("".join(found).split())  # without the breaks that paper makes
    if answer.headers.get("content-type", "") == "application/zip":
        with ZipFile(BytesIO(answer.content)) as pack:
            text = "".join(pack.read(name).decode() for name in pack.namelist())
    title = re.search(r"<title>(.*?)</title>", text, re.DOTALL)
    asked = marks_in(address.query)
    headers = marks_in(str(answer.headers))
    return Met(
        who,
        address,
        answer.status_code,
        (marks_in(text) | headers) - asked,
        marks_in(title[1] if title else ""),
        headers,
    )


def gets(made: Planted) -> list[Address]:
    """Every page, with its filters, about everything planted."""
    found, names = [], _Names(made)
    teal = {made.ids[name] for name in ("TEAL", "TEAL hearing", "second meeting")}
    for route in ROUTES:
        if "GET" not in (route.methods or ()):
            continue
        for ids in _ids(made, route):
            more = bool(teal & {value for _, value in ids}) or not ids
            queries = ("", *QUERIES.get(route.name, ()), *(OF_TEAL.get(route.name, ()) if more else ()))
            found += [Address(route.name, "GET", ids, query.format_map(names)) for query in queries]
            if more and route.name in FRAGMENTS:
                found.append(Address(route.name, "GET", ids, fragment=True))
    return found


def deeds(made: Planted, code: str) -> list[Address]:
    """Every post about one case, with a form that was never filled in."""
    ids = made.ids
    which = "first" if code == "ROOK" else "second"
    known: dict[str, Any] = {"topic": "grounds", "page": 1, "party": "child", "kind": "phone"}
    known |= {"case_id": ids[code], "meeting_id": ids[f"{which} meeting"], "hearing_id": ids[f"{code} hearing"]}
    known |= {"person_id": ids[f"{code} victim"], "name_id": ids[f"{code} new name"], "date_id": ids[f"{code} date"]}
    known |= {"detail_id": ids[f"{code} refuge"], "line_id": ids[f"{code} seated"], "note_id": ids[f"{code} note"]}
    owner = "police" if code == "ROOK" else "council"
    known |= {"wall_id": ids[f"{code} wall"], "action_id": ids[f"{code} {owner} action"]}
    known |= {"seat_id": ids["TEAL landlord seat"], "research_id": ids["TEAL research"]}
    known |= made.cast.people | dict.fromkeys(("hold_id", "erasure_id"), ids[code])
    known |= {"checkpoint_id": ids["checkpoint"], "notice_id": ids[code]}
    known["link_id"] = ids["HERON TEAL link" if code == "TEAL" else "HERON ROOK link"]
    posts = [route for route in ROUTES if "POST" in (route.methods or ())]
    return [Address(route.name, "POST", tuple((n, known[n]) for n in route.param_convertors)) for route in posts]


def openings(made: Planted) -> list[Address]:
    """Details that are opened one at a time, each by a post that keeps nothing."""
    kinds = ("new name", "detail", "refuge", "phone")
    pairs = [(made.ids[code], made.ids[f"{code} {kind}"]) for code, kind in product(CASES, kinds)]
    pairs.append((made.ids["HERON"], made.ids["ROOK phone"]))
    found = [Address("detail.open", "POST", (("case_id", case), ("detail_id", detail))) for case, detail in pairs]
    for code in ("DRAFTED", "SENT"):
        of = _referral(made, code)
        for kind in ("refuge", "phone"):
            known = {**of, "detail_id": made.ids[f"{code} {kind}"]}
            ids = tuple((name, known[name]) for name in ("case_id", "person_id", "detail_id"))
            found.append(Address("refer.protected.open", "POST", ids))
    return found


class _Names(dict[str, str]):
    """Ids by name, for filters: of what was planted, and of agencies."""

    def __init__(self, made: Planted) -> None:
        super().__init__({name: str(value) for name, value in {**made.cast.agencies, **made.ids}.items()})


def _ids(made: Planted, route: Route) -> Iterator[tuple[tuple[str, Any], ...]]:
    """What may fill the path. A name that nobody thought of fails: deny by default, for tests too."""
    names = tuple(route.param_convertors)
    if route.path.startswith("/refer/{"):
        for code in ("DRAFTED",) if route.name.endswith(EMPTY) else ("DRAFTED", "SENT"):
            yield from _filled(names, _referral(made, code), _choices(route, made, code))
        return
    for base in _bases(made, names):
        yield from _filled(names, base, {})


def _filled(
    names: Sequence[str], base: dict[str, Any], choices: dict[str, Iterable[Any]]
) -> Iterator[tuple[tuple[str, Any], ...]]:
    varied = [name for name in names if name in choices]
    for values in product(*(choices[name] for name in varied)):
        known = {**base, **dict(zip(varied, values, strict=True))}
        yield tuple((name, known[name]) for name in names)


def _referral(made: Planted, code: str) -> dict[str, Any]:
    ids = made.ids
    return {
        "case_id": ids[code],
        "person_id": ids[f"{code} victim"],
        "name_id": ids[f"{code} name"],
        "date_id": ids[f"{code} date"],
        "detail_id": ids[f"{code} detail"],
    }


def _choices(route: Route, made: Planted, code: str) -> dict[str, Iterable[Any]]:
    given: dict[str, Iterable[Any]] = {"topic": TOPICS, "page": [1]}
    given |= {"party": ["child"], "kind": ["phone"]}
    if "/protected/" in route.path:
        given["detail_id"] = [made.ids[f"{code} refuge"], made.ids[f"{code} phone"]]
    if "name_id" in route.param_convertors:
        given["name_id"] = [made.ids[f"{code} name"], made.ids[f"{code} new name"]]
    return given


def _bases(made: Planted, names: Sequence[str]) -> list[dict[str, Any]]:
    ids = made.ids
    wanted = set(names)
    if not wanted:
        return [{}]
    if "detail_id" in wanted:
        pairs = [(code, f"{code} {kind}") for code, kind in product(("HERON", "TEAL", "ROOK"), ("refuge", "phone"))]
        return [{"case_id": ids[code], "detail_id": ids[name]} for code, name in (*pairs, ("HERON", "ROOK phone"))]
    if "line_id" in wanted:
        of = {"HERON": LINES, "TEAL": LINES[:4], "ROOK": ("private", "seated", "named")}
        found = [{"case_id": ids[code], "line_id": ids[f"{code} {line}"]} for code in of for line in of[code]]
        return [*found, {"case_id": ids["HERON"], "line_id": ids["ROOK seated"]}]
    if "wall_id" in wanted:
        return [{"case_id": ids[code], "wall_id": ids[f"{code} wall"]} for code in CASES[:4]]
    if "hearing_id" in wanted:
        sat = (("first", "HERON"), ("first", "ROOK"), ("second", "TEAL"), ("second", "ROOK"))
        return [{"meeting_id": ids[f"{which} meeting"], "hearing_id": ids[f"{code} hearing"]} for which, code in sat]
    if "case_id" in wanted:
        return [{"case_id": ids[code]} for code in CASES]
    if wanted <= made.cast.people.keys():
        return [dict(made.cast.people)]
    single: dict[str, tuple[str, ...]] = {
        "meeting_id": ("meeting",),
        "action_id": ("action",),
        "note_id": ("note", "notenamed", "noteforprogramme", "decision"),
        "issue_id": ("minutes",),
        "checkpoint_id": ("checkpoint",),
        "item_id": ("HERON private", "HERON seated", "HERON phone", "HERON council action", "ROOK seated"),
    }
    (name,) = wanted
    return [{name: value} for key, value in ids.items() if key.endswith(single[name])]


LINES = (
    "private", "named", "withheld", "correction", "seated", "unticked", "sayonly", "agreedrisk", "chairunticked",
    "takerunticked", "corrected", "voice", "quietline", "perpetratorsprivate", "perpetratorsline",
)  # fmt: skip


def walk(
    app: Starlette, eyes: dict[str, Eyes], cookies: dict[str, str], asked: Iterable[tuple[str, Address]]
) -> list[Met]:
    """Ask everything, a few at a time."""
    return asyncio.run(_walk(app, eyes, cookies, list(asked)))


async def _walk(
    app: Starlette, eyes: dict[str, Eyes], cookies: dict[str, str], asked: list[tuple[str, Address]]
) -> list[Met]:
    gate = asyncio.Semaphore(AT_ONCE)
    async with AsyncClient(transport=ASGITransport(app), base_url=ORIGIN) as client:

        async def ask(who: str, address: Address) -> Met:
            headers = {"sec-fetch-site": "same-origin", "cookie": cookies[who]}
            headers |= FRAGMENT if address.fragment else {}
            async with gate:
                path = address.path(app, eyes[who])
                form = FORM if address.method == "POST" else None
                answer = await client.request(address.method, path, headers=headers, data=form)
            return read(who, address, answer)

        return await asyncio.gather(*(ask(who, address) for who, address in asked))
