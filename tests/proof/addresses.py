"""Every address of a world that can hold case data, and where each word is to be met by those who may."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from starlette.routing import Route

from actions.models import Action
from agencies.models import Line
from agenda.models import Hearing, Meeting, MinutesIssue, Note
from marac.app import room_routes
from marac.cases.models import BirthDate, Detail, Person, PersonName, ProtectedDetail
from marac.oversight.models import Alert, Opening, Question, Sample, SampleItem
from marac.store.checkpoints import Checkpoint
from marac.store.people import Appointment, Member, Provider
from marac.store.seats import Seat
from marac.store.walls import Wall
from marac.vocabulary import CaseStatus
from tests.proof.asking import Address
from tests.proof.world import World

GETS = [one for one in room_routes() if isinstance(one, Route) and "GET" in (one.methods or ())]
STREAMS = {"live.stream", "observe.stream"}  # never end for those let in: a nudge says nothing but that something moved
# Registers of agencies and members, agreements and forms: no case data is to stand in any. A part of them is asked
# in each world, in turn.
REGISTERS = {"agreement_id", "agency_id", "member_id", "provider_id", "appointment_id"}
FORMS = {"agreements", "agreement.new", "register", "agency.new", "appointments.waiting", "conditions", "welcome"}
IN_TURN = 5
# What an auditor asked, drew and opened, and checkpoints.
AUDITORS = {"opening_id", "alert_id", "sample_id", "entry_id", "checkpoint_id", "question_id"}
PLAIN: dict[str, tuple[Any, ...]] = {"topic": ("grounds", "police", "handling"), "page": (1,), "party": ("child",)}
PLAIN |= {"kind": ("phone",)}
QUERIES: dict[str, tuple[str, ...]] = {
    "workbench": ("show=all&sort=name",),
    "actions": ("status=all",),
    "inbox": ("status=more-information",),
    "cases": ("status=referred",),
    "ledger": ("page=2", "operation=disclosure"),
    "ledger.export": ("since=2020-01-01&until=2040-01-01&reason=lawfulness",),
    "minutes.pdf": ("reason=own-file",),
    "record.pack": ("reason=integrity-and-security",),
    "case.opened": ("page=2",),
}
FRAGMENTS = {"live", "live.look", "lines", "actions.of-case", "meeting.prepare"}


# Rows that are asked for under their case.
OF_CASE: dict[str, type[Any]] = {"line_id": Line, "detail_id": ProtectedDetail, "wall_id": Wall, "seat_id": Seat}
OVERSEEN: dict[str, type[Any]] = {"opening_id": Opening, "alert_id": Alert, "sample_id": Sample}
OVERSEEN |= {"question_id": Question, "checkpoint_id": Checkpoint}

ROUTES = [route for route in GETS if route.name not in STREAMS]
IN_REGISTERS = [route for route in ROUTES if route.name in FORMS or REGISTERS & route.param_convertors.keys()]


def every(world: World, issues: list[MinutesIssue]) -> Iterator[Address]:
    """All that can be asked of this world by GET, with filters and fragments."""
    others = {route.name for number, route in enumerate(IN_REGISTERS) if (number - world.number) % IN_TURN}
    for route in ROUTES:
        for ids in _ids(world, route, issues) if route.name not in others else ():
            for query in ("", *QUERIES.get(route.name, ())):
                yield Address(route.name, ids, query)
            if route.name in FRAGMENTS:
                yield Address(route.name, ids, fragment=True)


def openings(world: World) -> Iterator[Address]:
    """Details that are opened one at a time: posts that keep nothing."""
    for kind in (PersonName, BirthDate, Detail, ProtectedDetail):
        for row in world.of[kind]:
            yield opening(row)


def opening(row: Any) -> Address:
    return Address("detail.open", (("case_id", row.case_id), ("detail_id", row.id)), method="POST")


def of_case(name: str, row: Any) -> Address:
    return Address(name, (("case_id", getattr(row, "case_id", row.id)),))


def _ids(world: World, route: Route, issues: list[MinutesIssue]) -> Iterator[tuple[tuple[str, Any], ...]]:
    """What may fill the path: each row with the rows that it hangs on. A name nobody thought of fails."""
    names = tuple(route.param_convertors)
    for base in _bases(world, set(names), route.path.startswith("/refer/{"), issues):
        free = [name for name in names if name not in base]
        for values in product(*(PLAIN[name] for name in free)):
            known = {**base, **dict(zip(free, values, strict=True))}
            yield tuple((name, known[name]) for name in names)


def _bases(world: World, names: set[str], referral: bool, issues: list[MinutesIssue]) -> list[dict[str, Any]]:
    of = world.of
    if referral:
        return _referral(world, names)
    for name, kind in OF_CASE.items():
        if name in names:
            return [{name: row.id, "case_id": row.case_id} for row in of[kind]]
    if names & (AUDITORS | REGISTERS):
        return _beside_cases(world, names)
    if "hearing_id" in names:
        return [{"hearing_id": row.id, "meeting_id": row.meeting_id} for row in of[Hearing]]
    single = {
        "case_id": [case.id for case in world.cases],
        "meeting_id": [row.id for row in of[Meeting]],
        "action_id": [row.id for row in of[Action]],
        "note_id": [row.id for row in of[Note]],
        "issue_id": [issue.id for issue in issues],
        "item_id": [row.id for row in (*of[Line][:3], *of[Action][:1], *of[ProtectedDetail][:1], *world.cases[:1])],
    }
    named = names - PLAIN.keys()
    if not named:
        return [{}]
    (name,) = named
    return [{name: value} for value in single[name]]


def _referral(world: World, names: set[str]) -> list[dict[str, Any]]:
    """A referral that is still being written, and one that is not."""
    cases = sorted(world.cases, key=lambda case: case.status is not CaseStatus.DRAFT)[:2]
    found = []
    kinds = {"name_id": PersonName, "date_id": BirthDate, "detail_id": Detail}
    for case in cases:
        person = next(row for row in world.of[Person] if row.case_id == case.id)
        base = {"case_id": case.id, "person_id": person.id}
        for name, kind in kinds.items():
            base[name] = next(row.id for row in world.of[kind] if row.person_id == person.id)
        found.append({name: value for name, value in base.items() if name in names})
    return found


def _beside_cases(world: World, names: set[str]) -> list[dict[str, Any]]:
    """Of the auditors' rooms every row; of a register one."""
    if "entry_id" in names:
        return [{"sample_id": item.sample_id, "entry_id": item.id} for item in world.of[SampleItem]]
    for name, kind in OVERSEEN.items():
        if name in names:
            return [{name: row.id} for row in world.of[kind]]
    registered = {type(row): row for row in reversed(world.people.rows)}
    provider = registered[Provider]
    known = {"agreement_id": world.audited.agreement.id, "provider_id": provider.id, "agency_id": provider.agency_id}
    known |= {"member_id": registered[Member].id, "appointment_id": registered[Appointment].id}
    return [{name: known[name] for name in names & REGISTERS}]
