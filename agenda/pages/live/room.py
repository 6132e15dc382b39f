"""What the chair alone is told of those in the room: observers, for whose ears a word is not, what is not for all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from agencies.models import Line
from agencies.operations.audience import audience_rows
from agenda.models import Hearing, Meeting
from agenda.operations.observing import let_in, may_let_in, observers_at
from agenda.pages.live.parts import agency_names
from agenda.pages.live.people import AtTheTable
from marac.proceedings import HearingStatus
from marac.store.people import Member
from marac.store.work import Work
from marac.vocabulary import Hat, Sharing, Verdict


@dataclass(frozen=True)
class ObserverHere:
    member_id: UUID
    name: str
    agency: str
    inside: bool
    may_let_in: Verdict


@dataclass(frozen=True)
class Room:
    """`not_for`: those present for whom a word that is only to be said is not meant (S10).

    `hidden`: how many lines of this case not everybody in the room may read (S24).
    """

    observers: Sequence[ObserverHere]
    not_for: Sequence[str]
    hidden: int


def room_of(
    work: Work, hearing: Hearing, table: AtTheTable | None, sides: Mapping[UUID, bool], lines: Iterable[Line]
) -> Room | None:
    """For the chair, while the case is heard. `sides`: agencies seated, and whether on the perpetrator's side alone."""
    if work.viewer.hat is not Hat.CHAIR or table is None or hearing.status is not HearingStatus.CALLED:
        return None
    observers = _observers(work, hearing)
    inside = [f"{one.name} ({one.agency}, observer)" for one in observers if one.inside]
    apart = [person for person in table.here if person.admitted or sides.get(person.agency_id)]
    why = {person.member_id: "let in for this case" if person.admitted else "perpetrator's side" for person in apart}
    not_for = [f"{person.name} ({person.agency}, {why[person.member_id]})" for person in apart]
    present = {person.agency_id for person in table.here}
    return Room(observers, [*not_for, *inside], _hidden(work, lines, present, sides, bool(inside)))


def _observers(work: Work, hearing: Hearing) -> list[ObserverHere]:
    rows = observers_at(work, work.find(Meeting, hearing.meeting_id))
    inside = {row.member_id for row in let_in(work, hearing)} if rows else set()
    members = work.by_id(Member, (row.member_id for row in rows))
    names = agency_names(work, (row.agency_id for row in rows))
    return [
        ObserverHere(
            row.member_id,
            members[row.member_id].name,
            names[row.agency_id],
            row.member_id in inside,
            may_let_in(work, hearing, row),
        )
        for row in rows
    ]


def _hidden(work: Work, lines: Iterable[Line], present: set[UUID], sides: Mapping[UUID, bool], observed: bool) -> int:
    """Lines that the chair reads and somebody in the room may not."""
    shown = list(lines)
    named: dict[UUID, set[UUID]] = {line.id: {line.agency_id} for line in shown}
    for row in audience_rows(work, *(line.id for line in shown if line.sharing is Sharing.NAMED)):
        named[row.line_id].add(row.agency_id)
    victims = {agency for agency in present if not sides.get(agency)}
    return sum(observed or not present <= _readers(line, named[line.id], present, victims) for line in shown)


def _readers(line: Line, named: set[UUID], present: set[UUID], victims: set[UUID]) -> set[UUID]:
    if line.sharing is Sharing.NAMED:
        return named
    return present if line.for_perpetrators_side else victims
