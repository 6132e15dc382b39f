"""What else the referral says of somebody."""

from starlette.datastructures import FormData
from starlette.requests import Request

from marac.cases import topics
from marac.cases.models import Person
from marac.cases.operations import people
from marac.cases.pages.refer.asking import QuestionsPage, answered
from marac.cases.pages.refer.draft import Draft, opened
from marac.store.work import Work
from marac.web.endpoint import Answer


def show_particulars(request: Request, work: Work) -> Answer:
    draft = opened(request, work)
    return _page(draft, draft.person())


def save_particulars(request: Request, work: Work, form: FormData) -> Answer:
    draft = opened(request, work, lock=True)
    person = draft.person()
    page = _page(draft, person)
    got = answered(page.fields, form)
    if got.errors:
        return got.wrong(page)
    if got.version != page.version:
        return got.late(page)
    people.set_particulars(work, person, got.answers, version=int(page.version))
    return draft.go("refer.person", person_id=person.id)


def _page(draft: Draft, person: Person) -> QuestionsPage:
    row = people.particulars_of(draft.work, person)
    return QuestionsPage(
        title=f"{draft.called(person)}: particulars",
        code=draft.case.code,
        action=draft.path("refer.particulars.save", person_id=person.id),
        back=draft.path("refer.person", person_id=person.id),
        fields=topics.PARTICULARS[person.party],
        values=row.answers if row else {},
        version=str(row.version if row else 0),
        hint="Leave empty what you do not know.",
        may_return=False,
    )
