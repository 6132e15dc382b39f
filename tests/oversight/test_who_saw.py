"""Who saw one item, and why they could: replayed from the rule, the seat and the decision of that moment."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from agencies.models import Line
from agencies.operations.lines import decide, record_line
from marac import clock
from marac.cases.models import Case, ProtectedDetail
from marac.cases.operations.seats import end_seat, raise_wall
from marac.store.seats import Seat
from marac.store.work import open_work
from marac.vocabulary import NotFound, Sharing
from tests.agenda.minuted import minuted
from tests.cast import Cast, open_case
from tests.conftest import ClientOf


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def a_line(cast: Cast, sharing: Sharing, **more: object) -> UUID:
    case_id = open_case(cast)
    with open_work(cast.store, cast["council_rep"]) as work:
        line = record_line(work, work.find(Case, case_id), "Rent arrears", source="case notes")
        decide(work, line, sharing, **more)  # type: ignore[arg-type]
        return line.id


def read(cast: Cast, name: str, line_id: UUID) -> None:
    with open_work(cast.store, cast[name]) as work:
        assert work.find(Line, line_id).text
        work.log_openings()


def test_case_to_item_to_answer(cast: Cast, client_of: ClientOf) -> None:
    made = minuted(cast)
    with open_work(cast.store, cast["idva"]) as work:
        phone = work.all(select(ProtectedDetail))[0]
        phone_id = phone.id
    client_of("idva").post(f"/m/{cast.slug}/advocate/cases/{made.case}/details/{phone_id}")
    auditor = client_of("auditor")
    cases = auditor.get(f"/m/{cast.slug}/auditor/ledger/cases").text
    assert f"/ledger/cases/{made.case}" in cases
    page = auditor.get(f"/m/{cast.slug}/auditor/ledger/cases/{made.case}").text
    assert "Victim&#39;s phone, protected" in page
    assert "Never on paper" in page
    assert "Line B2" in page
    answer = text_of(auditor.get(f"/m/{cast.slug}/auditor/ledger/{phone_id}").text)
    assert "HERON: victim&#39;s phone, protected" in answer
    assert "No. A protected detail can stand in no PDF" in answer
    assert "07700" not in answer + page


@pytest.mark.parametrize(
    ("sharing", "reader", "rule"),
    [
        (Sharing.SEATED, "police_rep", "S2, S8"),
        (Sharing.NAMED, "police_rep", "S8"),
        (Sharing.SEATED, "chair", "S8, S9"),
    ],
)
def test_a_reading_is_explained_by_rule_seat_and_decision(
    cast: Cast, client_of: ClientOf, sharing: Sharing, reader: str, rule: str
) -> None:
    line_id = a_line(cast, sharing, named=[cast.agencies["police"]])
    read(cast, reader, line_id)
    page = client_of("auditor").get(f"/m/{cast.slug}/auditor/ledger/{line_id}").text
    assert f"<strong>{rule}</strong>" in page
    assert "Cannot be explained" not in page
    said = text_of(page)
    assert "Council Rep, council decided who may see it: " in said
    assert ("Case seat from" in said) is (reader != "chair")
    assert ("Chair from" in said) is (reader == "chair")


def test_it_is_explained_as_it_stood_then_and_not_as_it_stands_now(cast: Cast, client_of: ClientOf) -> None:
    line_id = a_line(cast, Sharing.SEATED)
    read(cast, "police_rep", line_id)
    with clock.at(clock.now() + timedelta(minutes=5)), open_work(cast.store, cast["coordinator"]) as work:
        seat = work.all(select(Seat).where(Seat.agency_id == cast.agencies["police"]))[0]
        end_seat(work, seat)
    with clock.at(clock.now() + timedelta(minutes=6)), open_work(cast.store, cast["council_rep"]) as work:
        decide(work, work.find(Line, line_id), Sharing.PRIVATE)
    with clock.at(clock.now() + timedelta(minutes=7)):
        page = client_of("auditor").get(f"/m/{cast.slug}/auditor/ledger/{line_id}").text
    assert "<strong>S2, S8</strong>" in page
    assert "Cannot be explained" not in page


def test_what_no_rule_explains_is_said_to_be_so(cast: Cast, client_of: ClientOf) -> None:
    """A reading that the rules would not have allowed: put on the record by hand, as a fault would."""
    line_id = a_line(cast, Sharing.PRIVATE)
    from marac.store.audit import AuditEvent
    from marac.verbs import Operation, Verb

    with open_work(cast.store, cast["outsider"]) as work:
        work.session.add(
            AuditEvent(
                marac_id=cast.marac,
                case_id=cast.cases["HERON"],
                member_id=cast.members["outsider"],
                agency_id=cast.agencies["fire"],
                hat="representative",
                operation=Operation.CONSULTATION,
                verb=Verb.PAGE_READ,
                items=[{"t": "line", "id": str(line_id), "f": ["text"]}],
            )
        )
    page = text_of(client_of("auditor").get(f"/m/{cast.slug}/auditor/ledger/{line_id}").text)
    assert "Cannot be explained" in page
    assert "Their agency held no seat on the case at that moment." in page
    assert "1 of these cannot be explained by a rule" in page


def test_a_wall_hides_the_case_from_its_auditor(cast: Cast, client_of: ClientOf) -> None:
    line_id = a_line(cast, Sharing.SEATED)
    read(cast, "police_rep", line_id)
    with open_work(cast.store, cast["coordinator"]) as work:
        raise_wall(work, work.find(Case, cast.cases["HERON"]), "cousin", member_id=cast.members["auditor"])
    base, auditor = f"/m/{cast.slug}/auditor/ledger", client_of("auditor")
    assert "HERON" not in auditor.get(f"{base}/cases").text
    assert auditor.get(f"{base}/cases/{cast.cases['HERON']}").status_code == 404
    assert auditor.get(f"{base}/{line_id}").status_code == 404
    with open_work(cast.store, cast["auditor"]) as work, pytest.raises(NotFound):
        work.find(Case, cast.cases["HERON"])


def test_only_an_auditor_reads_case_by_case(cast: Cast, client_of: ClientOf) -> None:
    case_id = open_case(cast)
    for name, hat, rest, status in (
        ("officer", "data-protection-officer", "cases", 403),
        ("officer", "data-protection-officer", f"cases/{case_id}", 404),
        ("chair", "chair", f"cases/{case_id}", 403),
    ):
        page = client_of(name).get(f"/m/{cast.slug}/{hat}/ledger/{rest}")
        assert page.status_code == status
        assert ("Only an auditor reads the record case by case" in page.text) is (status == 403)
