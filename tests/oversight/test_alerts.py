"""The rules over the record: what they find, for whom, and that nobody reviews themselves (C74)."""

from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from marac.cases.models import Case, Person, PersonName, ProtectedDetail
from marac.cases.operations.indexing import index_people
from marac.cases.operations.own import mark_address, mark_name
from marac.cases.operations.seats import raise_wall
from marac.oversight.models import Alert
from marac.oversight.operations.reviewing import review
from marac.oversight.operations.watching import look
from marac.policy import alerts as policy
from marac.policy.alerts import AlertRule, AlertStatus
from marac.store.audit import AuditEvent
from marac.store.work import open_work
from marac.verbs import Verb
from marac.vocabulary import ALLOWED, Conflict, DetailKind, PartyRole, Refused, Role, Viewer
from tests.agenda.minuted import minuted
from tests.cast import Cast, open_case
from tests.conftest import ClientOf
from tests.oversight.review import path


def did(cast: Cast, viewer: Viewer, verb: Verb, times: int, case_id: UUID | None = None, each: bool = False) -> None:
    with open_work(cast.store, viewer) as work:
        for _ in range(times):
            work.log(verb, case_id=uuid4() if each else case_id)


def found(cast: Cast, viewer: Viewer) -> set[tuple[str, str]]:
    """(rule, whose conduct) as this viewer sees them after looking."""
    names = {member: name for name, member in cast.members.items()}
    with open_work(cast.store, viewer) as work:
        look(work)
    with open_work(cast.store, viewer) as work:
        return {(alert.rule.value, names[alert.member_id]) for alert in work.all(select(Alert))}


def test_bursts_are_found_above_their_threshold_and_once(cast: Cast) -> None:
    police = cast["police_rep"]
    did(cast, police, Verb.PAGE_READ, policy.BULK_CASES, each=True)
    did(cast, police, Verb.MINUTES_DOWNLOADED, policy.DOWNLOADS_A_DAY)
    did(cast, police, Verb.REQUEST_NOT_FOUND, policy.NOT_FOUND_AN_HOUR)
    did(cast, cast["idva"], Verb.PAGE_READ, policy.BULK_CASES + 9, case_id=uuid4())
    assert found(cast, cast["auditor"]) == set()
    for verb in (Verb.PAGE_READ, Verb.MINUTES_DOWNLOADED, Verb.REQUEST_NOT_FOUND):
        did(cast, police, verb, 1, each=True)
    for turn in range(policy.DOWNLOADS_A_DAY + 1):
        did(cast, cast["chair"], (Verb.LEDGER_EXPORTED, Verb.RECORD_EXPORTED, Verb.AGREEMENT_DOWNLOADED)[turn % 3], 1)
    expected = {("bulk-reading", "police_rep"), ("many-not-found", "police_rep")}
    expected |= {("many-downloads", "police_rep"), ("many-downloads", "chair")}
    for _ in range(2):
        assert found(cast, cast["auditor"]) == expected
    with open_work(cast.store, cast["auditor"]) as work:
        raised = [event for event in work.all(select(AuditEvent)) if event.verb is Verb.ALERT_RAISED]
        assert len(raised) == 4


def test_reading_a_case_of_ones_own_name_is_found_without_the_name(cast: Cast) -> None:
    case_id = open_case(cast)
    with open_work(cast.store, cast["police_rep"]) as work:
        work.require(ALLOWED)
        person = next(one for one in work.all(select(Person)) if one.party is PartyRole.PERPETRATOR)
        same = {"surname": "REP", "forenames": "Council James", "party": person.party, "person_id": person.id}
        name = PersonName(marac_id=cast.marac, case_id=case_id, agency_id=work.viewer.agency_id, **same)
        work.log(Verb.REFERRAL_CHANGED, work.keep(name))
    with open_work(cast.store, cast["coordinator"]) as work:
        work.require(ALLOWED)
        rows = index_people(work, work.find(Case, case_id), work.all(select(Person)))
        work.log(Verb.REFERRAL_CHANGED, *rows)
    for name_of in ("council_rep", "police_rep"):
        did(cast, cast[name_of], Verb.PAGE_READ, 1, case_id)
    assert found(cast, cast["auditor"]) == {("own-name", "council_rep")}
    assert found(cast, cast["officer"]) == {("own-name", "council_rep")}
    with open_work(cast.store, cast["coordinator"]) as work:
        raise_wall(work, work.find(Case, case_id), "cousin", member_id=cast.members["auditor"])
    assert found(cast, cast["auditor"]) == set()


