"""The case file: where a viewer stands towards a case, and which sections that opens (S1, S2, S6, S7, S9)."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol
from uuid import UUID

from marac.policy.seats import may_raise_wall
from marac.vocabulary import (
    ALLOWED,
    FOR_THE_AGENCY,
    FOR_THE_MEETING,
    CaseStatus,
    Hat,
    SeatKind,
    Side,
    Verdict,
    Viewer,
    refused,
)


class CaseFacts(Protocol):
    status: CaseStatus
    author_id: UUID


class SeatFacts(Protocol):
    kind: SeatKind
    side: Side
    person_id: UUID | None


class Place(StrEnum):
    """Where one viewer stands towards one case they may see."""

    OVER = "over the meeting"
    FULL = "case seat"
    CHECK = "check seat"
    ACTION = "action seat"
    PERPETRATOR = "perpetrator's side"
    PERSON = "one person"
    MOVED = "moved out of area"
    AUDIT = "auditor"
    OBSERVING = "observer"
    GUARDIAN = "Caldicott guardian"


class Section(StrEnum):
    """The sections of the case file, by their route names."""

    OVERVIEW = "case"
    PEOPLE = "case.people"
    REFERRAL = "case.referral"
    INFORMATION = "research"
    ACTIONS = "actions.of-case"
    SEATS = "case.seats"
    OPENED = "case.opened"
    WALLS = "walls"
    TRANSFER = "case.transfer"
    KEEPING = "case.keeping"


_FILE = frozenset({Place.OVER, Place.FULL})
_ASKED = frozenset({Place.FULL, Place.CHECK, Place.PERPETRATOR, Place.PERSON})
# Not on the perpetrator's side: what colleagues did would tell whether the agency itself referred the case (S6).
_OWN_RECORD = frozenset({Place.FULL, Place.CHECK, Place.ACTION, Place.PERSON})

OPEN_TO: Mapping[Section, frozenset[Place]] = MappingProxyType(
    {
        Section.OVERVIEW: frozenset(Place) - {Place.OBSERVING, Place.GUARDIAN},
        Section.PEOPLE: _FILE,
        Section.REFERRAL: _FILE,
        Section.INFORMATION: _FILE | _ASKED | {Place.ACTION, Place.MOVED},  # what they hold stays theirs to read (S8)
        Section.ACTIONS: _FILE | {Place.ACTION, Place.PERPETRATOR},
        Section.SEATS: _FILE,
        Section.OPENED: _OWN_RECORD,
        Section.WALLS: frozenset({Place.OVER}),
        Section.TRANSFER: frozenset({Place.OVER}),
        Section.KEEPING: frozenset({Place.OVER, Place.AUDIT}),
    }
)

_WHY_NOT: Mapping[Place, str] = MappingProxyType(
    {
        Place.OVER: "Only an agency's own people see this. Change to your agency's role.",
        Place.FULL: "Only the coordinator and the chair see this.",
        Place.CHECK: "Your agency is asked to check its records. It sees more when it knows somebody in this case.",
        Place.ACTION: "Your agency has an action on this case and sees what it needs for it.",
        Place.PERPETRATOR: "This is not for the perpetrator's side.",
        Place.PERSON: "You are asked about one person and see what concerns them.",
        Place.MOVED: "This case moved out of area. Your agency keeps what it recorded itself.",
        Place.AUDIT: "Auditors see that a case is, not what is in it.",
        Place.OBSERVING: "Observers see the code of a case while it is heard, on their own screen.",
        Place.GUARDIAN: "A Caldicott guardian sees their own agency's lines, on a page of their own.",
    }
)


_BESIDE = {Hat.AUDITOR: Place.AUDIT, Hat.OBSERVER: Place.OBSERVING, Hat.CALDICOTT_GUARDIAN: Place.GUARDIAN}


def place(viewer: Viewer, seats: Iterable[SeatFacts]) -> Place:
    """From the hat and one's own seats in force on the case; the perpetrator's side before all it may also hold."""
    if viewer.hat in FOR_THE_MEETING:
        return Place.OVER
    if beside := _BESIDE.get(viewer.hat):
        return beside
    held = list(seats)
    whole = [seat for seat in held if seat.person_id is None]
    kinds = {seat.kind for seat in whole if seat.side is not Side.PERPETRATOR}
    if viewer.side is not Side.PERPETRATOR and kinds & {SeatKind.CASE, SeatKind.HEARING}:
        return Place.FULL
    if viewer.side is Side.PERPETRATOR or any(seat.side is Side.PERPETRATOR for seat in held):
        return Place.PERPETRATOR
    if SeatKind.CHECK in kinds:
        return Place.CHECK
    if SeatKind.ACTION in kinds:
        return Place.ACTION
    return Place.PERSON if held else Place.MOVED


def may_read(viewer: Viewer, at: Place, section: Section) -> Verdict:
    """Whether a section is for this viewer; each row in it is narrowed again by its own scope."""
    if at not in OPEN_TO[section]:
        return refused(_WHY_NOT[at])
    if section is Section.OPENED and viewer.hat not in {Hat.REPRESENTATIVE, Hat.ADVOCATE}:
        return refused("Your agency's representative sees who opened this case.")
    return ALLOWED


def may_list(viewer: Viewer) -> Verdict:
    if viewer.hat in FOR_THE_AGENCY | FOR_THE_MEETING | {Hat.AUDITOR}:
        return ALLOWED
    return refused("Cases are not for this role.")


def may_restrict(viewer: Viewer, case: CaseFacts) -> Verdict:
    return may_raise_wall(viewer, case)


def may_link(viewer: Viewer, in_one_case: bool = False) -> Verdict:
    """The coordinator alone decides who is the same person (C14, S20)."""
    if viewer.hat is not Hat.COORDINATOR:
        return refused("Only the coordinator decides whether two people are the same.")
    if in_one_case:
        return refused("Both are people of the same case: that is put right in its referral.")
    return ALLOWED
