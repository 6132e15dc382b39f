"""The pages about somebody in a referral: names, dates, details, and what is never shown."""

import pytest
from sqlmodel import select

from marac.cases.models import Case, PersonName
from marac.cases.operations.triage import triage
from marac.proceedings import Triage
from marac.store.work import open_work
from tests.cases.refer_visit import Visit, words
from tests.cast import Cast
from tests.conftest import ClientOf


@pytest.fixture
def visit(client_of: ClientOf, cast: Cast) -> Visit:
    return Visit.of(client_of("council_rep"), cast).start()


@pytest.fixture
def victim(visit: Visit) -> str:
    return visit.add("victim", surname="Okafor", forenames="Sam", search="yes")


def test_the_victims_page_is_asked_for_first_and_then_shown(visit: Visit) -> None:
    asked = visit.get("topics/victim")
    assert asked.url.path.endswith("/people/add/victim")
    visit.add("victim", surname="Okafor", forenames="Sam")
    assert "OKAFOR, Sam" in words(visit.get("topics/victim"))
    answer = visit.client.post(visit.at("topics/victim"), data={})
    assert answer.headers["location"].endswith("/topics/perpetrators")
    assert "1 of 14 topics completed" in words(visit.get())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Enter a surname or forenames"),
        ({"surname": "Okafor", "unknown": "yes"}, "not both"),
        ({"surname": "x" * 201}, "must be 200 characters or fewer"),
        ({"surname": "a\x00"}, "hidden character"),
        ({"surname": "Okafor", "search": "perhaps"}, "Choose one of the answers"),
    ],
)
def test_somebody_is_added_by_a_name_or_by_none(visit: Visit, typed: dict[str, str], said: str) -> None:
    answer = visit.post("people/add/victim", typed)
    assert answer.status_code == 422 and said in words(answer)


def test_there_is_no_second_victim(visit: Visit, victim: str) -> None:
    assert visit.get("people/add/victim").status_code == 403
    answer = visit.client.post(visit.at("people/add/victim"), data={"surname": "Two"})
    assert answer.status_code == 403 and "one victim" in words(answer)


def test_several_perpetrators_are_numbered_and_not_named_in_titles(visit: Visit) -> None:
    visit.add("perpetrator", surname="Vance")
    second = visit.add("perpetrator", unknown="yes")
    listed = words(visit.get("topics/perpetrators"))
    assert "Perpetrator 1" in listed and "VANCE" in listed and "Name not known" in listed
    page = visit.get(second).text
    assert "<title>Perpetrator 2 - MARAC</title>" in page


def test_markup_in_a_name_is_text(visit: Visit) -> None:
    person = visit.add("victim", surname="<script>alert(1)</script>")
    assert "<script>alert" not in visit.get(person).text
    assert "&lt;SCRIPT&gt;" in visit.get(person).text


def test_names_are_added_changed_and_removed(visit: Visit, victim: str) -> None:
    visit.post(f"{victim}/names/add", {"surname": "Ocafor", "kind": "alias", "search": "yes"})
    assert "OCAFOR" in words(visit.get(victim))
    first, second = sorted(set(visit.links(victim, "names")))
    wanted = next(name for name in (first, second) if "Ocafor" in visit.get(name).text)
    visit.post(wanted, {"surname": "Okofor", "kind": "alias", "search": "no"})
    shown = words(visit.get(victim))
    assert "OKOFOR" in shown and "OCAFOR" not in shown and "Seen by your agency and the advocate" in shown
    assert visit.client.post(visit.at(f"{wanted}/remove")).status_code == 303
    assert "OKOFOR" not in words(visit.get(victim))


def test_a_name_changed_in_two_tabs_is_not_overwritten(visit: Visit, victim: str) -> None:
    name = visit.links(victim, "names")[0]
    version = visit.get(name).text.split('name="version" value="')[1].split('"')[0]
    typed = {"forenames": "Sam", "kind": "name", "search": "yes", "version": version}
    assert visit.post(name, {**typed, "surname": "First"}).status_code == 303
    late = visit.post(name, {**typed, "surname": "Second"})
    assert late.status_code == 409 and "What stands now" in words(late) and 'value="Second"' in late.text


