"""Keeping and erasing on the case's own page, and holds by code for an officer."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import ProgrammingError

from marac.store.scope import look_as
from marac.vocabulary import CaseStatus
from tests.cases.refer_visit import words
from tests.cases.test_inbox_page import Desk
from tests.cast import Cast, open_case
from tests.conftest import ClientOf

HOLD = {"kind": "court", "reason": "An inquest is listed."}


@pytest.fixture
def keeping(cast: Cast) -> str:
    return f"/cases/{open_case(cast, status=CaseStatus.CLOSED)}/keeping"


def test_from_proposal_to_receipt(client_of: ClientOf, cast: Cast, keeping: str) -> None:
    chair, desk = Desk(client_of, cast, "chair"), Desk(client_of, cast)
    empty = desk.post(f"{keeping}/erasure")
    assert empty.status_code == 422
    assert "Choose why it is to be erased." in words(empty)
    assert desk.post(f"{keeping}/erasure", ground="ordered", words="The court's order 12.").status_code == 303
    assert "Erase for ever" in words(chair.get(keeping))
    erasure = chair.get(keeping).text.partition("/erasure/")[2][:36]
    unsure = chair.post(f"{keeping}/erasure/{erasure}/confirm")
    assert unsure.status_code == 422 and "Tick that you are sure" in words(unsure)
    assert desk.post(f"{keeping}/erasure/{erasure}/confirm", sure="yes").status_code == 403
    assert chair.post(f"{keeping}/erasure/{erasure}/confirm", sure="yes").status_code == 303
    for who in ("chair", "coordinator", "auditor"):
        shown = words(Desk(client_of, cast, who).get(keeping))
        assert "Receipt: this case was erased" in shown
        assert "A court or the Information Commissioner ordered it" in shown
        assert "order 12" not in shown
    assert "This case was erased on" in words(Desk(client_of, cast, "police_rep").get(keeping.removesuffix("/keeping")))
    assert chair.post(f"{keeping}/erasure/{erasure}/confirm", sure="yes").status_code == 409


def test_a_hold_is_placed_and_lifted_on_the_case(client_of: ClientOf, cast: Cast, keeping: str) -> None:
    auditor, desk = Desk(client_of, cast, "auditor"), Desk(client_of, cast)
    assert auditor.post(f"{keeping}/holds", kind="court").status_code == 422
    assert auditor.post(f"{keeping}/holds", **HOLD).status_code == 303
    assert "An inquest is listed." in words(auditor.get(keeping)), "they wrote it"
    assert "A hold stands on this case" in words(desk.get(keeping))
    assert desk.post(f"{keeping}/erasure", ground="ordered", words="Now.").status_code == 403
    assert desk.post(f"{keeping}/holds", **HOLD).status_code == 403
    hold = auditor.get(keeping).text.partition("/holds/")[2][:36]
    wrong = auditor.post(f"{keeping}/holds/{hold}/lift")
    assert wrong.status_code == 422 and "Say why it can be lifted." in words(wrong)
    assert auditor.post(f"{keeping}/holds/{hold}/lift", why="It is over.").status_code == 303
    assert "Propose to erase it" in words(desk.get(keeping))


def test_a_hold_is_lifted_by_whoever_placed_it_or_an_auditor_and_by_nobody_else(
    client_of: ClientOf, cast: Cast, keeping: str
) -> None:
    officer, chair, auditor = (Desk(client_of, cast, name) for name in ("officer", "chair", "auditor"))
    officer.post("/holds", code="heron", **HOLD)
    hold = officer.get("/holds").text.partition("/holds/")[2][:36]
    told = "Only the person who placed this hold lifts it, or an auditor."
    shown = words(chair.get(keeping))
    assert told in shown and "Officer" in shown and "/lift" not in chair.get(keeping).text
    refused = chair.post(f"{keeping}/holds/{hold}/lift", why="It is over.")
    assert refused.status_code == 403 and told in words(refused)
    assert "A hold stands on this case" in words(Desk(client_of, cast).get(keeping))
    chair.post(f"{keeping}/holds", **HOLD)
    assert officer.get("/holds").text.count("/lift") == 1, "the chair's is not theirs to lift"
    assert auditor.get(keeping).text.count("/lift") == 2
    assert auditor.post(f"{keeping}/holds/{hold}/lift", why="They have left.").status_code == 303


def test_the_database_too_lets_nobody_else_lift_a_hold(
    client_of: ClientOf, cast: Cast, keeping: str, engine: Engine
) -> None:
    Desk(client_of, cast, "officer").post("/holds", code="heron", **HOLD)
    lifting = text("UPDATE hold SET lifted_at = scope.at(), lifted_by = scope.member()")
    with engine.connect() as connection:
        look_as(connection, cast["chair"])
        with pytest.raises(ProgrammingError, match="row-level security"):
            connection.execute(lifting)
    with engine.connect() as connection:
        look_as(connection, cast["officer"])
        assert connection.execute(lifting).rowcount == 1


def test_an_auditor_does_not_read_here_what_others_wrote(client_of: ClientOf, cast: Cast, keeping: str) -> None:
    chair = Desk(client_of, cast, "chair")
    chair.post(f"{keeping}/holds", **HOLD)
    assert "An inquest is listed." in words(chair.get(keeping))
    assert "An inquest is listed." not in words(Desk(client_of, cast, "auditor").get(keeping))


def test_an_officer_holds_by_code(client_of: ClientOf, cast: Cast, keeping: str) -> None:
    officer = Desk(client_of, cast, "officer")
    none = officer.post("/holds", code="teal", **HOLD)
    assert none.status_code == 422
    assert "Your agency has had no seat on a case with this code." in words(none)
    assert officer.post("/holds", code="heron", **HOLD).status_code == 303
    assert "HERON" in words(officer.get("/holds"))
    assert officer.get(keeping).status_code == 404, "they see nothing of the case itself"
    hold = officer.get("/holds").text.partition("/holds/")[2][:36]
    assert officer.post(f"/holds/{hold}/lift").status_code == 422
    assert officer.post(f"/holds/{hold}/lift", why="Answered.").status_code == 303
    assert "No case is on hold." in words(officer.get("/holds"))


def test_it_is_not_for_those_who_are_seated_nor_for_strangers(client_of: ClientOf, cast: Cast, keeping: str) -> None:
    for who, status in (("police_rep", 403), ("idva", 403), ("outsider", 404), ("walled_rep", 404), ("observer", 404)):
        assert Desk(client_of, cast, who).get(keeping).status_code == status, who
        assert Desk(client_of, cast, who).post(f"{keeping}/holds", **HOLD).status_code == status, who
    for who in ("police_rep", "outsider", "administrator", "coordinator"):
        assert Desk(client_of, cast, who).get("/holds").status_code == 403, who
