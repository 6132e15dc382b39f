"""Mutants of the application's own clauses, the database's policies switched off: each is caught by the pages.

A clause is taken away, and worlds are walked at the addresses where it tells, until somebody meets what is not
for them. Not among them, since what hangs on them is asked for itself: hearings (each is drawn with its case, and
only where that is seen), attendance and audiences (no word stands in them). Their policies lose every condition in
tests/proof/conditions.py.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from sqlalchemy import and_, exists, false, or_, select, true
from sqlalchemy.sql import ColumnElement
from sqlmodel import col

import agencies.models as lines
import agenda.minutes.issuing as issuing
import marac.cases.models.people as parties
import marac.store.glimpses as glimpses
import marac.store.guarded as guarding
import marac.store.opened as openings
import marac.store.seats as seats
import marac.store.walls as walls
from actions.models import Action
from agenda.minutes.composing import compose_case
from agenda.models import Note
from marac.cases.models import Case, Detail, ProtectedDetail, ReferralSection
from marac.oversight.models import Alert, Opening, Question, SampleItem
from marac.proceedings import NoteKind
from marac.store import scope
from marac.vocabulary import Hat, Sharing
from tests.proof.house import Proving, proving
from tests.proof.worlds import Walk

ROOMS = ("marac.", "agencies", "agenda", "actions")
FILE = frozenset({"case", "case.people", "case.referral"})
INFORMATION = frozenset({"research", "lines", "live"})
OPENED = frozenset({"detail.open"})
GUARDED = frozenset({"guarded", "guarded.case"})
WORLDS = 12
LEAKS = ("leak", "of another world")


@dataclass(frozen=True)
class Mutant:
    """`apply` takes the clause away until it is left; `at`: the routes that are asked; `first`: the world
    from which on they are."""

    name: str
    apply: Callable[[ExitStack], None]
    at: frozenset[str]
    first: int = 0


def everywhere(original: Any, instead: Any) -> Callable[[ExitStack], None]:
    """Put something in its place in every module that has taken it by name."""

    def apply(over: ExitStack) -> None:
        for name, module in list(sys.modules.items()):
            if name.startswith(ROOMS):
                for held, value in list(vars(module).items()):
                    if value is original:
                        over.enter_context(patch.object(module, held, instead))

    return apply


def visible(kind: type[Any], instead: Callable[..., ColumnElement[bool]]) -> Callable[[ExitStack], None]:
    """Another `visible_to` for one table; walls stand."""

    def clause(cls: Any, viewer: Any) -> ColumnElement[bool]:
        case_id = cls.id if kind is Case else cls.case_id
        return and_(instead(cls, viewer), walls.outside_walls(col(case_id)))

    def apply(over: ExitStack) -> None:
        over.enter_context(patch.object(kind, "visible_to", classmethod(clause)))

    return apply


def _any_side(case_id: Any, viewer: Any, *kinds: Any, victims_side: bool = False) -> ColumnElement[bool]:
    return _SEATED(case_id, viewer, *kinds)


def _any_person(case_id: Any, viewer: Any, *kinds: Any, victims_side: bool = False) -> ColumnElement[bool]:
    return or_(_SEATED(case_id, viewer, *kinds, victims_side=victims_side), seats.cases_for_person(case_id, viewer))


def _any_kind(case_id: Any, viewer: Any, *kinds: Any, victims_side: bool = False) -> ColumnElement[bool]:
    return _SEATED(case_id, viewer, *seats.ANY, victims_side=victims_side)


def _whole(cls: Any, viewer: Any) -> ColumnElement[bool]:
    return or_(
        seats.seated(col(cls.case_id), viewer, *seats.FULL, victims_side=True),
        seats.over_the_meeting(col(cls.marac_id), viewer),
    )


def _to_named(cls: Any, viewer: Any) -> ColumnElement[bool]:
    shared = col(cls.sharing).in_([Sharing.SEATED, Sharing.NAMED])
    return and_(shared, seats.seated(col(cls.case_id), viewer, *seats.FULL, victims_side=True))


def _once_named(cls: Any, viewer: Any) -> ColumnElement[bool]:
    named = select(col(lines.LineAudience.line_id)).where(col(lines.LineAudience.agency_id) == viewer.agency_id)
    return or_(_SHARED(cls, viewer), and_(seats.seated(col(cls.case_id), viewer, *seats.FULL), col(cls.id).in_(named)))


def _own_of_anybody(cls: Any, viewer: Any) -> ColumnElement[bool]:
    return seats.seated(col(cls.case_id), viewer, *seats.ANY)


def _hats_unticked(cls: Any, viewer: Any) -> ColumnElement[bool]:
    shared = col(cls.sharing).in_([Sharing.SEATED, Sharing.NAMED])
    if viewer.hat in {Hat.CHAIR, Hat.COORDINATOR}:
        return and_(col(cls.marac_id) == viewer.marac_id, shared)
    return _LINE(viewer)


def _protected_as_ordinary(cls: Any, viewer: Any, searchable: Any) -> ColumnElement[bool]:
    seen = parties.party_seen(col(cls.case_id), col(cls.person_id), col(cls.party), viewer)
    return or_(seen, seats.over_the_meeting(col(cls.marac_id), viewer))


def _names_unprotected(over: ExitStack) -> None:
    over.enter_context(patch.object(parties.OfPerson, "_seen", staticmethod(_protected_as_ordinary)))


def _uncleared(cls: Any, viewer: Any) -> ColumnElement[bool]:
    return or_(_whole(cls, viewer), seats.seated(col(cls.case_id), viewer, *seats.ANY, victims_side=True))


def _both_sides(cls: Any, viewer: Any) -> ColumnElement[bool]:
    shared = and_(col(cls.sharing) == Sharing.SEATED, col(cls.kind) != NoteKind.VOICE)
    return or_(_NOTE(viewer), and_(shared, seats.seated(col(cls.case_id), viewer, *seats.FULL)))


def _watched(viewer: Any, **row: Any) -> ColumnElement[bool]:
    return true() if viewer.hat is Hat.OBSERVER else false()


def _gone(case_id: Any, viewer: Any) -> ColumnElement[bool]:
    return true() if viewer.hat in {Hat.REPRESENTATIVE, Hat.ADVOCATE} else false()


def _with_the_issuers_eyes(work: Any, hearing: Any, recipient: Any, known: Any) -> Any:
    return compose_case(work, hearing, known), []


def _guarded_case(line: Any, viewer: Any) -> ColumnElement[bool]:
    return guarding.guarded(line.case_id, viewer)


def _agencys(cls: Any, viewer: Any) -> ColumnElement[bool]:
    """Of one agency, to anybody of it; across agencies to the auditor."""
    here = col(cls.marac_id) == viewer.marac_id
    return here if viewer.hat is Hat.AUDITOR else and_(here, col(cls.agency_id) == viewer.agency_id)


def _officers(cls: Any, viewer: Any) -> ColumnElement[bool]:
    """Of one agency, to its officer; across agencies to the auditor."""
    return _agencys(cls, viewer) if viewer.hat in {Hat.AUDITOR, Hat.DATA_PROTECTION_OFFICER} else false()


def _to_every_officer(cls: Any, viewer: Any) -> ColumnElement[bool]:
    told = {Hat.AUDITOR, Hat.CHAIR, Hat.DATA_PROTECTION_OFFICER}
    return col(cls.marac_id) == viewer.marac_id if viewer.hat in told else false()


def _openings_whole(case_id: Any, viewer: Any, since: Any = None, line_id: Any = None) -> ColumnElement[bool]:
    here = select(true()).select_from(openings._OPENED).where(openings._OPENED.c.case_id == case_id)
    return exists(here.correlate_except(openings._OPENED)) if viewer.hat is Hat.AUDITOR else false()


_SEATED, _SHARED, _LINE, _NOTE = seats.seated, lines._shared, lines.Line.visible_to, Note.visible_to
HERE: Callable[..., ColumnElement[bool]] = lambda cls, viewer: col(cls.marac_id) == viewer.marac_id  # noqa: E731
MUTANTS = (
    Mutant("walls stand open", everywhere(walls.outside_walls, lambda case_id: true()), FILE | {"cases"}, 3),
    Mutant("sides are not told apart", everywhere(seats.seated, _any_side), FILE | {"actions.of-case"}),
    Mutant("a seat for one person is one for the case", everywhere(seats.seated, _any_person), FILE | INFORMATION),
    Mutant("any seat is a case seat", everywhere(seats.seated, _any_kind), FILE, 4),
    Mutant("everybody advocates", everywhere(seats.advocated, lambda case_id, viewer: true()), OPENED | {"actions"}),
    Mutant("every hat is over the meeting", everywhere(seats.over_the_meeting, lambda marac, _: true()), FILE),
    Mutant("every party is seen", everywhere(parties.party_seen, lambda *_: true()), FILE),
    Mutant("protected names are ordinary", _names_unprotected, OPENED),
    Mutant("a case is known in its MARAC", visible(Case, HERE), FILE | {"cases"}),
    Mutant("sections are all common", visible(ReferralSection, _whole), frozenset({"case.referral"}), 7),
    Mutant("details not cleared are for check seats", visible(Detail, _uncleared), FILE, 4),
    Mutant("protected details are ordinary", visible(ProtectedDetail, _whole), OPENED),
    Mutant("named lines are for everyone seated", everywhere(lines._shared, _to_named), INFORMATION),
    Mutant("once named, always named", everywhere(lines._shared, _once_named), INFORMATION, 4),
    Mutant("private lines are everybody's", everywhere(lines._own, _own_of_anybody), INFORMATION),
    Mutant("hats read what they were not ticked for", visible(lines.Line, _hats_unticked), INFORMATION),
    Mutant("notes are for everyone seated", visible(Note, _whole), frozenset({"live", "minutes.copy"}), 6),
    Mutant("quiet actions are everybody's", visible(Action, _whole), frozenset({"actions.of-case"})),
    Mutant("minutes are composed with the issuer's eyes", everywhere(issuing.composed_for, _with_the_issuers_eyes),
           frozenset({"minutes.copy"}), 6),
    Mutant("notes are for both sides", visible(Note, _both_sides), frozenset({"live"})),
    Mutant("observers are let in everywhere", everywhere(glimpses.observed, _watched), frozenset({"observe"})),
    Mutant("gone cases are everybody's", everywhere(glimpses.moved_away, _gone), INFORMATION),
    Mutant("guardians read other agencies' lines", everywhere(guarding.guarded_line, _guarded_case), GUARDED),
    Mutant("guardians stand inside walls", everywhere(walls.outside_walls, lambda case_id: true()), GUARDED),
    Mutant("guardians of one side read both", everywhere(guarding._of_side, lambda side, viewer: true()), GUARDED),
    Mutant("what an agency is asked is all its people's", visible(Question, _agencys), frozenset({"question"})),
    Mutant("an officer sees alerts of every hat", visible(Alert, _officers), frozenset({"alert"})),
    Mutant("every officer is told of an opening", visible(Opening, _to_every_officer), frozenset({"opening"})),
    Mutant("what was found is the agency's", visible(SampleItem, _officers), frozenset({"sample.item"})),
    Mutant("an opening opens all, and for good", everywhere(openings.opened, _openings_whole),
           frozenset({"opening.read"})),
)  # fmt: skip


@contextmanager
def mutated(mutant: Mutant) -> Iterator[None]:
    """Clauses are built once and kept: so they are forgotten before and after."""
    with ExitStack() as over:
        over.callback(scope._narrowed.cache_clear)
        mutant.apply(over)
        scope._narrowed.cache_clear()
        yield


def caught(one: Proving, mutant: Mutant, worlds: int = WORLDS) -> str:
    """By what it was caught; nothing where it lived."""
    with mutated(mutant):
        for seed in range(mutant.first, mutant.first + worlds):
            world = one.world(seed)
            for eyes in (*world.people.eyes, *world.audited.eyes):
                found = Walk(one, world, 1.0, mutant.at, (eyes,)).go()
                if leaks := [wrong for wrong in found.wrong if wrong.startswith(LEAKS)]:
                    return f"world {seed}: {leaks[0]}"
    return ""


def run(worlds: int = WORLDS, names: tuple[str, ...] = ()) -> str:
    """Every mutant, or those named. Raises AssertionError naming those that lived."""
    with proving("superuser") as one:
        found = {each.name: caught(one, each, worlds) for each in MUTANTS if not names or each.name in names}
    lived = [name for name, by in found.items() if not by]
    assert not lived, f"not caught: {', '.join(lived)}"
    return f"{len(found)} mutants of the application's clauses, all caught"
