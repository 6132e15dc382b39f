"""The auditor's ledger: that and to whom, never what; and who saw one line."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from agencies.models import Line
from agencies.operations.lines import decide, record_line
from agenda.models import MinutesIssue
from marac.cases.models import Case
from marac.oversight import wording
from marac.oversight.ledger import Names
from marac.oversight.pages.who_saw import _steps
from marac.store.audit import AuditEvent
from marac.store.work import open_work
from marac.verbs import Verb, operation_of
from marac.vocabulary import Sharing
from tests.agenda.minuted import WORDS
from tests.agenda.test_minutes import issued
from tests.cast import Cast, open_case
from tests.conftest import ClientOf


def ledger(cast: Cast, hat: str, more: str = "") -> str:
    return f"/m/{cast.slug}/{hat}/ledger{more}"


def test_the_auditor_reads_who_did_what_to_whom_without_content(cast: Cast, client_of: ClientOf) -> None:
    made = issued(cast)
    page = client_of("auditor").get(ledger(cast, "auditor"))
    assert page.status_code == 200
    assert "HERON" in page.text
    assert "issued minutes" in page.text
    assert "Testshire programme" in page.text
    filtered = client_of("auditor").get(ledger(cast, "auditor", f"?case={made.case}&operation=disclosure"))
    assert "gave a seat" in filtered.text
    assert "began a referral" not in filtered.text
    for words in [*WORDS, "Okafor", "OKAFOR", "Vance"]:
        assert words not in page.text + filtered.text


def test_filters_that_cannot_be_read_are_said_and_kept(cast: Cast, client_of: ClientOf) -> None:
    page = client_of("auditor").get(ledger(cast, "auditor", "?since=yesterday&case=%3Cscript%3E&page=-3"))
    assert page.status_code == 200
    assert "Enter a date as year-month-day" in page.text
    assert "yesterday" in page.text
    assert "<script>" not in page.text.replace('<script src="', "").replace('<script type="module"', "")


def test_who_saw_one_line_down_to_the_pdf(cast: Cast, client_of: ClientOf) -> None:
    issued(cast)
    with open_work(cast.store, cast["council_rep"]) as work:
        line = next(line for line in work.all(select(Line)) if line.text == "police-seated-words")
        copy = work.all(select(MinutesIssue))[0]
        work.log_openings()
    client_of("council_rep").get(f"/m/{cast.slug}/representative/minutes/{copy.id}/pdf?reason=own-file")
    page = client_of("auditor").get(ledger(cast, "auditor", f"/{line.id}"))
    assert page.status_code == 200
    assert "Who saw HERON-B2" in page.text
    assert "Council Rep, Testshire council" in page.text
    order = [
        page.text.index(said) for said in ("recorded it", "issued minutes that hold it", "opened the PDF that holds it")
    ]
    assert order == sorted(order)
    assert "police-seated-words" not in page.text


def test_within_one_moment_steps_stand_in_the_order_of_the_doing(cast: Cast, client_of: ClientOf) -> None:
    case_id = open_case(cast)
    with open_work(cast.store, cast["council_rep"]) as work:
        line = record_line(work, work.find(Case, case_id), "Rent arrears", source="case notes")
        decide(work, line, Sharing.NAMED, named=[cast.agencies["police"]])
        line_id = line.id
    said = ("recorded it", "decided who may see it", "made it visible")
    page = client_of("auditor").get(ledger(cast, "auditor", f"/{line_id}")).text
    assert sorted(said, key=page.index) == list(said)
    newest = (
        "shared a line: with named agencies",
        "decided who may see a line: with named agencies",
        "recorded a line",
    )
    page = client_of("auditor").get(ledger(cast, "auditor")).text
    assert sorted(newest, key=page.index) == list(newest)


def test_one_persons_readings_close_together_are_one_step(cast: Cast) -> None:
    start = datetime(2026, 11, 20, 16, 40, tzinfo=UTC)

    def read(minutes: int, name: str, verb: Verb = Verb.PAGE_READ) -> AuditEvent:
        who, at = cast[name], start + timedelta(minutes=minutes)
        return AuditEvent(
            at=at,
            member_id=who.member_id,
            agency_id=who.agency_id,
            hat=who.hat,
            verb=verb,
            operation=operation_of(verb),
        )

    seen = [read(0, "idva"), read(1, "police_rep"), read(2, "idva"), read(3, "police_rep", Verb.LINE_SAID)]
    seen += [read(4, "idva"), read(60, "idva")]
    with open_work(cast.store, cast["auditor"]) as work:
        steps = list(_steps(seen, Names(work)))
    told = [(step.entry.who, step.said, step.times, (step.until - start).seconds // 60) for step in steps]
    read_it, said_it = "was shown it", "marked it as said in the meeting"
    assert told == [
        ("Idva", read_it, 2, 2),
        ("Police Rep", read_it, 1, 1),
        ("Police Rep", said_it, 1, 3),
        ("Idva", read_it, 1, 4),
        ("Idva", read_it, 1, 60),
    ]


def test_a_protected_name_that_was_opened_is_called_one() -> None:
    assert wording.kind(Verb.DETAIL_OPENED, "person_name") == "protected name"
    assert wording.kind(Verb.PAGE_READ, "person_name") == "name"


def test_reading_the_ledger_is_on_the_record(cast: Cast, client_of: ClientOf) -> None:
    client_of("auditor").get(ledger(cast, "auditor", "?operation=disclosure"))
    with open_work(cast.store, cast["auditor"]) as work:
        reads = [e for e in work.all(select(AuditEvent)) if e.verb is Verb.LEDGER_READ]
    assert [e.member_id for e in reads] == [cast.members["auditor"]]


def test_an_agencys_officer_sees_what_concerns_their_agency(cast: Cast, client_of: ClientOf) -> None:
    issued(cast)
    page = client_of("officer").get(ledger(cast, "data-protection-officer"))
    assert page.status_code == 200
    assert "Council Rep" in page.text
    with open_work(cast.store, cast["officer"]) as work:
        seen = work.all(select(AuditEvent))
    council = str(cast.agencies["council"])
    assert seen
    assert all(e.agency_id == cast.agencies["council"] or {"agency": council} in e.recipients for e in seen)
    assert not [e for e in seen if e.hat in {"chair", "coordinator"} and {"agency": council} not in e.recipients]


@pytest.mark.parametrize(
    ("name", "hat"), [("police_rep", "representative"), ("chair", "chair"), ("coordinator", "coordinator")]
)
def test_others_are_refused_with_a_reason(cast: Cast, client_of: ClientOf, name: str, hat: str) -> None:
    page = client_of(name).get(ledger(cast, hat))
    assert page.status_code == 403
    assert "for auditors and data protection officers" in page.text


def test_an_auditor_behind_a_wall_finds_no_trace(cast: Cast, client_of: ClientOf) -> None:
    from marac.cases.operations.seats import raise_wall

    made = issued(cast)
    with open_work(cast.store, cast["coordinator"]) as work:
        raise_wall(work, work.find(Case, made.case), "neighbour", member_id=cast.members["auditor"])
    page = client_of("auditor").get(ledger(cast, "auditor"))
    assert "HERON" not in page.text
    assert "began a referral" not in page.text
