"""The live screens: each viewer's own, and nothing of a case in which they take no part."""

import re
from html import unescape
from uuid import UUID, uuid4

import pytest
from httpx2 import Response

from agencies.models import Line
from agencies.operations.lines import decide, record_line
from agenda.models import Hearing, Meeting, Note
from agenda.operations.conflicts import declare_conflict
from agenda.operations.notes import change_note
from marac.cases.models import Case
from marac.proceedings import HearingStatus, MeetingStatus, NoteKind, RiskTo
from marac.store.work import open_work
from marac.verbs import Verb
from marac.vocabulary import Sharing
from tests.agenda.sitting import CASES, call_case, events, finish, hearing_of, note, notes_seen, publish, sit
from tests.cast import Cast, open_case
from tests.conftest import ClientOf

HTMX = {"hx-request": "true"}
JSON = {"accept": "application/json"}


class Table:
    """The cast at the pages of one meeting."""

    def __init__(self, cast: Cast, client_of: ClientOf, meeting: UUID) -> None:
        self.cast, self.client_of, self.meeting = cast, client_of, meeting
        self.clients: dict[str, object] = {}

    def path(self, name: str, rest: str) -> str:
        return f"/m/{self.cast.slug}/{self.cast[name].hat}/{rest.replace('MEETING', f'meetings/{self.meeting}')}"

    def get(self, name: str, rest: str = "MEETING/live", **headers: str) -> Response:
        return self._client(name).get(self.path(name, rest), headers=headers)  # type: ignore[no-any-return,attr-defined]

    def post(self, name: str, rest: str, data: dict[str, object] | None = None, **headers: str) -> Response:
        return self._client(name).post(  # type: ignore[no-any-return,attr-defined]
            self.path(name, rest), data=data or {}, headers=headers
        )

    def _client(self, name: str) -> object:
        return self.clients.setdefault(name, self.client_of(name))

    def hearing(self, code: str = "HERON") -> str:
        return f"hearings/{hearing_of(self.cast, code)}"


@pytest.fixture
def table(cast: Cast, client_of: ClientOf) -> Table:
    return Table(cast, client_of, sit(cast))


@pytest.fixture
def heron(table: Table) -> Table:
    call_case(table.cast, "HERON")
    return table


def text_of(answer: Response) -> str:
    """What stands between the tags, spaces made one."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def shared(cast: Cast, name: str, text: str, sharing: Sharing, **how: object) -> Line:
    with open_work(cast.store, cast[name]) as work:
        line = record_line(work, work.find(Case, cast.cases["HERON"]), text)
        return decide(work, line, sharing, **how)  # type: ignore[arg-type]


# Who sees it ----------------------------------------------------------------


def test_chair_coordinator_and_seated_agencies_see_the_case_being_heard(heron: Table) -> None:
    for name in ("chair", "coordinator", "police_rep", "idva"):
        answer = heron.get(name)
        assert answer.status_code == 200
        assert "OKAFOR, Sam" in text_of(answer), name
        assert "Safe contact Never write" in text_of(answer), name


@pytest.mark.parametrize("name", ["outsider", "walled_rep"])
def test_somebody_with_no_part_in_it_does_not_learn_that_a_case_is_heard(heron: Table, name: str) -> None:
    """They are at the table for other cases, or for none."""
    said = text_of(heron.get(name))
    assert "HERON" not in said and "OKAFOR" not in said and "another case" not in said.lower()
    assert heron.get(name, f"MEETING/live/{hearing_of(heron.cast, 'HERON')}").status_code == 404


def test_an_agency_with_another_case_reads_only_of_its_own(heron: Table) -> None:
    """Walled from HERON alone, the same agency's member still has ALDER before them."""
    with open_work(heron.cast.store, heron.cast["chair"]) as work:
        declare_conflict(work, work.find(Hearing, hearing_of(heron.cast, "HERON")), heron.cast.members["council_rep"])
    said = text_of(heron.get("council_rep"))
    assert "Your next case: ALDER" in said
    assert "HERON" not in said


def test_those_with_no_part_in_the_meeting_find_no_page(cast: Cast, client_of: ClientOf) -> None:
    table = Table(cast, client_of, sit(cast, "police_rep"))
    assert table.get("outsider").status_code == 404
    assert table.get("walled_rep").status_code == 404
    assert table.get("auditor").status_code == 403
    assert table.get("observer").status_code == 403
    assert client_of("nobody").get(table.path("chair", "MEETING/live")).status_code == 303


def test_a_seat_that_only_checks_is_not_in_the_room(heron: Table) -> None:
    said = text_of(heron.get("health_rep"))
    assert "Confidentiality statement" in said and "your agency has not answered yet" in said
    heron.post("health_rep", "MEETING/statement")
    said = text_of(heron.get("health_rep"))
    assert "Here for" not in said and "Victim" not in said


