"""Minutes: each agency's copy holds what that agency may have, and nothing else, on screen and paper."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import Engine
from sqlmodel import Session, select

from agenda.minutes.assembling import assemble
from agenda.minutes.front import _sent, front_sheet
from agenda.minutes.issuing import issue
from agenda.models import Attendance, Meeting, MinutesIssue, MinutesPart
from agenda.operations import minutes as operations
from marac import clock
from marac.cases.models import Case
from marac.cases.operations.safe_contact import warnings_on
from marac.cases.operations.seats import give_seat, raise_wall
from marac.policy.lifecycle import may_become
from marac.proceedings import MinutesStatus
from marac.store.audit import AuditEvent
from marac.store.people import Agency
from marac.store.work import open_work
from marac.verbs import Operation, Verb
from marac.vocabulary import NotFound, Refused, SeatKind, Side
from tests.agenda.minuted import AGENCIES, WORDS, Minuted, approve_and_issue, minuted
from tests.agenda.sitting import sit
from tests.cast import Cast
from tests.conftest import ClientOf

READERS = {
    "police": "police_rep",
    "council": "council_rep",
    "new_era": "idva",
    "landlord": "landlord_rep",
    "programme": "programme_worker",
}


def issued(cast: Cast) -> Minuted:
    made = minuted(cast)
    approve_and_issue(cast, made)
    return made


def the_copy(cast: Cast, name: str) -> MinutesIssue:
    with open_work(cast.store, cast[name]) as work:
        return work.all(select(MinutesIssue))[0]


def test_only_the_chair_approves_and_only_the_coordinator_issues(cast: Cast) -> None:
    made = minuted(cast)
    with pytest.raises(Refused, match="Only the chair"), open_work(cast.store, cast["coordinator"]) as work:
        operations.approve(work, work.find(Meeting, made.meeting))
    with pytest.raises(Refused, match="not approved"), open_work(cast.store, cast["coordinator"]) as work:
        issue(work, work.find(Meeting, made.meeting))


def test_agencies_with_case_seats_get_a_copy_and_those_that_checked_get_none(cast: Cast) -> None:
    made = issued(cast)
    with open_work(cast.store, cast["coordinator"]) as work:
        found = {i.agency_id for i in work.all(select(MinutesIssue))}
        assert found == {cast.agencies[name] for name in AGENCIES}
        assert not work.all(select(MinutesPart)), "whoever issues minutes cannot read anybody's"
        assert work.find(Meeting, made.meeting)
    with open_work(cast.store, cast["health_rep"]) as work:
        assert not work.all(select(MinutesIssue))


@pytest.mark.parametrize("agency", sorted(AGENCIES))
def test_each_pdf_holds_its_own_words_and_no_others(cast: Cast, client_of: ClientOf, agency: str) -> None:
    issued(cast)
    found = the_copy(cast, READERS[agency])
    hat = cast[READERS[agency]].hat.value
    answer = client_of(READERS[agency]).get(f"/m/{cast.slug}/{hat}/minutes/{found.id}/pdf?reason=own-file")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    reader = PdfReader(BytesIO(answer.content))
    text = "\n".join(page.extract_text() for page in reader.pages).replace("\n", " ")
    assert {words for words in WORDS if words in text} == {words for words, to in WORDS.items() if agency in to}
    assert "HERON" in text
    assert "OFFICIAL-SENSITIVE" in text
    assert f"Page 1 of {len(reader.pages)}" in text
    assert ("OKAFOR" in text) is (agency != "programme"), "the perpetrator's side does not read the victim's name"
    assert "Never write" in text or agency == "programme"
    assert reader.metadata is not None
    assert "OKAFOR" not in str(reader.metadata)
    assert "/StructTreeRoot" in str(reader.trailer["/Root"])
    knows_the_landlord = agency in {"landlord", "new_era"}
    assert ("Landlord Rep" in text, "Testshire landlord" in text) == (knows_the_landlord, knows_the_landlord)
    assert ("Police Rep" in text, "Observer" in text) == (True, True)
    assert ("Apologies" in text) is knows_the_landlord


def test_the_landlords_seat_is_in_no_copy_but_its_own_and_the_advocates(cast: Cast) -> None:
    issued(cast)
    for agency, name in READERS.items():
        with open_work(cast.store, cast[name]) as work:
            copy = assemble(work, work.all(select(MinutesIssue))[0])
        assert ("Testshire landlord" in copy.cases[0].seated) is (agency in {"landlord", "new_era"}), agency
        assert ("one agency not named here" in copy.cases[0].seated) is (agency in {"police", "council"}), agency


def test_a_quiet_agency_stands_on_no_front_sheet_that_the_perpetrators_side_reads_too(cast: Cast) -> None:
    made = minuted(cast)
    with clock.at(clock.now() - timedelta(days=1)), open_work(cast.store, cast["coordinator"]) as work:
        case = work.find(Case, made.case)
        give_seat(work, case, cast.agencies["new_era"], SeatKind.CASE, "programme too", side=Side.PERPETRATOR)
        work.log(Verb.SEAT_GIVEN, case)
    approve_and_issue(cast, made)
    with open_work(cast.store, cast["idva"]) as work:
        copy = assemble(work, work.all(select(MinutesIssue))[0])
    assert copy.front.apologies == []
    assert "Testshire landlord" in copy.cases[0].seated


def test_whoever_wrote_the_notes_is_the_minute_taker_in_draft_and_copy_alike(cast: Cast, client_of: ClientOf) -> None:
    made = minuted(cast)
    page = client_of("chair").get(f"/m/{cast.slug}/chair/meetings/{made.meeting}/minutes").text
    assert re.search(r"Minute taker\s*</dt>\s*<dd[^>]*>\s*Coordinator\s*</dd>", page)
    approve_and_issue(cast, made)
    with open_work(cast.store, cast["council_rep"]) as work:
        assert assemble(work, work.all(select(MinutesIssue))[0]).front.minute_taker == "Coordinator"


def test_apologies_say_when_information_came_in_plain_words() -> None:
    apologies = Attendance(information_sent=True, information_received_on="2026-11-06")
    assert _sent(apologies) == "Information sent, received 6 November 2026"


def test_minutes_taken_as_they_stand_are_refused_in_a_sentence() -> None:
    assert may_become(MinutesStatus.DRAFT, MinutesStatus.DRAFT).reason == "The minutes already stand at “draft”."


def test_a_meeting_without_notes_names_the_coordinators_in_office(cast: Cast) -> None:
    sit(cast)
    with open_work(cast.store, cast["chair"]) as work:
        meeting = work.all(select(Meeting))[0]
        assert front_sheet(work, meeting).minute_taker == "Coordinator"


def test_safe_contact_on_paper_has_the_words_of_every_page(cast: Cast) -> None:
    made = issued(cast)
    for agency, name in READERS.items():
        with open_work(cast.store, cast[name]) as work:
            (part,) = assemble(work, work.all(select(MinutesIssue))[0]).cases
            assert part.warnings == warnings_on(work, [made.case])[made.case], agency


def test_a_walled_member_gets_no_part_and_no_trace_of_it(cast: Cast, client_of: ClientOf) -> None:
    issued(cast)
    found = the_copy(cast, "police_rep")
    client, mine = client_of("walled_rep"), f"/m/{cast.slug}/representative/minutes"
    for path in (f"{mine}/{found.id}", f"{mine}/{found.id}/pdf", f"{mine}/{found.id}/pdf?reason=own-file"):
        assert client.get(path).status_code == 404, "a copy without a case would tell them of one"
    assert "No minutes have been issued to your agency." in client.get(mine).text
    assert "Minutes" not in client.get(f"/m/{cast.slug}/representative/work").text.partition("<main")[2]
    assert f"minutes/{found.id}" in client_of("police_rep").get(mine).text


def test_a_unit_of_a_walled_agency_gets_no_copy_and_the_others_get_theirs(cast: Cast, owner: Engine) -> None:
    """Its wall is its unit's too, and a wall on the one member seated leaves nobody to read (S17)."""
    with Session(owner) as session:
        unit = session.get(Agency, cast.agencies["landlord"])
        assert unit is not None
        unit.parent_id = cast.agencies["programme"]
        session.add(unit)
        session.commit()
    made = minuted(cast)
    with clock.at(clock.now() - timedelta(minutes=1)), open_work(cast.store, cast["coordinator"]) as work:
        whole = cast.agencies["programme"]
        raise_wall(work, work.find(Case, made.case), "cousin", agency_id=whole, other_force="Northshire")
    approve_and_issue(cast, made)
    with open_work(cast.store, cast["coordinator"]) as work:
        copies = set(work.all(select(MinutesIssue.agency_id)))
    assert copies == {cast.agencies[name] for name in AGENCIES - {"landlord", "programme"}}


