"""Content is read by an auditor only through a reasoned, short, recorded opening (S21)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from agencies.models import Line
from agenda.models import Note
from marac import clock
from marac.cases.models import Case, PersonName, ProtectedDetail, ReferralSection
from marac.cases.operations.restriction import restrict
from marac.cases.operations.seats import raise_wall
from marac.oversight.models import Opening, OpeningTold
from marac.oversight.operations.openings import end_opening, open_content
from marac.policy.openings import OpeningGround
from marac.store.audit import AuditEvent
from marac.store.sealing import Keyring
from marac.store.work import Store, open_work
from marac.verbs import Verb
from marac.vocabulary import ALLOWED, NotFound, Refused, Role, Sharing
from tests.agenda.minuted import minuted
from tests.cast import Cast
from tests.conftest import MASTER, ClientOf, Database
from tests.oversight.review import REASON, opened, path

SHARED = ("police-seated-words", "council-named-words", "voice-words", "decision-words", "named-note-words")
KEPT = ("police-private-words", "police-say-only-words", "police-withheld-words", "New-Name-Words", "07700 900123")


def asked(**more: str) -> dict[str, str]:
    return {"ground": "complaint", "reason": REASON, "hours": "2", "line": "", **more}


def test_an_auditor_opens_a_case_and_reads_what_was_shared_and_no_more(cast: Cast, client_of: ClientOf) -> None:
    made, auditor = minuted(cast), client_of("auditor")
    sent = auditor.post(path(cast, "auditor", "openings"), data=asked(case_id=str(made.case)))
    assert sent.status_code == 303
    page = auditor.get(sent.headers["location"])
    assert page.status_code == 200
    assert [words for words in SHARED if words not in page.text] == []
    assert [words for words in (*KEPT, "Okafor", "OKAFOR") if words in page.text] == []
    assert "You see this until" in page.text
    assert REASON in page.text
    with open_work(cast.store, cast["auditor"]) as work:
        every = work.all(select(AuditEvent))
        events = {event.verb: event for event in every}
        told = {one["agency"] for e in every if e.verb is Verb.CONTENT_OPENED for one in e.recipients}
        assert told == {str(cast.agencies[name]) for name in ("police", "council", "new_era")}
        assert {"line", "note", "opening"} <= {item["t"] for item in events[Verb.CONTENT_READ].items}
        assert events[Verb.CONTENT_READ].operation == events[Verb.CONTENT_OPENED].operation == "consultation"
        assert not work.all(select(PersonName)) + work.all(select(ProtectedDetail))


def test_the_same_form_sent_twice_opens_once(cast: Cast, client_of: ClientOf) -> None:
    made, auditor = minuted(cast), client_of("auditor")
    sent = [auditor.post(path(cast, "auditor", "openings"), data=asked(case_id=str(made.case))) for _ in range(2)]
    assert sent[0].headers["location"] == sent[1].headers["location"]


def test_what_it_opens_shuts_at_its_hour_and_at_its_end(cast: Cast, client_of: ClientOf) -> None:
    made, auditor = minuted(cast), client_of("auditor")
    first = opened(cast, made.case)
    assert auditor.get(path(cast, "auditor", f"openings/{first}/read")).status_code == 200
    with clock.at(clock.now() + timedelta(minutes=61)), open_work(cast.store, cast["auditor"]) as work:
        assert work.find(Opening, first).over
        assert not work.all(select(Line)) + work.all(select(Note)) + work.all(select(ReferralSection))
    chair = client_of("chair").post(path(cast, "chair", f"openings/{first}/end"))
    assert chair.status_code == 303
    over = auditor.get(path(cast, "auditor", f"openings/{first}/read")).text
    assert "ended at" in over and not [word for word in (*SHARED, REASON) if word in over]
    assert auditor.post(path(cast, "auditor", f"openings/{first}/end")).status_code == 403
    assert "over" in auditor.get(path(cast, "auditor", f"openings/{first}")).text


def test_one_line_opens_no_other(cast: Cast, client_of: ClientOf) -> None:
    made, auditor = minuted(cast), client_of("auditor")
    wrong = auditor.post(path(cast, "auditor", "openings"), data=asked(case_id=str(made.case), line="Q9"))
    assert wrong.status_code == 422
    assert "no line of this code" in wrong.text
    sent = auditor.post(path(cast, "auditor", "openings"), data=asked(case_id=str(made.case), line="heron-b2"))
    page = auditor.get(sent.headers["location"])
    assert "police-seated-words" in page.text
    assert [words for words in (*SHARED[1:], *KEPT) if words in page.text] == []


def test_what_is_shared_later_stays_shut(cast: Cast) -> None:
    made = minuted(cast)
    opened(cast, made.case)
    with clock.at(clock.now() + timedelta(minutes=5)):
        with open_work(cast.store, cast["police_rep"]) as work:
            line = next(one for one in work.all(select(Line)) if one.label == "B4")
            line.sharing, line.decided_at = Sharing.SEATED, clock.now()
            work.session.info.update(covered={line.id}, recorded={line.id})
        with open_work(cast.store, cast["auditor"]) as work:
            assert "B4" not in {one.label for one in work.all(select(Line))}
            assert "B2" in {one.label for one in work.all(select(Line))}


def test_a_named_line_of_which_nobody_named_is_left_is_not_said_to_be_everyones(
    cast: Cast, client_of: ClientOf, database: Database
) -> None:
    first = opened(cast, minuted(cast).case)
    page = path(cast, "auditor", f"openings/{first}/read")
    assert "named agencies, none of them now" not in client_of("auditor").get(page).text
    superuser = create_engine(database.superuser_url)
    with superuser.begin() as connection:
        connection.execute(text("UPDATE line_audience SET ended_at = now()"))
    superuser.dispose()
    assert "named agencies, none of them now" in client_of("auditor").get(page).text


def test_those_who_are_told_read_why_and_nothing_more(cast: Cast, client_of: ClientOf) -> None:
    made = minuted(cast)
    one = opened(cast, made.case)
    for name, hat in (("chair", "chair"), ("officer", "data-protection-officer")):
        client = client_of(name)
        assert "HERON" in client.get(path(cast, hat, "openings")).text
        page = client.get(path(cast, hat, f"openings/{one}"))
        assert REASON in page.text
        assert client.get(path(cast, hat, f"openings/{one}/read")).status_code == 404
        refused = client.post(path(cast, hat, "openings"), data=asked(case_id=str(made.case)))
        assert refused.status_code in (403, 404)
    assert client_of("officer").post(path(cast, "data-protection-officer", f"openings/{one}/end")).status_code == 403


def test_no_officer_learns_of_a_quiet_seat_from_who_was_told(cast: Cast, client_of: ClientOf) -> None:
    """The landlord's seat is known to chair, coordinator, advocate and itself (S5)."""
    made, landlord = minuted(cast), cast["landlord_rep"]
    with open_work(cast.store, landlord) as work:
        work.require(ALLOWED)
        kept = {"marac_id": cast.marac, "case_id": made.case, "agency_id": landlord.agency_id, "label": "L9"}
        line = Line(**kept, member_id=landlord.member_id, text="flat-words", sharing=Sharing.NAMED)
        work.log(Verb.LINE_RECORDED, work.keep(line))
    one = opened(cast, made.case)
    assert "landlord" in client_of("chair").get(path(cast, "chair", f"openings/{one}")).text
    officer, hat = client_of("officer"), "data-protection-officer"
    assert "Agencies told" in officer.get(path(cast, hat, f"openings/{one}")).text
    for rest in ("openings", f"openings/{one}"):
        assert "landlord" not in officer.get(path(cast, hat, rest)).text
    with open_work(cast.store, cast["officer"]) as work:
        told = [event.recipients for event in work.all(select(AuditEvent)) if event.verb is Verb.CONTENT_OPENED]
        assert told == [[{"agency": str(cast.agencies["council"])}]]
        assert [row.agency_id for row in work.all(select(OpeningTold))] == [cast.agencies["council"]]


