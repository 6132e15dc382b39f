"""Deciding about a wall that raised itself: by somebody outside it, once, with a reason, in time (S18)."""

from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from agencies.operations.appointing import Wanted, appoint
from marac import clock
from marac.cases.operations.deciding import waiting
from marac.store.people import Member
from marac.vocabulary import Role, Side
from tests.cases.filing import code_of, referred, seated
from tests.cases.own import HEALTH, give_home, sees
from tests.cases.refer_visit import words
from tests.cases.referring import working
from tests.cast import Cast
from tests.conftest import ClientOf


class TestDeciding:
    """By somebody outside the wall, once, with a reason, in time."""

    @pytest.fixture
    def case_id(self, cast: Cast) -> UUID:
        return seated(cast, referred(cast, perpetrator=HEALTH))

    def path(self, cast: Cast, case_id: UUID, hat: str, rest: str = "") -> str:
        with working(cast, hat) as work:
            wall = next(wall for wall in waiting(work) if wall.case_id == case_id)
        return f"/m/{cast.slug}/{hat}/cases/{case_id}/walls/{wall.id}/decide"

    def test_it_is_shown_with_the_agency_that_has_no_reader_left(
        self, cast: Cast, client_of: ClientOf, case_id: UUID
    ) -> None:
        for hat in ("coordinator", "chair"):
            page = words(client_of(hat).get(f"/m/{cast.slug}/{hat}/walls"))
            assert code_of(cast, case_id) in page and "Health Rep" in page and "the same name" in page
            assert "Testshire health has no reader for this case" in page

    def test_kept_it_stays_and_a_form_sent_twice_changes_nothing(
        self, cast: Cast, client_of: ClientOf, case_id: UUID
    ) -> None:
        desk, path = client_of("coordinator"), self.path(cast, case_id, "coordinator")
        assert desk.post(path, data={"stays": "yes"}).status_code == 422
        assert desk.post(path, data={"stays": "yes", "why": "It is he."}).status_code == 303
        assert not sees(cast, "health_rep", case_id)
        assert desk.post(path, data={"stays": "no", "why": "changed my mind"}).status_code == 403
        assert not sees(cast, "health_rep", case_id)
        shown = words(desk.get(f"/m/{cast.slug}/coordinator/cases/{case_id}/walls"))
        assert "It is he." in shown and "By itself" in shown
        assert "No wall waits" in words(desk.get(f"/m/{cast.slug}/coordinator/walls"))

    def test_lifted_it_is_not_raised_again_by_the_same_name(
        self, cast: Cast, client_of: ClientOf, case_id: UUID
    ) -> None:
        path = self.path(cast, case_id, "coordinator")
        answer = client_of("coordinator").post(path, data={"stays": "no", "why": "Another person."})
        assert answer.status_code == 303 and sees(cast, "health_rep", case_id)
        with working(cast, "administrator") as work:
            member = work.find(Member, cast.members["health_rep"])
            wanted = Wanted(Role.CONTRIBUTOR, Side.NEITHER, clock.today())
            appoint(work, member, wanted)
        assert sees(cast, "health_rep", case_id)
        give_home(client_of("health_rep"), "12 Invented Row", "ZZ1 1AA")
        assert not sees(cast, "health_rep", case_id)

    def test_others_neither_see_nor_decide(self, cast: Cast, client_of: ClientOf, case_id: UUID) -> None:
        path = self.path(cast, case_id, "coordinator")
        for name in ("health_rep", "police_rep", "auditor", "observer", "administrator"):
            hat = cast[name].hat
            client, mine = client_of(name), path.replace("/coordinator/", f"/{hat}/")
            for answer in (client.get(mine), client.post(mine, data={"stays": "no", "why": "x"})):
                assert answer.status_code in (403, 404) and "same name" not in answer.text, name
            assert client.get(f"/m/{cast.slug}/{hat}/walls").status_code == 403
        assert not sees(cast, "health_rep", case_id)

    def test_where_it_concerns_the_coordinator_the_chair_decides(
        self, cast: Cast, client_of: ClientOf, owner: Engine
    ) -> None:
        with Session(owner) as session:
            member = session.get(Member, cast.members["coordinator"])
            assert member
            member.name = "Sam Okafor"
            session.commit()
        case_id = referred(cast)
        assert not sees(cast, "coordinator", case_id) and sees(cast, "chair", case_id)
        desk = client_of("coordinator")
        assert "No wall waits" in words(desk.get(f"/m/{cast.slug}/coordinator/walls"))
        path = self.path(cast, case_id, "chair")
        assert desk.post(path.replace("/chair/", "/coordinator/"), data={"stays": "no", "why": "x"}).status_code == 404
        assert client_of("chair").post(path, data={"stays": "no", "why": "Another Sam."}).status_code == 303
        assert sees(cast, "coordinator", case_id)

    def test_it_is_to_be_decided_by_the_next_working_day(self, cast: Cast) -> None:
        friday = datetime(2026, 11, 20, 15, tzinfo=clock.LONDON)
        with clock.at(friday):
            case_id = referred(cast, perpetrator=HEALTH)
            with working(cast, "coordinator") as work:
                found = next(wall for wall in waiting(work) if wall.case_id == case_id)
        assert found.decide_by == datetime(2026, 11, 23, 15, tzinfo=clock.LONDON)
