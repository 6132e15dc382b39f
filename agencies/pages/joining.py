"""An agency is added to a MARAC, or what is known of it is changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import Request

from agencies.forms.admission import AgencyForm
from agencies.operations import joining
from agencies.operations.joining import Description
from agencies.pages.paths import agency_in
from marac.policy import admission as policy
from marac.store.people import Agency, Partner
from marac.store.work import Work
from marac.vocabulary import AgencyKind, Verdict
from marac.web.endpoint import Answer, redirect
from marac.web.forms import Invalid
from marac.web.page import Page, words

KINDS = [(kind.value, words(kind.value)) for kind in AgencyKind]
TAKEN = (
    "There is an agency of this name already. One that another MARAC knows joins this one with "
    "`marac join-agency` on the server."
)


@dataclass(frozen=True)
class AgencyFormPage(Page):
    template: ClassVar[str] = "agencies/agency_form.html"

    agency: Agency | None
    parents: list[tuple[str, str]]
    may_change: Verdict
    typed: Mapping[str, Any]
    kinds: list[tuple[str, str]] = field(default_factory=lambda: KINDS)
    errors: dict[str, str] = field(default_factory=dict)


def show_new(request: Request, work: Work) -> Answer:
    work.require(policy.may_change_agency(work.viewer))
    return _page(work, None, {"gets_case_data": True})


def show_change(request: Request, work: Work) -> Answer:
    agency, part = agency_in(request, work)
    work.require(policy.may_change_agency(work.viewer))
    return _page(work, agency, _as_it_is(agency, part))


def add(request: Request, work: Work, form: FormData) -> Answer:
    work.require(policy.may_change_agency(work.viewer))
    try:
        asked = _read(work, form)
    except Invalid as wrong:
        return _page(work, None, wrong.typed, wrong.errors).whole(422)
    agency = joining.add_agency(work, _described(asked), asked.core)
    return redirect(request, "agency", agency_id=agency.id)


def change(request: Request, work: Work, form: FormData) -> Answer:
    agency, part = agency_in(request, work)
    work.require(policy.may_change_agency(work.viewer))
    try:
        asked = _read(work, form, agency.id)
    except Invalid as wrong:
        return _page(work, agency, wrong.typed, wrong.errors).whole(422)
    joining.change_agency(work, agency, part, _described(asked), asked.core)
    return redirect(request, "agency", agency_id=agency.id)


def _read(work: Work, form: FormData, agency_id: UUID | None = None) -> AgencyForm:
    """Raises Invalid."""
    asked = AgencyForm.read(form)
    errors = {}
    if joining.name_is_taken(work, asked.name, agency_id):
        errors["name"] = TAKEN
    possible = {agency.id for agency in joining.possible_parents(work, agency_id)}
    if asked.parent_id and asked.parent_id not in possible:
        errors["parent_id"] = "Choose an agency from the list."
    if errors:
        raise Invalid(errors, asked.model_dump(mode="json"))
    return asked


def _described(asked: AgencyForm) -> Description:
    return Description(**asked.model_dump(exclude={"core"}))


def _as_it_is(agency: Agency, part: Partner) -> dict[str, Any]:
    names = ("name", "short_name", "kind", "competent_authority", "gets_case_data")
    return {name: getattr(agency, name) for name in names} | {
        "parent_id": str(agency.parent_id or ""),
        "core": part.core,
    }


def _page(
    work: Work, agency: Agency | None, typed: Mapping[str, Any], errors: dict[str, str] | None = None
) -> AgencyFormPage:
    parents = [(str(one.id), one.name) for one in joining.possible_parents(work, agency.id if agency else None)]
    return AgencyFormPage(agency, parents, policy.may_change_agency(work.viewer), typed, errors=errors or {})
