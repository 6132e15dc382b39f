"""Starting a referral: one's own, or one that somebody gives to the coordinator by telephone (C08)."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from sqlmodel import col, select
from starlette.datastructures import FormData
from starlette.requests import Request

from marac.cases import topics
from marac.cases.operations import refer
from marac.cases.pages.refer.asking import answered
from marac.policy import referrals as policy
from marac.store.people import Agency, Partner
from marac.store.work import Work
from marac.vocabulary import Hat
from marac.web.endpoint import Answer, redirect
from marac.web.page import Page, url_maker

CALLER = topics.Field(
    "taken_from",
    "Who is calling: name, job and number at work",
    topics.FieldKind.LONG,
    required=True,
    hint="Read the referral back to them before you send it.",
)


@dataclass(frozen=True)
class StartPage(Page):
    """What a referral is, before one is started; under the coordinator's hat, for whom."""

    template: ClassVar[str] = "cases/refer/start.html"

    fields: tuple[topics.Field, ...]
    values: dict[str, Any]
    errors: dict[str, str]
    action: str
    back: str
    emergency: str = "In an emergency call 999 first. A referral is no substitute for acting now."


def own_agency(work: Work) -> Agency:
    return work.find(Agency, work.viewer.agency_id)


def show_start(request: Request, work: Work) -> Answer:
    work.require(policy.may_start(work.viewer, own_agency(work)))
    return _start_page(request, work)


def start(request: Request, work: Work, form: FormData) -> Answer:
    page = _start_page(request, work)
    got = answered(page.fields, form, strict=True)
    if got.errors:
        return _start_page(request, work, got.typed, got.errors).whole(422)
    agency = got.answers.get("agency")
    case = refer.start_referral(
        work, for_agency_id=UUID(agency) if agency else None, taken_from=got.answers.get("taken_from", "")
    )
    return redirect(request, "refer", case_id=case.id)


def _start_page(
    request: Request, work: Work, values: dict[str, Any] | None = None, errors: dict[str, str] | None = None
) -> StartPage:
    url = url_maker(request)
    fields: tuple[topics.Field, ...] = ()
    if work.viewer.hat is Hat.COORDINATOR:
        fields = (_which_agency(work), CALLER)
    return StartPage(fields, values or {}, errors or {}, url("refer.start.do"), url("referrals"))


def _which_agency(work: Work) -> topics.Field:
    agencies = work.all(
        select(Agency)
        .join(Partner, col(Partner.agency_id) == col(Agency.id))
        .where(Partner.marac_id == work.viewer.marac_id, col(Agency.gets_case_data).is_(True))
        .order_by(Agency.name)
    )
    options = tuple(topics.Option(str(agency.id), agency.name) for agency in agencies)
    return topics.Field(
        "agency",
        "Which agency is the caller from?",
        topics.FieldKind.CHOICE,
        options,
        hint="The referral is theirs. If it is not here, choose the partner that answers for it.",
        required=True,
    )