def test_the_perpetrators_side_reads_a_fixed_warning_and_no_victim(heron: Table) -> None:
    note(heron.cast, "HERON", "They want to stay.", kind=NoteKind.VOICE)
    note(heron.cast, "HERON", "Agreed words.", for_perpetrators_side=True)
    said = text_of(heron.get("programme_worker"))
    assert "Do not contact the victim." in said and "VANCE, Sam" in said and "Agreed words." in said
    for hidden in ("OKAFOR", "LOWE", "Never write", "They want to stay.", "voice"):
        assert hidden not in said, hidden


def test_say_only_and_private_lines_stand_on_their_owners_screen_alone(heron: Table) -> None:
    shared(heron.cast, "police_rep", "An informant said so.", Sharing.SAY_ONLY, bears_on=RiskTo.VICTIM.value)
    with open_work(heron.cast.store, heron.cast["police_rep"]) as work:
        record_line(work, work.find(Case, heron.cast.cases["HERON"]), "Not decided yet.")
    own = text_of(heron.get("police_rep"))
    assert "An informant said so." in own and "Not decided yet." in own
    for name in ("chair", "coordinator", "council_rep", "idva"):
        said = text_of(heron.get(name))
        assert "informant" not in said and "Not decided" not in said, name


def test_nothing_is_shown_before_the_statement_is_accepted(cast: Cast, client_of: ClientOf) -> None:
    table = Table(cast, client_of, sit(cast, "council_rep"))
    call_case(cast, "HERON")
    assert "I accept it for this meeting" in text_of(table.get("police_rep"))
    assert 'class="live-head"' not in table.get("police_rep").text
    assert table.post("police_rep", "MEETING/statement").status_code == 303
    assert 'class="live-head"' in table.get("police_rep").text


# Calling --------------------------------------------------------------------


def test_a_second_click_on_call_goes_to_the_case_that_is_called(table: Table) -> None:
    path = f"MEETING/live/{hearing_of(table.cast, 'HERON')}/call"
    for _ in range(2):
        assert table.post("chair", path, {"after": ""}).status_code == 303
    assert len(events(table.cast, Verb.HEARING_CALLED, "HERON")) == 1


def test_a_call_from_a_stale_window_is_refused(heron: Table) -> None:
    answer = heron.post("chair", f"MEETING/live/{hearing_of(heron.cast, 'ALDER')}/call", {"after": ""})
    assert answer.status_code == 409


@pytest.mark.parametrize("name", ["coordinator", "police_rep"])
def test_nobody_but_the_chair_calls(table: Table, name: str) -> None:
    answer = table.post(name, f"MEETING/live/{hearing_of(table.cast, 'HERON')}/call", {"after": ""})
    assert answer.status_code == 403
    assert "Only the chair calls a case" in text_of(answer)


def test_looking_ahead_asks_for_conflicts_and_changes_nothing(heron: Table) -> None:
    answer = heron.get("chair", f"MEETING/live/{hearing_of(heron.cast, 'ALDER')}")
    said = text_of(answer)
    assert "You are looking ahead at ALDER" in said and "Ask for conflicts of interest" in said
    assert "council, Council Rep" in said and "Back to HERON" in said
    with open_work(heron.cast.store, heron.cast["chair"]) as work:
        assert work.find(Hearing, hearing_of(heron.cast, "ALDER")).status is HearingStatus.LISTED


def test_what_is_missing_is_named_with_a_way_to_it(heron: Table) -> None:
    said = heron.get("chair").text
    assert "Still needed:" in said and "panel=ending" in said
    answer = heron.post("chair", f"{heron.hearing()}/close")
    assert answer.status_code == 403
    assert "who tells the victim, or why nobody does" in text_of(answer)


def test_a_case_is_closed_once_each_thing_or_its_reason_is_there(heron: Table) -> None:
    for path, data in (
        ("voice", {"version": 1, "voice": "Wants the messages to stop."}),
        ("teller", {"version": 1, "agency_id": heron.cast.agencies["new_era"], "method": "In person",
                    "by": "2026-12-01"}),
        ("perpetrator", {"version": 2, "reason": "In custody until trial."}),
    ):  # fmt: skip
        assert heron.post("coordinator", f"{heron.hearing()}/{path}", data).status_code == 303, path
    assert heron.post("chair", f"{heron.hearing()}/close").status_code == 303
    assert heron.post("chair", f"{heron.hearing()}/close").status_code == 303
    with open_work(heron.cast.store, heron.cast["chair"]) as work:
        assert work.find(Hearing, hearing_of(heron.cast, "HERON")).status is HearingStatus.HEARD


