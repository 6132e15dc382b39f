"""A corrected line: a new version, and a notice to everybody who had the old one, until they say that it was read."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import select

from agencies.models import Line
from agencies.operations.lines import correct_line, corrected_lately, decide
from agenda.models import MinutesIssue
from marac import clock
from marac.cases.models import Case, Notice
from marac.cases.operations.seats import end_seat, raise_wall
from marac.store.audit import AuditEvent
from marac.store.seats import Seat, in_force
from marac.store.work import open_work
from marac.verbs import Verb
from marac.vocabulary import Sharing, WithholdingReason
from tests.agencies.scene import heron, line
from tests.agenda.minuted import approve_and_issue, minuted
from tests.cases.refer_visit import words
from tests.cases.test_inbox_page import Desk
from tests.cast import Cast
from tests.conftest import ClientOf

OLD, NEW = "the old words", "the new words"


def shared(cast: Cast, case_id: UUID, sharing: Sharing = Sharing.SEATED, *named: str) -> UUID:
    line_id = line(cast, "police_rep", case_id, OLD)
    with open_work(cast.store, cast["police_rep"]) as work:
        decide(work, work.find(Line, line_id), sharing, named=[cast.agencies[name] for name in named])
    return line_id


def correct(cast: Cast, line_id: UUID) -> str:
    """The code of the line."""
    with open_work(cast.store, cast["police_rep"]) as work:
        return f"HERON-{correct_line(work, work.find(Line, line_id), NEW).label}"


def told(cast: Cast, name: str) -> list[str]:
    with open_work(cast.store, cast[name]) as work:
        return [notice.label for notice in work.all(select(Notice))]


def test_those_who_had_the_old_words_are_told_on_their_work_page_and_on_the_case(
    client_of: ClientOf, cast: Cast
) -> None:
    case_id, _ = heron(cast)
    code = correct(cast, shared(cast, case_id))
    said = f"{code} was corrected since your agency was given it."
    for name in ("council_rep", "idva"):
        desk = Desk(client_of, cast, name)
        assert said in words(desk.get("/work"))
        page = words(desk.get(f"/cases/{case_id}/research"))
        assert said in page and NEW in page and OLD not in page
    for name in ("health_rep", "programme_worker", "walled_rep", "outsider", "police_rep"):
        assert told(cast, name) == [], name
    assert code not in Desk(client_of, cast, "outsider").get("/work").text


def test_who_lost_the_seat_or_the_line_is_told_by_its_code_alone(client_of: ClientOf, cast: Cast) -> None:
    case_id, _ = heron(cast)
    line_id = shared(cast, case_id)
    with open_work(cast.store, cast["coordinator"]) as work:
        mine = Seat.agency_id == cast.agencies["council"]
        for seat in work.all(select(Seat).where(Seat.case_id == case_id, mine, in_force())):
            end_seat(work, seat, "nothing to do")
    with open_work(cast.store, cast["police_rep"]) as work:
        decide(work, work.find(Line, line_id), Sharing.NAMED, named=[cast.agencies["new_era"]])
    code = correct(cast, line_id)
    page = words(Desk(client_of, cast, "council_rep").get("/work"))
    assert f"{code} was corrected since your agency was given it. Your agency has no place" in page
    assert NEW not in page and "OKAFOR" not in page


def test_a_quiet_agency_that_read_it_is_told_and_its_owner_learns_nothing(client_of: ClientOf, cast: Cast) -> None:
    case_id, _ = heron(cast)
    line_id = shared(cast, case_id)
    assert OLD in words(Desk(client_of, cast, "landlord_rep").get(f"/cases/{case_id}/research"))
    code = correct(cast, line_id)
    assert told(cast, "landlord_rep") == [code]
    with open_work(cast.store, cast["police_rep"]) as work:
        (event,) = work.all(select(AuditEvent).where(AuditEvent.verb == Verb.LINE_CORRECTED))
    assert {"agency": str(cast.agencies["landlord"])} not in event.recipients


@pytest.mark.parametrize(
    "how",
    [
        {"sharing": Sharing.PRIVATE},
        {"sharing": Sharing.SAY_ONLY, "bears_on": "children"},
        {"sharing": Sharing.WITHHELD, "withholding": WithholdingReason.NOT_RELEVANT},
    ],
    ids=lambda how: how["sharing"],
)
def test_nobody_is_told_of_what_nobody_had(cast: Cast, how: dict[str, Any]) -> None:
    case_id, _ = heron(cast)
    line_id = line(cast, "police_rep", case_id, OLD)
    with open_work(cast.store, cast["police_rep"]) as work:
        decide(work, work.find(Line, line_id), **how)
    correct(cast, line_id)
    assert not any(told(cast, name) for name in ("council_rep", "idva", "landlord_rep", "programme_worker"))


def test_a_named_line_tells_the_named_alone(cast: Cast) -> None:
    case_id, _ = heron(cast)
    code = correct(cast, shared(cast, case_id, Sharing.NAMED, "council", "programme"))
    assert told(cast, "council_rep") == told(cast, "programme_worker") == [code]
    assert told(cast, "idva") == []


def test_chair_and_coordinator_are_told_of_what_they_could_read_and_of_nothing_else(
    client_of: ClientOf, cast: Cast
) -> None:
    """Under their hats, on the pages that they begin at, for two weeks; and not their employers' people."""
    case_id, _ = heron(cast)
    code = correct(cast, shared(cast, case_id))
    private = line(cast, "police_rep", case_id, OLD)
    never = correct(cast, private)
    chairs_not = shared(cast, case_id, Sharing.NAMED, "council")
    with open_work(cast.store, cast["police_rep"]) as work:
        named = [cast.agencies["council"]]
        decide(work, work.find(Line, chairs_not), Sharing.NAMED, named=named, to_chair=False)
    half = correct(cast, chairs_not)
    said = f"{code} was corrected since it was shared with you."
    for name in ("chair", "coordinator"):
        page = Desk(client_of, cast, name).get("/meetings")
        assert said in words(page) and never not in words(page) and f"#{code}" in page.text
        assert "/notices/" not in page.text and NEW not in page.text
        assert (half in words(page)) is (name == "coordinator"), name
    for name in ("police_rep", "outsider", "auditor"):
        assert said not in words(Desk(client_of, cast, name).get("/meetings")), name
    with open_work(cast.store, cast["police_rep"]) as work:
        decide(work, work.find(Line, private_now(cast, never)), Sharing.SEATED)
    assert never not in words(Desk(client_of, cast, "chair").get("/meetings")), "they never had the old words"
    with clock.at(clock.now() + timedelta(days=15)), open_work(cast.store, cast["chair"]) as work:
        assert corrected_lately(work) == []
    with open_work(cast.store, cast["coordinator"]) as work:
        raise_wall(work, work.find(Case, case_id), "cousin", member_id=cast.members["chair"])
    assert code not in words(Desk(client_of, cast, "chair").get("/meetings"))


def private_now(cast: Cast, code: str) -> UUID:
    with open_work(cast.store, cast["police_rep"]) as work:
        asked = select(Line.id).where(Line.label == code.removeprefix("HERON-"), Line.version == 2)
        return work.all(asked)[0]


def test_a_copy_of_minutes_says_what_was_corrected_after_issue(client_of: ClientOf, cast: Cast) -> None:
    made = minuted(cast)
    approve_and_issue(cast, made)
    with open_work(cast.store, cast["police_rep"]) as work:
        rows = work.all(select(Line).where(Line.case_id == made.case, Line.sharing == Sharing.SEATED))
        line_id, label = next((row.id, row.label) for row in rows if row.text == "police-seated-words")
    with clock.at(clock.now() + timedelta(minutes=1)):
        correct(cast, line_id)
    for name in ("council_rep", "police_rep"):
        desk = Desk(client_of, cast, name)
        with open_work(cast.store, cast[name]) as work:
            (issue,) = work.all(select(MinutesIssue.id))
        shown = words(desk.get(f"/minutes/{issue}"))
        assert f"Corrected after issue: HERON-{label}." in shown and "police-seated-words" in shown
