"""What has only begun: the meeting in a fortnight, the inbox, drafts and answers; and the other MARAC."""

from itertools import count

from marac.demo.casting import Casting
from marac.demo.listing import confirm, convene_meeting, decide, list_cases, publish_list
from marac.demo.maracs import SOUTH, STOKE
from marac.demo.plots import PLOTS
from marac.demo.referring import Filed, refer
from marac.demo.researching import research
from marac.demo.story import Story
from marac.demo.world import World
from marac.proceedings import Triage

ACCEPTED, WAITING, NORTH_LISTED, NORTH_WAITING = 4, 5, 3, 2


class Telling:
    """The next story of the row of plots, each time one that was not told lately."""

    def __init__(self, world: World, casting: Casting, first: int) -> None:
        self._world, self._casting = world, casting
        self._numbers = count(first)

    def next(self, day: int, hour: int, marac: str = SOUTH) -> Filed:
        return refer(self._world, self._story(day, marac), self._world.moment(day, hour))

    def draft(self, referrer: str, day: int, hour: int) -> Filed:
        """One that its author has not sent."""
        story = self._story(day, SOUTH, referrer)
        return refer(self._world, story, self._world.moment(day, hour), sent=False, topics=4)

    def _story(self, day: int, marac: str, referrer: str = "") -> Story:
        number = next(self._numbers)
        plot = PLOTS[number % len(PLOTS)]
        return self._casting.cast(plot, day, marac, telling=number // len(PLOTS), referrer=referrer)


def make_coming(world: World, casting: Casting) -> None:
    """South Staffordshire: the next list as far as it goes, and what the coordinator has still to decide."""
    telling = Telling(world, casting, 15)
    accepted = [telling.next(-5 + number % 2, 11 + number) for number in range(ACCEPTED)]
    meeting_id = convene_meeting(world, 14, world.moment(-4, 16))
    list_cases(world, meeting_id, accepted, world.moment(-2, 10))
    decide(
        world,
        telling.next(-6, 9),
        Triage.RETURN,
        "Heard a month ago in another county, which is dealing with it; the advocate there has been told.",
        world.moment(-5, 14),
    )
    decide(
        world,
        telling.next(-6, 13),
        Triage.MORE_INFORMATION,
        "Please say which of the two men named made the threat, and whether the children live there.",
        world.moment(-4, 14),
    )
    decide(
        world,
        telling.next(-7, 15),
        Triage.ALERT_ONLY,
        "No criterion is met today; kept so that a second referral is seen for what it is.",
        world.moment(-5, 15),
    )
    for number in range(WAITING):
        telling.next(-2 + number % 2, 9 + number)
    telling.draft("sanjay-prideaux", -1, 17)


def make_north(world: World, casting: Casting) -> None:
    """Stoke and North Staffordshire has a meeting of its own next week, and agencies that the South does not see."""
    telling = Telling(world, casting, 26)
    listed = [telling.next(-6 + number, 10, STOKE) for number in range(NORTH_LISTED)]
    meeting_id = convene_meeting(world, 6, world.moment(-10, 16), STOKE)
    list_cases(world, meeting_id, listed, world.moment(-3, 10))
    confirm(world, listed, world.moment(-3, 14))
    publish_list(world, meeting_id, world.moment(-3, 15), STOKE)
    research(world, listed, world.moment(-2, 9), {"probation": (), "womens-aid": ()})
    for number in range(NORTH_WAITING):
        telling.next(-1, 10 + number, STOKE)