def test_a_teller_without_a_safe_way_is_asked_for_it_and_nothing_typed_is_lost(heron: Table) -> None:
    data = {"version": 1, "agency_id": heron.cast.agencies["new_era"], "method": "", "by": ""}
    answer = heron.post("chair", f"{heron.hearing()}/teller", data, **HTMX)
    assert answer.status_code == 422
    assert "Say which way is safe." in answer.text
    assert answer.text.lstrip().startswith('<section id="write"')
    assert f'value="{heron.cast.agencies["new_era"]}" selected' in answer.text


def test_two_people_who_record_the_same_see_both_texts(heron: Table) -> None:
    for reason, status in (("First reason.", 303), ("Second reason.", 409)):
        answer = heron.post("chair", f"{heron.hearing()}/perpetrator", {"version": 1, "reason": reason})
        assert answer.status_code == status
    assert "First reason." in text_of(answer) and "Second reason." in text_of(answer)


def test_a_deferral_asks_for_its_interim_action(heron: Table) -> None:
    data = {"deferral": "no-time", "reason": "Ran over.", "wording": "", "agency_id": "", "due_on": "2020-01-01"}
    answer = heron.post("chair", f"{heron.hearing()}/defer", data)
    assert answer.status_code == 422
    assert "Say what keeps them safe until then" in text_of(answer) and "Ran over." in answer.text
    full = data | {"wording": "Visit in pairs each day", "agency_id": heron.cast.agencies["police"]}
    assert "today or later" in text_of(heron.post("chair", f"{heron.hearing()}/defer", full))
    assert heron.post("chair", f"{heron.hearing()}/defer", full | {"due_on": "2027-01-04"}).status_code in {303, 422}


# Writing --------------------------------------------------------------------


