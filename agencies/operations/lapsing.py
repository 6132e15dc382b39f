"""An agreement that ends: what the agency still had to do is handed over, then its people are shut out (S22)."""

import asyncio
import json
import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from agencies.operations.agreements import announce_to, remark, stands, successor
from marac import clock
from marac.policy import agreements as policy
from marac.proceedings import RemarkKind
from marac.store.agreements import Agreement, AgreementRemark
from marac.store.work import Store, Work, open_work
from marac.verbs import Verb
from marac.vocabulary import ALLOWED, SystemViewer

KEEPER = SystemViewer("keeper", "marac_keeper")
EVERY = 60.0  # seconds between two looks for what has lapsed
log = logging.getLogger("marac")


@dataclass(frozen=True, slots=True)
class Handed:
    """One action that has another owner now."""

    marac_id: UUID
    case_id: UUID
    action_id: UUID
    label: str
    from_agency: UUID
    to_agency: UUID
    to_member: UUID
    seat_given: UUID | None
    seats_ended: list[UUID]


def suspend(work: Work, agreement: Agreement, said: str, successor_id: UUID | None, version: int) -> list[Handed]:
    """Until it is reinstated. Raises Refused, Conflict."""
    work.require(policy.may_suspend(work.viewer, agreement, stands(work, agreement)), agreement)
    work.require(policy.must_say(said, "Say why it is suspended."))
    work.same_version(agreement, version)
    agreement.suspended_at = clock.now()
    remark(work, agreement, RemarkKind.SUSPENDED, Verb.AGREEMENT_SUSPENDED, said)
    return _close(work, agreement, successor_id)


def withdraw(work: Work, agreement: Agreement, said: str, successor_id: UUID | None, version: int) -> list[Handed]:
    """For good. Raises Refused, Conflict."""
    work.require(policy.may_withdraw(work.viewer, agreement, stands(work, agreement)), agreement)
    work.require(policy.must_say(said, "Say why your agency withdraws."))
    work.same_version(agreement, version)
    agreement.withdrawn_at = clock.now()
    remark(work, agreement, RemarkKind.WITHDRAWN, Verb.AGREEMENT_WITHDRAWN, said)
    return _close(work, agreement, successor_id)


def reinstate(work: Work, agreement: Agreement, said: str, version: int) -> None:
    """Access is open again, if nothing else closes it; what was handed over stays there. Raises Refused, Conflict."""
    work.require(policy.may_reinstate(work.viewer, agreement, stands(work, agreement)), agreement)
    work.same_version(agreement, version)
    agreement.suspended_at = None
    remark(work, agreement, RemarkKind.REINSTATED, Verb.AGREEMENT_REINSTATED, said)
    announce_to(work, agreement.agency_id)


def _close(work: Work, agreement: Agreement, successor_id: UUID | None) -> list[Handed]:
    """Hand over, and shut out, in one transaction: nobody sees the one without the other."""
    if successor_id:
        agreement.successor_id = successor(work, agreement.agency_id, successor_id)
    agreement.closed_at = clock.now()
    work.session.flush()
    handed = _hand_over(work, work.viewer.marac_id)
    announce_to(work, agreement.agency_id)
    return handed


def lapse(store: Store) -> int:
    """Record what has lapsed by its date, hand over what its agencies still had to do; how many lapsed.

    Safe to run at any time, in several processes at once: what one has done, another no longer finds.
    """
    with open_work(store, KEEPER) as work:
        work.require(ALLOWED)
        lapsed = _asked(work, "SELECT * FROM scope.lapse(:at)", at=clock.now())
        for row in lapsed:
            said = AgreementRemark(agreement_id=row.agreement_id, kind=RemarkKind.LAPSED, hat=KEEPER.name)
            item = {"t": "agreement", "id": str(row.agreement_id)}
            work.log(
                Verb.AGREEMENT_LAPSED, work.keep(said), items=[item], agency_id=row.agency_id, marac_id=row.marac_id
            )
        _hand_over(work, None)
        for agency_id in {row.agency_id for row in lapsed}:
            announce_to(work, agency_id)
        return len(lapsed)


def _hand_over(work: Work, marac_id: UUID | None) -> list[Handed]:
    """Open actions of agencies that are shut out go to their successors; screens are told. None: in every MARAC."""
    found = _asked(work, "SELECT * FROM scope.hand_over(:marac, :at)", marac=marac_id, at=clock.now())
    handed = [Handed(**row._mapping) for row in found]
    for one in handed:
        _record(work, one)
    for place, case in {(one.marac_id, one.case_id) for one in handed}:
        message = json.dumps({"marac": str(place), "case": str(case), "to": None})
        work.session.connection().execute(text("SELECT pg_notify('marac', :m)"), {"m": message})
    return handed


def _record(work: Work, one: Handed) -> None:
    """Each handing over is a disclosure to the agency that now sees the case."""
    about: dict[str, Any] = {"case_id": one.case_id, "marac_id": one.marac_id, "agency_id": one.from_agency}
    action = {"t": "action", "id": str(one.action_id), "f": ["agency_id", "member_id"], "label": one.label}
    work.log(Verb.ACTION_HANDED_OVER, items=[action], to=[one.to_agency], reason="agreement", **about)
    if one.seat_given:
        seat = {"t": "seat", "id": str(one.seat_given)}
        work.log(Verb.SEAT_GIVEN, items=[seat], to=[one.to_agency], reason="action", **about)
    if one.seats_ended:
        ended = [{"t": "seat", "id": str(seat)} for seat in one.seats_ended]
        work.log(Verb.SEAT_ENDED, items=ended, reason="handed on", **about)


def _asked(work: Work, question: str, **given: UUID | datetime | None) -> list[Any]:
    return list(work.session.connection().execute(text(question), given))


async def keep(store: Store) -> None:
    """Once a minute, for as long as a process runs; a failure waits for the next time."""
    while True:
        await asyncio.sleep(EVERY)
        try:
            await asyncio.to_thread(lapse, store)
        except SQLAlchemyError as lost:
            log.warning("agreements: could not look for what has lapsed (%s)", type(lost).__name__)
