"""Writing in the meeting, through its pages: notes, actions, and an agency's own lines."""

import re
from uuid import uuid4

import pytest

from agencies.operations.lines import decide, record_line
from agenda.models import Note
from agenda.operations.notes import change_note
from marac.cases.models import Case
from marac.proceedings import RiskTo
from marac.store.work import open_work
from marac.verbs import Verb
from marac.vocabulary import LineKind, Sharing
from tests.agenda.screens import HTMX, JSON, Table, shared, text_of
from tests.agenda.sitting import call_case, events, hearing_of, note, notes_seen, sit
from tests.cast import Cast
from tests.conftest import ClientOf


@pytest.fixture
def table(cast: Cast, client_of: ClientOf) -> Table:
    return Table(cast, client_of, sit(cast))


@pytest.fixture
def heron(table: Table) -> Table:
    call_case(table.cast, "HERON")
    return table


# Writing --------------------------------------------------------------------


def test_a_note_sent_twice_by_the_page_is_kept_once(heron: Table) -> None:
    data = {"client_id": str(uuid4()), "text": "Said once.", "what": "note"}
    answers = [heron.post("coordinator", f"{heron.hearing()}/notes", data, headers=JSON) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert re.fullmatch(r"\d\d:\d\d:\d\d", answers[0].json()["saved"])
    assert notes_seen(heron.cast, "idva", "HERON") == {"Said once."}


def test_a_note_without_words_comes_back_with_what_is_wrong(heron: Table) -> None:
    answer = heron.post("coordinator", f"{heron.hearing()}/notes", {"text": " ", "what": "note"}, headers=JSON)
    assert (answer.status_code, answer.json()) == (422, {"errors": {"text": "Write the note."}})
    plain = heron.post("coordinator", f"{heron.hearing()}/notes", {"text": "", "what": "risk-children"})
    assert plain.status_code == 422 and 'value="risk-children" selected' in plain.text


def test_a_note_takes_the_audience_of_its_line_before_the_first_word(heron: Table) -> None:
    line = shared(heron.cast, "police_rep", "For one.", Sharing.NAMED, named=[heron.cast.agencies["new_era"]])
    hearing = hearing_of(heron.cast, "HERON")
    answer = heron.get("coordinator", f"MEETING/live/{hearing}?panel=note&line={line.id}&part=write", headers=HTMX)
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
    panel = heron.get("chair", f"MEETING/live/{hearing}?panel=action&kind=AL03&part=write", headers=HTMX)
    assert "Check staff safety before visits" in panel.text and re.search(
        r'name="due_on" type="date" value="20', panel.text
    )
    data = {"kind": "AL03", "wording": "Consider staff safety", "wording_asked": "", "risk_to": "professionals",
            "agency_id": heron.cast.agencies["police"], "due_on": "2027-01-04"}  # fmt: skip
    asked = heron.post("chair", f"{heron.hearing()}/actions", data, headers=HTMX)
    assert asked.status_code == 422 and "Record it as it is" in asked.text
    meant = heron.post(
        "chair", f"{heron.hearing()}/actions", data | {"wording_asked": "Consider staff safety"}, headers=HTMX
    )
    assert meant.status_code == 200 and "recorded" in meant.text
    assert "Consider staff safety" in text_of(heron.get("police_rep"))


def test_no_agency_is_chosen_beforehand_that_has_no_seat(heron: Table) -> None:
    """One click would give it a seat: fire and health are of the usual kind, and not seated (S2)."""
    chosen = {}
    for kind in ("TH02", "TH05", "HE01"):
        panel = heron.get("coordinator", f"MEETING/live?panel=action&kind={kind}&part=write", headers=HTMX).text
        owners = panel[panel.index('id="action-agency"') : panel.index('id="action-due"')]
        chosen[kind] = re.findall(r'value="([^"]*)" selected', owners)
    assert chosen == {"TH02": [str(heron.cast.agencies["council"])], "TH05": [], "HE01": []}


def test_that_an_action_of_a_quiet_seat_is_quiet_is_said_before_and_after(heron: Table) -> None:
    panel = heron.get("chair", "MEETING/live?panel=action&kind=TH02&part=write", headers=HTMX)
    assert "any action of theirs is quiet, ticked or not: landlord." in text_of(panel)
    data = {"kind": "AL03", "wording": "Move them to the flat on the first floor", "risk_to": "victim",
            "agency_id": heron.cast.agencies["landlord"], "due_on": "2027-01-04"}  # fmt: skip
    answer = heron.post("chair", f"{heron.hearing()}/actions", data, headers=HTMX)
    assert re.search(r"HERON-\w+, quiet, recorded", text_of(answer))


def test_a_browser_without_scripts_is_told_that_it_was_saved(heron: Table) -> None:
    for path, data in (
        ("notes", {"text": "Bail ends on the 30th.", "what": "note"}),
        ("voice", {"version": 1, "voice": "", "reason": "Not spoken to yet."}),
    ):
        sent = heron.post("coordinator", f"{heron.hearing()}/{path}", data)
        where = sent.headers["location"]
        assert sent.status_code == 303 and where.endswith("#write"), path
        said = heron.client("coordinator").get(where).text
        assert re.search(r"Saved \d\d:\d\d:\d\d", said), path
    assert "Saved" not in text_of(heron.get("coordinator", "MEETING/live?saved=by-somebody"))
    assert re.search(r'<p class="[^"]*live-script-only" id="note-keys">', heron.get("coordinator").text)


def test_who_tells_the_victim_stands_beside_the_way_to_change_it(heron: Table) -> None:
    data = {"version": 1, "agency_id": heron.cast.agencies["new_era"], "method": "In person", "by": "2026-12-01"}
    answer = heron.post("chair", f"{heron.hearing()}/teller", data, headers=HTMX)
    said = text_of(answer)
    assert "Done Who tells the victim Testshire new_era, In person, by 1 December 2026 Change" in said
    assert "In person" not in text_of(heron.get("chair"))
    none = {"version": 2, "agency_id": "", "method": "", "by": "", "why_not": "It is not safe yet."}
    again = text_of(heron.post("chair", f"{heron.hearing()}/teller", none, headers=HTMX))
    assert "Who tells the victim Nobody: It is not safe yet. Change" in again


# An agency's own lines ------------------------------------------------------


def test_one_tap_shares_a_line_and_another_marks_it_said(heron: Table) -> None:
    line = shared(heron.cast, "police_rep", "Arrested on Monday.", Sharing.SAY_ONLY, bears_on=RiskTo.VICTIM.value)
    path = f"{heron.hearing()}/lines/{line.id}"
    assert "Arrested on Monday." not in text_of(heron.get("idva"))
    assert heron.post("police_rep", f"{path}/share", headers=HTMX).status_code == 200
    assert "Arrested on Monday." in text_of(heron.get("idva"))
    assert "Said" in text_of(heron.post("police_rep", f"{path}/said", headers=HTMX))
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


def test_ones_own_words_for_the_victim_are_shown_once(heron: Table) -> None:
    with open_work(heron.cast.store, heron.cast["idva"]) as work:
        case = work.find(Case, heron.cast.cases["HERON"])
        decide(work, record_line(work, case, "I want the letters to stop.", kind=LineKind.VOICE), Sharing.SEATED)
    own, others = text_of(heron.get("idva")), text_of(heron.get("council_rep"))
    assert own.count("I want the letters to stop.") == others.count("I want the letters to stop.") == 1
    assert "The victim's voice Among your agency's lines." in own
    note(heron.cast, "HERON", "Of the advocate.", agency_id=heron.cast.agencies["new_era"])
    assert text_of(heron.get("idva")).count("I want the letters to stop.") == 1
