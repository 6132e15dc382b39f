"""Starting a referral: a draft that only its author sees."""

import secrets
from uuid import UUID

from sqlalchemy import text

from marac.cases import codes
from marac.cases.models import Case, Referral
from marac.cases.operations.seats import give_seat
from marac.policy import referrals as policy
from marac.store.people import Agency
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import AgencyKind, Hat, SeatKind

_LETTERS = codes.LETTERS + codes.DIGITS


def start_referral(work: Work, *, for_agency_id: UUID | None = None, taken_from: str = "", code: str = "") -> Case:
    """A draft that only its author sees. The coordinator takes one down: whose it is, and who gave it (C08).

    `code`: left empty, one is drawn; the demonstration gives its own, so that its walk can name them.
    """
    viewer = work.viewer
    work.require(policy.may_start(viewer, work.find(Agency, viewer.agency_id)))
    if (viewer.hat is Hat.COORDINATOR) is not bool(taken_from):
        raise ValueError("the coordinator's hat, and it alone, refers for somebody on the telephone")
    agency = work.find(Agency, for_agency_id or viewer.agency_id)
    case = Case(marac_id=viewer.marac_id, code=code or _new_code(work), author_id=viewer.member_id, agency_id=agency.id)
    work.keep(case)
    work.session.flush()
    key = work.keep_key(case.id, case.marac_id)
    referral = Referral(
        marac_id=case.marac_id,
        case_id=case.id,
        agency_id=agency.id,
        member_id=viewer.member_id,
        reference="-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(2)),
    )
    referral.taken_from = taken_from
    work.keep(referral)
    work.log(Verb.REFERRAL_STARTED, case, key, referral)
    if viewer.hat is not Hat.COORDINATOR:
        alone = viewer.member_id if viewer.hat is Hat.CONTRIBUTOR else None
        speaks = alone is None and agency.kind is AgencyKind.VICTIM_SERVICE
        give_seat(work, case, agency.id, SeatKind.CASE, "Referred it", member_id=alone, advocate=speaks)
    return case


def _new_code(work: Work) -> str:
    """One referral at a time takes its code, so that two started together do not take the same."""
    connection = work.session.connection()
    connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:marac))"), {"marac": str(work.viewer.marac_id)})
    free = text("SELECT scope.free_code(:marac, :codes)")
    return codes.new_code(lambda wished: connection.scalar(free, {"marac": work.viewer.marac_id, "codes": wished}))
