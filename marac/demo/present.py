"""Today's meeting: its list published, its research mostly returned, the four cases of the walk on it."""

from dataclasses import replace

from sqlmodel import select

from agenda.models import Hearing
from agenda.operations.proposals import remove_seat
from marac.cases.models import Case, Person
from marac.cases.operations.employers import set_employers
from marac.cases.operations.links import link
from marac.cases.operations.restriction import name_people
from marac.cases.operations.seats import raise_wall
from marac.demo.agreeing import agree_ahead, settle
from marac.demo.casting import Casting
from marac.demo.listing import CHAIRS, COORDINATORS, confirm, convene_meeting, list_cases, publish_list, seat_only
from marac.demo.maracs import SOUTH
from marac.demo.past import Past
from marac.demo.plots import PLOTS
from marac.demo.referring import Filed, refer
from marac.demo.researching import research
from marac.demo.walk import alder, heron, marten, teal
from marac.demo.world import World
from marac.proceedings import SamePerson
from marac.store.seats import Seat, in_force
from marac.vocabulary import Role, SeatKind

COORDINATOR, CHAIR, ACTING = COORDINATORS[SOUTH], CHAIRS[SOUTH], "philippa-amadi"
ORDINARY = 10
LANDLORDS = 4  # of these, how many name the landlord of MARTEN as theirs
# Who has still to answer, and about how many cases; the landlord has answered none of its five.
LATE = {
    "south-staffordshire-council": 5,
    "cannock-chase-council": 3,
    "midwifery": 3,
    "county-adults": 2,
    "university-hospitals": 1,
}
RETURNED = ("police", "probation", "new-era", "womens-aid", "county-children", "midlands-partnership", "education",
            "primary-care", "recovery", "fire", "new-era-programme")  # fmt: skip


def make_today(world: World, casting: Casting, past: Past) -> list[Filed]:
    """Sixteen cases in the order of the list; TEAL stands last, after those whom its wall keeps out have left."""
    marked = [
        refer(world, tell(world, -9), world.moment(-9, 10 + number))
        for number, tell in enumerate((heron.heron, marten.marten, alder.alder))
    ]
    behind_a_wall = refer(world, teal.teal(world, -9), world.moment(-9, 15))
    _wall(world, behind_a_wall)
    again = refer(world, replace(past.known.story, referrer="imran-tolland"), world.moment(-8, 8))
    _recognise(world, again, past.known)
    listed = [*marked, again, _without_lines(past.put_off), *_ordinary(world, casting), behind_a_wall]
    meeting_id = convene_meeting(world, 0, world.moment(-14, 16))
    list_cases(world, meeting_id, listed, world.moment(-5, 10))
    _leave_to_new_era(world, marked[0])
    confirm(world, listed, world.moment(-5, 14))
    _restrict(world, behind_a_wall)
    publish_list(world, meeting_id, world.moment(-4, 10))
    for one in listed:
        if one.story.ahead:
            agree_ahead(world, one, COORDINATOR, world.moment(-4, 11))
    research(world, listed, world.moment(-3, 9), _left(listed))
    settle(world, [one for one in listed if one.story.ahead], world.moment(-1, 15))
    return listed


def _ordinary(world: World, casting: Casting) -> list[Filed]:
    made = []
    for number, plot in enumerate(PLOTS[5 : 5 + ORDINARY]):
        tenure = "social" if number < LANDLORDS else "owner" if plot.tenure == "social" else ""
        on = -8 + number % 3
        story = casting.cast(plot, on, telling=1, tenure=tenure)
        made.append(refer(world, story, world.moment(on, 9 + number)))
    return made


def _without_lines(filed: Filed) -> Filed:
    """Asked again for today, everybody knows whom they knew; what they brought stands already."""
    replies = tuple(replace(reply, lines=()) for reply in filed.story.replies)
    return replace(filed, story=replace(filed.story, replies=replies))


def _wall(world: World, filed: Filed) -> None:
    with world.as_(COORDINATOR, Role.COORDINATOR, world.moment(-9, 16)) as work:
        case = work.find(Case, filed.case_id)
        cleared = [world.member(teal.CLEARED)]
        raise_wall(work, case, "The perpetrator serves in it", agency_id=world.agency("police"), cleared=cleared)
        set_employers(work, case, [world.agency("police")])
        for agency, members in teal.READERS.items():
            name_people(work, case, world.agency(agency), [world.member(member) for member in members])


def _recognise(world: World, filed: Filed, known: Filed) -> None:
    """The coordinator decides that it is the same pair: so it is a repeat."""
    with world.as_(COORDINATOR, Role.COORDINATOR, world.moment(-7, 10)) as work:
        for key in ("v", "p"):
            person, other = work.find(Person, filed.people[key]), work.find(Person, known.people[key])
            link(work, person, other, SamePerson.SAME, "same surname, forenames and date of birth")


def _restrict(world: World, filed: Filed) -> None:
    """One named person of each agency checks: the acting chair takes the agencies' own checks off (S17)."""
    with world.as_(ACTING, Role.CHAIR, world.moment(-5, 15)) as work:
        hearing = work.find(Hearing, filed.hearing_id)
        checks = select(Seat).where(Seat.case_id == filed.case_id, Seat.kind == SeatKind.CHECK)
        for seat in work.all(checks):
            remove_seat(work, hearing, seat, "Restricted to named people")
    for agency, member in {**teal.NAMED, "police": teal.CLEARED}.items():
        seat_only(world, filed, agency, member, "Restricted: one named person checks", world.moment(-5, 16))


def _leave_to_new_era(world: World, filed: Filed) -> None:
    """He is supported by the men's service alone: the chair takes the other advocates off."""
    with world.as_(CHAIR, Role.CHAIR, world.moment(-5, 12)) as work:
        held = (Seat.case_id == filed.case_id, Seat.agency_id == world.agency("womens-aid"), in_force())
        for seat in work.all(select(Seat).where(*held)):
            remove_seat(work, work.find(Hearing, filed.hearing_id), seat, "Supported by New Era's men's service")


def _left(listed: list[Filed]) -> dict[str, list[str]]:
    """By agency, the codes it has not answered yet: of cases in which it knows nobody, the walk's left out."""
    left: dict[str, list[str]] = {agency: [] for agency in RETURNED}
    for agency, count in LATE.items():
        unknown = [one.code for one in listed if agency not in {reply.agency for reply in one.story.replies}]
        left[agency] = [code for code in unknown if code not in {"HERON", "ALDER", "MARTEN", "TEAL"}][:count]
    return left