def test_a_new_name_starts_protected_even_when_ticked_otherwise(visit: Visit, victim: str, cast: Cast) -> None:
    page = visit.get(f"{victim}/names/add-new")
    assert "A new name starts protected" in words(page)
    visit.post(f"{victim}/names/add", {"surname": "Grey", "kind": "new-name", "search": "yes"})
    with open_work(cast.store, cast["council_rep"]) as work:
        kept = {name.surname: name.searchable for name in work.all(select(PersonName))}
    assert kept == {"Okafor": True, "Grey": False}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Enter a date of birth, or the year"),
        ({"born_on-day": "1", "born_on-month": "1", "born_on-year": "2099"}, "today or in the past"),
        ({"born_on-day": "31", "born_on-month": "2", "born_on-year": "1990"}, "must be a real date"),
        ({"year": "1800"}, "The year must be from 1900"),
        ({"year": "1990", "born_on-day": "1", "born_on-month": "1", "born_on-year": "1990"}, "not both"),
    ],
)
def test_a_date_of_birth_must_be_one(visit: Visit, victim: str, typed: dict[str, str], said: str) -> None:
    answer = visit.post(f"{victim}/dates/add", typed)
    assert answer.status_code == 422 and said in words(answer)


def test_there_may_be_several_dates_of_birth_or_a_year(visit: Visit, victim: str) -> None:
    visit.post(f"{victim}/dates/add", {"born_on-day": "3", "born_on-month": "2", "born_on-year": "1990"})
    visit.post(f"{victim}/dates/add", {"year": "1991"})
    assert "3 February 1990" in words(visit.get(victim)) and "1991" in words(visit.get(victim))
    date = visit.links(victim, "dates")[0]
    visit.post(date, {"year": "1989", "search": "no"})
    assert "1989" in words(visit.get(victim))
    assert visit.client.post(visit.at(f"{date}/remove")).status_code == 303
    assert "1989" not in words(visit.get(victim))


def test_the_victim_as_perpetrator_is_told_at_the_field(visit: Visit, victim: str) -> None:
    born = {"born_on-day": "3", "born_on-month": "2", "born_on-year": "1990"}
    visit.post(f"{victim}/dates/add", born)
    other = visit.add("perpetrator", surname="OKAFOR", forenames="sam")
    answer = visit.post(f"{other}/dates/add", born)
    assert answer.status_code == 422 and "cannot have the same name and date of birth" in words(answer)
    assert "check that they are two people" in words(visit.get("check"))


def test_particulars_are_kept_and_shown(visit: Visit, victim: str) -> None:
    assert visit.post(f"{victim}/particulars", {"pregnant": "no", "kind_of_work": "Builder"}).status_code == 303
    assert "Kind of work Builder" in words(visit.get(victim))
    late = visit.post(f"{victim}/particulars", {"kind_of_work": "Baker"}, version="0")
    assert late.status_code == 409 and "Builder" in words(late)
    wrong = visit.post(f"{victim}/particulars", {"pregnant": "yes", "due_date-day": "1"})
    assert wrong.status_code == 422


def test_somebody_is_removed_after_being_asked(visit: Visit, victim: str) -> None:
    child = visit.add("child", surname="Lowe")
    assert "cannot be undone" in words(visit.get(f"{child}/remove"))
    answer = visit.client.post(visit.at(f"{child}/remove"))
    assert answer.headers["location"].endswith("/topics/children")
    assert visit.get(child).status_code == 404
    assert visit.client.post(visit.at(f"{victim}/remove")).headers["location"] == visit.case


def test_from_the_answers_a_persons_pages_lead_back_to_them(visit: Visit, victim: str) -> None:
    page = visit.get(f"{victim}?from=check").text
    assert "Back to check answers" in page and f"{visit.at(victim)}/names/add?from=check" in page
    answer = visit.post(f"{victim}/names/add?from=check", {"surname": "Ocafor", "kind": "alias"})
    assert answer.headers["location"].endswith(f"{victim}?from=check")


def test_what_was_sent_is_changed_but_not_removed(visit: Visit, victim: str, cast: Cast) -> None:
    visit.post("topics/criteria", {"criteria": "repeat"})
    visit.send()
    with open_work(cast.store, cast["coordinator"]) as work:
        triage(work, work.all(select(Case))[0], Triage.MORE_INFORMATION, "More")
    page = visit.get(victim)
    assert "stays on the record" in words(page) and "Remove" not in words(page)
    name = visit.links(victim, "names")[0]
    assert visit.client.post(visit.at(f"{name}/remove")).status_code == 403
    assert visit.get(f"{victim}/remove").status_code == 403
    assert visit.post(name, {"surname": "Okofor", "kind": "name", "search": "yes"}).status_code == 303
    assert "OKOFOR" in words(visit.get(victim))
