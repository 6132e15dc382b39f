"""One real thing for every name that stands in a path, so that every address can be tried."""

from functools import partial
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from actions.models import Action
from agencies.models import Line, Research
from agencies.operations.research import request_research
from agenda.minutes.issuing import issue
from agenda.models import Meeting, MinutesIssue, Note
from agenda.operations import minutes as operations
from marac import clock
from marac.cases.models import BirthDate, Case, Detail, Notice, PersonLink, PersonName, ProtectedDetail
from marac.cases.operations.people import add_birth_date, add_detail, add_person, name_person
from marac.cases.operations.people.audiences import break_glass
from marac.cases.operations.refer import start_referral
from marac.proceedings import LifeThreat, SamePerson
from marac.store.checkpoints import Checkpoint
from marac.store.people import Provider
from marac.store.scope import Record
from marac.store.seats import Seat
from marac.store.walls import Wall
from marac.store.work import Work, open_work
from marac.verbs import Verb
from marac.vocabulary import ALLOWED, DetailKind, PartyRole, SeatKind
from tests.agencies.agreed import agree
from tests.agenda.minuted import minuted
from tests.cases.kept import kept
from tests.cast import Cast
from tests.oversight.record import signed
from tests.oversight.review import reviewed

PLAIN: dict[str, Any] = {"topic": "grounds", "page": 1, "party": "child", "kind": "phone"}
CANARIES = ("HERON", "Okafor", "OKAFOR", "DRAFTED", "Secretly", "SECRETLY")


def heard(cast: Cast) -> dict[str, Any]:
    """Ids of HERON and of everything that hangs on it."""
    made = minuted(cast)
    victim = cast.people[f"HERON.{PartyRole.VICTIM}"]
    with open_work(cast.store, cast["coordinator"]) as work:
        _asked(work, cast, made.case, made.meeting, victim)
    with open_work(cast.store, cast["chair"]) as work:
        operations.approve(work, work.find(Meeting, made.meeting))
    with open_work(cast.store, cast["coordinator"]) as work:
        issue(work, work.find(Meeting, made.meeting))
    ids: dict[str, Any] = {"case_id": made.case, "meeting_id": made.meeting, "hearing_id": made.hearing}
    ids |= {"person_id": victim, "member_id": cast.members["council_rep"]}
    with open_work(cast.store, cast["coordinator"]) as work:
        for name, kind in (("seat_id", Seat), ("wall_id", Wall), ("link_id", PersonLink), ("note_id", Note)):
            ids[name] = _first(work, kind)
    with open_work(cast.store, cast["council_rep"]) as work:
        ids["issue_id"] = _first(work, MinutesIssue)
        ids["research_id"] = _first(work, Research)
        ids["action_id"] = work.all(select(Action.id).where(Action.agency_id == cast.agencies["council"]))[0]
        ids["line_id"] = work.all(select(Line.id).where(Line.agency_id == cast.agencies["council"]))[0]
        ids["item_id"] = ids["line_id"]
    ids["agreement_id"] = agree(cast, "council")
    ids |= kept(cast, made.case)
    ids |= reviewed(cast, made.case)
    ids |= {"agency_id": cast.agencies["council"], "appointment_id": cast["council_rep"].appointment_id}
    with open_work(cast.store, cast["administrator"]) as work:
        ids["provider_id"] = work.all(select(Provider.id).where(Provider.agency_id == ids["agency_id"]))[0]
    signed(cast)
    with open_work(cast.store, cast["auditor"]) as work:
        ids["checkpoint_id"] = _first(work, Checkpoint)
    with open_work(cast.store, cast["idva"]) as work:
        ids["detail_id"] = _first(work, ProtectedDetail)
    return ids | {"notice_id": _told(cast, made.case)}


def _told(cast: Cast, case_id: UUID) -> UUID:
    """A notice to the advocate: the council opened in an emergency what they gave."""
    with open_work(cast.store, cast["council_rep"]) as work:
        break_glass(
            work, work.find(Case, case_id), PartyRole.VICTIM, DetailKind.PHONE, LifeThreat.MISSING, "Not seen since."
        )
    with open_work(cast.store, cast["idva"]) as work:
        return _first(work, Notice)


def _asked(work: Work, cast: Cast, case_id: UUID, meeting_id: UUID, victim: UUID) -> None:
    seats = select(Seat).where(Seat.agency_id == cast.agencies["council"], Seat.kind == SeatKind.CASE)
    request_research(work, case_id, cast.agencies["council"], meeting_id, work.all(seats)[0], clock.now())
    link = PersonLink(
        marac_id=cast.marac,
        case_id=case_id,
        person_id=victim,
        other_case_id=case_id,
        other_person_id=cast.people[f"HERON.{PartyRole.CHILD}"],
        decision=SamePerson.DIFFERENT,
        decided_by=cast.members["coordinator"],
    )
    work.require(ALLOWED)
    work.log(Verb.PERSON_LINKED, work.keep(link))


def _first(work: Work, kind: type[Record]) -> UUID:
    return work.all(select(kind).order_by(col(kind.id)))[0].id


def drafted(cast: Cast) -> dict[str, Any]:
    """Ids of a referral that the police have begun, and of what is in it."""
    with open_work(cast.store, cast["police_rep"]) as work:
        case = start_referral(work, code="DRAFTED")
        person = add_person(work, case, PartyRole.VICTIM)
        name = name_person(work, person, "Secretly", "Sam")
        born = add_birth_date(work, person, "1990-02-01")
        add = partial(add_detail, work, person, refuge=False, confirmed=True)
        detail = add(DetailKind.HOME_ADDRESS, "14 Example Rise", known_to_perpetrator=True)
        secret = add(DetailKind.PHONE, "07700 900456", known_to_perpetrator=False)
        kinds = (Case, PersonName, BirthDate, Detail, ProtectedDetail)
        assert {type(row) for row in (case, name, born, detail, secret)} == set(kinds)
        return {
            "case_id": case.id,
            "person_id": person.id,
            "name_id": name.id,
            "date_id": born.id,
            "detail_id": detail.id,
            "protected_id": secret.id,
        }
