"""An unticked chair or coordinator learns that agencies must speak privately, and nothing else (S9)."""

from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import select

from agencies.models import Line
from agencies.operations.apart import must_speak_privately
from agencies.operations.decisions import decide
from marac.cases.models import Case
from marac.cases.operations.seats import raise_wall
from marac.store.work import open_work
from marac.vocabulary import Sharing, Viewer
from tests.agencies.scene import heron, line, working
from tests.agencies.test_lines_page import path
from tests.agenda.screens import Table, text_of
from tests.agenda.screens import shared as on_screen
from tests.agenda.sitting import call_case, sit
from tests.cast import Cast
from tests.conftest import ClientOf

WORDS = "Rent arrears since the spring"
SAID = "Testshire council and Testshire new_era must speak privately."


def shared(cast: Cast, to_chair: bool, to_coordinator: bool) -> UUID:
    """A line of the council's for the victim's service."""
    case_id, _ = heron(cast)
    line_id = line(cast, "council_rep", case_id, WORDS)
    named = [cast.agencies["new_era"]]
    with working(cast, "council_rep") as work:
        kept = work.find(Line, line_id)
        decide(work, kept, Sharing.NAMED, named=named, to_chair=to_chair, to_coordinator=to_coordinator)
    return case_id


def told(cast: Cast, viewer: Viewer, case_id: UUID) -> list[str]:
    with open_work(cast.store, viewer) as work:
        return [agency.short_name for agency in must_speak_privately(work, case_id)]


@pytest.mark.parametrize(("unticked", "other"), [("chair", "coordinator"), ("coordinator", "chair")])
def test_only_the_unticked_hat_is_told_and_only_the_agencies(
    client_of: ClientOf, cast: Cast, unticked: str, other: str
) -> None:
    case_id = shared(cast, to_chair=unticked != "chair", to_coordinator=unticked != "coordinator")
    for name, seen in ((unticked, False), (other, True)):
        for section in ("research", "lines"):
            page = client_of(name).get(f"/m/{cast.slug}/{name}/cases/{case_id}/{section}").text
            assert (WORDS in page) is seen, (name, section)
            assert (SAID in page) is not seen, (name, section)


def test_nobody_is_told_when_both_are_ticked_or_nothing_is_for_named_agencies(cast: Cast) -> None:
    case_id = shared(cast, to_chair=True, to_coordinator=True)
    line(cast, "council_rep", case_id, "Still private")
    for name in ("chair", "coordinator"):
        assert told(cast, cast[name], case_id) == []


def test_no_other_hat_and_nobody_behind_a_wall_is_told(cast: Cast) -> None:
    case_id = shared(cast, to_chair=False, to_coordinator=False)
    for name, viewer in cast.viewers.items():
        expected = ["council", "new_era"] if name in ("chair", "coordinator") else []
        assert told(cast, viewer, case_id) == expected, name
    with working(cast, "coordinator") as work:
        raise_wall(work, work.find(Case, case_id), "cousin", member_id=cast.members["chair"])
    assert told(cast, cast["chair"], case_id) == []
    assert told(cast, cast["coordinator"], case_id) == ["council", "new_era"]


def test_the_database_itself_tells_the_other_hats_nothing(cast: Cast) -> None:
    case_id = shared(cast, to_chair=False, to_coordinator=False)
    with working(cast, "health_rep") as work:
        asked = text("SELECT count(*) FROM scope.must_speak_privately(:case)")
        assert work.session.connection().execute(asked, {"case": case_id}).scalar() == 0


def test_a_later_decision_ends_it(cast: Cast) -> None:
    case_id = shared(cast, to_chair=False, to_coordinator=True)
    assert told(cast, cast["chair"], case_id) == ["council", "new_era"]
    with working(cast, "council_rep") as work:
        kept = work.all(select(Line).where(Line.case_id == case_id))[0]
        decide(work, kept, Sharing.NAMED, named=[cast.agencies["new_era"]])
    assert told(cast, cast["chair"], case_id) == []


def test_the_owner_reads_who_will_be_told_only_that(client_of: ClientOf, cast: Cast) -> None:
    case_id, _ = heron(cast)
    line_id = line(cast, "council_rep", case_id, WORDS)
    typed = {"sharing": "named", "named": str(cast.agencies["new_era"]), "to_coordinator": "yes", "version": "1"}
    page = client_of("council_rep").post(path(cast, case_id, line_id, "/decision"), data=typed | {"step": "look"}).text
    assert "must speak privately:</strong> the chair, Chair (Testshire police)." in page


def test_it_stands_on_the_live_screen_with_the_case(cast: Cast, client_of: ClientOf) -> None:
    table = Table(cast, client_of, sit(cast))
    call_case(cast, "HERON")
    how = {"named": [cast.agencies["new_era"]], "to_chair": False}
    on_screen(cast, "council_rep", WORDS, Sharing.NAMED, **how)
    seen, other = text_of(table.get("chair")), text_of(table.get("coordinator"))
    assert "council and new_era must speak privately." in seen and WORDS not in seen
    assert "must speak privately" not in other and WORDS in other
