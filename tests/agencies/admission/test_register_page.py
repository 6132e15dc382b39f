"""Members and agencies on screen: agencies, members, roles, the second person, conditions of access."""

import re
from datetime import timedelta
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import Engine
from sqlmodel import Session, select

from marac import clock
from marac.store.people import Account, Agency, Appointment, Marac, Member, Partner
from tests.cast import Cast, open_case
from tests.conftest import ClientOf

ADMINISTRATORS = ("administrator", "coordinator", "police_administrator")
NADIA = {
    "name": "Nadia Quill",
    "job_title": "Detective sergeant",
    "email": "Nadia.Quill@police.example",
    "role": "representative",
    "side": "neither",
}


def path(cast: Cast, name: str, rest: str) -> str:
    return f"/m/{cast.slug}/{cast[name].hat.value}/{rest}"


def get(cast: Cast, client_of: ClientOf, name: str, rest: str) -> Response:
    return client_of(name).get(path(cast, name, rest))


def post(cast: Cast, client_of: ClientOf, name: str, rest: str, /, **typed: Any) -> Response:
    return client_of(name).post(path(cast, name, rest), data=typed)


def in_days(days: int, name: str) -> dict[str, str]:
    day = clock.today() + timedelta(days=days)
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def of_member(cast: Cast, name: str, rest: str = "") -> str:
    return f"members/{cast.members[name]}{rest}"


def of_appointment(cast: Cast, name: str, rest: str) -> str:
    return f"appointments/{cast[name].appointment_id}/{rest}"


def test_the_home_of_an_administrator_is_the_register(cast: Cast, client_of: ClientOf) -> None:
    client = client_of("administrator")
    client.follow_redirects = True
    page = client.get(path(cast, "administrator", ""))
    assert page.url.path == path(cast, "administrator", "agencies")
    for said in ("Testshire police", "Switched on", "Core", "Never yet", "Add an agency"):
        assert said in page.text


def test_an_agencys_administrator_is_shown_their_own_agency_alone(cast: Cast, client_of: ClientOf) -> None:
    answer = get(cast, client_of, "police_administrator", "agencies")
    assert answer.headers["location"].endswith(f"agencies/{cast.agencies['police']}")
    page = get(cast, client_of, "police_administrator", f"agencies/{cast.agencies['police']}")
    assert "Police Rep" in page.text
    assert "Council Rep" not in page.text
    for rest in (f"agencies/{cast.agencies['council']}", of_member(cast, "council_rep")):
        assert get(cast, client_of, "police_administrator", rest).status_code == 404


@pytest.mark.parametrize("name", ["police_rep", "walled_rep", "outsider", "chair", "auditor", "officer", "observer"])
def test_strangers_find_nothing_here(cast: Cast, client_of: ClientOf, name: str) -> None:
    assert get(cast, client_of, name, "agencies").status_code == 403
    assert get(cast, client_of, name, "appointments").status_code == 403
    assert get(cast, client_of, name, "conditions").status_code == 403
    agency, member = f"agencies/{cast.agencies['police']}", of_member(cast, "police_rep")
    for rest in (agency, f"{agency}/members/new", member, f"{member}/change", f"{member}/retirement"):
        assert get(cast, client_of, name, rest).status_code == 404
    deeds = (f"{agency}/members", member, f"{member}/training", f"{member}/retirement", f"{member}/appointments")
    for rest in (*deeds, *(of_appointment(cast, "police_rep", end) for end in ("ending", "deputy", "confirmation"))):
        assert post(cast, client_of, name, rest, **NADIA).status_code == 404


@pytest.mark.parametrize("name", ["coordinator", "police_administrator", "signatory"])
def test_agencies_and_conditions_are_the_administrators_alone(cast: Cast, client_of: ClientOf, name: str) -> None:
    for rest in ("agencies", "conditions"):
        assert post(cast, client_of, name, rest, name="X").status_code == 403
    status = 404 if name == "signatory" else 403
    assert post(cast, client_of, name, f"agencies/{cast.agencies['police']}", name="X").status_code == status


