"""Forged ids in forms: of another MARAC, of another case, of a case that is shut, of nobody. All are refused alike.

Each POST of the rooms is filled so that somebody's post of it is taken (tried, and taken back); then one id after
another is exchanged. What is refused leaves no trace but the refusal.
"""

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import islice
from typing import Any
from unittest.mock import patch
from uuid import UUID

from sqlalchemy import event
from starlette.routing import Route

from agenda.models import Meeting
from marac import clock
from marac.store.scope import ViewerSession
from marac.vocabulary import Role
from tests.proof.asking import Address, Answer
from tests.proof.audience import Judge
from tests.proof.filling import BY_PERSON, Filling, Row, Rows, Value, ids_in, takes
from tests.proof.house import MOMENT, Proving, proving
from tests.proof.pairs import drawn_alike, first_difference
from tests.proof.people import Eyes
from tests.proof.posted import POSTS, Posted, posted
from tests.proof.world import World

TRIED = 60  # posts of one form until one is taken
ROUNDS = 6
# Who is tried first, by how a route's name begins.
ADMITS = (Role.ADMINISTRATOR, Role.AGENCY_ADMINISTRATOR)
SPEAK = (Role.REPRESENTATIVE, Role.ADVOCATE)
FIRST: dict[str, tuple[Role, ...]] = dict.fromkeys(("member", "agency", "appointment", "provider"), ADMITS)
FIRST |= dict.fromkeys(("lines", "research", "workbench", "detail"), SPEAK)
FIRST |= {"agreement": (Role.SIGNATORY, Role.GOVERNANCE), "": (Role.COORDINATOR, Role.CHAIR, Role.AUDITOR)}
NOBODY, ABROAD, SHUT, SEEN = "of nobody", "of another MARAC", "of a case that is shut", "of another case"
# A mark of the page's own for what it sends twice: any is taken, and must tell nothing.
MARKS = {"client_id", "after"}
# Read by every deed of a form, and used by some: in these it has no effect, whatever it says.
UNUSED = {f"agreement.{deed} successor_id" for deed in ("review", "reinstate", "recommend", "extend")}
UNUSED |= {"agreement.ask-extension successor_id", "hearing.agree member_id"}
# A case called already is shown; confirming seats takes, of what was posted, those that are proposed as it stands.
UNUSED |= {"live.call conflicted", "hearing.seats.do agency", "hearing.seats.do quiet"}
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)
REFUSAL = re.compile(r"\s*(INSERT INTO audit_event|UPDATE sign_in)\b")  # that it was, and that somebody was there


@dataclass(frozen=True)
class Post:
    """One form that somebody sends."""

    route: Route
    eyes: Eyes
    path: Row
    form: Mapping[str, Value]

    def forged(self, name: str, other: str) -> "Post":
        """With another id in this field: beside the one there was, where there may be several."""
        value = self.form[name]
        if name.startswith(BY_PERSON):
            left = {key: kept for key, kept in self.form.items() if key != name}
            return replace(self, form={**left, BY_PERSON + other: value})
        if name == "tick":
            return replace(self, form={**self.form, name: [other + value[0][36:]]})
        return replace(self, form={**self.form, name: [*value, other] if isinstance(value, list) else other})

    @property
    def address(self) -> Address:
        pairs = ((name, one) for name, of in self.form.items() for one in ([of] if isinstance(of, str) else of))
        return Address(self.route.name, tuple(self.path.items()), method="POST", form=tuple(pairs))