def test_a_note_sent_twice_by_the_page_is_kept_once(heron: Table) -> None:
    data = {"client_id": str(uuid4()), "text": "Said once.", "what": "note"}
    answers = [heron.post("coordinator", f"{heron.hearing()}/notes", data, **JSON) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert re.fullmatch(r"\d\d:\d\d:\d\d", answers[0].json()["saved"])
    assert notes_seen(heron.cast, "idva", "HERON") == {"Said once."}


def test_a_note_without_words_comes_back_with_what_is_wrong(heron: Table) -> None:
    answer = heron.post("coordinator", f"{heron.hearing()}/notes", {"text": " ", "what": "note"}, **JSON)
    assert (answer.status_code, answer.json()) == (422, {"errors": {"text": "Write the note."}})
    plain = heron.post("coordinator", f"{heron.hearing()}/notes", {"text": "", "what": "risk-children"})
    assert plain.status_code == 422 and 'value="risk-children" selected' in plain.text


def test_a_note_takes_the_audience_of_its_line_before_the_first_word(heron: Table) -> None:
    line = shared(heron.cast, "police_rep", "For one.", Sharing.NAMED, named=[heron.cast.agencies["new_era"]])
    hearing = hearing_of(heron.cast, "HERON")
    answer = heron.get("coordinator", f"MEETING/live/{hearing}?panel=note&line={line.id}&part=write", **HTMX)
    assert "Read by: Only new_era, police , chair, coordinator." in text_of(answer)
    data = {"text": "Noted.", "what": "note", "line_id": str(line.id)}
    assert heron.post("coordinator", f"{heron.hearing()}/notes", data).status_code == 303
    assert notes_seen(heron.cast, "council_rep", "HERON") == set()


def test_a_changed_note_that_somebody_changed_first_shows_both(heron: Table) -> None:
    note_id = note(heron.cast, "HERON", "As taken.")
    assert "As taken." in heron.get("coordinator", f"notes/{note_id}").text
    with open_work(heron.cast.store, heron.cast["chair"]) as work:
        change_note(work, work.find(Note, note_id), "As the chair has it.", 1)
    answer = heron.post("coordinator", f"notes/{note_id}", {"version": 1, "text": "As I have it."})
    assert answer.status_code == 409
    assert "As the chair has it." in text_of(answer) and "As I have it." in text_of(answer)
    assert heron.get("idva", f"notes/{note_id}").status_code == 403
    assert heron.get("outsider", f"notes/{note_id}").status_code == 404


def test_an_action_is_agreed_with_the_usual_owner_and_date_filled_in(heron: Table) -> None:
    hearing = hearing_of(heron.cast, "HERON")
    panel = heron.get("chair", f"MEETING/live/{hearing}?panel=action&kind=AL03&part=write", **HTMX)
    assert "Check staff safety before visits" in panel.text and re.search(
        r'name="due_on" type="date" value="20', panel.text
    )
    data = {"kind": "AL03", "wording": "Consider staff safety", "wording_asked": "", "risk_to": "professionals",
            "agency_id": heron.cast.agencies["police"], "due_on": "2027-01-04"}  # fmt: skip
    asked = heron.post("chair", f"{heron.hearing()}/actions", data, **HTMX)
    assert asked.status_code == 422 and "Record it as it is" in asked.text
    meant = heron.post("chair", f"{heron.hearing()}/actions", data | {"wording_asked": "Consider staff safety"}, **HTMX)
    assert meant.status_code == 200 and "recorded" in meant.text
    assert "Consider staff safety" in text_of(heron.get("police_rep"))


# An agency's own lines ------------------------------------------------------


def test_one_tap_shares_a_line_and_another_marks_it_said(heron: Table) -> None:
    line = shared(heron.cast, "police_rep", "Arrested on Monday.", Sharing.SAY_ONLY, bears_on=RiskTo.VICTIM.value)
    path = f"{heron.hearing()}/lines/{line.id}"
    assert "Arrested on Monday." not in text_of(heron.get("idva"))
    assert heron.post("police_rep", f"{path}/share", **HTMX).status_code == 200
    assert "Arrested on Monday." in text_of(heron.get("idva"))
    assert "Said" in text_of(heron.post("police_rep", f"{path}/said", **HTMX))
    assert events(heron.cast, Verb.LINE_SAID, "HERON")
    assert heron.post("idva", f"{path}/share").status_code == 403
    assert heron.post("outsider", f"{path}/said").status_code == 404


def test_somebody_who_leaves_may_come_back(heron: Table) -> None:
    assert heron.post("police_rep", "MEETING/leave").status_code == 303
    assert "You have left the meeting." in text_of(heron.get("police_rep"))
    heron.post("police_rep", "MEETING/statement")
    assert 'class="live-head"' in heron.get("police_rep").text


def test_a_conflict_declared_on_ones_own_screen_hides_the_case_at_once(heron: Table) -> None:
    data = {"member_id": heron.cast.members["council_rep"]}
    assert heron.post("council_rep", f"{heron.hearing()}/conflict", data).status_code == 303
    said = text_of(heron.get("council_rep"))
    assert 'class="live-head"' not in heron.get("council_rep").text
    assert "You are out of it" in said or "HERON" not in said


# Opening, attendance, closing -----------------------------------------------


def test_a_meeting_is_opened_by_its_coordinator_and_refused_to_others(cast: Cast, client_of: ClientOf) -> None:
    for code in CASES:
        open_case(cast, code)
    table = Table(cast, client_of, publish(cast, CASES))
    assert table.post("police_rep", "MEETING/open").status_code == 403
    assert "Open the meeting" in text_of(table.get("coordinator"))
    assert table.post("coordinator", "MEETING/open").status_code == 303
    with open_work(cast.store, cast["chair"]) as work:
        assert work.find(Meeting, table.meeting).status is MeetingStatus.OPEN


def test_apologies_are_recorded_with_what_was_sent(table: Table) -> None:
    data = {"member_id": table.cast.members["health_rep"], "presence": "apologies", "information_sent": "true",
            "received_on": "2026-11-20"}  # fmt: skip
    assert table.post("coordinator", "MEETING/attendance", data).status_code == 303
    assert "Information came 20 November 2026" in text_of(table.get("chair", "MEETING/attendance"))
    assert table.post("coordinator", "MEETING/attendance", data | {"presence": "no"}).status_code == 422
    stale = table.post("coordinator", "MEETING/attendance", data | {"version": 7})
    assert stale.status_code == 409 and "changed this row first" in text_of(stale)


def test_agencies_do_not_see_the_table_of_apologies(table: Table) -> None:
    assert table.get("police_rep", "MEETING/attendance").status_code == 403
    assert table.get("outsider", "MEETING/attendance").status_code == 403


def test_the_statement_may_be_read_by_those_who_come(table: Table) -> None:
    for name in ("police_rep", "observer", "chair"):
        assert "safer" in text_of(table.get(name, "MEETING/statement"))
    assert table.get("auditor", "MEETING/statement").status_code == 403
    assert table.post("observer", "MEETING/statement").status_code == 303


def test_the_meeting_is_closed_when_all_is_heard(table: Table) -> None:
    answer = table.post("chair", "MEETING/close")
    assert answer.status_code == 403 and "ALDER, HERON" in text_of(answer)
    call_case(table.cast, "HERON")
    finish(table.cast, "HERON")
    call_case(table.cast, "ALDER", after="HERON")
    finish(table.cast, "ALDER")
    table.post("chair", f"{table.hearing('ALDER')}/close")
    assert table.post("chair", "MEETING/close").status_code == 303
    assert "The meeting is closed." in text_of(table.get("police_rep"))
