"""The guardian's pages: cases by code, their own agency's lines with words and decision, the form of the decision."""

from uuid import UUID

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from agencies.models import Line
from agencies.operations.decisions import decide
from marac.cases.models import Case
from marac.verbs import Verb
from marac.vocabulary import ALLOWED, CaseStatus, Hat, Sharing
from tests.agencies.guardians import guardian, joined
from tests.agencies.scene import line, working
from tests.agencies.test_lines_page import sharing_of, shown
from tests.cast import Cast, open_case
from tests.conftest import ClientOf

HAT = "caldicott-guardian"


@pytest.fixture
def cast(cast: Cast) -> Cast:
    return joined(cast)


@pytest.fixture
def name(cast: Cast, owner: Engine) -> str:
    return guardian(owner, cast)


@pytest.fixture
def client(client_of: ClientOf, name: str) -> TestClient:
    return client_of(name)


def room(cast: Cast, case_id: UUID | None = None) -> str:
    return f"/m/{cast.slug}/{HAT}/own-lines" + (f"/{case_id}" if case_id else "")


def test_they_begin_at_the_list_and_it_says_when_it_is_empty(client: TestClient, cast: Cast) -> None:
    home = client.get(f"/m/{cast.slug}/{HAT}/")
    assert home.headers["location"].endswith(room(cast))
    assert "Your agency holds no lines on any case" in client.get(room(cast)).text
    open_case(cast)
    assert "HERON" not in client.get(room(cast)).text  # seated, and nothing held


def test_the_list_names_cases_by_code_alone(client: TestClient, cast: Cast) -> None:
    case_id = open_case(cast)
    line(cast, "council_rep", case_id, "Rent arrears")
    page = client.get(room(cast)).text
    assert "HERON" in page
    assert "1 line waits for a decision." in page
    for word in ("Okafor", "OKAFOR", "Rent arrears"):
        assert word not in page


def test_a_case_shows_their_own_lines_and_no_name(client: TestClient, cast: Cast) -> None:
    case_id = open_case(cast)
    line(cast, "council_rep", case_id, "Rent arrears")
    theirs = line(cast, "police_rep", case_id, "Called out twice")
    with working(cast, "police_rep") as work:
        decide(work, work.find(Line, theirs), Sharing.SEATED)
    page = client.get(room(cast, case_id)).text
    for word in ("Rent arrears", "case notes", "Fact", "2 agencies and one not named here"):
        assert word in page
    for word in ("Called out twice", "Okafor", "OKAFOR", "Vance", "never-write", "landlord"):
        assert word not in page


def test_they_look_first_and_save_second_as_representatives_do(client: TestClient, cast: Cast, name: str) -> None:
    case_id = open_case(cast)
    mine = line(cast, "council_rep", case_id, "Rent arrears")
    path = f"/m/{cast.slug}/{HAT}/cases/{case_id}/lines/{mine}"
    page = client.get(path).text
    assert "Who learns of this line?" in page
    assert "Correct the words" not in page
    typed = {"sharing": "named", "named": str(cast.agencies["new_era"]), "version": "1"}
    page = client.post(f"{path}/decision", data=typed | {"step": "look"}).text
    assert "<strong>1 agency will see this:</strong>" in page
    answer = client.post(f"{path}/decision", data=typed | {"shown": shown(page)})
    assert answer.status_code == 303
    assert sharing_of(cast, mine) is Sharing.NAMED
    page = client.get(answer.headers["location"]).text
    assert "recorded as yours, as Caldicott guardian" in page
    assert "Testshire new_era" in page
    assert client.post(f"{path}/decision", data=typed | {"shown": shown(page)}).status_code == 422
    assert client.post(f"{path}/correction", data={"text": "Others", "version": "2"}).status_code == 403


def test_nobody_else_opens_the_room(client_of: ClientOf, cast: Cast, owner: Engine, name: str) -> None:
    case_id = open_case(cast)
    mine = line(cast, "council_rep", case_id, "Rent arrears")
    for other in ("police", "fire"):
        stranger = client_of(guardian(owner, cast, other))
        for path in (room(cast, case_id), f"/m/{cast.slug}/{HAT}/cases/{case_id}/lines/{mine}"):
            assert stranger.get(path).status_code == 404
        assert "HERON" not in stranger.get(room(cast)).text
    for other in ("council_rep", "chair", "auditor", "officer", "outsider"):
        hat = cast[other].hat
        client = client_of(other)
        known = hat not in {Hat.DATA_PROTECTION_OFFICER} and other != "outsider"
        assert client.get(f"/m/{cast.slug}/{hat}/own-lines").status_code == 403
        answer = client.get(f"/m/{cast.slug}/{hat}/own-lines/{case_id}")
        assert answer.status_code == (403 if known else 404), other


def test_the_rest_of_the_file_is_not_theirs(client: TestClient, cast: Cast) -> None:
    case_id = open_case(cast)
    line(cast, "council_rep", case_id, "Rent arrears")
    for rest in ("", "/people", "/referral", "/research", "/lines", "/actions", "/seats", "/walls", "/opened"):
        answer = client.get(f"/m/{cast.slug}/{HAT}/cases/{case_id}{rest}")
        assert answer.status_code == 403, rest
        assert "OKAFOR" not in answer.text


def test_in_a_closed_case_there_is_nothing_to_decide(client: TestClient, cast: Cast) -> None:
    case_id = open_case(cast)
    mine = line(cast, "council_rep", case_id, "Rent arrears")
    with working(cast, "coordinator") as work:
        case = work.find(Case, case_id)
        work.require(ALLOWED, case)
        case.status = CaseStatus.CLOSED
        work.log(Verb.REFERRAL_TRIAGED, case)
    page = client.get(room(cast, case_id)).text
    assert "This case is closed: its lines stay as they are." in page
    assert "Decide" not in page
    path = f"/m/{cast.slug}/{HAT}/cases/{case_id}/lines/{mine}"
    assert client.get(path).headers["location"].endswith(room(cast, case_id))
    assert client.post(f"{path}/decision", data={"sharing": "seated", "version": "1"}).status_code == 403
