"""One detail by which somebody can be found: what may be shown, and what is protected (S12, S13)."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from sqlmodel import col, select
from starlette.datastructures import FormData
from starlette.requests import Request

from marac.cases.models import Detail, Person, ProtectedDetail
from marac.cases.operations import people
from marac.cases.pages.refer import detail_fields as fields
from marac.cases.pages.refer.asking import Answered, QuestionsPage, answered, stamp
from marac.cases.pages.refer.draft import Draft, opened
from marac.cases.pages.refer.person_fields import ADD, DETAIL_NAMES, opened_by
from marac.policy import referrals as policy
from marac.store.people import Agency, Partner
from marac.store.work import Work
from marac.vocabulary import AgencyKind, DetailKind, NotFound
from marac.web.endpoint import Answer
from marac.web.page import Page

KEPT_APART = {AgencyKind.PERPETRATOR_SERVICE, AgencyKind.GOVERNANCE}


@dataclass(frozen=True)
class ProtectedPage(Page):
    """A protected detail: opened by a recorded act, replaced, and who else may open it."""

    template: ClassVar[str] = "cases/refer/protected.html"

    title: str
    code: str
    back: str
    kind: str
    opened_by: str
    secret: str | None
    open: str
    questions: QuestionsPage


def show_add(request: Request, work: Work) -> Answer:
    draft = opened(request, work)
    return _page(draft, draft.person(), _kind(draft))


def add(request: Request, work: Work, form: FormData) -> Answer:
    draft = opened(request, work, lock=True)
    person, kind = draft.person(), _kind(draft)
    page = _page(draft, person, kind)
    got = answered(page.fields, form)
    if errors := _errors(draft, person, kind, got):
        return got.wrong(page, **errors)
    made = people.add_detail(
        work, person, fields.kind_in(kind, got.answers), *fields.said(got.answers), **fields.facts(got.answers),
        audience=_named(got.answers),
    )  # fmt: skip
    return _shown(draft, person, made)


def show(request: Request, work: Work) -> Answer:
    draft = opened(request, work)
    detail = draft.part(Detail, "detail_id")
    return _page(draft, draft.person(), detail.kind, detail)


def change(request: Request, work: Work, form: FormData) -> Answer:
    draft = opened(request, work, lock=True)
    person, detail = draft.person(), draft.part(Detail, "detail_id")
    page = _page(draft, person, detail.kind, detail)
    got = answered(page.fields, form)
    if errors := _errors(draft, person, detail.kind, got):
        return got.wrong(page, **errors)
    if got.version != page.version:
        return got.late(page)
    kind = fields.kind_in(detail.kind, got.answers)
    made = people.change_detail(work, detail, kind, *fields.said(got.answers), **fields.facts(got.answers))
    return _shown(draft, person, made)


def remove(request: Request, work: Work, form: FormData) -> Answer:
    draft = opened(request, work, lock=True)
    person = draft.person()
    people.remove_row(work, draft.part(Detail, "detail_id"))
    return draft.go("refer.person", person_id=person.id)


def _shown(draft: Draft, person: Person, made: Detail | ProtectedDetail) -> Answer:
    """To the person; by way of the detail's own page when it turned out to be one to protect."""
    if isinstance(made, ProtectedDetail):
        return draft.go("refer.protected", person_id=person.id, detail_id=made.id)
    return draft.go("refer.person", person_id=person.id)


def _kind(draft: Draft) -> DetailKind:
    """Raises NotFound for a kind that is not asked of this person."""
    kind = draft.request.path_params["kind"]
    if kind not in {offered.value for offered in ADD[draft.person().party]}:
        raise NotFound("kind of detail")
    return DetailKind(kind)


def _errors(draft: Draft, person: Person, kind: DetailKind, got: Answered) -> dict[str, str]:
    if errors := got.errors or fields.mistakes(got.answers):
        return errors
    known, refuge = fields.facts(got.answers)["known_to_perpetrator"], fields.facts(got.answers)["refuge"]
    may = policy.may_protect(draft.work.viewer)
    if not may and policy.must_be_protected(person.party, kind, known, refuge):
        return {"value": may.reason}
    return {}


