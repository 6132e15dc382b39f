"""Checking the answers, sending them, the receipt; and who finds nothing there."""

from uuid import uuid4

import pytest
from sqlmodel import select

from marac.cases.models import Case
from marac.cases.operations.triage import triage
from marac.proceedings import Triage
from marac.store.work import open_work
from marac.vocabulary import CaseStatus
from tests.cases.refer_visit import Visit, words
from tests.cast import Cast
from tests.conftest import ClientOf


@pytest.fixture
def visit(client_of: ClientOf, cast: Cast) -> Visit:
    return Visit.of(client_of("council_rep"), cast).start()


def ready(visit: Visit) -> None:
    visit.add("victim", surname="Okafor", forenames="Sam")
    assert visit.post("topics/criteria", {"criteria": "repeat"}).status_code == 303


def test_a_half_empty_referral_says_what_is_missing_and_can_be_sent(visit: Visit) -> None:
    shown = words(visit.get("check"))
    assert "Give the victim's name, or say that it is not known." in shown
    visit.add("victim", unknown="yes")
    assert "Tick at least one reason" in words(visit.get("check"))
    visit.post("topics/criteria", {"criteria": "repeat"})
    shown = words(visit.get("check"))
    for gap in ("What happened, and why now", "The victim's name", "A perpetrator", "24 of 24 questions"):
        assert gap in shown
    receipt = visit.send()
    assert "Referral sent" in words(receipt) and "What happens next" in words(receipt)


def test_the_receipt_has_a_reference_and_no_names(visit: Visit) -> None:
    ready(visit)
    receipt = visit.send()
    assert receipt.url.path.endswith("/receipt")
    assert "okafor" not in receipt.text.lower()
    assert "Testshire new_era can see the case" in words(receipt)
    assert "OKAFOR, Sam" in words(visit.get("check"))


def test_sending_twice_shows_the_one_receipt(visit: Visit) -> None:
    ready(visit)
    visit.send()
    again = visit.client.post(visit.at("submit"), data={"version": "1"})
    assert again.headers["location"].endswith("/receipt")


def test_what_changed_in_another_tab_is_checked_again_before_sending(visit: Visit) -> None:
    ready(visit)
    answer = visit.client.post(visit.at("submit"), data={"version": "1"})
    assert answer.status_code == 409 and "Something was changed in another tab" in words(answer)
    assert "Draft" in words(visit.get(visit.root))


@pytest.mark.parametrize("version", ["", "x", "²", "-1"])
def test_a_nonsense_version_sends_nothing(visit: Visit, version: str) -> None:
    ready(visit)
    assert visit.client.post(visit.at("submit"), data={"version": version}).status_code == 409


def test_from_the_answers_one_goes_to_a_page_and_back(visit: Visit) -> None:
    ready(visit)
    shown = visit.get("check").text
    assert f'href="{visit.case}/topics/grounds?from=check"' in shown
    page = visit.get("topics/grounds?from=check").text
    assert f'href="{visit.case}/check?from=check"' in page and "Save and check answers" in page
    answer = visit.post("topics/grounds?from=check", {"what_happened": "It"})
    assert answer.headers["location"].startswith(f"{visit.case}/check")


def test_a_sent_referral_is_read_only_until_more_is_asked(visit: Visit, cast: Cast) -> None:
    ready(visit)
    visit.send()
    assert visit.get().url.path.endswith("/receipt")
    for path in ("topics/grounds", "risk/1", "people/add/child"):
        answer = visit.get(path)
        assert answer.status_code == 403 and "This referral has been sent" in words(answer)
    assert visit.client.post(visit.at("topics/grounds"), data={"what_happened": "x"}).status_code == 403
    assert "What you sent" in words(visit.get("check"))
    with open_work(cast.store, cast["coordinator"]) as work:
        case = work.all(select(Case))[0]
        triage(work, case, Triage.MORE_INFORMATION, "Who else lives there?")
    assert "Who else lives there?" in words(visit.get(visit.root))
    assert "Who else lives there?" in words(visit.get())
    assert visit.post("topics/grounds", {"what_happened": "It"}).status_code == 303
    assert "Referral sent" in words(visit.send())
    with open_work(cast.store, cast["coordinator"]) as work:
        assert work.all(select(Case))[0].status is CaseStatus.REFERRED


@pytest.mark.parametrize("stranger", ["walled_rep", "outsider", "idva", "nobody"])
def test_strangers_find_no_draft(visit: Visit, client_of: ClientOf, cast: Cast, stranger: str) -> None:
    person = visit.add("victim", surname="Okafor")
    hat = "advocate" if stranger == "idva" else "representative"
    case = visit.case.replace("/representative/", f"/{hat}/")
    wanted, answered = (303, 401) if stranger == "nobody" else (404, 404)  # what the signed-out typed is given back
    for path in ("", "topics/grounds", "risk/1", person, f"{person}/names/add", "check", "receipt"):
        assert client_of(stranger).get(f"{case}/{path}" if path else case).status_code == wanted, path
    for path in ("topics/grounds", "risk/1", f"{person}/remove", "submit"):
        assert client_of(stranger).post(f"{case}/{path}", data={"version": "0"}).status_code == answered, path


@pytest.mark.parametrize("who", ["chair", "auditor", "officer", "administrator", "observer", "programme_worker"])
def test_others_are_told_why_they_do_not_refer(client_of: ClientOf, cast: Cast, who: str) -> None:
    hat = cast[who].hat.value
    answer = client_of(who).get(f"/m/{cast.slug}/{hat}/refer")
    assert answer.status_code == 403 and "refer" in words(answer)
    assert client_of(who).post(f"/m/{cast.slug}/{hat}/refer/start").status_code == 403


def test_a_row_of_another_case_does_not_exist_here(visit: Visit, client_of: ClientOf, cast: Cast) -> None:
    other = Visit.of(visit.client, cast).start()
    person = other.add("victim", surname="Grey")
    assert visit.get(person).status_code == 404
    assert visit.get(f"people/{uuid4()}").status_code == 404
    assert visit.get("topics/nonsense").status_code == 404
    assert visit.get("risk/7").status_code == 404
    assert visit.get("people/add/nonsense").status_code == 404


def test_the_coordinator_takes_down_who_gave_it(client_of: ClientOf, cast: Cast) -> None:
    visit = Visit.of(client_of("coordinator"), cast, "coordinator")
    empty = visit.client.post(f"{visit.root}/start", data={})
    assert empty.status_code == 422 and "Which agency is the caller from?" in words(empty)
    visit.start(agency=str(cast.agencies["health"]), taken_from="Dr Ito, surgery, 01632 960001")
    person = visit.add("victim", surname="Okafor")
    shown = words(visit.get(person))
    assert "Ask the caller to give it to the advocate" in shown and "Add a telephone number" not in shown
    visit.post("topics/criteria", {"criteria": "repeat"})
    assert "Read it back to the caller" in words(visit.get("check"))
    assert "Referral sent" in words(visit.send())
