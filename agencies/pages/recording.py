"""A signed agreement goes into the register: by the administrator, or by the signatory who renews it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import Request

from agencies.forms.agreements import AgreementForm, Kind, read_document
from agencies.operations import agreements
from agencies.operations.agreements import Signed, current, stands
from agencies.pages.agreements import kind_of
from marac import clock
from marac.policy import agreements as policy
from marac.proceedings import Standing
from marac.store.work import Work
from marac.vocabulary import Hat
from marac.web.endpoint import Answer, redirect
from marac.web.forms import Invalid
from marac.web.page import Page


@dataclass(frozen=True)
class RecordAgreementPage(Page):
    template: ClassVar[str] = "agencies/agreement_new.html"

    agencies: list[tuple[str, str]]
    kinds: list[tuple[str, str]]
    successors: list[tuple[str, str]]
    typed: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def show_record(request: Request, work: Work) -> Answer:
    """`agency` and `kind` may stand in the address, from the agreement that is renewed."""
    work.require(policy.may_record_agreement(work.viewer, work.viewer.agency_id, Standing.MISSING))
    asked = request.query_params
    return _page(work, {"agency_id": asked.get("agency", ""), "kind": asked.get("kind", "")})


def record(request: Request, work: Work, form: FormData) -> Answer:
    work.require(policy.may_record_agreement(work.viewer, work.viewer.agency_id, Standing.MISSING))
    try:
        asked = AgreementForm.read(form)
        content, name = read_document(form, asked.model_dump())
        _check(work, asked)
    except Invalid as wrong:
        return _page(work, wrong.typed, wrong.errors).whole(422)
    signed = Signed(
        label=asked.label,
        signed_by=asked.signed_by,
        signed_as=asked.signed_as,
        signed_on=asked.signed_on,
        review_on=asked.review_on,
        expires_on=asked.expires_on,
        successor_id=asked.successor_id,
        signatory_id=work.viewer.member_id if work.viewer.hat is Hat.SIGNATORY else None,
        document=content,
        document_name=name,
    )
    made = agreements.record(work, asked.agency_id, signed, umbrella=asked.kind is Kind.UMBRELLA)
    return redirect(request, "agreement", agreement_id=made.id)


def _check(work: Work, asked: AgreementForm) -> None:
    """What can be put right on the form. Raises Invalid."""
    marac_id = None if asked.kind is Kind.UMBRELLA else work.viewer.marac_id
    standing = stands(work, current(work, asked.agency_id, marac_id))
    for name, verdict in (
        ("agency_id", policy.may_record_agreement(work.viewer, asked.agency_id, standing)),
        ("signed_on", policy.may_be_dated(asked.signed_on, asked.review_on, asked.expires_on, clock.today())),
    ):
        if not verdict:
            raise Invalid({name: verdict.reason}, asked.model_dump())
    if str(asked.agency_id) not in {key for key, _ in _agencies(work)}:
        raise Invalid({"agency_id": "Choose the agency."}, asked.model_dump())
    if asked.successor_id not in {member.id for member, _ in agreements.may_take_over(work, asked.agency_id)}:
        other = "Choose somebody of another agency, who speaks for it in this MARAC."
        raise Invalid({"successor_id": other}, asked.model_dump())


def _agencies(work: Work) -> list[tuple[str, str]]:
    """Those of this MARAC; for a signatory their own."""
    own = work.viewer.agency_id if work.viewer.hat is Hat.SIGNATORY else None
    found = {held.agency.id: held.agency.name for held in agreements.register(work)}
    return [(str(key), name) for key, name in found.items() if own in (None, key)]


def _page(work: Work, typed: Mapping[str, Any], errors: Mapping[str, str] | None = None) -> RecordAgreementPage:
    agencies = _agencies(work)
    shut_out = UUID(agencies[0][0]) if len(agencies) == 1 else UUID(int=0)
    takers = agreements.may_take_over(work, shut_out)
    return RecordAgreementPage(
        agencies=agencies,
        kinds=[(Kind.UMBRELLA.value, kind_of(True)), (Kind.MARAC.value, kind_of(False))],
        successors=[(str(member.id), f"{member.name}, {unit.name}") for member, unit in takers],
        typed=typed,
        errors=errors or {},
    )