def test_reading_a_case_of_ones_own_protected_name_or_address_is_found_as_well(cast: Cast, client_of: ClientOf) -> None:
    case_id = open_case(cast)
    given = {"line": "12 Beacon Row", "postcode": "ZZ99 4BB"}
    assert client_of("council_rep").post("/account/home", data=given).status_code == 303
    for name_of in ("council_rep", "police_rep", "idva"):
        did(cast, cast[name_of], Verb.PAGE_READ, 1, case_id)
    assert found(cast, cast["auditor"]) == set()
    with open_work(cast.store, cast["coordinator"]) as work:
        row = ProtectedDetail(kind=DetailKind.HOME_ADDRESS, case_id=case_id, marac_id=cast.marac)
        mark_address(work, row, "Flat 12, Beacon Row", "ZZ99 4CC")
    assert found(cast, cast["auditor"]) == set(), "another postcode"
    with open_work(cast.store, cast["coordinator"]) as work:
        mark_address(work, row, "12, Beacon Row", "ZZ99 4BB")
        mark_name(work, work.all(select(PersonName))[0], "Rep", "James Police")
    assert found(cast, cast["auditor"]) == {("own-name", "council_rep"), ("own-name", "police_rep")}


def test_reading_after_the_hearing_with_nothing_to_do_is_found(cast: Cast) -> None:
    made = minuted(cast)
    for name in ("health_rep", "council_rep", "landlord_rep"):
        did(cast, cast[name], Verb.PAGE_READ, policy.PURPOSE_READINGS + 1, made.case)
    assert found(cast, cast["auditor"]) == {("no-purpose", "health_rep")}
    assert found(cast, cast["officer"]) == set()


def test_an_officer_sees_their_own_people_as_they_spoke_for_the_agency(cast: Cast) -> None:
    for name in ("council_rep", "police_rep", "coordinator"):
        did(cast, cast[name], Verb.REQUEST_NOT_FOUND, policy.NOT_FOUND_AN_HOUR + 1)
    did(cast, cast.as_hat("officer", Role.REPRESENTATIVE), Verb.REQUEST_NOT_FOUND, policy.NOT_FOUND_AN_HOUR + 1)
    with open_work(cast.store, cast["coordinator"]) as work:
        for _ in range(policy.DOWNLOADS_A_DAY + 1):
            work.log(Verb.MINUTES_DOWNLOADED, to=[cast.agencies["council"]])
    rule = AlertRule.NOT_FOUND.value
    everybody = {(rule, name) for name in ("council_rep", "police_rep", "coordinator", "officer")}
    everybody |= {("many-downloads", "coordinator")}
    assert found(cast, cast["officer"]) == {(rule, "council_rep")}
    assert found(cast, cast["auditor"]) == everybody
    assert found(cast, cast["officer"]) == {(rule, "council_rep")}
    with pytest.raises(Refused), open_work(cast.store, cast["chair"]) as work:
        look(work)


