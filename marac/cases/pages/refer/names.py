"""One name, or one date of birth, of somebody in a referral."""

from starlette.datastructures import FormData
from starlette.requests import Request

from marac.cases.models import BirthDate, Person, PersonName
from marac.cases.operations import people
from marac.cases.pages.refer import person_fields as fields
from marac.cases.pages.refer.asking import Answered, QuestionsPage, answered, stamp
from marac.cases.pages.refer.draft import Draft, opened
from marac.policy import referrals as policy
from marac.store.work import Work
from marac.vocabulary import NameKind
from marac.web.endpoint import Answer

NEW_NAME = (
    "A new name starts protected: only your agency and the advocate see it. You may open it to searching afterwards."
)


def show_add_name(request: Request, work: Work) -> Answer:
    draft = opened(request, work)
    return _name_page(draft, draft.person())


def add_name(request: Request, work: Work, form: FormData) -> Answer:
    draft = opened(request, work, lock=True)
    person = draft.person()
    page = _name_page(draft, person)
    got = answered(page.fields, form)
    if errors := _name_errors(draft, person, got):
        return got.wrong(page, **errors)
    kind = NameKind(got.answers.get("kind", NameKind.ALIAS))
    people.name_person(work, person, *_parts(got), kind, fields.may_be_searched(got.answers))
    return draft.go("refer.person", person_id=person.id)


def show_name(request: Request, work: Work) -> Answer:
    draft = opened(request, work)
    return _name_page(draft, draft.person(), draft.part(PersonName, "name_id"))


def change_name(request: Request, work: Work, form: FormData) -> Answer:
    draft = opened(request, work, lock=True)
    person, name = draft.person(), draft.part(PersonName, "name_id")
    page = _name_page(draft, person, name)
    got = answered(page.fields, form)
    if errors := _name_errors(draft, person, got, name):
        return got.wrong(page, **errors)
    if got.version != page.version:
        return got.late(page)
    kind = NameKind(got.answers.get("kind", name.kind))
    searchable = fields.may_be_searched(got.answers) if "search" in got.answers else name.searchable
    people.change_name(work, name, *_parts(got), kind, searchable)
    return draft.go("refer.person", person_id=person.id)


def remove_name(request: Request, work: Work, form: FormData) -> Answer:
    return _remove(request, work, PersonName, "name_id")


def _parts(got: Answered) -> tuple[str, str]:
    return got.answers.get("surname", ""), got.answers.get("forenames", "")


def _name_errors(draft: Draft, person: Person, got: Answered, name: PersonName | None = None) -> dict[str, str]:
    if errors := got.errors or fields.name_mistakes(got.answers):
        return errors
    may = people.may_name(draft.work, person, *_parts(got), instead_of=name)
    return {} if may else {"surname": may.reason}


def _name_page(draft: Draft, person: Person, name: PersonName | None = None) -> QuestionsPage:
    new = draft.request.scope["route"].name.startswith("refer.name.add-new")
    kind = NameKind.NEW_NAME if new else NameKind.ALIAS
    values = {"kind": kind.value, "search": "no" if new else "yes"}
    version, action = "", draft.path("refer.name.add.do", person_id=person.id)
    if name is not None:
        values = {"surname": name.surname, "forenames": name.forenames, "kind": name.kind.value}
        values["search"] = "yes" if name.searchable else "no"
        version = stamp(draft, *values.values())
        action = draft.path("refer.name.save", person_id=person.id, name_id=name.id)
    return QuestionsPage(
        title=f"{draft.called(person)}: {'name' if name else 'new name' if new else 'another name'}",
        code=draft.case.code,
        action=action,
        back=draft.path("refer.person", person_id=person.id),
        fields=fields.name(person.party, policy.may_protect(draft.work.viewer)),
        values=values,
        version=version,
        hint=NEW_NAME if new else "Give each name and spelling by itself.",
        may_return=False,
    )


def show_add_date(request: Request, work: Work) -> Answer:
    draft = opened(request, work)
    return _date_page(draft, draft.person())


def add_date(request: Request, work: Work, form: FormData) -> Answer:
    draft = opened(request, work, lock=True)
    person = draft.person()
    page = _date_page(draft, person)
    got = answered(page.fields, form)
    if errors := _date_errors(draft, person, got):
        return got.wrong(page, **errors)
    people.add_birth_date(work, person, _born(got), fields.may_be_searched(got.answers))
    return draft.go("refer.person", person_id=person.id)


def show_date(request: Request, work: Work) -> Answer:
    draft = opened(request, work)
    return _date_page(draft, draft.person(), draft.part(BirthDate, "date_id"))


def change_date(request: Request, work: Work, form: FormData) -> Answer:
    draft = opened(request, work, lock=True)
    person, date = draft.person(), draft.part(BirthDate, "date_id")
    page = _date_page(draft, person, date)
    got = answered(page.fields, form)
    if errors := _date_errors(draft, person, got, date):
        return got.wrong(page, **errors)
    if got.version != page.version:
        return got.late(page)
    searchable = fields.may_be_searched(got.answers) if "search" in got.answers else date.searchable
    people.change_birth_date(work, date, _born(got), searchable)
    return draft.go("refer.person", person_id=person.id)


def remove_date(request: Request, work: Work, form: FormData) -> Answer:
    return _remove(request, work, BirthDate, "date_id")


def _born(got: Answered) -> str:
    return str(got.answers.get("born_on") or got.answers["year"])


def _date_errors(draft: Draft, person: Person, got: Answered, date: BirthDate | None = None) -> dict[str, str]:
    if errors := got.errors or fields.birth_mistakes(got.answers):
        return errors
    may = people.may_be_born(draft.work, person, _born(got), instead_of=date)
    return {} if may else {"born_on": may.reason}


def _date_page(draft: Draft, person: Person, date: BirthDate | None = None) -> QuestionsPage:
    values, version = {"search": "yes"}, ""
    action = draft.path("refer.date.add.do", person_id=person.id)
    if date is not None:
        whole = "-" in date.born_on
        values = {"born_on" if whole else "year": date.born_on, "search": "yes" if date.searchable else "no"}
        version = stamp(draft, *values.values())
        action = draft.path("refer.date.save", person_id=person.id, date_id=date.id)
    return QuestionsPage(
        title=f"{draft.called(person)}: date of birth",
        code=draft.case.code,
        action=action,
        back=draft.path("refer.person", person_id=person.id),
        fields=fields.birth(person.party, policy.may_protect(draft.work.viewer)),
        values=values,
        version=version,
        hint="Give every date of birth that somebody has on record.",
        may_return=False,
    )


def _remove(request: Request, work: Work, kind: type[PersonName] | type[BirthDate], name: str) -> Answer:
    draft = opened(request, work, lock=True)
    person = draft.person()
    people.remove_row(work, draft.part(kind, name))
    return draft.go("refer.person", person_id=person.id)
