"""What making the demonstration needs at every step: who acts, when, and a chance that always falls alike."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from marac import clock
from marac.cases import codes
from marac.clock import LONDON
from marac.demo.maracs import SOUTH
from marac.demo.members import MEMBERS
from marac.store.work import Store, Work, open_work
from marac.vocabulary import Role, Viewer

FIXED_CODES = ("HERON", "ALDER", "MARTEN", "TEAL")
SPEAKS = (Role.REPRESENTATIVE, Role.ADVOCATE, Role.CONTRIBUTOR)
_EMPLOYERS = {member.key: member.agency for member in MEMBERS}


@dataclass
class Partnership:
    """Ids by key, and everybody as a viewer: by member, MARAC and role."""

    maracs: dict[str, UUID]
    agencies: dict[str, UUID]
    members: dict[str, UUID]
    viewers: dict[tuple[str, str, Role], Viewer] = field(default_factory=dict)


@dataclass
class World:
    """The partnership at work; days are counted from the day of seeding, times are London's."""

    store: Store
    people: Partnership
    today: date
    chance: Random = field(default_factory=lambda: Random("marac"))

    def __post_init__(self) -> None:
        free = sorted(set(codes.WORDS) - set(FIXED_CODES))
        self.chance.shuffle(free)
        self._codes = iter(free)

    def moment(self, day: int, hour: int, minute: int = 0) -> datetime:
        return datetime.combine(self.today + timedelta(days=day), time(hour, minute), LONDON)

    def day(self, day: int) -> date:
        return self.today + timedelta(days=day)

    def new_code(self) -> str:
        return next(self._codes)

    @contextmanager
    def as_(self, member: str, role: Role, at: datetime, marac: str = SOUTH) -> Iterator[Work]:
        """One unit of work of somebody, in one of their roles, at a moment."""
        with clock.at(at), open_work(self.store, self.people.viewers[member, marac, role]) as work:
            yield work

    def speaking(self, member: str, at: datetime, marac: str = SOUTH) -> AbstractContextManager[Work]:
        """The same for somebody who speaks for their agency."""
        return self.as_(member, self.role_of(member, marac), at, marac)

    def role_of(self, member: str, marac: str = SOUTH) -> Role:
        """The role in which somebody speaks for their agency."""
        return next(role for role in SPEAKS if (member, marac, role) in self.people.viewers)

    def agency(self, key: str) -> UUID:
        return self.people.agencies[key]

    def agencies(self, *keys: str) -> list[UUID]:
        return [self.people.agencies[key] for key in keys]

    def member(self, key: str) -> UUID:
        return self.people.members[key]

    def spokesperson(self, agency: str, marac: str = SOUTH) -> str:
        """The representative of an agency in a MARAC; deputies come after in the register."""
        for key, where, role in self.people.viewers:
            if (where, role) == (marac, Role.REPRESENTATIVE) and _EMPLOYERS[key] == agency:
                return key
        raise KeyError(agency)
