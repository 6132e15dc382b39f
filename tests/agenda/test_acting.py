"""Who takes a case in place of a chair or coordinator who must not (S18), and its time apart (S19)."""

from uuid import UUID

import pytest
from sqlalchemy import Engine

from agenda.models import Hearing, Meeting
from agenda.operations.acting import Acting, choices
from agenda.operations.apart import within
from agenda.operations.hearings import call, open_meeting
from agenda.operations.listing import list_case, places
from agenda.operations.publishing import publish
from marac.cases.models import Case
from marac.cases.operations.employers import set_employers
from marac.cases.operations.seats import give_seat, raise_wall
from marac.proceedings import HearingStatus
from marac.store.work import open_work
from marac.vocabulary import Refused, SeatKind, Viewer
from tests.agenda.acting import appointed, employ
from tests.agenda.planning import a_meeting, confirmed, listed
from tests.cases.refer_visit import words
from tests.cast import Cast
from tests.conftest import ClientOf


@pytest.fixture
def deputies(cast: Cast, owner: Engine) -> dict[str, Viewer]:
    return appointed(cast, owner)


def test_a_case_of_the_chairs_employer_is_listed_only_with_an_acting_chair_who_alone_calls_it(
    cast: Cast, deputies: dict[str, Viewer]
) -> None:
    case_id, meeting_id, acting = employ(cast, "TEAL", "police"), a_meeting(cast, chair="chair"), deputies["chair"]
    with open_work(cast.store, cast["coordinator"]) as work:
        case, meeting = work.find(Case, case_id), work.find(Meeting, meeting_id)
        (choice,) = choices(work, case, meeting)
        assert (choice.office, choice.kept_out) == ("chair", ("Chair",))
        assert [one.id for one in choice.candidates] == [acting.member_id]
        with pytest.raises(Refused, match="Name an acting chair from another agency before it is listed"):
            list_case(work, case, meeting)
        with pytest.raises(Refused, match="another agency"):
            list_case(work, case, meeting, acting=Acting(chair=cast.members["chair"]))
    with open_work(cast.store, cast["coordinator"]) as work:
        case, meeting = work.find(Case, case_id), work.find(Meeting, meeting_id)
        hearing_id = list_case(work, case, meeting, acting=Acting(chair=acting.member_id)).id
    confirmed(cast, hearing_id)
    with open_work(cast.store, cast["coordinator"]) as work:
        publish(work, work.find(Meeting, meeting_id))
        open_meeting(work, work.find(Meeting, meeting_id))
    with open_work(cast.store, cast["chair"]) as work, pytest.raises(Refused, match="acting chair from another agency"):
        call(work, work.find(Hearing, hearing_id), None)
    with open_work(cast.store, acting) as work:
        call(work, work.find(Hearing, hearing_id), None)
        assert work.find(Hearing, hearing_id).status is HearingStatus.CALLED


def test_a_wall_raised_after_listing_keeps_the_list_from_being_published_until_somebody_is_named(
    cast: Cast, deputies: dict[str, Viewer], client_of: ClientOf
) -> None:
    meeting_id = a_meeting(cast, chair="chair")
    places_of = listed(cast, meeting_id, "HERON")
    confirmed(cast, *places_of.values())
    with open_work(cast.store, cast["coordinator"]) as work:
        set_employers(work, work.find(Case, cast.cases["HERON"]), [cast.agencies["police"]])
    desk, root = client_of("coordinator"), f"/m/{cast.slug}/coordinator/meetings/{meeting_id}"
    assert "HERON: name first who chairs or coordinates it" in words(desk.get(f"{root}/publish"))
    assert desk.post(f"{root}/publish", data={"version": "1"}).status_code == 422
    plan = f"{root}/hearings/{places_of['HERON']}"
    assert "An acting chair is needed." in words(desk.get(f"{plan}/plan"))
    assert desk.post(f"{plan}/acting", data={"acting_chair": str(cast.members["idva"])}).status_code == 422
    assert desk.post(f"{plan}/acting").status_code == 422
    form = {"acting_chair": str(deputies["chair"].member_id)}
    assert desk.post(f"{plan}/acting", data=form).status_code == 303
    theirs = f"{plan}/acting".replace("/coordinator/", "/representative/")
    assert client_of("police_rep").post(theirs, data=form).status_code in (403, 404)
    with open_work(cast.store, cast["coordinator"]) as work:
        publish(work, work.find(Meeting, meeting_id))


