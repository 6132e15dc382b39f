"""An agency's own record as a file: for a lawful reason, with no word of any case, and no formula in it."""

import csv
from io import StringIO

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from marac import clock
from marac.cases.models import Case
from marac.oversight import export
from marac.oversight.export import COLUMNS, GENERAL, PART_3, plain
from marac.store.audit import AuditEvent
from marac.store.people import Agency, Member
from marac.store.work import open_work
from marac.verbs import Operation, Verb
from tests.agenda.minuted import WORDS
from tests.agenda.test_minutes import issued
from tests.cast import Cast, open_case
from tests.conftest import ClientOf


def address(cast: Cast, **asked: str) -> str:
    today = str(clock.today())
    query = {"since": "2020-01-01", "until": today, "reason": "lawfulness", **asked}
    said = "&".join(f"{name}={value}" for name, value in query.items() if value)
    return f"/m/{cast.slug}/data-protection-officer/ledger/export?{said}"


def rows(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text[1:])))


def test_the_file_holds_what_a_log_must_establish_and_no_content(cast: Cast, client_of: ClientOf) -> None:
    issued(cast)
    answer = client_of("officer").get(address(cast))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].startswith('attachment; filename="ledger-2020-01-01-to-')
    note, head, *events = rows(answer.text)
    assert "Articles 5(2) and 30" in note[0]
    assert tuple(head) == COLUMNS
    assert {row[11] for row in events} == {GENERAL}
    assert {row[5] for row in events} >= {"disclosure", "collection"}
    assert ["issued minutes" in row[6] for row in events].count(True) >= 1
    assert all(row[0] and row[1] and row[2] for row in events)
    assert not [words for words in [*WORDS, "Okafor", "OKAFOR", "Vance", "HERON"] if words in answer.text]
    other = ["Health Rep", "Idva"]
    assert not [row for row in events if row[2] in other]


def test_a_competent_authority_is_told_what_part_3_lets_it_be_used_for(
    cast: Cast, client_of: ClientOf, owner: Engine
) -> None:
    open_case(cast)
    with Session(owner) as session:
        agency = session.get_one(Agency, cast.agencies["council"])
        agency.competent_authority = True
        session.add(agency)
        session.commit()
    note, _, *events = rows(client_of("officer").get(address(cast)).text)
    assert "section 62(4)" in note[0]
    assert {row[11] for row in events} == {PART_3}


def test_it_is_a_disclosure_on_the_record_with_its_reason(cast: Cast, client_of: ClientOf) -> None:
    client_of("officer").get(address(cast, reason="commissioner"))
    with open_work(cast.store, cast["officer"]) as work:
        told = [event for event in work.all(select(AuditEvent)) if event.verb is Verb.LEDGER_EXPORTED]
    assert [(event.operation, event.reason) for event in told] == [(Operation.DISCLOSURE, "commissioner")]
    assert {"member": str(cast.members["officer"])} in told[0].recipients


WRONG: list[tuple[dict[str, str], str]] = [
    ({"reason": ""}, "Say why you need it as a file."),
    ({"reason": "for-the-meeting"}, "Say why you need it as a file."),
    ({"since": "yesterday"}, "Enter a date as year-month-day"),
    ({"since": ""}, "Enter the first day"),
    ({"until": "2019-01-01"}, "a last day that is not before the first"),
]


def test_what_is_missing_is_asked_for(cast: Cast, client_of: ClientOf) -> None:
    officer = client_of("officer")
    for asked, said in WRONG:
        answer = officer.get(address(cast, **asked))
        assert answer.status_code == 422, asked
        assert said in answer.text
    with open_work(cast.store, cast["officer"]) as work:
        assert not [event for event in work.all(select(AuditEvent)) if event.verb is Verb.LEDGER_EXPORTED]


def test_too_much_is_exported_in_parts(cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch) -> None:
    open_case(cast)
    monkeypatch.setattr(export, "MOST", 0)
    answer = client_of("officer").get(address(cast))
    assert answer.status_code == 422
    assert "more than 0 events. Choose a shorter period." in answer.text


def test_the_form_is_there_first(cast: Cast, client_of: ClientOf) -> None:
    page = client_of("officer").get(f"/m/{cast.slug}/data-protection-officer/ledger/export")
    assert page.status_code == 200
    assert "The Information Commissioner asked for it" in page.text


def test_nobody_else_exports_it(cast: Cast, client_of: ClientOf) -> None:
    for name, hat in (("auditor", "auditor"), ("council_rep", "representative"), ("chair", "chair")):
        answer = client_of(name).get(address(cast).replace("data-protection-officer", hat))
        assert answer.status_code == 403, name
        assert "Only an agency&#39;s data protection officer exports its record." in answer.text


def test_no_cell_is_a_formula(cast: Cast, client_of: ClientOf, owner: Engine) -> None:
    open_case(cast)
    with Session(owner) as session:
        member = session.get_one(Member, cast.members["council_rep"])
        member.name = '=HYPERLINK("x")'
        session.add(member)
        session.commit()
    with open_work(cast.store, cast["council_rep"]) as work:
        work.log(Verb.CASE_OPENED, work.find(Case, cast.cases["HERON"]))
    cells = [cell for row in rows(client_of("officer").get(address(cast)).text) for cell in row]
    assert '\'=HYPERLINK("x")' in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert [plain(cell) for cell in ("=1", "+1", "-1", "@a", "a=1", "")] == ["'=1", "'+1", "'-1", "'@a", "a=1", ""]
