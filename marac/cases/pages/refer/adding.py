"""Bringing somebody into a referral, and taking them out of it."""

from dataclasses import dataclass
from typing import ClassVar

from starlette.datastructures import FormData
from starlette.requests import Request

from marac.cases import topics
from marac.cases.operations import drafts, people
from marac.cases.pages.refer import person_fields as fields
from marac.cases.pages.refer.asking import QuestionsPage, answered
from marac.cases.pages.refer.draft import PARTY_NAMES, TOPIC_OF, Draft, opened
from marac.cases.pages.refer.topic import party_of, shown_name
from marac.policy import referrals as policy
from marac.store.work import Work
from marac.vocabulary import PartyRole
from marac.web.endpoint import Answer
from marac.web.page import Page


@dataclass(frozen=True)
class RemovePage(Page):
    """The last question before somebody is taken out of a draft."""

    template: ClassVar[str] = "cases/refer/remove.html"

    title: str
    code: str
    name: str
    action: str
    back: str


def show_add(request: Request, work: Work) -> Answer:
    draft = opened(request, work)
    party = party_of(request)
    work.require(drafts.may_add_person(work, draft.case, party))
    return _adding(draft, party)


def add_person(request: Request, work: Work, form: FormData) -> Answer:
    """Somebody with a first name, or with none because it is not known."""
    draft = opened(request, work, lock=True)
    party = party_of(request)
    work.require(drafts.may_add_person(work, draft.case, party))
    page = _adding(draft, party)
    got = answered(page.fields, form)
    errors = got.errors or fields.name_mistakes(got.answers, unknown=got.answers.get("unknown"))
    if errors:
        return got.wrong(page, **errors)
    person = people.add_person(work, draft.case, party)
    if not got.answers.get("unknown"):
        surname, forenames = got.answers.get("surname", ""), got.answers.get("forenames", "")
        people.name_person(work, person, surname, forenames, searchable=fields.may_be_searched(got.answers))
    return draft.go("refer.person", person_id=person.id)


def _adding(draft: Draft, party: PartyRole) -> QuestionsPage:
    topic = TOPIC_OF[party]
    victim = party is PartyRole.VICTIM
    return QuestionsPage(
        title="Victim" if victim else f"Add: {PARTY_NAMES[party].lower()}",
        code=draft.case.code,
        action=draft.path("refer.person.add.do", party=party.value),
        back=draft.path("refer") if victim else draft.path("refer.topic", topic=topic),
        fields=fields.first_name(party, policy.may_protect(draft.work.viewer)),
        values={"search": "yes"},
        version="",
        hint=topics.find(topic).hint,
        may_return=False,
    )


def show_remove(request: Request, work: Work) -> Answer:
    draft = opened(request, work)
    person = draft.person()
    work.require(drafts.may_remove(work, draft.case))
    return RemovePage(
        f"Remove: {draft.called(person).lower()}",
        draft.case.code,
        shown_name(draft, person),
        draft.path("refer.person.remove.do", person_id=person.id),
        draft.path("refer.person", person_id=person.id),
    )


def remove_person(request: Request, work: Work, form: FormData) -> Answer:
    draft = opened(request, work, lock=True)
    person = draft.person()
    people.remove_person(work, person)
    if draft.checking:
        return draft.go("refer.check")
    if person.party is PartyRole.VICTIM:
        return draft.go("refer")
    return draft.go("refer.topic", topic=TOPIC_OF[person.party])
