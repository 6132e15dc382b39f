"""The live screens: each viewer's own, and nothing of a case in which they take no part."""

import re

import pytest

from agencies.operations.lines import record_line
from agenda.models import Hearing, Meeting
from agenda.operations.conflicts import declare_conflict
from marac.cases.models import Case
from marac.proceedings import HearingStatus, MeetingStatus, NoteKind, RiskTo
from marac.store.work import open_work
from marac.verbs import Verb
from marac.vocabulary import Sharing
from tests.agenda.screens import HTMX, Table, shared, text_of
from tests.agenda.sitting import CASES, call_case, events, finish, hearing_of, note, publish, sit
from tests.cast import Cast, open_case
from tests.conftest import ClientOf


@pytest.fixture
def table(cast: Cast, client_of: ClientOf) -> Table:
    return Table(cast, client_of, sit(cast))


@pytest.fixture
def heron(table: Table) -> Table:
    call_case(table.cast, "HERON")
    return table


def _look(table: Table, code: str) -> str:
    return f"MEETING/live/{hearing_of(table.cast, code)}"


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
    answer = heron.post("chair", f"{heron.hearing()}/teller", data, headers=HTMX)
    assert answer.status_code == 422
    assert "Say which way is safe." in answer.text
    assert answer.text.lstrip().startswith('<section id="write"')
    assert f'value="{heron.cast.agencies["new_era"]}" selected' in answer.text


def test_two_people_who_record_the_same_see_both_texts(heron: Table) -> None:
    for reason, status in (("First reason.", 303), ("Second reason.", 409)):
        answer = heron.post("chair", f"{heron.hearing()}/perpetrator", {"version": 1, "reason": reason})
        assert answer.status_code == status
    assert "First reason." in text_of(answer) and "Second reason." in text_of(answer)


def test_two_people_who_record_different_things_are_not_in_each_others_way(heron: Table) -> None:
    """The chair's panel was drawn before the minute taker gave a reason."""
    assert heron.post("coordinator", f"{heron.hearing()}/perpetrator", {"version": 1, "reason": "In custody."})
    told = {"version": 1, "agency_id": heron.cast.agencies["new_era"], "method": "In person", "by": "2026-12-01"}
    assert heron.post("chair", f"{heron.hearing()}/teller", told).status_code == 303
    assert heron.post("coordinator", f"{heron.hearing()}/teller", told | {"method": "By post"}).status_code == 409


def test_a_deferral_asks_for_its_interim_action(heron: Table) -> None:
    data = {"deferral": "no-time", "reason": "Ran over.", "wording": "", "agency_id": "", "due_on": "2020-01-01"}
    answer = heron.post("chair", f"{heron.hearing()}/defer", data)
    assert answer.status_code == 422
    assert "Say what keeps them safe until then" in text_of(answer) and "Ran over." in answer.text
    full = data | {"wording": "Visit in pairs each day", "agency_id": heron.cast.agencies["police"]}
    assert "today or later" in text_of(heron.post("chair", f"{heron.hearing()}/defer", full))
    assert heron.post("chair", f"{heron.hearing()}/defer", full | {"due_on": "2027-01-04"}).status_code in {303, 422}


def test_a_panel_left_open_follows_what_its_case_still_needs(heron: Table) -> None:
    """What is sent with the case belongs to this hearing's panel, and to no other's."""
    hearing = hearing_of(heron.cast, "HERON")
    path = f"MEETING/live/{hearing}"
    before = heron.get("chair", path, headers=HTMX).text
    assert f'id="mark-voice-{hearing}" class="live-mark" hx-swap-oob="outerMorph">Needed' in before
    assert "disabled" in before[before.index(f'id="close-{hearing}"') : before.index('class="live-side"')]
    finish(heron.cast, "HERON")
    after = heron.get("chair", path, headers=HTMX).text
    assert f'id="mark-voice-{hearing}" class="live-mark live-mark--done" hx-swap-oob="outerMorph">Done' in after
    assert "disabled" not in after[after.index(f'id="close-{hearing}"') : after.index('class="live-side"')]
    assert "hx-swap-oob" not in heron.get("chair").text
    ahead = heron.get("chair", f"MEETING/live/{hearing_of(heron.cast, 'ALDER')}", headers=HTMX).text
    assert "hx-swap-oob" not in ahead


def test_a_quiet_agency_is_marked_for_chair_and_minute_taker_alone(heron: Table) -> None:
    for name in ("chair", "coordinator"):
        assert "landlord Quiet: not to be read aloud" in text_of(heron.get(name)), name
        assert text_of(heron.get(name)).count("Quiet: not to be read aloud") == 1, name
    for name in ("idva", "police_rep", "council_rep", "programme_worker"):
        assert "not to be read aloud" not in text_of(heron.get(name)), name


def test_after_a_case_the_next_one_is_a_link_and_the_panel_is_gone(heron: Table) -> None:
    finish(heron.cast, "HERON")
    heron.post("chair", f"{heron.hearing()}/close")
    answer = heron.get("chair")
    assert "No case is being heard. Next: ALDER" in text_of(answer)
    assert re.search(r'<section id="write"[^>]*\shidden', answer.text)
    assert not re.search(r'<section id="write"[^>]*\shidden', heron.get("chair", _look(heron, "ALDER")).text)


def test_a_case_that_was_heard_is_not_closed_or_deferred_again(heron: Table) -> None:
    finish(heron.cast, "HERON")
    heron.post("chair", f"{heron.hearing()}/close")
    said = text_of(heron.get("chair", f"{_look(heron, 'HERON')}?panel=ending"))
    assert "Note Action Voice and telling" in said
    assert "Defer" not in said and "Close HERON" not in said


def test_a_call_goes_to_the_heading_of_its_case(table: Table) -> None:
    answer = table.post("chair", f"{_look(table, 'HERON')}/call", {"after": ""})
    assert answer.headers["location"].endswith("/live#case-heading")
    assert 'id="case-heading" tabindex="-1">HERON' in table.get("chair").text


def test_a_conflict_is_declared_where_names_can_be_read(cast: Cast, client_of: ClientOf) -> None:
    """Names are drawn for the case being heard and for the next; the others' stand on the list."""
    table = Table(cast, client_of, sit(cast, cases=("HERON", "ALDER", "LARCH")))
    answer = table.get("council_rep")
    own = answer.text[answer.text.index('class="live-own"') : answer.text.index('class="live-case"')]
    assert own.count("OKAFOR, Sam") == own.count("Declare a conflict") == 1
    assert f'href="{table.path("council_rep", "MEETING")}">List with names' in own
    assert "Planned " in own and "About" not in own


# Opening, attendance, closing -----------------------------------------------


def test_a_meeting_is_opened_by_its_coordinator_and_refused_to_others(cast: Cast, client_of: ClientOf) -> None:
    for code in CASES:
        open_case(cast, code)
    table = Table(cast, client_of, publish(cast, CASES))
    assert table.post("police_rep", "MEETING/open").status_code == 403
    assert "Open the meeting" in text_of(table.get("coordinator", headers=HTMX))
    assert table.post("coordinator", "MEETING/open").status_code == 303
    opened = text_of(table.get("coordinator", headers=HTMX))
    assert "Open the meeting" not in opened and "Accept the confidentiality statement" in opened
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
