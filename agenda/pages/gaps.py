"""What is not ready for a meeting, each count a link to what it counts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.requests import Request

from actions.operations.finding import Chosen, counted
from agenda.models import Meeting
from agenda.operations.attendance import attendances
from agenda.operations.readiness import Place
from marac.proceedings import Presence
from marac.store.work import Work
from marac.web.page import url_maker

SHOWS: dict[str, Callable[[Place], bool]] = {
    "unconfirmed": lambda place: place.hearing.seats_confirmed_at is None,
    "no-advocate": lambda place: not place.advocate,
    "awaited": lambda place: place.awaited > 0,
    "late": lambda place: place.late > 0,
    "unpublished": lambda place: place.moved,
    "walled": lambda place: place.walled,
}
FILTERS = {
    "unconfirmed": "no seats confirmed",
    "no-advocate": "without an advocate",
    "awaited": "research awaited",
    "late": "research late",
    "unpublished": "changed since the list was published",
    "walled": "walled from somebody",
}


@dataclass(frozen=True, slots=True)
class Gap:
    number: int
    what: str
    href: str
    late: bool = False


def gaps_of(request: Request, work: Work, meeting: Meeting, places: Sequence[Place]) -> list[Gap]:
    """Of the list first, then of the agencies; what can only be wrong is left out where it is right."""
    url = url_maker(request)

    def shown(name: str, number: int, what: str) -> Gap:
        return Gap(number, what, url("meeting.prepare", meeting_id=meeting.id, query={"show": name}), name == "late")

    def cases(name: str, what: str) -> Gap:
        number = sum(SHOWS[name](place) for place in places)
        return shown(name, number, f"{'case' if number == 1 else 'cases'} {what}")

    gaps = [
        cases("unconfirmed", "with no seats confirmed"),
        cases("no-advocate", "without an advocate"),
        shown("awaited", sum(place.awaited for place in places), "research returns awaited"),
        shown("late", sum(place.late for place in places), "of them late"),
    ]
    if meeting.list_version:
        gaps.append(cases("unpublished", "changed since the list was published"))
    if misplaced := _misplaced(places):
        gaps.append(shown("walled", misplaced, "walled, yet neither first nor last"))
    apologies = sum(row.presence is Presence.APOLOGIES for row in attendances(work, meeting))
    gaps.append(Gap(apologies, "sent apologies", url("attendance", meeting_id=meeting.id)))
    late = counted(work, Chosen())["late"]
    return [*gaps, Gap(late, "actions late", url("actions", query={"status": "late"}), late=True)]


def _misplaced(places: Sequence[Place]) -> int:
    """Walled cases with open ones on both sides: their times would leave a gap (S19)."""
    open_ones = [number for number, place in enumerate(places) if not place.walled]
    if not open_ones:
        return 0
    return sum(place.walled for place in places[open_ones[0] : open_ones[-1]])
