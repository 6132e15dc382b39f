"""The case file: each section as each seat may have it, details opened singly, walls and the mark of restriction."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from marac.cases.models import Case, ProtectedDetail
from marac.cases.operations.seats import end_seat, give_seat, seats_on
from marac.proceedings import OpenedAgain
from marac.store.audit import AuditEvent
from marac.store.walls import Wall
from marac.verbs import Operation, Verb
from marac.vocabulary import SeatKind, Side
from tests.cases.filing import (
    SECRETS,
    VICTIM_ONLY,
    a_case,
    code_of,
    ordinary_detail,
    protected_detail,
    referred,
    working,
)
from tests.cases.refer_visit import words
from tests.cases.test_inbox_page import Desk
from tests.cast import Cast
from tests.conftest import ClientOf

SECTIONS = ("", "/people", "/referral", "/seats", "/opened", "/walls")
# What each may open; the rest is refused with a reason.
OPEN = {
    "police_rep": {"", "/people", "/referral", "/seats", "/opened"},
    "idva": {"", "/people", "/referral", "/seats", "/opened"},
    "landlord_rep": {"", "/people", "/referral", "/seats", "/opened"},
    "chair": {"", "/people", "/referral", "/seats", "/walls"},
    "coordinator": {"", "/people", "/referral", "/seats", "/walls"},
    "health_rep": {"", "/opened"},
    "programme_worker": {""},
    "auditor": {""},
}


@pytest.mark.parametrize(("who", "sections"), OPEN.items())
def test_each_section_has_a_permission_of_its_own(
    client_of: ClientOf, cast: Cast, who: str, sections: set[str]
) -> None:
    case_id, desk = a_case(cast), Desk(client_of, cast, who)
    shown = {section: desk.get(f"/cases/{case_id}{section}") for section in SECTIONS}
    assert {section for section, answer in shown.items() if answer.status_code == 200} == sections
    assert all(answer.status_code in (200, 403) for answer in shown.values())
    refused = [answer for answer in shown.values() if answer.status_code == 403]
    assert all("You cannot do this" in words(answer) and "OKAFOR" not in answer.text for answer in refused)


def every_address(case_id: UUID, detail_id: UUID, wall_id: UUID) -> list[tuple[str, str]]:
    shown = [("GET", f"/cases/{case_id}{section}") for section in SECTIONS]
    done = ("walls", f"walls/{wall_id}/lift", "restriction", f"details/{detail_id}")
    posted = [("POST", f"/cases/{case_id}/{path}") for path in done]
    triaged = [f"/referrals/{case_id}/{path}" for path in ("triage", "matches", "triage/again", "triage/urgent")]
    undone = ("POST", f"/referrals/{case_id}/matches/{uuid4()}/undo")
    return [*shown, *posted, *(("POST", path) for path in triaged), ("GET", triaged[0]), ("GET", triaged[1]), undone]


def the_wall(cast: Cast, case_id: UUID) -> UUID:
    with working(cast, "coordinator") as work:
        return work.all(select(Wall.id).where(Wall.case_id == case_id))[0]


@pytest.mark.parametrize("who", ["outsider", "walled_rep", "administrator", "observer", "officer"])
def test_a_stranger_finds_nothing_at_any_address(client_of: ClientOf, cast: Cast, who: str) -> None:
    case_id, desk = a_case(cast), Desk(client_of, cast, who)
    for method, path in every_address(case_id, ordinary_detail(cast, case_id), the_wall(cast, case_id)):
        answer = desk.client.request(method, desk.root + path)
        assert answer.status_code == 404, (method, path)
        nonsense = desk.client.request(method, desk.root + path.replace(str(case_id), str(uuid4())))
        assert words(answer).split("Reference")[0] == words(nonsense).split("Reference")[0]


def test_the_walled_and_the_unseated_have_no_trace_in_the_list(client_of: ClientOf, cast: Cast) -> None:
    code = code_of(cast, a_case(cast))
    for who in ("outsider", "walled_rep"):
        shown = words(Desk(client_of, cast, who).get(f"/cases?code={code}"))
        assert "No case that you may see matches this." in shown and "OKAFOR" not in shown
    assert code in words(Desk(client_of, cast, "police_rep").get(f"/cases?code={code}"))


def test_the_perpetrators_side_gets_the_perpetrator_and_nothing_else(client_of: ClientOf, cast: Cast) -> None:
    case_id, desk = a_case(cast), Desk(client_of, cast, "programme_worker")
    addresses = every_address(case_id, ordinary_detail(cast, case_id), the_wall(cast, case_id))
    told = ("police", *VICTIM_ONLY, *SECRETS, "Okafor", "Sam", "Lowe", "26 March", "Stalking", "After six")
    for method, path in [*addresses, ("GET", "/cases"), ("GET", "/inbox")]:
        answer = desk.client.request(method, desk.root + path)
        found = [word for word in told if word in words(answer)]
        assert not found, (method, path, found)
    shown = words(desk.get(f"/cases/{case_id}"))
    for said in ("VANCE, Lee", "7 Nowhere Lane", "Roofer", "Do not contact the victim."):
        assert said in shown, said
    assert "Do not tell the perpetrator that this case is heard." in shown


def test_a_seat_on_the_perpetrators_side_is_enough_for_that(client_of: ClientOf, cast: Cast) -> None:
    """A worker with no side of their own, whose agency is seated for the perpetrator."""
    case_id = a_case(cast)
    with working(cast, "coordinator") as work:
        case = work.find(Case, case_id)
        give_seat(work, case, cast.agencies["fire"], SeatKind.CASE, "employs him", side=Side.PERPETRATOR)
    desk = Desk(client_of, cast, "outsider")
    shown = words(desk.get(f"/cases/{case_id}"))
    assert "Do not contact the victim." in shown and "VANCE, Lee" in shown
    assert not [word for word in VICTIM_ONLY if word in shown]
    assert desk.get(f"/cases/{case_id}/people").status_code == 403


def test_a_check_seat_is_told_whom_to_look_for_and_not_why(client_of: ClientOf, cast: Cast) -> None:
    case_id, desk = a_case(cast), Desk(client_of, cast, "health_rep")
    shown = words(desk.get(f"/cases/{case_id}"))
    for said in (
        "You are asked to check your records",
        "OKAFOR, Sam",
        "3 February 1990",
        "7 Nowhere Lane",
        "LOWE, Robin",
    ):
        assert said in shown, said
    why = (
        "neighbours",
        "high risk",
        "15 yes",
        "Stalking",
        "Repeat",
        "police",
        "council",
        "Testshire new_era",
        "Roofer",
    )
    assert not [word for word in why if word in shown]
    assert "Leave no voicemail" in shown, "warnings reach every seat"
    listed = words(desk.get("/cases"))
    assert "Check your records" in listed and "2026" not in listed
    assert "12 Invented Row" not in shown, "not confirmed for searching"


def test_an_action_seat_gets_the_victim_and_how_to_contact_them(client_of: ClientOf, cast: Cast) -> None:
    case_id = a_case(cast)
    with working(cast, "coordinator") as work:
        give_seat(work, work.find(Case, case_id), cast.agencies["fire"], SeatKind.ACTION, "fits an alarm")
    desk = Desk(client_of, cast, "outsider")
    shown = words(desk.get(f"/cases/{case_id}"))
    assert "OKAFOR, Sam" in shown and "Leave no voicemail" in shown
    assert "7 Nowhere Lane" not in shown and "LOWE" not in shown and "neighbours" not in shown
    assert desk.get(f"/cases/{case_id}/referral").status_code == 403


def test_an_answered_check_leaves_nothing_to_see(client_of: ClientOf, cast: Cast) -> None:
    case_id = a_case(cast)
    with working(cast, "coordinator") as work:
        case = work.find(Case, case_id)
        end_seat(work, next(seat for seat in seats_on(work, case) if seat.kind is SeatKind.CHECK))
    assert Desk(client_of, cast, "health_rep").get(f"/cases/{case_id}").status_code == 404


def test_an_auditor_sees_a_code_and_a_status(client_of: ClientOf, cast: Cast) -> None:
    case_id, desk = a_case(cast), Desk(client_of, cast, "auditor")
    for path in ("/cases", f"/cases/{case_id}"):
        shown = words(desk.get(path))
        assert code_of(cast, case_id) in shown and "Accepted" in shown
        assert not [word for word in (*VICTIM_ONLY, "VANCE", "Stalking", "Leave no") if word in shown]


def test_safe_contact_stands_first_on_every_section(client_of: ClientOf, cast: Cast) -> None:
    case_id, desk = a_case(cast), Desk(client_of, cast, "idva")
    for section in OPEN["idva"]:
        main = words(desk.get(f"/cases/{case_id}{section}"))
        assert "Safe contact Leave no voicemail Never write After six." in main, section


def test_quiet_seats_are_named_only_to_those_who_may_know(client_of: ClientOf, cast: Cast) -> None:
    case_id = a_case(cast)
    for who, named in (("police_rep", False), ("idva", True), ("coordinator", True), ("chair", True)):
        shown = words(Desk(client_of, cast, who).get(f"/cases/{case_id}/seats"))
        assert ("Testshire landlord" in shown) is named, who
        assert "Testshire council" in shown
        assert ("knows the family" in shown) is (who in {"coordinator", "chair"}), "reasons are not for seats"
        assert ("Testshire health" in shown) is (who in {"coordinator", "chair"}), "who is asked is not told"


def test_my_agency_sees_what_its_own_people_opened(client_of: ClientOf, cast: Cast) -> None:
    case_id = a_case(cast)
    Desk(client_of, cast, "council_rep").get(f"/cases/{case_id}/referral")
    desk = Desk(client_of, cast, "police_rep")
    desk.get(f"/cases/{case_id}/people")
    shown = words(desk.get(f"/cases/{case_id}/opened"))
    assert "Police Rep Read" in shown and "Council Rep" not in shown
    assert desk.get(f"/cases/{case_id}/opened?page=nonsense").status_code == 200


def masked(cast: Cast, case_id: UUID) -> dict[str, UUID]:
    return {"99 Hidden Close": protected_detail(cast, case_id), "12 Invented Row": ordinary_detail(cast, case_id)}


@pytest.mark.parametrize("who", OPEN)
def test_protected_details_stand_in_no_page_before_they_are_opened(client_of: ClientOf, cast: Cast, who: str) -> None:
    case_id, desk = a_case(cast), Desk(client_of, cast, who)
    for path in ("/cases", *(f"/cases/{case_id}{section}" for section in SECTIONS)):
        text = desk.get(path).text
        assert not [secret for secret in (*SECRETS, "Newname", "12 Invented Row") if secret in text], path


def test_opening_a_detail_shows_it_once_and_records_it_with_the_agency(client_of: ClientOf, cast: Cast) -> None:
    case_id, desk = a_case(cast), Desk(client_of, cast, "idva")
    for secret, detail_id in masked(cast, case_id).items():
        answer = desk.post(f"/cases/{case_id}/details/{detail_id}")
        assert answer.status_code == 200 and secret in words(answer)
        assert answer.headers["cache-control"] == "no-store"
        assert desk.get(f"/cases/{case_id}/details/{detail_id}").status_code in (404, 405), "at no address of its own"
        with working(cast, "auditor") as work:
            events = work.all(select(AuditEvent).where(AuditEvent.verb == Verb.DETAIL_OPENED))
        (event,) = [one for one in events if one.items[0]["id"] == str(detail_id)]
        assert event.agency_id == cast.agencies["new_era"] and event.case_id == case_id
        assert event.operation is Operation.CONSULTATION
        assert secret not in str(event.model_dump())
        read = Verb.PAGE_READ
        with working(cast, "auditor") as work:
            doubled = [
                e for e in work.all(select(AuditEvent).where(AuditEvent.verb == read)) if str(detail_id) in str(e.items)
            ]
        assert not doubled, "recorded once, as an opening"


def test_a_new_name_is_opened_like_a_detail(client_of: ClientOf, cast: Cast) -> None:
    case_id, desk = a_case(cast), Desk(client_of, cast, "idva")
    page = desk.get(f"/cases/{case_id}/people").text
    assert "Show new name" in page
    form = page.split("Show new name")[0].rsplit('action="', 1)[1].split('"')[0]
    assert "NEWNAME, Alex" in words(desk.client.post(form))


@pytest.mark.parametrize(
    "who", ["council_rep", "landlord_rep", "chair", "coordinator", "health_rep", "programme_worker"]
)
def test_a_protected_detail_opens_for_nobody_who_was_not_named(client_of: ClientOf, cast: Cast, who: str) -> None:
    case_id = a_case(cast)
    answer = Desk(client_of, cast, who).post(f"/cases/{case_id}/details/{protected_detail(cast, case_id)}")
    assert answer.status_code == 404 and "Hidden" not in answer.text


def test_a_detail_of_another_case_is_not_found(client_of: ClientOf, cast: Cast) -> None:
    case_id, other = a_case(cast), a_case(cast)
    desk = Desk(client_of, cast, "police_rep")
    for detail_id in (*masked(cast, other).values(), uuid4(), other):
        assert desk.post(f"/cases/{case_id}/details/{detail_id}").status_code == 404
    assert desk.post(f"/cases/{other}/details/{ordinary_detail(cast, other)}").status_code == 200


def test_reading_a_case_is_recorded_once_and_a_code_alone_is_not(client_of: ClientOf, cast: Cast) -> None:
    case_id = a_case(cast)
    Desk(client_of, cast, "council_rep").get(f"/cases/{case_id}/referral")
    Desk(client_of, cast, "auditor").get(f"/cases/{case_id}")
    with working(cast, "auditor") as work:
        (event,) = work.all(select(AuditEvent).where(AuditEvent.verb == Verb.PAGE_READ, AuditEvent.case_id == case_id))
        assert event.agency_id == cast.agencies["council"]
        assert {item["t"] for item in event.items} >= {
            "person_name",
            "safe_contact",
            "referral_section",
            "risk_assessment",
        }
        assert "particulars" not in {item["t"] for item in event.items}, "what is not shown is not opened"


def test_the_list_is_filtered_by_status_and_searched_by_code_alone(client_of: ClientOf, cast: Cast) -> None:
    accepted, waiting = code_of(cast, a_case(cast)), code_of(cast, referred(cast, victim=("Marsh", "Jo", "")))
    desk = Desk(client_of, cast, "police_rep")
    shown = words(desk.get("/cases?status=accepted"))
    assert accepted in shown and waiting not in shown
    assert waiting in words(desk.get(f"/cases?code={waiting.lower()}"))
    assert accepted in words(desk.get("/cases?status=nonsense"))
    for name in ("Okafor", "Marsh", "%", "_"):
        answer = desk.client.get(f"{desk.root}/cases", params={"code": name})
        assert "No case that you may see matches this." in words(answer)


def test_hats_without_cases_are_refused_the_list(client_of: ClientOf, cast: Cast) -> None:
    for who in ("administrator", "observer", "officer"):
        assert Desk(client_of, cast, who).get("/cases").status_code == 403


def test_a_wall_on_members_shuts_them_out_at_once_and_lifting_lets_them_in(client_of: ClientOf, cast: Cast) -> None:
    case_id, desk = a_case(cast), Desk(client_of, cast)
    council = Desk(client_of, cast, "council_rep")
    path = f"/cases/{case_id}/walls"
    assert "Council Rep" in words(desk.get(f"{path}?agency={cast.agencies['council']}"))
    form = {"agency_id": str(cast.agencies["council"]), "against": "members", "reason": "His neighbour."}
    assert desk.post(path, **form).status_code == 422
    answer = desk.post(path, **form, members=[str(cast.members["council_rep"])])
    assert answer.status_code == 303
    assert council.get(f"/cases/{case_id}").status_code == 404
    shown = words(desk.get(path))
    assert "Council Rep" in shown and "His neighbour." in shown
    with working(cast, "coordinator") as work:
        wall = next(w for w in work.all(select(Wall)) if w.member_id == cast.members["council_rep"])
    assert desk.post(f"{path}/{wall.id}/lift").status_code == 422, "not without a reason"
    assert desk.post(f"{path}/{wall.id}/lift", because=OpenedAgain.MISTAKE.value).status_code == 303
    assert council.get(f"/cases/{case_id}").status_code == 200
    assert desk.post(f"{path}/{wall.id}/lift").status_code == 404, "lifted once"


WORKED = ["markers", "weapons", "orders", "children", "life"]


def whole_police(cast: Cast, **more: Any) -> dict[str, Any]:
    return {"agency_id": str(cast.agencies["police"]), "against": "agency", "reason": "A serving officer.", **more}


def test_a_wall_on_an_agency_names_somebody_inside_or_another_force_and_is_worked_through(
    client_of: ClientOf, cast: Cast
) -> None:
    case_id, desk = a_case(cast), Desk(client_of, cast)
    path = f"/cases/{case_id}/walls"
    answer = desk.post(path, **whole_police(cast))
    shown = words(answer)
    assert answer.status_code == 422
    assert "Clear somebody, name another force, or say why there is neither." in shown
    assert "Work through these too: warning markers" in shown and "A serving officer." in shown
    half = desk.post(path, **whole_police(cast, other_force="Westshire Police", worked=WORKED[:4]))
    assert "Work through these too: answering a threat to life." in words(half)
    kept = whole_police(cast, cleared=[str(cast.members["police_rep"])], worked=WORKED, instead="Westshire holds them.")
    assert desk.post(path, **kept).status_code == 303
    assert Desk(client_of, cast, "police_rep").get(f"/cases/{case_id}").status_code == 200
    assert Desk(client_of, cast, "chair").get(f"/cases/{case_id}").status_code == 404, "a hat is no way round"
    said = words(desk.get(path))
    assert "Worked through: markers, weapons, orders, children, life." in said and "Westshire holds them." in said


def test_a_coordinator_who_walls_off_their_own_agency_is_outside_at_once(client_of: ClientOf, cast: Cast) -> None:
    case_id, desk = a_case(cast), Desk(client_of, cast)
    path, council = f"/cases/{case_id}/walls", str(cast.agencies["council"])
    assert "shuts you out too" in words(desk.get(f"{path}?agency={council}"))
    form = {**whole_police(cast, nobody_why="All know him.", worked=WORKED), "agency_id": council}
    answer = desk.post(path, **form)
    assert answer.status_code == 303 and answer.headers["location"].endswith("/cases")
    assert desk.get(f"/cases/{case_id}").status_code == 404


def test_walls_are_raised_against_people_of_that_agency_only(client_of: ClientOf, cast: Cast) -> None:
    case_id, desk = a_case(cast), Desk(client_of, cast)
    form = {"agency_id": str(cast.agencies["council"]), "against": "members", "reason": "no"}
    for wrong in ([str(cast.members["idva"])], [str(uuid4())]):
        assert desk.post(f"/cases/{case_id}/walls", **form, members=wrong).status_code == 404


@pytest.mark.parametrize("who", ["police_rep", "idva", "programme_worker"])
def test_seats_raise_no_walls_and_learn_of_none(client_of: ClientOf, cast: Cast, who: str) -> None:
    case_id, desk = a_case(cast), Desk(client_of, cast, who)
    for path in ("walls", f"walls/{the_wall(cast, case_id)}/lift", "restriction"):
        answer = desk.post(f"/cases/{case_id}/{path}")
        assert answer.status_code == 403 and "Walled Rep" not in answer.text


def test_the_mark_of_restriction_is_seen_by_case_seats_alone(client_of: ClientOf, cast: Cast) -> None:
    case_id, desk = a_case(cast), Desk(client_of, cast, "chair")
    assert desk.post(f"/cases/{case_id}/restriction", restricted="yes").status_code == 303
    for agency, who in (("police", "police_rep"), ("programme", "programme_worker")):
        form = {"named_agency": str(cast.agencies[agency]), "named": str(cast.members[who])}
        assert desk.post(f"/cases/{case_id}/restriction/named", **form).status_code == 303
    assert Desk(client_of, cast, "health_rep").get(f"/cases/{case_id}").status_code == 404
    for who, seen in (("police_rep", True), ("coordinator", True), ("programme_worker", False)):
        assert ("Restricted" in words(Desk(client_of, cast, who).get(f"/cases/{case_id}"))) is seen, who


def test_protected_rows_are_the_givers_and_the_advocates(cast: Cast) -> None:
    case_id = a_case(cast)
    for who, number in (("police_rep", 2), ("idva", 2), ("council_rep", 0), ("coordinator", 0), ("chair", 0)):
        with working(cast, who) as work:
            assert len(work.all(select(ProtectedDetail.id).where(ProtectedDetail.case_id == case_id))) == number, who


def test_a_quiet_seat_is_said_to_be_there_but_not_named_to_other_seats(client_of: ClientOf, cast: Cast) -> None:
    case_id = a_case(cast)
    shown = {name: words(Desk(client_of, cast, name).get(f"/cases/{case_id}/seats")) for name in OPEN}
    assert "And one agency not named here." in shown["police_rep"]
    assert "Testshire landlord" not in shown["police_rep"]
    for name in ("idva", "coordinator", "chair"):
        assert "not named here" not in shown[name] and "Testshire landlord" in shown[name], name
    assert "not named here" not in shown["landlord_rep"]