def test_another_agencys_copy_does_not_exist(cast: Cast, client_of: ClientOf) -> None:
    issued(cast)
    found = the_copy(cast, "police_rep")
    for name in ("council_rep", "outsider", "health_rep"):
        for path in ("", "/pdf?reason=own-file"):
            answer = client_of(name).get(f"/m/{cast.slug}/representative/minutes/{found.id}{path}")
            assert answer.status_code == 404, name
    assert client_of("chair").get(f"/m/{cast.slug}/chair/minutes/{found.id}/pdf").status_code == 403


def test_a_copy_stays_as_issued_when_the_case_changes(cast: Cast) -> None:
    made = issued(cast)
    with open_work(cast.store, cast["council_rep"]) as work:
        before = assemble(work, work.all(select(MinutesIssue))[0])
        assert before.true
    with open_work(cast.store, cast["coordinator"]) as work:
        operations.take_back(work, work.find(Meeting, made.meeting))
    with open_work(cast.store, cast["chair"]) as work:
        operations.approve(work, work.find(Meeting, made.meeting))
    with open_work(cast.store, cast["coordinator"]) as work:
        issue(work, work.find(Meeting, made.meeting))
    with open_work(cast.store, cast["council_rep"]) as work:
        first, second = sorted(work.all(select(MinutesIssue)), key=lambda i: i.number)
        assert (first.number, second.number) == (1, 2)
        assert assemble(work, first).whole_hash == before.whole_hash


