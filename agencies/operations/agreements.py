"""Agreements as they stand; recorded, reviewed, recommended on (C04, S22)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from sqlmodel import col, select

from marac import clock
from marac.cases.operations.taking_part import member_here
from marac.policy import agreements as policy
from marac.proceedings import RemarkKind, Standing
from marac.store.agreements import OF_ALL, Agreement, AgreementDocument, AgreementRemark
from marac.store.appointments import in_force
from marac.store.people import Agency, Appointment, Marac, Member, Partner
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import Role, Side


@dataclass(frozen=True, slots=True)
class Signed:
    """What an agreement says of itself; `document`: the PDF, or nothing."""

    label: str
    signed_by: str
    signed_as: str
    signed_on: date
    review_on: date
    expires_on: date
    successor_id: UUID | None = None
    signatory_id: UUID | None = None
    document: bytes = b""
    document_name: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """One agency's current agreement of one kind, and how it stands; `agreement` is the parent's where it has none."""

    agency: Agency
    umbrella: bool
    agreement: Agreement | None
    standing: Standing
    extended_until: datetime | None = None


# Reading ------------------------------------------------------------------


def current(work: Work, agency_id: UUID, marac_id: UUID | None, lock: bool = False) -> Agreement | None:
    """The version in place for an agency; `marac_id` None: of the umbrella."""
    mine = (Agreement.agency_id == agency_id, Agreement.marac_id == marac_id, col(Agreement.replaced_at).is_(None))
    asked = select(Agreement).where(*mine)
    return work.first(asked.with_for_update() if lock else asked)


def versions_of(work: Work, agreement: Agreement) -> list[Agreement]:
    """Every version, the latest first."""
    mine = (Agreement.agency_id == agreement.agency_id, Agreement.marac_id == agreement.marac_id)
    return work.all(select(Agreement).where(*mine).order_by(col(Agreement.recorded_at).desc(), col(Agreement.id)))


def remarks_on(work: Work, agreement_ids: Iterable[UUID]) -> list[AgreementRemark]:
    """What was said and done, oldest first."""
    mine = col(AgreementRemark.agreement_id).in_(list(agreement_ids))
    return work.all(select(AgreementRemark).where(mine).order_by(col(AgreementRemark.at), col(AgreementRemark.id)))


def extended_until(remarks: Iterable[AgreementRemark]) -> datetime | None:
    return max((r.until_at for r in remarks if r.kind is RemarkKind.EXTENDED and r.until_at), default=None)


def stands(work: Work, agreement: Agreement | None) -> Standing:
    """How it stands now; a version that was replaced is over."""
    if agreement and agreement.replaced_at:
        return Standing.WITHDRAWN
    until = extended_until(remarks_on(work, [agreement.id])) if agreement else None
    return policy.standing(agreement, clock.now(), until)


def register(work: Work) -> list[Held]:
    """Every agency that comes to this MARAC and that this viewer may ask about, and both its agreements, by name."""
    rows = work.all(select(Agreement).where(col(Agreement.replaced_at).is_(None)))
    kept = {(row.agency_id, row.marac_id is None): row for row in rows}
    said: dict[UUID, list[AgreementRemark]] = {}
    for remark in remarks_on(work, [row.id for row in rows]):
        said.setdefault(remark.agreement_id, []).append(remark)
    made = []
    for agency in _agencies(work):
        for umbrella in (True, False):
            found = kept.get((agency.id, umbrella))
            if found is None and agency.parent_id:
                found = kept.get((agency.parent_id, umbrella))
            until = extended_until(said.get(found.id, ())) if found else None
            made.append(Held(agency, umbrella, found, policy.standing(found, clock.now(), until), until))
    return made


def _agencies(work: Work) -> list[Agency]:
    here = select(Partner.agency_id).where(Partner.marac_id == work.viewer.marac_id)
    asked = select(Agency).where(col(Agency.id).in_(here), col(Agency.gets_case_data)).order_by(Agency.name)
    if work.viewer.hat not in OF_ALL:
        asked = asked.where(Agency.id == work.viewer.agency_id)
    return work.all(asked)


def may_take_over(work: Work, agency_id: UUID) -> list[tuple[Member, Agency]]:
    """Representatives and advocates of other agencies in this MARAC, off the perpetrator's side, by agency and name."""
    roles = (Role.REPRESENTATIVE, Role.ADVOCATE)
    here = (Appointment.marac_id == work.viewer.marac_id, col(Appointment.role).in_(roles), in_force())
    speaks = select(Appointment.member_id).where(*here, Appointment.side != Side.PERPETRATOR)
    asked = (
        select(Member, Agency)
        .join(Agency, col(Agency.id) == Member.agency_id)
        .where(col(Member.id).in_(speaks), Member.agency_id != agency_id, col(Member.retired_at).is_(None))
        .order_by(Agency.name, Member.name, col(Member.id))
    )
    return [(member, agency) for member, agency in work.rows(asked)]