def test_nobody_reviews_themselves_and_nothing_is_settled_twice(cast: Cast) -> None:
    did(cast, cast["auditor"], Verb.REQUEST_NOT_FOUND, policy.NOT_FOUND_AN_HOUR + 1)
    did(cast, cast["police_rep"], Verb.REQUEST_NOT_FOUND, policy.NOT_FOUND_AN_HOUR + 1)
    assert found(cast, cast["auditor"]) == {("many-not-found", "police_rep")}
    other = cast.as_hat("council_rep", Role.AUDITOR)
    assert found(cast, other) == {("many-not-found", "police_rep"), ("many-not-found", "auditor")}
    with open_work(cast.store, cast["auditor"]) as work:
        (alert,) = work.all(select(Alert))
        review(work, alert, AlertStatus.EXPLAINED, "Searching-words", alert.version)
    with pytest.raises(Refused, match="reviewed"), open_work(cast.store, other) as work:
        review(work, work.find(Alert, alert.id), AlertStatus.PASSED_ON, "no", 2)
    with pytest.raises(Conflict), open_work(cast.store, other) as work:
        (left,) = [one for one in work.all(select(Alert)) if one.status is AlertStatus.OPEN]
        review(work, left, AlertStatus.EXPLAINED, "no", 7)


def test_what_cannot_be_explained_is_raised_by_hand_once(cast: Cast, client_of: ClientOf) -> None:
    for viewer in (cast["council_rep"], cast["police_rep"], cast["auditor"]):
        did(cast, viewer, Verb.PAGE_READ, 1)
    with open_work(cast.store, cast["auditor"]) as work:
        read = {event.member_id: str(event.id) for event in work.all(select(AuditEvent))}
    of = {name: read[cast.members[name]] for name in ("council_rep", "police_rep", "auditor")}
    auditor, officer = client_of("auditor"), client_of("officer")
    here, theirs = path(cast, "auditor", "alerts"), path(cast, "data-protection-officer", "alerts")
    assert "Raise an alert about this" in auditor.get(f"{here}?event={of['council_rep']}").text
    assert "Raise an alert about this" not in officer.get(f"{theirs}?event={of['police_rep']}").text
    raised = [client.post(at, data={"event_id": of["council_rep"]}).headers["location"].rpartition("/")[2]
              for client, at in ((auditor, here), (officer, theirs))]  # fmt: skip
    assert raised[0] == raised[1]
    assert "could not explain" in officer.get(f"{theirs}/{raised[0]}").text
    assert auditor.post(here, data={"event_id": of["auditor"]}).status_code == 403
    for client, at, event in ((officer, theirs, of["police_rep"]), (auditor, here, str(uuid4())), (auditor, here, "x")):
        assert client.post(at, data={"event_id": event}).status_code == 404


def test_the_queue_shows_the_rule_the_events_and_takes_an_outcome(cast: Cast, client_of: ClientOf) -> None:
    did(cast, cast["council_rep"], Verb.REQUEST_NOT_FOUND, policy.NOT_FOUND_AN_HOUR + 1)
    for name, hat in (("auditor", "auditor"), ("officer", "data-protection-officer")):
        page = client_of(name).get(path(cast, hat, "alerts"))
        assert "Council Rep" in page.text
        assert "More than 20 addresses within an hour" in page.text
    with open_work(cast.store, cast["auditor"]) as work:
        (alert,) = work.all(select(Alert))
    officer, here = client_of("officer"), path(cast, "data-protection-officer", f"alerts/{alert.id}")
    shown = officer.get(here)
    assert shown.text.count("asked for what does not exist") == policy.NOT_FOUND_AN_HOUR + 1
    assert f"member={cast.members['council_rep']}" in shown.text
    wrong = officer.post(here, data={"note": "Typed-words", "version": "1"})
    assert (wrong.status_code, "Typed-words" in wrong.text) == (422, True)
    outcome = {"outcome": "explained", "note": "A-broken-bookmark", "version": "1"}
    assert [officer.post(here, data=outcome).status_code for _ in range(2)] == [303, 403]
    settled = client_of("auditor").get(path(cast, "auditor", f"alerts/{alert.id}"))
    assert "A-broken-bookmark" in settled.text
    for name, hat in (("police_rep", "representative"), ("chair", "chair"), ("administrator", "administrator")):
        assert client_of(name).get(path(cast, hat, f"alerts/{alert.id}")).status_code == 404
        assert client_of(name).post(path(cast, hat, f"alerts/{alert.id}"), data=outcome).status_code == 404