def test_a_changed_hash_is_seen(cast: Cast, owner: Engine) -> None:
    issued(cast)
    with open_work(cast.store, cast["council_rep"]) as work:
        found = work.all(select(MinutesIssue))[0]
        part = work.all(select(MinutesPart))[0]
        work.session.expunge(part)
        part.content_hash = part.content_hash[::-1]
        found.front = {**found.front, "venue": "Elsewhere"}
        work.session.expunge(found)
        assert not assemble(work, found).true


def test_opening_the_pdf_is_a_disclosure_on_the_record(cast: Cast, client_of: ClientOf) -> None:
    made = issued(cast)
    found = the_copy(cast, "council_rep")
    client_of("council_rep").get(f"/m/{cast.slug}/representative/minutes/{found.id}/pdf?reason=own-file")
    with open_work(cast.store, cast["auditor"]) as work:
        events = [e for e in work.all(select(AuditEvent)) if e.verb is Verb.MINUTES_DOWNLOADED]
    assert len(events) == 1
    event = events[0]
    assert (event.operation, event.case_id, event.meeting_id) == (Operation.DISCLOSURE, made.case, made.meeting)
    assert {item["t"] for item in event.items} == {"minutes_part", "minutes_issue"}
    assert {"agency": str(cast.agencies["council"])} in event.recipients


def test_the_draft_says_what_is_missing_and_lets_the_chair_approve(cast: Cast, client_of: ClientOf) -> None:
    made = minuted(cast)
    path = f"/m/{cast.slug}/chair/meetings/{made.meeting}/minutes"
    chair = client_of("chair")
    page = chair.get(path)
    assert "police-seated-words" in page.text
    assert "private-words" not in page.text
    assert "say-only-words" not in page.text
    assert "07700" not in page.text
    assert chair.post(f"{path}/approve").status_code == 303
    assert "Approved" in chair.get(path).text
    assert chair.post(f"{path}/issue").status_code == 403
    answer = client_of("coordinator").post(f"{path.replace('/chair/', '/coordinator/')}/issue")
    assert answer.status_code == 303
    for name in ("police_rep", "outsider"):
        assert client_of(name).get(path.replace("/chair/", "/representative/")).status_code == 403
    with pytest.raises(NotFound), open_work(cast.store, cast["administrator"]) as work:
        work.find(Meeting, made.meeting)


def test_before_approval_there_is_no_paper_and_nobody_issues_any(cast: Cast, client_of: ClientOf) -> None:
    made = minuted(cast)
    for name in ("council_rep", "police_rep", "idva", "chair", "coordinator"):
        base = f"/m/{cast.slug}/{cast[name].hat}"
        assert client_of(name).get(f"{base}/minutes/{made.meeting}/pdf?reason=own-file").status_code == 404, name
        assert "/pdf" not in client_of(name).get(f"{base}/minutes").text, name
    refused = client_of("coordinator").post(f"/m/{cast.slug}/coordinator/meetings/{made.meeting}/minutes/issue")
    assert refused.status_code == 403
    assert "The chair has not approved these minutes yet." in refused.text
    with open_work(cast.store, cast["coordinator"]) as work:
        assert not work.all(select(MinutesIssue))