def test_an_officer_who_is_told_opens_the_reason_with_the_cases_own_key(cast: Cast) -> None:
    """In a process that has never seen the key: not only where another has left it in hand."""
    made = minuted(cast)
    one = opened(cast, made.case)
    for name in ("officer", "chair"):
        new = Store(cast.store.engine, Keyring(MASTER, cast.store.keyring.store))
        with open_work(new, cast[name]) as work:
            assert work.find(Opening, one).reason == REASON
            work.log_openings()


def test_nobody_else_learns_of_it(cast: Cast, client_of: ClientOf) -> None:
    made = minuted(cast)
    one = opened(cast, made.case)
    for name, hat in (("coordinator", "coordinator"), ("police_rep", "representative"), ("outsider", "representative")):
        client = client_of(name)
        assert client.get(path(cast, hat, f"openings/{one}/read")).status_code == 404
        assert client.get(path(cast, hat, f"openings/{one}")).status_code == 404
        assert client.get(path(cast, hat, "openings")).status_code == 403
    assert client_of("auditor").get(path(cast, "auditor", f"openings/{uuid4()}/read")).status_code == 404


def test_an_opening_is_for_the_auditor_who_made_it(cast: Cast) -> None:
    made = minuted(cast)
    opened(cast, made.case)
    with open_work(cast.store, cast.as_hat("council_rep", Role.AUDITOR)) as work:
        assert work.all(select(Opening))
        assert not work.all(select(Line))
    with open_work(cast.store, cast.as_hat("auditor", Role.REPRESENTATIVE)) as work:
        assert not work.all(select(Line))