@pytest.mark.parametrize("by", ADMINISTRATORS)
def test_a_member_is_admitted_with_a_role(cast: Cast, client_of: ClientOf, owner: Engine, by: str) -> None:
    agency = f"agencies/{cast.agencies['police']}/members"
    form = get(cast, client_of, by, f"{agency}/new").text
    assert "Ends in @police.example" in form
    assert ("Auditor (a second person confirms)" in form) == (by == "administrator")
    answer = post(cast, client_of, by, agency, **NADIA)
    assert answer.status_code == 303
    page = client_of(by).get(answer.headers["location"]).text
    assert "<title>Member - MARAC</title>" in page
    for said in ("Nadia Quill", "nadia.quill@police.example", "Representative", "In force", "Never yet"):
        assert said in page
    with Session(owner) as session:
        member = session.exec(select(Member).where(Member.name == "Nadia Quill")).one()
        assert session.exec(select(Account).where(Account.member_id == member.id)).one().subject == ""


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"email": "nadia@council.example"}, "Enter an address that ends in @police.example."),
        ({"email": "nadia"}, "Enter a work e-mail address, such as name@agency.example."),
        ({"email": "police.rep@police.example"}, "Somebody has this address already."),
        ({"name": ""}, "Enter their name."),
        ({"role": "auditor"}, "Only the MARAC&#39;s administrator grants or ends this role."),
        ({"role": "emperor"}, "Choose a role."),
        ({"role": "advocate", "side": "perpetrator"}, "An advocate is on the victim&#39;s side."),
        (in_days(-1, "until_on"), "The date cannot be in the past."),
        ({**in_days(5, "from_on"), **in_days(2, "until_on")}, "The last day must not come before the first."),
        (in_days(1, "trained_on"), "The date cannot be in the future."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(
    cast: Cast, client_of: ClientOf, wrong: dict[str, str], said: str
) -> None:
    typed = NADIA | {"job_title": "Sergeant in post"} | wrong
    answer = post(cast, client_of, "police_administrator", f"agencies/{cast.agencies['police']}/members", **typed)
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert answer.text.count(said) == 2
    assert "Sergeant in post" in answer.text


def test_no_provider_no_member(cast: Cast, client_of: ClientOf, owner: Engine) -> None:
    with Session(owner) as session:
        agency = Agency(name="New hostel", short_name="Hostel", kind="voluntary")
        session.add(agency)
        session.flush()
        session.add(Partner(marac_id=cast.marac, agency_id=agency.id))
        session.commit()
        rest = f"agencies/{agency.id}/members"
    assert "Nobody of this agency can sign in yet" in get(cast, client_of, "administrator", f"{rest}/new").text
    answer = post(cast, client_of, "administrator", rest, **NADIA)
    assert (answer.status_code, "has no sign-in provider yet" in answer.text) == (422, True)


def test_a_member_is_changed_trained_and_retired(cast: Cast, client_of: ClientOf) -> None:
    rest = of_member(cast, "walled_rep")
    changed = {"name": "Wallis Rep", "job_title": "Inspector", "email": "wallis@police.example"}
    assert post(cast, client_of, "coordinator", rest, **changed).status_code == 303
    assert post(cast, client_of, "coordinator", f"{rest}/training", **in_days(-30, "trained_on")).status_code == 303
    page = get(cast, client_of, "coordinator", rest).text
    assert "Wallis Rep" in page and "wallis@police.example" in page and "Retire" in page
    there = client_of("walled_rep")
    assert there.get(path(cast, "walled_rep", "work")).status_code == 200
    confirm = get(cast, client_of, "coordinator", f"{rest}/retirement").text
    assert "their roles here end: Representative" in confirm
    assert post(cast, client_of, "coordinator", f"{rest}/retirement").status_code == 303
    assert there.get(path(cast, "walled_rep", "work")).headers["location"].startswith("/sign-in")
    assert "admit them anew there" in get(cast, client_of, "coordinator", rest).text
    agency = get(cast, client_of, "coordinator", f"agencies/{cast.agencies['police']}").text
    assert "Members who have left (1)" in agency


def test_an_address_that_would_hand_a_role_on_is_refused_beside_the_field(cast: Cast, client_of: ClientOf) -> None:
    changed = {"name": "Chair", "job_title": "Inspector in post", "email": "accomplice@police.example"}
    answer = post(cast, client_of, "police_administrator", of_member(cast, "chair"), **changed)
    assert (answer.status_code, answer.text.count("only its administrator changes their address")) == (422, 2)
    assert "Inspector in post" in answer.text
    kept = changed | {"email": "chair@police.example"}
    assert post(cast, client_of, "police_administrator", of_member(cast, "chair"), **kept).status_code == 303


def test_nobody_gives_themselves_a_role_or_retires_themselves(cast: Cast, client_of: ClientOf) -> None:
    rest = of_member(cast, "administrator")
    assert "Nobody appoints themselves" in get(cast, client_of, "administrator", rest).text
    answer = post(cast, client_of, "administrator", f"{rest}/appointments", role="representative")
    assert (answer.status_code, "Nobody appoints themselves" in answer.text) == (422, True)
    assert post(cast, client_of, "administrator", f"{rest}/retirement").status_code == 403
    ending = of_appointment(cast, "administrator", "ending")
    assert post(cast, client_of, "administrator", ending).status_code == 403


def test_an_administrator_proposes_a_chair_and_a_signatory_confirms(cast: Cast, client_of: ClientOf) -> None:
    rest = of_member(cast, "council_rep", "/appointments")
    assert post(cast, client_of, "administrator", rest, role="chair").status_code == 303
    there = client_of("council_rep")
    assert there.get(f"/m/{cast.slug}/chair/meetings").status_code == 404
    assert "Waiting for a second person: 1" in get(cast, client_of, "administrator", "agencies").text
    own = get(cast, client_of, "administrator", "appointments").text
    assert "You proposed this. Somebody else must confirm it." in own
    assert "/confirmation" not in own
    page = get(cast, client_of, "signatory", "appointments").text
    assert "Council Rep" in page and "Administrator" in page
    deed = re.search(r"(appointments/[0-9a-f-]+)/confirmation", page)
    assert deed
    for name in ("administrator", "coordinator", "police_administrator"):
        refused = post(cast, client_of, name, f"{deed[1]}/confirmation").status_code
        assert refused == (404 if name == "police_administrator" else 403)
    assert post(cast, client_of, "signatory", f"{deed[1]}/confirmation").status_code == 303
    assert there.get(f"/m/{cast.slug}/chair/meetings").status_code == 200
    assert post(cast, client_of, "second_administrator", f"{deed[1]}/confirmation").status_code == 403


def test_the_signatory_does_nothing_else(cast: Cast, client_of: ClientOf) -> None:
    for rest in ("ending", "deputy"):
        assert post(cast, client_of, "signatory", of_appointment(cast, "police_rep", rest)).status_code == 404
    assert get(cast, client_of, "signatory", of_member(cast, "police_rep")).status_code == 404


def test_a_deputy_is_named_with_a_last_day(cast: Cast, client_of: ClientOf) -> None:
    rest = of_appointment(cast, "council_rep", "deputy")
    form = get(cast, client_of, "administrator", rest).text
    assert "Contributor" in form and "Health Rep" not in form
    nobody = post(cast, client_of, "administrator", rest, deputy_id=str(cast.members["contributor"]))
    assert (nobody.status_code, "Enter the last day on which the deputy acts." in nobody.text) == (422, True)
    chosen = {"deputy_id": str(cast.members["contributor"]), **in_days(10, "until_on")}
    assert post(cast, client_of, "administrator", rest, **chosen).status_code == 303
    page = get(cast, client_of, "administrator", of_member(cast, "contributor")).text
    assert "Representative (deputy)" in page and "for Council Rep" in page
    stranger = {**chosen, "deputy_id": str(cast.members["health_rep"])}
    refused = post(cast, client_of, "administrator", rest, **stranger)
    assert (refused.status_code, "of the same agency" in refused.text) == (422, True)


def test_a_role_ends_at_once(cast: Cast, client_of: ClientOf) -> None:
    there = client_of("outsider")
    assert there.get(path(cast, "outsider", "work")).status_code == 200
    ending = of_appointment(cast, "outsider", "ending")
    assert post(cast, client_of, "coordinator", ending).status_code == 303
    assert there.get(path(cast, "outsider", "work")).status_code == 404
    assert post(cast, client_of, "coordinator", of_appointment(cast, "chair", "ending")).status_code == 403


def test_an_agency_is_added_as_a_unit_kept_apart_and_changed(cast: Cast, client_of: ClientOf, owner: Engine) -> None:
    unit = {"name": "Testshire vetting unit", "short_name": "Vetting", "kind": "police", "gets_case_data": "true"}
    unit["parent_id"] = str(cast.agencies["police"])
    answer = post(cast, client_of, "administrator", "agencies", **unit)
    assert answer.status_code == 303
    page = client_of("administrator").get(answer.headers["location"]).text
    assert "Unit kept apart from" in page and "Testshire police" in page
    twice = post(cast, client_of, "administrator", "agencies", **unit)
    assert (twice.status_code, "There is an agency of this name already" in twice.text) == (422, True)
    under = post(cast, client_of, "administrator", f"agencies/{cast.agencies['police']}", **unit | {"name": "Police"})
    assert (under.status_code, "Choose an agency from the list." in under.text) == (422, True)
    with Session(owner) as session:
        made = session.exec(select(Agency).where(Agency.name == unit["name"])).one()
    changed = unit | {"core": "true", "kind": "other", "parent_id": ""}
    assert post(cast, client_of, "administrator", f"agencies/{made.id}", **changed).status_code == 303
    with Session(owner) as session:
        assert session.get_one(Agency, made.id).kind == "other"
        assert session.exec(select(Partner).where(Partner.agency_id == made.id)).one().core


def test_conditions_are_set_within_their_limits(cast: Cast, client_of: ClientOf, owner: Engine) -> None:
    wrong = {"idle_minutes": "45", "session_hours": "0", "training_months": "soon", "statement_months": "12"}
    answer = post(cast, client_of, "administrator", "conditions", **wrong)
    assert answer.status_code == 422
    for said in ("minutes as a whole number from 5 to 30", "hours as a whole number from 1 to 12", "months as a whole"):
        assert said in answer.text
    assert 'value="soon"' in answer.text
    right = {"idle_minutes": "15", "session_hours": "10", "training_months": "24", "statement_months": ""}
    saved = post(cast, client_of, "administrator", "conditions", **right)
    assert "Saved." in client_of("administrator").get(saved.headers["location"]).text
    with Session(owner) as session:
        row = session.get_one(Marac, cast.marac)
        assert (row.idle_minutes, row.session_hours, row.training_months, row.statement_months) == (15, 10, 24, None)
    assert client_of("police_rep").get(path(cast, "police_rep", "work")).status_code == 403


def test_no_word_of_any_case_stands_on_these_pages(cast: Cast, client_of: ClientOf) -> None:
    case_id = open_case(cast)
    members = [of_member(cast, name, rest) for name in cast.members for rest in ("", "/change", "/retirement")]
    agencies = [f"agencies/{one}{rest}" for one in cast.agencies.values() for rest in ("", "/change", "/members/new")]
    deputies = [of_appointment(cast, name, "deputy") for name in cast.viewers]
    client = client_of("administrator")
    for rest in ("agencies", "agencies/new", "appointments", "conditions", *members, *agencies, *deputies):
        page = client.get(path(cast, "administrator", rest))
        assert page.status_code == 200, rest
        for canary in ("HERON", "Okafor", "OKAFOR", "Vance", "Lowe", str(case_id)):
            assert canary not in page.text
    for rest in (f"cases/{case_id}", "cases", "actions", "inbox", "minutes"):
        assert "HERON" not in client.get(path(cast, "administrator", rest)).text


def test_members_of_nobodys_partner_are_not_there(cast: Cast, client_of: ClientOf, owner: Engine) -> None:
    with Session(owner) as session:
        elsewhere = Agency(name="Elsewhere housing", short_name="Elsewhere", kind="social-landlord")
        session.add(elsewhere)
        session.flush()
        member = Member(agency_id=elsewhere.id, name="Far Away")
        there = Marac(name="Othershire", slug="othershire")
        session.add_all([member, there])
        session.flush()
        appointment = Appointment(member_id=member.id, marac_id=there.id, role="chair")
        session.add(appointment)
        session.commit()
        rests = (f"agencies/{elsewhere.id}", f"members/{member.id}", f"appointments/{appointment.id}/deputy")
    for rest in rests:
        assert get(cast, client_of, "administrator", rest).status_code == 404
