"""Holding a case, and destroying its key by two people, with a receipt (C77; docs/decisions/0014)."""

import logging
from uuid import UUID

from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from marac import clock
from marac.cases.models import Case, Erasure, Hold
from marac.cases.operations.leading import may_lead
from marac.policy import keeping as policy
from marac.proceedings import ErasureGround, HoldKind
from marac.store.keystore import KeyStore
from marac.store.scope import ViewerSession
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import Conflict

log = logging.getLogger("marac")


def holds_on(work: Work, case_id: UUID) -> list[Hold]:
    """Those that stand first, then the latest first."""
    found = work.all(select(Hold).where(Hold.case_id == case_id).order_by(col(Hold.placed_at).desc(), col(Hold.id)))
    return sorted(found, key=lambda hold: hold.lifted_at is not None)


def is_held(work: Work, case_id: UUID) -> bool:
    return any(hold.lifted_at is None for hold in holds_on(work, case_id))


def erasure_of(work: Work, case_id: UUID) -> Erasure | None:
    """What is proposed, or the receipt of what was done; not a proposal that was ended."""
    return work.first(select(Erasure).where(Erasure.case_id == case_id, col(Erasure.ended_at).is_(None)))


def held_case(work: Work, code: str) -> UUID | None:
    """The case of this code, for an officer whose agency has had a seat on it; they see nothing of the case itself."""
    found = work.session.connection().execute(text("SELECT scope.case_of_code(:code)"), {"code": code})
    return found.scalar()


def place_hold(work: Work, case_id: UUID, code: str, kind: HoldKind, reason: str) -> Hold:
    """From now on the case cannot be erased. Raises Refused, Conflict."""
    work.require(policy.may_hold(work.viewer, _erased(work, case_id)) and may_lead(work, case_id))
    hold = work.keep(
        Hold(
            marac_id=work.viewer.marac_id,
            case_id=case_id,
            code=code,
            kind=kind,
            reason=reason,
            placed_by=work.viewer.member_id,
        )
    )
    work.log(Verb.HOLD_PLACED, hold, reason=kind.value)
    try:
        work.session.flush()
    except IntegrityError:  # erased while this was typed
        raise Conflict("Hold") from None
    return hold


def lift_hold(work: Work, hold: Hold, why: str) -> None:
    """Raises Refused."""
    work.require(policy.may_lift_hold(work.viewer, hold) and may_lead(work, hold.case_id), hold)
    hold.lifted_by, hold.lifted_at, hold.lifted_why = work.viewer.member_id, clock.now(), why
    work.log(Verb.HOLD_LIFTED, hold, reason=hold.kind.value)


def propose_erasure(work: Work, case: Case, ground: ErasureGround, reason: str) -> Erasure:
    """Nothing is destroyed before a second person confirms. Raises Refused."""
    proposed = erasure_of(work, case.id) is not None
    verdict = policy.may_propose_erasure(work.viewer, case, is_held(work, case.id), proposed)
    work.require(verdict and may_lead(work, case))
    erasure = work.keep(
        Erasure(
            marac_id=case.marac_id,
            case_id=case.id,
            code=case.code,
            ground=ground,
            reason=reason,
            proposed_by=work.viewer.member_id,
        )
    )
    work.log(Verb.ERASURE_PROPOSED, erasure, reason=ground.value)
    return erasure


def end_erasure(work: Work, erasure: Erasure) -> None:
    """The proposal is taken back, or turned down. Raises Refused."""
    verdict = policy.may_end_erasure(work.viewer, erasure.confirmed_at is not None)
    work.require(verdict and may_lead(work, erasure.case_id), erasure)
    erasure.ended_by, erasure.ended_at = work.viewer.member_id, clock.now()
    work.log(Verb.ERASURE_ENDED, erasure, reason=erasure.ground.value)


def confirm_erasure(work: Work, case: Case, erasure: Erasure) -> None:
    """Destroy the case's key: in the database with this work's commit, in the key store right after it.

    The database asks again for two people, no hold and a case that is over. Raises Refused, Conflict.
    """
    verdict = policy.may_confirm_erasure(work.viewer, case, erasure.proposed_by, is_held(work, case.id))
    work.require(verdict and may_lead(work, case), erasure)
    if erasure.confirmed_at is not None or erasure.ended_at is not None:
        raise Conflict("Erasure")
    done = work.session.connection().execute(text("SELECT scope.destroy_key(:id)"), {"id": erasure.id}).scalar()
    if done != case.id:
        raise Conflict("Erasure")
    work.session.refresh(erasure)
    work.log(Verb.CASE_ERASED, erasure, fields=sorted(erasure.unreadable), reason=erasure.ground.value)
    work.announce(case.id)
    store = work.keyring.store

    def destroy(_: ViewerSession) -> None:
        _destroy(store, case.id)

    event.listen(work.session, "after_commit", destroy, once=True)


def is_gone(work: Work, case_id: UUID) -> bool:
    """Whether the key store has destroyed its part too; until then older dumps could still be opened."""
    return work.keyring.store.is_destroyed(case_id)


def _destroy(store: KeyStore, case_id: UUID) -> None:
    """What fails is tried again by every server that starts, and by `marac keep`."""
    try:
        store.destroy(case_id)
    except OSError as why:
        log.error("key store: the part of an erased case could not be destroyed (%s)", why.strerror)


def _erased(work: Work, case_id: UUID) -> bool:
    erasure = erasure_of(work, case_id)
    return erasure is not None and erasure.confirmed_at is not None
