"""Three meetings that were held, a fortnight apart, the last of them a fortnight ago."""

from collections.abc import Sequence
from dataclasses import dataclass

from marac.demo.agreeing import settle
from marac.demo.casting import Casting
from marac.demo.hearing import Put, Table, hold, issue_minutes
from marac.demo.listing import confirm, convene_meeting, list_cases, publish_list
from marac.demo.maracs import SOUTH
from marac.demo.plot import Plot
from marac.demo.plots import PLOTS
from marac.demo.referring import Filed, refer
from marac.demo.researching import research
from marac.demo.story import Story
from marac.demo.walk import alder
from marac.demo.world import World
from marac.proceedings import DeferralReason

FORTNIGHTS = (-42, -28, -14)
PRESENT = (
    "imran-tolland",
    "valerie-stanko",
    "colette-ndiaye",
    "saoirse-mahmood",
    "nkechi-bramwell",
    "marjorie-delacroix",
    "harriet-obuya",
    "sunita-fielding",
)
APOLOGIES = (("leila-haddow", True), ("piotr-zawada", True), ("philippa-amadi", False))
# Agencies that returned what they knew nobody of; the others' checks ended when the case was heard.
RETURNED = ("probation", "south-staffordshire-council", "county-children")


@dataclass
class Past:
    """What later chapters come back to."""

    put_off: Filed
    known: Filed
    heard: list[Filed]


def make_past(world: World, casting: Casting) -> Past:
    """The oldest meeting first. One case of the latest was put off to today."""
    stories: list[Sequence[Story | Plot]] = [
        [alder.before(world, FORTNIGHTS[0] - 7), *PLOTS[0:7]],
        PLOTS[7:15],
        [*PLOTS[15:18], *PLOTS[0:5]],
    ]
    heard: list[Filed] = []
    for number, day in enumerate(FORTNIGHTS):
        filed = _prepare(world, casting, stories[number], day, telling=number // 2)
        put_off = [_absent(filed[-1])] if day == FORTNIGHTS[-1] else []
        _sit(world, filed, day, put_off)
        heard += filed
    return Past(put_off=heard.pop(), known=heard[1], heard=heard)


def _prepare(world: World, casting: Casting, stories: Sequence[Story | Plot], day: int, telling: int) -> list[Filed]:
    filed = []
    for number, told in enumerate(stories):
        on = day - 12 + number % 6
        story = told if isinstance(told, Story) else casting.cast(told, on, telling=telling)
        filed.append(refer(world, story, world.moment(on, 9 + number)))
    return filed


def _absent(filed: Filed) -> Put:
    return Put(
        filed,
        DeferralReason.KEY_AGENCY_ABSENT,
        "Nobody was here who knows the person who does the harm; nothing useful could be decided without them.",
        "police",
        "Call by day, and ring before six, until the case is heard",
    )


def _sit(world: World, filed: Sequence[Filed], day: int, put_off: Sequence[Put]) -> None:
    meeting_id = convene_meeting(world, day, world.moment(day - 14, 16))
    list_cases(world, meeting_id, filed, world.moment(day - 5, 10))
    confirm(world, filed, world.moment(day - 5, 14))
    publish_list(world, meeting_id, world.moment(day - 5, 15))
    research(world, filed, world.moment(day - 3, 9), dict.fromkeys(RETURNED, ()))
    table = Table(PRESENT, ("hana-birchall",), APOLOGIES)
    hold(world, meeting_id, filed, world.moment(day, 9, 30), table, put_off)
    if day != FORTNIGHTS[-1]:  # the last meeting's minutes wait for the chair
        issue_minutes(world, meeting_id, world.moment(day + 1, 11), SOUTH)
    settle(world, [one for one in filed if one not in [put.filed for put in put_off]], world.moment(day + 6, 14))
