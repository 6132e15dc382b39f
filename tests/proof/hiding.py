"""Existence is hidden: what is there and forbidden, and what is not there, are answered alike, byte for byte."""

import random
from typing import Any
from uuid import UUID, uuid4

from starlette.routing import Route

from marac.app import room_routes
from tests.proof.addresses import PLAIN, REGISTERS, STREAMS
from tests.proof.asking import Address
from tests.proof.audience import Judge
from tests.proof.audience_audit import RULES
from tests.proof.house import Proving, proving
from tests.proof.pairs import drawn_alike
from tests.proof.people import Eyes
from tests.proof.world import World

# Names in a path whose rows are known to a whole MARAC, or are nobody's secret.
KNOWN_TO_ALL = {*REGISTERS, *PLAIN, "sample_id", "checkpoint_id", "meeting_id", "item_id"}
FORGED = (("version", "0"), ("text", "Typed."), ("reason", "Typed."))
PAIRS = {"line_id": "Line", "note_id": "Note", "action_id": "Action", "hearing_id": "Hearing", "seat_id": "Seat"}
PAIRS |= {"wall_id": "Wall", "research_id": "Research", "name_id": "PersonName", "date_id": "BirthDate"}
PAIRS |= {"question_id": "Question", "opening_id": "Opening", "alert_id": "Alert", "entry_id": "SampleItem"}
PAIRS |= {"detail_id": "ProtectedDetail", "person_id": "Person", "link_id": "PersonLink", "case_id": "Case"}


def hides(route: Route) -> bool:
    """It names a record of a case."""
    return route.name not in STREAMS and bool((route.param_convertors.keys() - KNOWN_TO_ALL) & PAIRS.keys())


ROUTES = [one for one in room_routes() if isinstance(one, Route) and hides(one)]


class Hiding:
    """One world, and one pair of eyes from which a case of it is kept."""

    def __init__(self, proving: Proving, world: World) -> None:
        self.proving, self.world, self.judge = proving, world, Judge(world)
        self.rows = {kind.__name__: rows for kind, rows in world.of.items()}
        self.compared = 0
        self.wrong: list[str] = []

    def go(self, viewers: int) -> None:
        dice = random.Random(self.world.number)
        for eyes in dice.sample(self.world.people.eyes, min(viewers, len(self.world.people.eyes))):
            kept, open_to = self.cases(eyes)
            for case in kept:
                for route in ROUTES:
                    self._whole(eyes, route, case)
                    for other in open_to[:1]:
                        self._nested(eyes, route, case, other)

    def cases(self, eyes: Eyes) -> tuple[list[UUID], list[UUID]]:
        here = eyes.marac_id == self.world.here["marac_id"]
        sees = {case.id: here and self.judge.may(eyes, case, "code") for case in self.world.cases}
        return [one for one, seen in sees.items() if not seen], [one for one, seen in sees.items() if seen]

    def _whole(self, eyes: Eyes, route: Route, case: UUID) -> None:
        """Every id of the path is of a case that is kept from them; or of none."""
        ids = self._filled(eyes, route, case)
        if ids is not None:
            self._same(eyes, route, ids, {name: uuid4() if name in PAIRS else given for name, given in ids.items()})

    def _nested(self, eyes: Eyes, route: Route, case: UUID, other: UUID) -> None:
        """Under a case that they see, what belongs to one that they do not; or to none."""
        ids = self._filled(eyes, route, case)
        if ids is not None and "case_id" in ids and ids.keys() & PAIRS.keys() != {"case_id"}:
            mixed = ids | {"case_id": other}
            absent = {name: uuid4() if name in PAIRS and name != "case_id" else v for name, v in mixed.items()}
            self._same(eyes, route, mixed, absent)

    def _filled(self, eyes: Eyes, route: Route, case: UUID) -> dict[str, Any] | None:
        """None where this case has no such row that is kept from them."""
        known: dict[str, Any] = {name: values[0] for name, values in PLAIN.items()}
        known |= {"case_id": case, "meeting_id": self.world.meeting.id, "sample_id": self.rows["Sample"][0].id}
        for name in route.param_convertors.keys() - known.keys():
            rows = [row for row in self.rows.get(PAIRS.get(name, ""), ()) if getattr(row, "case_id", row.id) == case]
            rows = [row for row in rows if not (row.__tablename__ in RULES and self.judge.may(eyes, row, ""))]
            if not rows:
                return None
            known[name] = rows[0].id
        return {name: known[name] for name in route.param_convertors}

    def _same(self, eyes: Eyes, route: Route, forbidden: dict[str, Any], absent: dict[str, Any]) -> None:
        method = "POST" if "POST" in (route.methods or ()) else "GET"
        form = FORGED if method == "POST" else ()
        answers = []
        for ids in (forbidden, absent):
            self.proving.asker.asked = 0
            with drawn_alike(self.proving, uuid4().int):
                address = Address(route.name, tuple(ids.items()), method=method, form=form)
                answers += self.proving.ask([(eyes, address)])
        self.compared += 1
        if answers[0] != answers[1]:
            said = " and ".join(str(answer.status) for answer in answers)
            self.wrong.append(f"{eyes.name} at {method} {route.path}: {said}, {len(answers[0].body)} bytes")


def run(worlds: int, seed: int = 0, viewers: int = 2) -> str:
    """In so many worlds. Raises AssertionError naming what could be told apart."""
    wrong: list[str] = []
    compared = 0
    with proving() as one:
        for number in range(seed, seed + worlds):
            made = Hiding(one, one.world(number))
            made.go(viewers)
            wrong += made.wrong
            compared += made.compared
    assert not wrong, "\n".join(wrong[:40])
    return f"{worlds} worlds, {len(ROUTES)} routes, {compared:,} pairs of forbidden and absent, all alike"
