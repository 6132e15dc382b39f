"""Sending a referral: the advocate service has the case at once, before anybody triages it (C19)."""

from uuid import UUID

from sqlmodel import col, select

from marac import clock
from marac.cases.models import Case, Referral
from marac.cases.operations.drafts import by_telephone, people_of, says
from marac.cases.operations.indexing import index_people
from marac.cases.operations.own import wall_namesakes
from marac.cases.operations.refer.answers import answered, risk_of, sections_of
from marac.cases.operations.seats import give_seat, seats_on
from marac.cases.operations.triage import referral_of
from marac.policy import referrals as policy
from marac.store.people import Agency, Partner
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import AgencyKind, CaseStatus, Conflict, Criterion, PartyRole, RiskAnswer, SeatKind, Verdict


def readiness(work: Work, case: Case, referral: Referral) -> policy.Readiness:
    judged = Criterion.PROFESSIONAL_JUDGEMENT in referral.met
    return policy.Readiness(
        victims=len(people_of(work, case, PartyRole.VICTIM)),
        criteria=len(referral.criteria),
        judgement_explained=says(referral, "judgement") or not judged,
    )


def may_submit(work: Work, case: Case) -> Verdict:
    referral = referral_of(work, case)
    return policy.may_submit(work.viewer, case, by_telephone(referral), readiness(work, case, referral))


def submit(work: Work, case: Case, *, version: int | None = None) -> Referral:
    """Hand the referral to the coordinator, and the case to the advocate service at once.

    Sent again after the coordinator asked for more, it keeps the moment of its first sending.
    Raises Conflict when it was changed since `version` was shown.
    """
    referral = referral_of(work, case)
    work.require(may_submit(work, case), case, referral)
    if version is not None and case.version != version:
        raise Conflict("referral")
    told = _seat_those_due(work, case, referral) if case.status is CaseStatus.DRAFT else []
    people = people_of(work, case)
    indexed = index_people(work, case, people)
    case.children = sum(person.party is PartyRole.CHILD for person in people)
    case.stalking = _is_stalking(work, case)
    _restrict(work, case, referral)
    case.referred_at = case.referred_at or clock.now()
    referral.submitted_at = clock.now()
    case.status = CaseStatus.REFERRED
    case.version += 1
    work.log(Verb.REFERRAL_SUBMITTED, case, referral, *indexed, to=told)
    wall_namesakes(work, case)
    return referral


def _restrict(work: Work, case: Case, referral: Referral) -> None:
    """As its referrer asked: open to named people only, the referrer first among them (S17)."""
    if case.restricted or not _is_restricted(work, case):
        return
    if not by_telephone(referral) and not any(seat.member_id == case.author_id for seat in seats_on(work, case)):
        speaks = any(seat.advocate and seat.agency_id == case.agency_id for seat in seats_on(work, case))
        give_seat(work, case, case.agency_id, SeatKind.CASE, "Referred it", member_id=case.author_id, advocate=speaks)
    case.restricted = True


def _seat_those_due(work: Work, case: Case, referral: Referral) -> list[UUID]:
    """The advocate services, and the agency for which a referral was taken down; those seated by it."""
    seated = {seat.agency_id for seat in seats_on(work, case) if seat.member_id is None}
    told = []
    for agency in advocate_services(work):
        if agency.id not in seated:
            give_seat(work, case, agency.id, SeatKind.CASE, "Speaks for the victim", advocate=True)
            told.append(agency.id)
    if by_telephone(referral) and case.agency_id not in told:
        give_seat(work, case, case.agency_id, SeatKind.CASE, "Referred it by telephone")
        told.append(case.agency_id)
    return told


def advocate_services(work: Work) -> list[Agency]:
    """The services for victims that are core to this MARAC, by name."""
    return work.all(
        select(Agency)
        .join(Partner, col(Partner.agency_id) == col(Agency.id))
        .where(
            Partner.marac_id == work.viewer.marac_id,
            col(Partner.core).is_(True),
            Agency.kind == AgencyKind.VICTIM_SERVICE,
            col(Agency.gets_case_data).is_(True),
        )
        .order_by(Agency.name)
    )


def _is_stalking(work: Work, case: Case) -> bool:
    grounds = sections_of(work, case).get("grounds")
    types = grounds.answers.get("incident_types", []) if grounds else []
    return "stalking" in types or answered(risk_of(work, case)).get("R8") is RiskAnswer.YES


def _is_restricted(work: Work, case: Case) -> bool:
    handling = sections_of(work, case).get("handling")
    return bool(handling and handling.answers.get("restricted") == "yes")