def test_a_wall_shuts_it_at_once_and_lets_none_be_made(cast: Cast, client_of: ClientOf) -> None:
    made, auditor = minuted(cast), client_of("auditor")
    one = opened(cast, made.case)
    with open_work(cast.store, cast["coordinator"]) as work:
        raise_wall(work, work.find(Case, made.case), "cousin", member_id=cast.members["auditor"])
    for rest in (f"openings/{one}/read", f"openings/{one}"):
        assert auditor.get(path(cast, "auditor", rest)).status_code == 404
    assert "HERON" not in auditor.get(path(cast, "auditor", "openings")).text
    again = auditor.post(path(cast, "auditor", "openings"), data=asked(case_id=str(made.case)))
    assert again.status_code == 404


def test_a_restricted_case_is_not_opened_and_shuts_what_is(cast: Cast) -> None:
    made = minuted(cast)
    opened(cast, made.case)
    with open_work(cast.store, cast["coordinator"]) as work:
        restrict(work, work.find(Case, made.case), True)
    with open_work(cast.store, cast["auditor"]) as work:
        assert not work.all(select(Line))
        case = work.first(select(Case).where(Case.id == made.case))
        if case is not None:
            with pytest.raises(Refused, match="restricted"):
                open_content(work, case, OpeningGround.ALERT, "why", 1)


def test_the_database_itself_allows_no_longer_opening_and_no_second_thought(cast: Cast) -> None:
    """Past every policy: an opening of two days, or one made in another's name, is refused by row-level security."""
    made = minuted(cast)
    for change in ({"until_at": clock.now() + timedelta(hours=30)}, {"member_id": cast.members["officer"]}):
        with pytest.raises(DBAPIError), open_work(cast.store, cast["auditor"]) as work:
            case = work.find(Case, made.case)
            opening = open_content(work, case, OpeningGround.ALERT, "why", 1)
            row = {name: getattr(opening, name) for name in Opening.model_fields} | {"id": uuid4()} | change
            work.session.add(Opening(**row))
            work.session.flush()
    one = opened(cast, made.case)
    with pytest.raises(DBAPIError), open_work(cast.store, cast["auditor"]) as work:
        opening = work.find(Opening, one)
        opening.until_at = clock.now() + timedelta(hours=20)
        work.session.flush()


def test_a_case_that_is_not_there_is_not_found_and_a_bad_form_keeps_what_was_typed(
    cast: Cast, client_of: ClientOf
) -> None:
    auditor = client_of("auditor")
    assert auditor.post(path(cast, "auditor", "openings"), data=asked(case_id=str(uuid4()))).status_code == 404
    page = auditor.post(path(cast, "auditor", "openings"), data=asked(ground="", case_id="HERON"))
    assert page.status_code == 422
    assert "Choose the reason" in page.text
    assert REASON in page.text
    made = minuted(cast)
    long = auditor.post(path(cast, "auditor", "openings"), data=asked(case_id=str(made.case), hours="25"))
    assert long.status_code == 403


def test_why_an_auditor_could_read_a_line_is_explained_also_afterwards(cast: Cast, client_of: ClientOf) -> None:
    made, auditor = minuted(cast), client_of("auditor")
    one = opened(cast, made.case)
    auditor.get(path(cast, "auditor", f"openings/{one}/read"))
    with open_work(cast.store, cast["auditor"]) as work:
        line = next(line.id for line in work.all(select(Line)) if line.label == "B2")
        end_opening(work, work.find(Opening, one))
    page = auditor.get(path(cast, "auditor", f"ledger/{line}"))
    assert "An auditor opened it, for a reason and a limited time" in page.text


def test_the_end_of_an_opening_is_on_the_record(cast: Cast) -> None:
    made = minuted(cast)
    one = opened(cast, made.case)
    with open_work(cast.store, cast["auditor"]) as work:
        end_opening(work, work.find(Opening, one))
    with open_work(cast.store, cast["officer"]) as work:
        verbs = {event.verb for event in work.all(select(AuditEvent))}
        assert {Verb.CONTENT_OPENED, Verb.CONTENT_CLOSED} <= verbs
    with pytest.raises(NotFound), open_work(cast.store, cast["police_rep"]) as work:
        work.find(Opening, one)
