"""Whoever loses sight of something is told to look again within two seconds, and nobody behind a wall is told."""

import time
from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from agencies.models import Line
from agencies.operations.lines import correct_line, decide, record_line
from agenda.operations.transferring import transfer
from marac.cases.models import Case
from marac.cases.operations.seats import change_seat, end_seat
from marac.settings import Settings
from marac.store.seats import Seat, in_force
from marac.store.work import Work, open_work
from marac.vocabulary import SeatKind, Sharing
from marac.web.nudges import Nudge, concerned
from marac.web.viewer import cookie_name
from tests.agenda.sitting import sit
from tests.cast import Cast, open_case, sign_in
from tests.web.test_live import client, said, stream_of

__all__ = ["client"]


def seat_of(work: Work, cast: Cast, agency: str, code: str) -> Seat:
    mine = (Seat.agency_id == cast.agencies[agency], Seat.case_id == cast.cases[code])
    return work.all(select(Seat).where(*mine, in_force()))[0]


def withdraw(cast: Cast) -> None:
    with open_work(cast.store, cast["coordinator"]) as work:
        end_seat(work, seat_of(work, cast, "council", "HERON"), "not needed")


def change(cast: Cast) -> None:
    with open_work(cast.store, cast["coordinator"]) as work:
        change_seat(work, seat_of(work, cast, "council", "HERON"), SeatKind.ACTION)


def narrow(cast: Cast) -> None:
    with open_work(cast.store, cast["police_rep"]) as work:
        line = work.all(select(Line).where(Line.case_id == cast.cases["HERON"]))[0]
        decide(work, line, Sharing.NAMED, named=[cast.agencies["new_era"]])


def correct(cast: Cast) -> None:
    with open_work(cast.store, cast["police_rep"]) as work:
        correct_line(work, work.all(select(Line).where(Line.case_id == cast.cases["HERON"]))[0], "put right")


def move(cast: Cast) -> None:
    with open_work(cast.store, cast["coordinator"]) as work:
        transfer(work, work.find(Case, cast.cases["FINCH"]), "Elsewhereshire", "Safer there.")


LOSSES: dict[str, Callable[[Cast], None]] = {
    "seat withdrawn": withdraw,
    "seat made less": change,
    "audience narrowed": narrow,
    "line corrected": correct,
    "case transferred": move,
}


@pytest.fixture
def meeting(cast: Cast) -> UUID:
    """HERON on the list with a line for everyone; FINCH accepted, on no list."""
    made = sit(cast)
    open_case(cast, "FINCH")
    with open_work(cast.store, cast["police_rep"]) as work:
        decide(work, record_line(work, work.find(Case, cast.cases["HERON"]), "for all"), Sharing.SEATED)
    return made


@pytest.mark.parametrize("loss", LOSSES)
def test_an_open_stream_says_look_again_within_two_seconds(
    client: TestClient,
    cast: Cast,
    owner: Engine,
    settings: Settings,
    app: Starlette,
    meeting: UUID,
    loss: str,
) -> None:
    client.cookies.set(cookie_name(settings), sign_in(owner, cast, "council_rep"))
    with client.stream("GET", stream_of(cast, "council_rep", meeting)) as answer:
        lines: Iterator[str] = answer.iter_lines()
        said(lines, 1)
        LOSSES[loss](cast)
        started = time.monotonic()
        assert said(lines, 1) == ["data: 1"]
        assert time.monotonic() - started < 2


def test_who_lost_sight_is_told_and_nobody_else_nor_anybody_behind_a_wall(cast: Cast) -> None:
    open_case(cast)
    lost = Nudge(cast.marac, cast.cases["HERON"], None, frozenset([cast.agencies["police"]]), lost=True)
    told = concerned(cast.store, cast.viewers.values(), [lost])
    names = {name for name, viewer in cast.viewers.items() if viewer in told}
    assert "police_rep" in names and "walled_rep" not in names
    assert not names & {"council_rep", "idva", "outsider", "health_rep", "programme_worker", "observer"}


def test_what_was_lost_comes_back_from_the_message() -> None:
    read = Nudge.read('{"marac": null, "case": null, "to": [], "lost": true}')
    assert read is not None and read.lost