def test_accepting_asks_for_it_and_says_whom_to_ask_where_nobody_may(cast: Cast, client_of: ClientOf) -> None:
    case_id, meeting_id = employ(cast, "TEAL", "police"), a_meeting(cast, chair="chair")
    desk, path = client_of("coordinator"), f"/m/{cast.slug}/coordinator/cases/{case_id}/accept"
    shown = words(desk.get(path))
    assert "An acting chair is needed." in shown and "ask the administrator to appoint a deputy" in shown
    answer = desk.post(path, data={"meeting": str(meeting_id), "minutes": "12"})
    assert answer.status_code == 422 and "Name an acting chair" in words(answer)


class TestTimes:
    """HERON and ALDER are for the fire service, TEAL between them is kept from one of its people."""

    @pytest.fixture
    def meeting_id(self, cast: Cast) -> UUID:
        meeting_id = a_meeting(cast)
        hearings = listed(cast, meeting_id, "HERON", "TEAL", "ALDER")
        with open_work(cast.store, cast["coordinator"]) as work:
            for code in hearings:
                give_seat(work, work.find(Case, cast.cases[code]), cast.agencies["fire"], SeatKind.CASE, "knows them")
            raise_wall(work, work.find(Case, cast.cases["TEAL"]), "neighbour", member_id=cast.members["outsider"])
        confirmed(cast, *hearings.values())
        return meeting_id

    def test_it_is_said_and_not_published_unless_somebody_answers_for_it(
        self, cast: Cast, client_of: ClientOf, meeting_id: UUID
    ) -> None:
        desk, root = client_of("coordinator"), f"/m/{cast.slug}/coordinator/meetings/{meeting_id}"
        assert "Outsider may be in the room: hear it first or last." in words(desk.get(f"{root}/prepare"))
        shown = words(desk.get(f"{root}/publish"))
        assert "TEAL is heard while Outsider" in shown and "promises nothing about an empty quarter of an hour" in shown
        with open_work(cast.store, cast["coordinator"]) as work:
            version = str(work.find(Meeting, meeting_id).version)
        answer = desk.post(f"{root}/publish", data={"version": version})
        assert answer.status_code == 422 and "Move it, or tick that it stays there" in words(answer)
        assert desk.post(f"{root}/publish", data={"version": version, "times_known": "yes"}).status_code == 303
        theirs = words(client_of("outsider").get(f"/m/{cast.slug}/representative/meetings/{meeting_id}"))
        assert "HERON" in theirs and "ALDER" in theirs and "TEAL" not in theirs

    def test_the_suggested_order_hears_it_last_when_they_have_left(
        self, cast: Cast, client_of: ClientOf, meeting_id: UUID
    ) -> None:
        desk, root = client_of("coordinator"), f"/m/{cast.slug}/coordinator/meetings/{meeting_id}"
        with open_work(cast.store, cast["coordinator"]) as work:
            version = str(work.find(Meeting, meeting_id).version)
        assert desk.post(f"{root}/order", data={"version": version}).status_code == 303
        with open_work(cast.store, cast["coordinator"]) as work:
            meeting = work.find(Meeting, meeting_id)
            order = places(work, meeting)
            assert order[-1].case_id == cast.cases["TEAL"] and within(work, meeting, order) == {}
            publish(work, meeting)
