"""No verdict, no deed; no record, no commit: the guard at commit, and what an event may say."""

import pytest
from cryptography.exceptions import InvalidTag
from sqlmodel import select

from marac.cases.models import Case, Person, PersonName, SafeContact
from marac.store.audit import AuditEvent
from marac.store.keys import CaseKey
from marac.store.people import SignIn
from marac.store.work import open_work
from marac.verbs import Operation, Verb, operation_of
from marac.vocabulary import ALLOWED, NotFound, Refused, Unrecorded, Unscoped, refused
from tests.cast import Cast, open_case


def test_a_silent_change_is_rolled_back(cast: Cast) -> None:
    case_id = open_case(cast)
    with pytest.raises(Unrecorded, match="case_file"), open_work(cast.store, cast["coordinator"]) as work:
        work.find(Case, case_id).stalking = True
    with open_work(cast.store, cast["coordinator"]) as work:
        assert not work.find(Case, case_id).stalking


def test_a_change_recorded_but_not_covered_by_a_verdict_is_rolled_back(cast: Cast) -> None:
    case_id = open_case(cast)
    with pytest.raises(Unrecorded, match="verdict"), open_work(cast.store, cast["coordinator"]) as work:
        case = work.find(Case, case_id)
        case.stalking = True
        work.log(Verb.REFERRAL_CHANGED, case)


def test_an_event_about_another_row_covers_nothing(cast: Cast) -> None:
    case_id = open_case(cast)
    with pytest.raises(Unrecorded, match="event"), open_work(cast.store, cast["coordinator"]) as work:
        case = work.find(Case, case_id)
        other = work.all(select(SafeContact))[0]
        work.require(ALLOWED, case)
        case.stalking = True
        work.log(Verb.CASE_OPENED, other)


def test_a_row_kept_without_a_verdict_is_refused(cast: Cast) -> None:
    with pytest.raises(Unrecorded, match="Case"), open_work(cast.store, cast["police_rep"]) as work:
        work.keep(Case(marac_id=cast.marac, code="X", author_id=work.viewer.member_id, agency_id=work.viewer.agency_id))


def test_a_refusal_leaves_nothing_behind(cast: Cast) -> None:
    case_id = open_case(cast)
    with pytest.raises(Refused, match="Not you"), open_work(cast.store, cast["coordinator"]) as work:
        case = work.find(Case, case_id)
        case.stalking = True
        work.require(refused("Not you."), case)
    with open_work(cast.store, cast["coordinator"]) as work:
        assert not work.find(Case, case_id).stalking


def test_what_is_opened_is_recorded_by_row_and_field_and_never_by_content(cast: Cast) -> None:
    open_case(cast)
    with open_work(cast.store, cast["council_rep"]) as work:
        surnames = {name.surname for name in work.all(select(PersonName))}
        work.log_openings()
    assert surnames == {"Okafor", "Vance", "Lowe"}
    with open_work(cast.store, cast["auditor"]) as work:
        reading = [e for e in work.all(select(AuditEvent)) if e.verb is Verb.PAGE_READ]
    assert len(reading) == 1
    assert [(item["t"], item["f"]) for item in reading[0].items] == [("person_name", ["surname"])] * 3
    assert reading[0].operation is Operation.CONSULTATION
    assert reading[0].member_id == cast.members["council_rep"]
    everything = str([e.model_dump() for e in reading])
    assert not [name for name in surnames if name in everything]


def test_what_is_not_opened_is_not_recorded(cast: Cast) -> None:
    open_case(cast)
    with open_work(cast.store, cast["council_rep"]) as work:
        work.all(select(PersonName))
        work.log_openings()
    with open_work(cast.store, cast["auditor"]) as work:
        assert not [e for e in work.all(select(AuditEvent)) if e.verb is Verb.PAGE_READ]


def test_looking_with_other_eyes_sees_theirs_and_gives_ours_back(cast: Cast) -> None:
    case_id = open_case(cast)
    with open_work(cast.store, cast["coordinator"]) as work:
        before = len(work.all(select(Person).where(Person.case_id == case_id)))
        with work.as_seen_by(cast["programme_worker"]) as theirs:
            assert [p.party for p in theirs.all(select(Person))] == ["perpetrator"]
            assert [n.surname for n in theirs.all(select(PersonName))] == ["Vance"]
        with work.as_seen_by(cast["walled_rep"]) as theirs, pytest.raises(NotFound):
            theirs.find(Case, case_id)
        assert len(work.all(select(Person).where(Person.case_id == case_id))) == before == 3
        assert not work.session.info.get("opened")


def test_sealed_bytes_cannot_be_moved_or_read_without_their_key(cast: Cast) -> None:
    open_case(cast)
    with open_work(cast.store, cast["coordinator"]) as work:
        one, other = work.all(select(PersonName))[:2]
        boxes = [getattr(name, "surname_sealed") for name in (one, other)]  # noqa: B009
        assert b"Okafor" not in boxes[0] + boxes[1]
        setattr(one, "surname_sealed", boxes[1])  # noqa: B010
        with pytest.raises(InvalidTag):
            assert one.surname
        work.session.expire_all()
        key = work.all(select(CaseKey))[0]
        assert len(key.wrapped) == 2 * (2 + 12 + 16) + 32, "sealed twice"


def test_no_appointment_reads_who_is_signed_in(cast: Cast) -> None:
    with pytest.raises(Unscoped, match="SignIn"), open_work(cast.store, cast["administrator"]) as work:
        work.all(select(SignIn))


def test_every_verb_counts_as_one_operation() -> None:
    assert {operation_of(verb) for verb in Verb} >= {
        Operation.COLLECTION,
        Operation.ALTERATION,
        Operation.CONSULTATION,
        Operation.DISCLOSURE,
        Operation.COMBINATION,
        Operation.ERASURE,
        Operation.REFUSED,
    }
