"""What is done about a case under a hat for the meeting is done by whoever acts in it, in its hearing or not (S18)."""

import re
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from agenda.models import Meeting
from agenda.operations.listing import list_case
from marac import clock
from marac.cases.models import Case, Hold
from marac.cases.operations.employers import set_employers
from marac.cases.operations.keeping import lift_hold, place_hold
from marac.cases.operations.seats import raise_wall
from marac.proceedings import HoldKind
from marac.store.people import Appointment
from marac.store.work import open_work
from marac.vocabulary import Refused, Role
from tests.agenda.taken import EITHER, OF, OFFICES, Stage, TakenBack
from tests.cases.refer_visit import words
from tests.cast import Cast, open_case
from tests.conftest import ClientOf

TAKEN = "Ask them to do this|takes this case: ask Deputy"


@pytest.mark.parametrize("office", OFFICES)
def test_of_a_case_of_their_employer_every_deed_is_for_whoever_acts_and_for_nobody_else(
    cast: Cast, owner: Engine, office: str
) -> None:
    stage, acting = Stage(cast, owner, proposed=True), f"acting_{office}"
    cast.viewers |= {"third": cast.as_hat("health_rep", Role(office))}
    wrong = []
    both = EITHER if office == "chair" else {"lifts a wall": EITHER["lifts a wall"]}  # asked alike of either hat
    for name, deed in {**both, **OF[office]}.items():
        for who in (office, *(["third"] if name in OF[office] else [])):
            with pytest.raises((Refused, TakenBack)) as told:
                stage.does(who, deed)
            if not re.search(TAKEN, str(told.value)):
                wrong.append((who, name, told.value))
        with pytest.raises((Refused, TakenBack)) as told:
            stage.does(acting, deed)
        if told.type is not TakenBack:
            wrong.append((acting, name, told.value))
    assert not wrong


def test_they_may_step_back_and_say_of_their_own_agency_what_keeps_them_out(cast: Cast, owner: Engine) -> None:
    stage = Stage(cast, owner)
    for deed in (
        lambda s, w: raise_wall(w, s.case(w), "my cousin", member_id=w.viewer.member_id),
        lambda s, w: set_employers(w, s.case(w), [cast.agencies["police"], cast.agencies["council"]]),
    ):
        with pytest.raises(TakenBack):
            stage.does("chair", deed)


def test_where_nobody_is_named_one_of_their_employer_does_none_of_it_and_another_does(
    cast: Cast, owner: Engine
) -> None:
    stage = Stage(cast, owner, listed=False, proposed=True)
    refused = "A party of this case works for your agency.*chair from another agency.*appoint a deputy"
    for deed in (EITHER["lifts a wall"], EITHER["accepts"], OF["chair"]["confirms an erasure"]):
        with pytest.raises(Refused, match=refused):
            stage.does("chair", deed)
        with pytest.raises(TakenBack):
            stage.does("acting_chair", deed)
    with pytest.raises(Refused, match=refused), open_work(cast.store, cast["chair"]) as work:
        list_case(work, stage.case(work), work.find(Meeting, stage.meeting), acting=stage.acting())


def test_a_hold_that_they_placed_before_is_not_lifted_by_them_now(cast: Cast, owner: Engine) -> None:
    case_id = open_case(cast, "TEAL")
    with open_work(cast.store, cast["chair"]) as work:
        hold = place_hold(work, case_id, "TEAL", HoldKind.COURT, "An inquest.")
        set_employers(work, work.find(Case, case_id), [cast.agencies["police"]])
    with pytest.raises(Refused, match="works for your agency"), open_work(cast.store, cast["chair"]) as work:
        lift_hold(work, work.find(Hold, hold.id), "It is over.")


@pytest.mark.parametrize("how", ["appointment", "wall", "employer"])
def test_who_may_not_act_any_more_keeps_nobody_else_from_it(cast: Cast, owner: Engine, how: str) -> None:
    stage = Stage(cast, owner)
    cast.viewers |= {"third": cast.as_hat("health_rep", Role.CHAIR)}
    acting = cast.members["acting_chair"]
    with open_work(cast.store, cast["acting_coordinator"]) as work:
        if how == "wall":
            raise_wall(work, stage.case(work), "cousin", member_id=acting)
        if how == "employer":
            set_employers(work, stage.case(work), [cast.agencies[one] for one in ("police", "council", "fire")])
    if how == "appointment":
        with Session(owner) as session:
            held = session.exec(select(Appointment).where(Appointment.member_id == acting)).one()
            held.until_on = clock.today() - timedelta(days=1)
            session.add(held)
            session.commit()
    with pytest.raises(TakenBack):
        stage.does("third", EITHER["lifts a wall"])
    with pytest.raises(Refused, match="A party of this case works for your agency"):
        stage.does("chair", EITHER["lifts a wall"])


def forms(stage: Stage, wall: UUID) -> Mapping[str, Mapping[str, str]]:
    """Paths of deeds about the case, each with a form that whoever acts could send."""
    case, hearing = f"cases/{stage.case_id}", f"meetings/{stage.meeting}/hearings/{stage.hearing_id}"
    council, member = str(stage.cast.agencies["council"]), str(stage.cast.members["council_rep"])
    of_wall = {"agency_id": council, "against": "members", "members": member, "reason": "cousin"}
    return {
        f"{case}/walls": of_wall,
        f"{case}/walls/{wall}/lift": {"because": "by-mistake"},
        f"{case}/restriction": {"restricted": "yes"},
        f"{case}/employers": {"employer": council},
        f"{case}/keeping/holds": {"kind": "court", "reason": "An inquest."},
        f"{case}/transfer": {"destination": "Northshire", "reason": "They moved."},
        f"{hearing}/plan": {"minutes": "20"},
        f"{hearing}/move": {"direction": "up"},
        f"{hearing}/acting": {"acting_chair": member},
        f"actions/{stage.action}/complete": {"outcome": "", "evidence": "Job sheet.", "warnings_read": "yes"},
        f"openings/{stage.opening}/end": {},
    }


def test_by_page_they_are_told_who_acts_and_one_behind_a_wall_is_told_nothing(
    cast: Cast, owner: Engine, client_of: ClientOf
) -> None:
    stage = Stage(cast, owner)
    with open_work(cast.store, cast["acting_chair"]) as work:
        wall, stage.hearing_id = stage.wall(work).id, stage.hearing(work).id
    root, desk, who = f"/m/{cast.slug}/chair", client_of("chair"), "Deputy chair of Testshire fire"
    page = words(desk.get(f"{root}/cases/{stage.case_id}/walls"))
    assert f"{who} acts as chair in this case, and nobody else" in page
    assert who not in words(client_of("acting_chair").get(f"{root}/cases/{stage.case_id}/walls"))
    posts = forms(stage, wall)
    told = {path: desk.post(f"{root}/{path}", data=form) for path, form in posts.items()}
    for path, answer in told.items():
        # Moving it elsewhere and the like are the coordinator's, whoever acts as chair.
        assert answer.status_code == 403 and (who in words(answer) or path.endswith("/transfer")), path
    with open_work(cast.store, cast["acting_chair"]) as work:
        raise_wall(work, stage.case(work), "his brother", member_id=cast.members["chair"])
    for path, form in posts.items():
        answer = desk.post(f"{root}/{path}", data=form)
        assert answer.status_code == 404 and who not in words(answer), path
    lifted = client_of("acting_chair").post(
        f"{root}/cases/{stage.case_id}/walls/{wall}/lift", data={"because": "by-mistake"}
    )
    assert lifted.status_code == 303
