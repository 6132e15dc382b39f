"""Notes: kept once however often sent, never overwritten, and read by those who could read what they answer."""

from uuid import uuid4

import pytest
from sqlmodel import select

from agencies.models import Line
from agencies.operations.lines import decide, record_line
from agenda.models import Hearing, Minutes, Note
from agenda.operations.notes import change_note, write_note
from agenda.operations.readers import readers_of_line, readers_of_note, seated_on, short_names
from marac.cases.models import Case
from marac.proceedings import MinutesStatus, NoteKind, RiskTo
from marac.store.work import open_work
from marac.verbs import Verb
from marac.vocabulary import ALLOWED, Conflict, NotFound, Refused, Sharing
from tests.agenda.sitting import call_case, events, hearing_of, note, notes_seen, sit
from tests.cast import Cast

TEXT = "Police: arrested on Monday, bail conditions until the 9th."


def share(cast: Cast, sharing: Sharing, *named: str, text: str = "Shared words.") -> Line:
    with open_work(cast.store, cast["police_rep"]) as work:
        line = record_line(work, work.find(Case, cast.cases["HERON"]), text)
        return decide(work, line, sharing, named=[cast.agencies[name] for name in named])


@pytest.fixture
def heron(cast: Cast) -> Cast:
    sit(cast)
    call_case(cast, "HERON")
    return cast


def test_a_note_is_for_the_case_and_hearing_seats(heron: Cast) -> None:
    note(heron, "HERON", TEXT)
    assert notes_seen(heron, "idva", "HERON") == {TEXT}
    assert notes_seen(heron, "coordinator", "HERON") == {TEXT}
    for name in ("health_rep", "programme_worker", "walled_rep", "outsider"):
        assert notes_seen(heron, name, "HERON") == set()


def test_a_note_for_the_perpetrators_side_too_reaches_it(heron: Cast) -> None:
    note(heron, "HERON", TEXT, for_perpetrators_side=True)
    assert notes_seen(heron, "programme_worker", "HERON") == {TEXT}


def test_the_victims_voice_never_reaches_the_perpetrators_side(heron: Cast) -> None:
    note(heron, "HERON", "They want to stay.", kind=NoteKind.VOICE, for_perpetrators_side=True)
    assert notes_seen(heron, "programme_worker", "HERON") == set()
    assert notes_seen(heron, "council_rep", "HERON") == {"They want to stay."}


def test_a_note_has_the_audience_of_the_line_that_it_answers(heron: Cast) -> None:
    line = share(heron, Sharing.NAMED, "new_era")
    note_id = note(heron, "HERON", TEXT, line_id=line.id)
    assert notes_seen(heron, "idva", "HERON") == {TEXT}
    assert notes_seen(heron, "police_rep", "HERON") == {TEXT}
    assert notes_seen(heron, "council_rep", "HERON") == set()
    with open_work(heron.store, heron["coordinator"]) as work:
        seated = seated_on(work, heron.cases["HERON"])
        assert short_names(work, readers_of_note(work, work.find(Note, note_id), seated)) == ["new_era", "police"]
        assert short_names(work, readers_of_line(work, work.find(Line, line.id), seated)) == ["new_era", "police"]


def test_a_line_kept_from_the_chair_cannot_be_answered(heron: Cast) -> None:
    """The chair reads every note, and would read there what the line does not tell them (S9)."""
    with open_work(heron.store, heron["police_rep"]) as work:
        line = record_line(work, work.find(Case, heron.cases["HERON"]), "The chair's cousin.")
        decide(work, line, Sharing.NAMED, named=[heron.agencies["new_era"]], to_chair=False)
    with pytest.raises(Refused, match="speak of it privately"):
        note(heron, "HERON", TEXT, line_id=line.id)


def test_a_line_that_is_only_said_cannot_be_answered(heron: Cast) -> None:
    with open_work(heron.store, heron["police_rep"]) as work:
        line = record_line(work, work.find(Case, heron.cases["HERON"]), "An informant.")
        decide(work, line, Sharing.SAY_ONLY, bears_on=RiskTo.VICTIM.value)
    with pytest.raises(NotFound):
        note(heron, "HERON", TEXT, line_id=line.id)


def test_the_same_note_sent_twice_is_kept_once(heron: Cast) -> None:
    client_id = uuid4()
    first = note(heron, "HERON", TEXT, client_id=client_id)
    assert note(heron, "HERON", TEXT, client_id=client_id) == first
    assert len(events(heron, Verb.NOTE_WRITTEN, "HERON")) == 1
    with pytest.raises(Conflict):
        note(heron, "HERON", "Other words.", client_id=client_id)


def test_the_mark_of_somebody_elses_note_tells_nothing(heron: Cast) -> None:
    client_id = uuid4()
    first = note(heron, "HERON", TEXT, client_id=client_id)
    assert note(heron, "HERON", "Other words.", by="chair", client_id=client_id) != first
    assert notes_seen(heron, "idva", "HERON") == {TEXT, "Other words."}


def test_two_writers_never_overwrite_each_other(heron: Cast) -> None:
    note_id = note(heron, "HERON", TEXT)
    with open_work(heron.store, heron["coordinator"]) as work:
        change_note(work, work.find(Note, note_id), "Mine.", 1)
    with pytest.raises(Conflict), open_work(heron.store, heron["chair"]) as work:
        change_note(work, work.find(Note, note_id), "Theirs.", 1)
    assert notes_seen(heron, "idva", "HERON") == {"Mine."}


def test_agencies_write_no_notes(heron: Cast) -> None:
    with pytest.raises((Refused, NotFound)):
        note(heron, "HERON", TEXT, by="police_rep")


def test_no_note_is_taken_before_the_case_is_called_nor_once_the_minutes_are_approved(heron: Cast) -> None:
    with pytest.raises(Refused, match="called"):
        note(heron, "ALDER", TEXT)
    with open_work(heron.store, heron["chair"]) as work:
        hearing = work.find(Hearing, hearing_of(heron, "HERON"))
        work.require(ALLOWED)
        minutes = work.keep(Minutes(marac_id=heron.marac, meeting_id=hearing.meeting_id, status=MinutesStatus.APPROVED))
        work.log(Verb.MINUTES_APPROVED, minutes)
    with pytest.raises(Refused, match="approved"):
        note(heron, "HERON", TEXT)


def test_a_line_of_another_case_cannot_be_answered(heron: Cast) -> None:
    with open_work(heron.store, heron["police_rep"]) as work:
        line = record_line(work, work.find(Case, heron.cases["ALDER"]), "Elsewhere.")
        decide(work, line, Sharing.SEATED)
    with pytest.raises(NotFound), open_work(heron.store, heron["coordinator"]) as work:
        hearing = work.find(Hearing, hearing_of(heron, "HERON"))
        write_note(work, hearing, TEXT, client_id=uuid4(), line_id=line.id)
    with open_work(heron.store, heron["coordinator"]) as work:
        assert work.all(select(Note)) == []
