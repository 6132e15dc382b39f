"""The pages about where and how somebody can be found, and what they never show."""

import pytest
from sqlmodel import select

from marac.cases.models import Detail, ProtectedDetail
from marac.store.audit import AuditEvent
from marac.store.work import open_work
from marac.verbs import Verb
from tests.cases.refer_visit import Visit, words
from tests.cast import Cast
from tests.conftest import ClientOf

KNOWN = {"known": "yes", "refuge": "no", "confirmed": "yes", "address": "home-address"}
NUMBER = "07700 900123"


@pytest.fixture
def visit(client_of: ClientOf, cast: Cast) -> Visit:
    return Visit.of(client_of("council_rep"), cast).start()


@pytest.fixture
def victim(visit: Visit) -> str:
    return visit.add("victim", surname="Okafor", forenames="Sam", search="yes")


def test_an_address_known_and_confirmed_is_shown(visit: Visit, victim: str) -> None:
    answer = visit.post(
        f"{victim}/details/add/home-address", {**KNOWN, "value": "1 Nowhere Row", "postcode": "ZZ1 1ZZ"}
    )
    assert answer.headers["location"].endswith(victim)
    assert "1 Nowhere Row, ZZ1 1ZZ May be searched" in words(visit.get(victim))
    assert "1 Nowhere Row" in words(visit.get("check"))


@pytest.mark.parametrize("left_out", ["known", "refuge"])
def test_an_address_not_known_for_sure_is_protected_and_never_listed(visit: Visit, victim: str, left_out: str) -> None:
    typed = {name: value for name, value in KNOWN.items() if name != left_out}
    answer = visit.post(f"{victim}/details/add/home-address", {**typed, "value": "1 Nowhere Row"})
    assert "/protected/" in answer.headers["location"]
    for page in (victim, "check", "", answer.headers["location"]):
        assert "Nowhere Row" not in visit.get(page).text, page
    assert "Home address Protected" in words(visit.get(victim))


def test_a_number_is_opened_one_at_a_time_and_recorded(visit: Visit, victim: str, cast: Cast) -> None:
    typed = {"value": NUMBER, "audience": [str(cast.agencies["health"])]}
    page = visit.post(f"{victim}/details/add/phone", typed).headers["location"]
    assert NUMBER not in visit.get(page).text and "your agency, the advocate, health" in words(visit.get(page))
    shown = visit.client.post(f"{page}/open")
    assert shown.status_code == 200 and NUMBER in shown.text and "is on the record" in words(shown)
    visit.add("child", unknown="yes")
    visit.post("topics/criteria", {"criteria": "repeat"})
    visit.send()
    with open_work(cast.store, cast["auditor"]) as work:
        events = work.all(select(AuditEvent).where(AuditEvent.verb == Verb.DETAIL_OPENED))
        assert len(events) == 1 and NUMBER not in str(events[0].items)


def test_a_protected_detail_is_replaced_or_left(visit: Visit, victim: str, cast: Cast) -> None:
    page = visit.post(f"{victim}/details/add/phone", {"value": NUMBER}).headers["location"]
    assert visit.post(page, {"value": "", "audience": [str(cast.agencies["health"])]}).status_code == 303
    assert NUMBER in visit.client.post(f"{page}/open").text
    version = visit.get(page).text.split('name="version" value="')[1].split('"')[0]
    assert visit.post(page, {"value": "07700 900124"}, version=version).status_code == 303
    late = visit.post(page, {"value": "07700 900125"}, version=version)
    assert late.status_code == 409 and "07700 900125" in late.text and "07700 900124" not in late.text
    assert visit.client.post(f"{page}/remove").status_code == 303
    with open_work(cast.store, cast["council_rep"]) as work:
        assert work.all(select(ProtectedDetail)) == []


def test_no_agency_of_the_perpetrators_side_can_be_named(visit: Visit, victim: str, cast: Cast) -> None:
    typed = {"value": NUMBER, "audience": [str(cast.agencies["programme"])]}
    assert str(cast.agencies["programme"]) not in visit.get(f"{victim}/details/add/phone").text
    assert visit.post(f"{victim}/details/add/phone", typed).status_code == 422


def test_an_address_is_changed_and_moves_over_when_it_must(visit: Visit, victim: str, cast: Cast) -> None:
    visit.post(f"{victim}/details/add/home-address", {**KNOWN, "value": "1 Nowhere Row"})
    detail = visit.links(victim, "details")[0]
    assert visit.post(detail, {**KNOWN, "value": "2 Nowhere Row", "address": "former-address"}).status_code == 303
    assert "Former address 2 Nowhere Row" in words(visit.get(victim))
    answer = visit.post(detail, {**KNOWN, "value": "2 Nowhere Row", "known": "no"})
    assert "/protected/" in answer.headers["location"]
    with open_work(cast.store, cast["council_rep"]) as work:
        assert work.all(select(Detail)) == []


def test_the_perpetrators_own_address_asks_no_more(visit: Visit) -> None:
    person = visit.add("perpetrator", surname="Vance")
    page = words(visit.get(f"{person}/details/add/home-address"))
    assert "Does the perpetrator know it?" not in page and "Which other agencies" not in page
    visit.post(f"{person}/details/add/home-address", {"value": "9 Nowhere Row", "address": "home-address"})
    assert "9 Nowhere Row May be searched" in words(visit.get(person))
    detail = visit.links(person, "details")[0]
    assert visit.client.post(visit.at(f"{detail}/remove")).status_code == 303
    assert "9 Nowhere Row" not in words(visit.get(person))


def test_a_kind_of_detail_that_is_not_asked_does_not_exist(visit: Visit, victim: str) -> None:
    assert visit.get(f"{victim}/details/add/nonsense").status_code == 404
    person = visit.add("perpetrator", surname="Vance")
    assert visit.get(f"{person}/details/add/school").status_code == 404


def test_an_empty_detail_is_refused(visit: Visit, victim: str) -> None:
    answer = visit.post(f"{victim}/details/add/email", {"known": "yes"})
    assert answer.status_code == 422 and "Enter it, or go back" in words(answer)
