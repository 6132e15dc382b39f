"""What is taken away is gone from open screens within two seconds, and from the next page at once."""

import os
from collections.abc import Callable

import psycopg
import pytest
from psycopg.rows import dict_row
from sqlalchemy import Engine
from sqlmodel import select

from agencies.models import Line
from agencies.operations.admission import retire
from agencies.operations.decisions import decide
from agencies.operations.lines import record_line
from agenda.operations.transferring import transfer
from marac.cases.models import Case
from marac.cases.operations.seats import end_seat, raise_wall
from marac.settings import Settings
from marac.store.people import Member
from marac.store.seats import Seat
from marac.store.work import open_work
from marac.vocabulary import Sharing
from tests.agencies.agreed import agree_all, suspend
from tests.agenda.sitting import call_case, sit
from tests.cast import Cast, open_case
from tests.conftest import Database
from tests.database import plain
from tests.proof import following
from tests.proof.streams import screen, serving
from tests.proof.told import DEEDS, Telling

TEXT = "Called out twice in March"
AT_THE_TABLE = ("council_rep", "idva", "landlord_rep", "programme_worker", "police_rep")
SOON = 2.0  # seconds


def withdraw(cast: Cast, agency: str) -> None:
    """The coordinator ends an agency's place on HERON."""
    with open_work(cast.store, cast["coordinator"]) as work:
        mine = (Seat.case_id == cast.cases["HERON"], Seat.agency_id == cast.agencies[agency])
        for seat in work.all(select(Seat).where(*mine)):
            end_seat(work, seat, "not theirs")


def narrow(cast: Cast, line_id: object, sharing: Sharing) -> None:
    with open_work(cast.store, cast["police_rep"]) as work:
        (line,) = [line for line in work.all(select(Line)) if line.id == line_id]
        decide(work, line, sharing)


def wall(cast: Cast, name: str) -> None:
    with open_work(cast.store, cast["coordinator"]) as work:
        raise_wall(work, work.find(Case, cast.cases["HERON"]), "a cousin", member_id=cast.members[name])


def leave(cast: Cast, name: str) -> None:
    with open_work(cast.store, cast["administrator"]) as work:
        retire(work, work.find(Member, cast.members[name]))


def move(cast: Cast, code: str) -> None:
    with open_work(cast.store, cast["coordinator"]) as work:
        transfer(work, work.find(Case, cast.cases[code]), "Elsewhereshire MARAC", "He found her street.")


def shared(cast: Cast, name: str, code: str) -> object:
    with open_work(cast.store, cast[name]) as work:
        line = record_line(work, work.find(Case, cast.cases[code]), TEXT)
        decide(work, line, Sharing.SEATED)
        return line.id


def test_what_is_taken_away_is_gone_within_two_seconds(
    cast: Cast, owner: Engine, settings: Settings, record_property: Callable[[str, object], None]
) -> None:
    agree_all(cast, owner)
    meeting = sit(cast, *AT_THE_TABLE)
    call_case(cast, "HERON")
    open_case(cast, "OWL")  # on no list yet
    line = shared(cast, "police_rep", "HERON")
    shared(cast, "council_rep", "OWL")
    case, took = f"/cases/{cast.cases['HERON']}", {}
    with serving(settings, 20_000 + os.getpid() % 2_000) as address:
        screens = {name: screen(address, settings, owner, cast, name, meeting) for name in AT_THE_TABLE}

        def gone(name: str, what: str, happens: Callable[[], None], path: str, *statuses: int) -> None:
            mine, path = screens[name], f"/m/{cast.slug}/{cast[name].hat}{path}"
            assert mine.page(path).status_code == 200, (name, what)
            took[what] = mine.after(happens)
            assert mine.page(path).status_code in statuses, (name, what)

        lines = f"/m/{cast.slug}/advocate{case}/lines"
        assert TEXT in screens["idva"].page(lines).text
        took["audience narrowed"] = screens["idva"].after(lambda: narrow(cast, line, Sharing.PRIVATE))
        assert TEXT not in screens["idva"].page(lines).text
        lines = f"/m/{cast.slug}/representative/cases/{cast.cases['OWL']}/lines"
        assert TEXT in screens["police_rep"].page(lines).text
        took["case transferred"] = screens["police_rep"].after(lambda: move(cast, "OWL"))
        assert TEXT not in screens["police_rep"].page(lines).text
        gone("landlord_rep", "seat withdrawn", lambda: withdraw(cast, "landlord"), case, 404)
        gone("idva", "member walled", lambda: wall(cast, "idva"), case, 404)
        gone("programme_worker", "member retired", lambda: leave(cast, "programme_worker"), case, 302, 303)
        gone("council_rep", "agency suspended", lambda: suspend(cast), case, 303, 403)
    record_property("seconds", took)
    assert max(took.values()) < SOON, took


@pytest.mark.parametrize("seed", range(2))
def test_a_deed_is_told_to_nobody_who_may_not_know_of_it_and_to_all_who_must_look_again(
    cast: Cast, database: Database, seed: int
) -> None:
    """A private line, a deed behind a wall, a note for others: when something moved says that it is there."""
    with psycopg.connect(plain(database.superuser_url), autocommit=True, row_factory=dict_row) as listener:
        telling = Telling(cast, listener, seed)
        for _ in range(DEEDS):
            telling.tell()
    assert telling.heard.wrong == [], "\n".join(telling.heard.wrong)
    assert telling.done > DEEDS / 4 and telling.heard.told > DEEDS / 2


def test_streams_are_shut_like_what_is_not_there_and_say_nothing_but_that_something_moved() -> None:
    assert "nobody else" in following.run(2)