@dataclass
class Forging:
    """One world, beside another. `found`: what was tried; `reached`: fields forged in a post that else is taken."""

    proving: Proving
    world: World
    beside: World
    tried: int = TRIED
    wrong: list[str] = field(default_factory=list)
    found: Counter[str] = field(default_factory=Counter)
    reached: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.judge = Judge(self.world)
        self.dice = random.Random(self.world.number)
        with clock.at(MOMENT):
            when = {"starts_at": MOMENT + timedelta(days=14), "venue": "Room 3"}
            self.proving.keep([Meeting(id=self._new(), **self.world.here, **when)])
        self.rows = Rows(self.proving)
        self.filling = Filling(self.world, self.rows, self.world.number)
        self.other = Filling(self.beside, self.rows, self.world.number)

    def go(self, routes: Iterable[Route]) -> None:
        for route in routes:
            if ids_in(asked := posted(route)):
                self._route(route, asked)

    def _route(self, route: Route, asked: Posted) -> None:
        """As somebody whose post is taken; and as anybody to whom a case is shut."""
        tries = list(islice(self._tries(route), self.tried))
        if not tries:
            return
        if taken := self._taken(asked, tries):
            self.found["forms that are taken"] += 1
            self.reached |= {f"{route.name} {_key(name)}" for name in taken.form if takes(route.name, _key(name))}
            self._forge(taken)
        shut = [one for one in tries if not all(self._sees(one.eyes, str(case.id)) for case in self.world.cases)]
        self._forge(self._filled(asked, self.dice.choice(shut or tries)))

    def _tries(self, route: Route) -> Iterator[Post]:
        here = [one for one in self.world.people.eyes if one.marac_id == self.world.here["marac_id"]]
        first = next((hats for name, hats in FIRST.items() if route.name.startswith(name)), ())
        for path in self.filling.paths(route):
            for eyes in sorted(here, key=lambda each: (each.hat not in first, self.dice.random())):
                yield Post(route, eyes, path, {})

    def _filled(self, asked: Posted, post: Post) -> Post:
        return replace(post, form=self.filling.form(asked, post.path, str(post.eyes.agency_id)))

    def _taken(self, asked: Posted, tries: list[Post]) -> Post | None:
        """One that is not refused; of those whose words alone were wrong, others are tried."""
        for _ in range(ROUNDS):
            again = []
            for post in (self._filled(asked, one) for one in tries):
                status = self._sent(post).status
                if status < 400:
                    return post
                again += [post] if status in (409, 422) else []
            tries = again
        return None

    def _sent(self, post: Post) -> Answer:
        """Answered as if it were kept. What was to be kept stands in `kept`."""
        self.proving.asker.asked = 0
        with taken_back(self.proving) as self.kept, drawn_alike(self.proving, self.world.number):
            (answer,) = self.proving.ask([(post.eyes, post.address)])
        return answer

    # Forged -------------------------------------------------------------------

    def _forge(self, post: Post) -> None:
        for name in post.form:
            if table := takes(post.route.name, _key(name)):
                nobodys = self._answer(post, name, NOBODY, str(self._new()))
                for what, other in self._others(post, table):
                    answer = self._answer(post, name, what, other)
                    if answer != nobodys and what != SEEN:
                        said = f"{answer.status} and {nobodys.status}, {first_difference(answer, nobodys)}"
                        self.wrong.append(f"told apart from nobody's: {_where(post, name, what)}: {said}")

    def _answer(self, post: Post, name: str, what: str, other: str) -> Answer:
        """What was answered, but for the id itself where the page says again what was typed."""
        self.found[what] += 1
        answer = self._sent(post.forged(name, other))
        used = f"{post.route.name} {_key(name)}" not in UNUSED or any(other in one for one in self.kept)
        if answer.status < 400 and name not in MARKS and used:
            self.wrong.append(f"taken: {_where(post, name, what)}: {answer.status}")
        elif answer.status >= 400 and self.kept:
            self.wrong.append(f"refused, and kept: {_where(post, name, what)}: {sorted(self.kept)}")
        headers = tuple((key, value.replace(other, NOBODY)) for key, value in answer.headers)
        return replace(answer, headers=headers, body=answer.body.replace(other.encode(), b""))

    def _others(self, post: Post, table: str) -> Iterator[tuple[str, str]]:
        """One id each of what they may not use here."""
        named = "client_id" if table == "note" else "id"
        found: dict[str, list[str]] = {ABROAD: [], SHUT: [], SEEN: []}
        for row in self.rows.of[table]:
            if self.other.belongs(row):
                found[ABROAD].append(str(row[named]))
            elif self.filling.belongs(row) and (case := self.filling.case(table, row)):
                seen, here = self._sees(post.eyes, case), self.filling.case_of(post.path)
                if case != here and (here or not seen):
                    found[SEEN if seen else SHUT].append(str(row[named]))
        yield from ((what, self.dice.choice(ids)) for what, ids in found.items() if ids)

    def _new(self) -> UUID:
        return UUID(int=self.dice.getrandbits(128), version=4)

    def _sees(self, eyes: Eyes, case: str) -> bool:
        return self.judge.may(eyes, self.judge.cases[UUID(case)], "code")


def _key(name: str) -> str:
    return BY_PERSON if name.startswith(BY_PERSON) else name


def _where(post: Post, name: str, what: str) -> str:
    return f"{post.eyes.name} at {post.route.name}, {_key(name)} {what}"


@contextmanager
def taken_back(proving: Proving) -> Iterator[set[str]]:
    """What is done is answered as if it were kept, and is not: the statements that would have been."""
    written: list[str] = []
    kept: set[str] = set()

    def note(connection: object, cursor: object, statement: str, values: object, *rest: object) -> None:
        if WRITES.match(statement) and not REFUSAL.match(statement):
            written.append(f"{' '.join(statement.split()[:3])} {values}")

    def commit(session: ViewerSession) -> None:
        session.dispatch.before_commit(session)
        session.flush()
        kept.update(written)
        session.rollback()

    def forget(*rest: object) -> None:
        written.clear()

    heard: tuple[tuple[str, Any], ...] = (("after_cursor_execute", note), ("rollback", forget), ("commit", forget))
    for name, hears in heard:
        event.listen(proving.engine, name, hears)
    try:
        with patch.object(ViewerSession, "commit", commit):
            yield kept
    finally:
        for name, hears in heard:
            event.remove(proving.engine, name, hears)


def run(worlds: int, seed: int = 0) -> str:
    """In so many worlds, every POST. Raises AssertionError naming what was taken, told apart or changed."""
    wrong: list[str] = []
    found: Counter[str] = Counter()
    reached: set[str] = set()
    with proving() as one:
        beside = one.world(seed + worlds)
        for number in range(seed, seed + worlds):
            made = Forging(one, one.world(number), beside)
            made.go(POSTS)
            wrong += made.wrong
            found += made.found
            reached |= made.reached
            beside = made.world
    assert not wrong, "\n".join(wrong[:40])
    said = ", ".join(f"{count:,} {what}" for what, count in found.items())
    never = {f"{route.name} {name}" for route in POSTS for name in ids_in(posted(route))} - reached
    return (
        f"{worlds} worlds, {said}; {len(reached)} fields in forms that are else taken, not: {', '.join(sorted(never))}"
    )