def covered(work: Work, agency_id: UUID) -> list[UUID]:
    """The agency, and its units that are kept apart from it."""
    return work.all(select(Agency.id).where((col(Agency.id) == agency_id) | (col(Agency.parent_id) == agency_id)))


def announce_to(work: Work, agency_id: UUID) -> None:
    """Its members' screens look again, and those who are shut out are told so."""
    units = covered(work, agency_id)
    for member_id in work.all(select(Member.id).where(col(Member.agency_id).in_(units))):
        work.announce_member(member_id)


# Doing --------------------------------------------------------------------


def record(work: Work, agency_id: UUID, signed: Signed, *, umbrella: bool) -> Agreement:
    """A signed agreement, in the place of the version before. Raises Refused."""
    marac_id = None if umbrella else work.viewer.marac_id
    before = current(work, agency_id, marac_id, lock=True)
    work.require(policy.may_record_agreement(work.viewer, agency_id, stands(work, before)), *filter(None, [before]))
    work.require(policy.may_be_dated(signed.signed_on, signed.review_on, signed.expires_on, clock.today()))
    if before:
        before.replaced_at = clock.now()
        work.session.flush()
    agreement = work.keep(
        Agreement(
            agency_id=agency_id,
            marac_id=marac_id,
            label=signed.label,
            signatory_id=signed.signatory_id,
            signed_by=signed.signed_by,
            signed_as=signed.signed_as,
            signed_on=signed.signed_on,
            review_on=signed.review_on,
            expires_on=signed.expires_on,
            successor_id=successor(work, agency_id, signed.successor_id or (before.successor_id if before else None)),
            document_name=signed.document_name,
            document_sha256=sha256(signed.document).hexdigest() if signed.document else "",
            recorded_by=work.viewer.member_id,
        )
    )
    work.session.flush()
    rows = [row for row in (before, agreement) if row]
    if signed.document:
        document = work.keep(AgreementDocument(agreement_id=agreement.id, content=signed.document))
        work.log(Verb.AGREEMENT_RECORDED, document)
    remark(work, agreement, RemarkKind.RECORDED, Verb.AGREEMENT_RECORDED, "", *rows)
    announce_to(work, agency_id)
    return agreement


def remark(work: Work, agreement: Agreement, kind: RemarkKind, verb: Verb, said: str, *rows: Agreement) -> None:
    """Keep what was said with what was done; the record names both, and holds no words."""
    viewer = work.viewer
    made = AgreementRemark(
        agreement_id=agreement.id, kind=kind, member_id=viewer.member_id, hat=viewer.hat.value, said=said.strip()
    )
    work.log(verb, *(rows or (agreement,)), work.keep(made), to=[agreement.agency_id])


def successor(work: Work, agency_id: UUID, member_id: UUID | None) -> UUID | None:
    """The member to whom open actions would go. Raises Refused for one who could not take them, NotFound for nobody."""
    if member_id is None:
        return None
    speaks = member_id in {found.id for found, _ in may_take_over(work, agency_id)}
    member = work.find(Member, member_id) if speaks else member_here(work, member_id)
    work.require(policy.may_succeed(member.agency_id == agency_id, speaks))
    return member_id


def review(work: Work, agreement: Agreement, review_on: date, said: str, version: int) -> None:
    """Looked through and kept, until another review. Raises Refused, Conflict."""
    work.require(policy.may_review(work.viewer, agreement, stands(work, agreement)), agreement)
    work.require(policy.may_be_reviewed_on(review_on, agreement.expires_on, clock.today()))
    work.same_version(agreement, version)
    agreement.reviewed_on, agreement.review_on = clock.today(), review_on
    remark(work, agreement, RemarkKind.REVIEWED, Verb.AGREEMENT_REVIEWED, said)
    announce_to(work, agreement.agency_id)


def recommend(work: Work, agreement: Agreement, said: str) -> None:
    """An auditor's words for those who sign. Raises Refused."""
    work.require(policy.may_recommend(work.viewer), agreement)
    work.require(policy.must_say(said, "Say what you recommend."))
    remark(work, agreement, RemarkKind.RECOMMENDED, Verb.AGREEMENT_RECOMMENDED, said)


def make_required(work: Work, marac: Marac, required: bool) -> None:
    """Whether access to cases depends on agreements here, from the next request on. Raises Refused."""
    work.require(policy.may_require_agreements(work.viewer), marac)
    marac.agreements_required = required
    work.log(Verb.CONDITIONS_CHANGED, marac, fields=("agreements_required",))
    appointed = select(col(Appointment.member_id)).where(Appointment.marac_id == marac.id, in_force()).distinct()
    for member_id in work.all(appointed):
        work.announce_member(member_id)
