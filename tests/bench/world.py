"""What is measured upon: a partnership with some 60 cases, one of them full, one meeting over and one going on."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import create_engine
from sqlmodel import Session, col, select

from agenda.models import Hearing
from marac import clock
from marac.commands.schema import upgrade
from marac.settings import Settings
from marac.store.embedded import Embedded
from marac.store.masters import write_key_file
from marac.store.people import Appointment, Member
from marac.store.prepare import APP, OWNER, prepare
from marac.store.unlocking import open_keyring
from marac.store.work import Store, open_work
from marac.vocabulary import Viewer
from tests.agenda.sitting import sit
from tests.bench.filling import SEATED, a_meeting_that_is_over, answer_beforehand, fill
from tests.cast import PEOPLE, Cast, install, open_case, sign_in

MASTER = b"bench: thirty-two bytes of a key"
NAME = "bench"
FULL = "HERON"
OTHERS = tuple(f"OPEN{number}" for number in range(1, 29))
OVER = tuple(f"PAST{number}" for number in range(1, 17))
SITTING = (FULL, *(f"LIVE{number}" for number in range(2, 17)))
SCREENS = 25


@dataclass(frozen=True)
class World:
    """The ids that are asked for, and a session token for everybody who asks."""

    slug: str
    viewers: dict[str, Viewer]
    settings: Settings
    superuser_url: str
    case: UUID
    going_on: UUID
    places: tuple[UUID, ...]
    over: UUID
    crowd: tuple[str, ...]
    tokens: dict[str, str]

    def path(self, name: str, rest: str) -> str:
        return f"/m/{self.slug}/{self.viewers[name].hat}/{rest}"


@contextmanager
def world() -> Iterator[World]:
    """On a PostgreSQL of its own that writes as durably as one in use; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="marac-bench-", dir="/tmp") as folder:
        home = Path(folder)
        with Embedded.start(home, durable=True) as server:
            owner_url, app_url = server.url(OWNER, NAME), server.url(APP, NAME)
            prepare(server.url("postgres", "postgres"), owner_url=owner_url, app_url=app_url)
            upgrade(owner_url)
            yield _filled(_settings(home, owner_url, app_url), server.url("postgres", NAME))


def _settings(home: Path, owner_url: str, app_url: str) -> Settings:
    write_key_file(home / "master.key", MASTER)
    return Settings.read(
        {
            "DATABASE_URL": app_url,
            "MARAC_OWNER_URL": owner_url,
            "MARAC_HOME": str(home),
            "MARAC_MASTER_KEY_FILE": str(home / "master.key"),
            "MARAC_DEMO": "yes",
        }
    )


def _filled(settings: Settings, superuser_url: str) -> World:
    owner = create_engine(settings.owner_url)
    engine = create_engine(settings.database_url)
    store = Store(engine, open_keyring(settings, engine))
    cast = install(owner, store)
    with Session(owner) as session:
        crowd = _crowd(session, cast)
        session.commit()
    for code in OTHERS:
        open_case(cast, code)
    over = a_meeting_that_is_over(cast, OVER)
    going_on = sit(cast, *crowd, cases=SITTING)
    fill(cast, FULL, going_on)
    answer_beforehand(cast, going_on)
    with open_work(store, cast["coordinator"]) as work:
        asked = select(Hearing.id).where(Hearing.meeting_id == going_on).order_by(col(Hearing.position))
        places = tuple(work.all(asked))
    tokens = {name: sign_in(owner, cast, name) for name in {*crowd, *SEATED}}
    for engine in (owner, store.engine):
        engine.dispose()
    return World(
        cast.slug, cast.viewers, settings, superuser_url, cast.cases[FULL], going_on, places, over, crowd, tokens
    )


def _crowd(session: Session, cast: Cast) -> tuple[str, ...]:
    """Chair, coordinator, and so many more members of agencies with seats that there are 25 screens."""
    names = ["chair", "coordinator", *SEATED]
    for number in range(SCREENS - len(names)):
        like = SEATED[number % len(SEATED)]
        agency, role, side = PEOPLE[like]
        name = f"{like} {number}"
        member = Member(agency_id=cast.agencies[agency], name=name)
        appointment = Appointment(member_id=member.id, marac_id=cast.marac, role=role, side=side, from_on=clock.today())
        session.add_all([member, appointment])
        cast.members[name] = member.id
        cast.viewers[name] = Viewer(member.id, member.agency_id, cast.marac, role, side, appointment.id)
        names.append(name)
    return tuple(names)