def _page(draft: Draft, person: Person, kind: DetailKind, detail: Detail | None = None) -> QuestionsPage:
    values: dict[str, Any] = {"address": kind.value} if kind in policy.ADDRESSES else {}
    version = ""
    action = draft.path("refer.detail.add.do", person_id=person.id, kind=kind.value)
    if detail is not None:
        confirmed = "yes" if detail.cleared else "no"
        values |= {"value": detail.value, "postcode": detail.postcode, "known": "yes", "refuge": "no"}
        values |= {"confirmed": confirmed}
        version = stamp(draft, *values.values())
        action = draft.path("refer.detail.save", person_id=person.id, detail_id=detail.id)
    agencies = [] if detail or not policy.may_protect(draft.work.viewer) else nameable(draft)
    return QuestionsPage(
        title=f"{draft.called(person)}: {DETAIL_NAMES[kind].lower() if kind not in policy.ADDRESSES else 'address'}",
        code=draft.case.code,
        action=action,
        back=draft.path("refer.person", person_id=person.id),
        fields=fields.of(person.party, kind, agencies),
        values=values,
        version=version,
        hint=fields.hint(person.party, kind),
        may_return=False,
    )


def nameable(draft: Draft) -> list[Agency]:
    """Agencies that may be named for a protected detail: never one that works with perpetrators."""
    agencies = draft.work.all(
        select(Agency)
        .join(Partner, col(Partner.agency_id) == col(Agency.id))
        .where(Partner.marac_id == draft.case.marac_id, col(Agency.gets_case_data).is_(True))
        .order_by(Agency.name)
    )
    own = draft.work.viewer.agency_id
    return [agency for agency in agencies if agency.kind not in KEPT_APART and agency.id != own]


def _named(answers: dict[str, Any]) -> list[UUID]:
    return [UUID(value) for value in answers.get("audience", [])]


def show_protected(request: Request, work: Work) -> Answer:
    draft = opened(request, work)
    return _protected(draft, draft.person(), draft.part(ProtectedDetail, "detail_id"))


def open_protected(request: Request, work: Work, form: FormData) -> Answer:
    """What it says, once, and on the record."""
    draft = opened(request, work)
    detail = draft.part(ProtectedDetail, "detail_id")
    return _protected(draft, draft.person(), detail, people.open_secret(work, detail))


def save_protected(request: Request, work: Work, form: FormData) -> Answer:
    """A new text replaces the old one; left empty, the old one stays."""
    draft = opened(request, work, lock=True)
    person, detail = draft.person(), draft.part(ProtectedDetail, "detail_id")
    page = _replacing(draft, person, detail)
    got = answered(page.fields, form)
    if got.errors:
        return got.wrong(page)
    if got.version != page.version:
        return got.late(page)
    if text := got.answers.get("value"):
        people.replace_secret(work, detail, text)
    people.name_audience(work, detail, _named(got.answers))
    return draft.go("refer.person", person_id=person.id)


def remove_protected(request: Request, work: Work, form: FormData) -> Answer:
    draft = opened(request, work, lock=True)
    person = draft.person()
    people.remove_row(work, draft.part(ProtectedDetail, "detail_id"))
    return draft.go("refer.person", person_id=person.id)


def _protected(draft: Draft, person: Person, detail: ProtectedDetail, secret: str | None = None) -> ProtectedPage:
    questions = _replacing(draft, person, detail)
    return ProtectedPage(
        title=questions.title,
        code=draft.case.code,
        back=questions.back,
        kind=DETAIL_NAMES[detail.kind],
        opened_by=opened_by(draft.work, _audience(draft, detail)),
        secret=secret,
        open=draft.path("refer.protected.open", person_id=person.id, detail_id=detail.id),
        questions=questions,
    )


def _audience(draft: Draft, detail: ProtectedDetail) -> list[UUID]:
    return [row.agency_id for row in people.audience_of(draft.work, detail)]


def _replacing(draft: Draft, person: Person, detail: ProtectedDetail) -> QuestionsPage:
    named = sorted(map(str, _audience(draft, detail)))
    return QuestionsPage(
        title=f"{draft.called(person)}: {DETAIL_NAMES[detail.kind].lower()}, protected",
        code=draft.case.code,
        action=draft.path("refer.protected.save", person_id=person.id, detail_id=detail.id),
        back=draft.path("refer.person", person_id=person.id),
        fields=fields.replacing(detail.kind, nameable(draft)),
        values={"audience": named},
        version=stamp(draft, detail.secret_sealed.hex(), *named),  # type: ignore[attr-defined]
        may_return=False,
    )
