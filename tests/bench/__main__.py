"""`make bench`: one run, its ratios, and what they are ratios of."""

import os
import platform
import time
from collections.abc import Sequence

from marac.web.viewer import cookie_name
from tests.bench import appending, minutes, screens, sealing
from tests.bench.asking import CONNECTIONS, Target, in_turn
from tests.bench.filling import ACTIONS, LINES
from tests.bench.serving import limit, ours
from tests.bench.where import shares
from tests.bench.world import OTHERS, OVER, SCREENS, SITTING, World, world

SECONDS, ROUNDS = 1.2, 5
HALF = 0.5
PDF_SECONDS = 2.0
SCREEN_SECONDS = 1.0
FIELDS_MS, WORKBENCH_MS, WITHOUT = 0.5, 200, 0.9
APPENDED = 5
CASES = len(OTHERS) + len(OVER) + len(SITTING)
HOW = f"""\
{os.cpu_count()} cores, Python {platform.python_version()}, each program one process of uvicorn, a PostgreSQL of its own
that flushes every commit; {CASES} cases, the one shown with 3 people, {LINES} lines and {ACTIONS} actions.

The limit sends the same statements for the same rows as the page does, without its scoping clauses and as a
superuser whom row-level security does not bind, draws the same template with the same values, opened beforehand,
and does nothing else: no session, no scoping, no sealing, no audit. The constant route answers 15 bytes.
{CONNECTIONS} connections ask in turns of {SECONDS} s, {ROUNDS} each for platform, limit and constant route; medians.
Program, database and client share the cores.
"""


def say(text: str = "") -> None:
    print(text, flush=True)


def verdict(good: bool) -> str:
    return "reached" if good else "short of it"


def pages(here: World, port: int) -> None:
    asked = {
        "case page: research on a case, as a representative": ("police_rep", f"cases/{here.case}/research"),
        "live page, as the chair": ("chair", f"meetings/{here.going_on}/live"),
    }
    paths = [(name, here.path(name, rest)) for name, rest in asked.values()]
    with limit(here, paths) as (bare, recorded):
        for number, (title, (name, path), told) in enumerate(zip(asked, paths, recorded, strict=True)):
            cookie = f"{cookie_name(here.settings)}={here.tokens[name]}"
            targets = {
                "platform": Target(port, path, cookie),
                "limit": Target(bare, f"/{number}"),
                "constant": Target(bare, "/constant"),
            }
            rates = in_turn(targets, SECONDS, ROUNDS)
            ours_, bare_, constant = (rates[name].middle for name in targets)
            statements, size, wider = told
            say(f"{title} ({statements} statements, {size / 1000:.0f} kB)")
            say(f"  of the limit's rate      {ours_ / bare_:6.3f}   target {HALF}: {verdict(ours_ >= HALF * bare_)}")
            say(f"  of a constant route's    {ours_ / constant:6.3f}   (the limit: {bare_ / constant:.3f})")
            if wider:
                say(f"  {wider} statements of the limit read more rows than the page does")
            if ours_ < HALF * bare_:
                where(shares(here, name, path))


def where(spent: dict[str, float]) -> None:
    whole = sum(spent.values())
    say("  where the time of one request goes:")
    for what, milliseconds in spent.items():
        say(f"    {milliseconds / whole:5.0%}  {what}")


def paper(here: World, port: int) -> None:
    found = minutes.measure(here, port)
    goal = f"target {PDF_SECONDS}: {verdict(found.first <= PDF_SECONDS)}"
    say(f"minutes of {len(OVER)} cases")
    say(f"  {found.copies} copies issued, all of them   {found.issued:6.2f} s")
    say(f"  a copy as PDF, first          {found.first:6.2f} s   {goal}")
    say(f"  and again                     {found.again:6.2f} s   ({found.size / 1000:.0f} kB)")


def live(here: World, port: int) -> None:
    found = screens.measure(here, port)
    say(f"{SCREENS} live screens, {screens.CALLS} cases called: seconds from the chair's click")
    for what, times in (("to the last stream's word", found.told), ("to the last screen's page", found.shown)):
        middle, late = at(times, 0.5), at(times, 0.95)
        target = f"   target {SCREEN_SECONDS} at p95: {verdict(late <= SCREEN_SECONDS)}" if times is found.shown else ""
        say(f"  {what}   p50 {middle:5.2f}   p95 {late:5.2f}{target}")


def sealed(here: World, port: int) -> None:
    found, times = sealing.two_hundred_fields(), sealing.workbench(here, port)
    name, path = "police_rep", here.path("police_rep", f"cases/{here.case}/research")
    cookie = f"{cookie_name(here.settings)}={here.tokens[name]}"
    with sealing.without_both(here) as without:
        targets = {"with": Target(port, path, cookie), "without": Target(without, path, cookie)}
        rates = in_turn(targets, SECONDS, ROUNDS)
    share, late = rates["with"].middle / rates["without"].middle, at(times, 0.95)
    say("sealing and record")
    say(
        f"  {sealing.FIELDS} fields of {sealing.CASES} cases opened   {found.opened:5.2f} ms   target {FIELDS_MS}: "
        f"{verdict(found.opened <= FIELDS_MS)}   (as attributes {found.read:.2f} ms)"
    )
    say(
        f"  workbench of {sealing.PEOPLE} people   p50 {at(times, 0.5):4.0f} ms   p95 {late:4.0f} ms   "
        f"target {WORKBENCH_MS}: {verdict(late <= WORKBENCH_MS)}"
    )
    say(f"  case page, of its rate without both   {share:6.3f}   target {WITHOUT}: {verdict(share >= WITHOUT)}")


def recording(here: World) -> None:
    found = appending.measure(here.settings.database_url, here.superuser_url)
    say(f"recording, {appending.WRITERS} writers of one MARAC: events a second, and of a chain inside the transaction")
    for what, ours_, chain in (
        ("by itself", found.alone, found.alone_chained),
        (f"{appending.PAGE * 1000:.0f} ms before a page's commit", found.paged, found.paged_chained),
    ):
        ratio = ours_ / chain
        target = f"target {APPENDED}: {verdict(ratio >= APPENDED)}"
        say(f"  {what:28} {ours_:7.0f}  {chain:7.0f}   ratio {ratio:5.2f}   {target}")


def at(times: Sequence[float], share: float) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, round(share * len(ordered)))]


def main() -> None:
    began = time.perf_counter()
    say("Making a partnership to measure upon...")
    with world() as here:
        say(f"\n{HOW}")
        with ours(here) as port:
            pages(here, port)
            paper(here, port)
            sealed(here, port)
            recording(here)
            live(here, port)
    say(f"\n{time.perf_counter() - began:.0f} s in all.")


if __name__ == "__main__":
    main()
