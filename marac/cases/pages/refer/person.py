"""Somebody in a referral: everything said of them on one page."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from starlette.requests import Request

from marac.cases import topics
from marac.cases.models import Person, ProtectedDetail
from marac.cases.operations import drafts, people
from marac.cases.operations.naming import display_name
from marac.cases.pages.refer import person_fields as fields
from marac.cases.pages.refer.asking import said
from marac.cases.pages.refer.draft import TOPIC_OF, Draft, opened
from marac.cases.pages.refer.topic import shown_name
from marac.policy import referrals as policy
from marac.store.work import Work
from marac.vocabulary import DetailKind, PartyRole, Verdict
from marac.web.endpoint import Answer
from marac.web.page import Page


@dataclass(frozen=True)
class Row:
    """One thing said of somebody: what, of which kind, who may know, and where it is changed."""

    text: str
    kind: str
    state: str
    change: str
    remove: str
    protected: bool = False


@dataclass(frozen=True)
class PersonPage(Page):
    """Everything said of one person, with what can be added."""

    template: ClassVar[str] = "cases/refer/person.html"

    title: str
    code: str
    name: str
    back: str
    checking: bool
    names: list[Row]
    dates: list[Row]
    details: list[Row]
    particulars: list[tuple[str, str]]
    add_name: str
    add_new_name: str
    add_date: str
    add_details: list[tuple[str, str]]
    change_particulars: str
    may_remove: Verdict
    remove: str
    onwards: str
    is_victim: bool
    may_protect: Verdict
    is_perpetrator: bool


def show_person(request: Request, work: Work) -> Answer:
    draft = opened(request, work)
    person = draft.person()

    def path(name: str, **params: object) -> str:
        return draft.path(name, person_id=person.id, **params)

    topic = TOPIC_OF[person.party]
    victim = person.party is PartyRole.VICTIM
    return PersonPage(
        title=draft.called(person),
        code=draft.case.code,
        name=shown_name(draft, person),
        back=draft.path("refer") if victim and not draft.checking else _list(draft, topic),
        checking=draft.checking,
        names=_names(draft, person),
        dates=_dates(draft, person),
        details=_details(draft, person),
        particulars=_particulars(draft, person),
        add_name=path("refer.name.add"),
        add_new_name=path("refer.name.add-new"),
        add_date=path("refer.date.add"),
        add_details=[(text, path("refer.detail.add", kind=kind.value)) for kind, text in _offered(draft, person)],
        change_particulars=path("refer.particulars"),
        may_remove=drafts.may_remove(work, draft.case),
        remove=path("refer.person.remove"),
        onwards=draft.path("refer.topic.save", topic=topic) if victim else _list(draft, topic),
        is_victim=victim,
        may_protect=policy.may_protect(work.viewer),
        is_perpetrator=person.party is PartyRole.PERPETRATOR,
    )


def _list(draft: Draft, topic: str) -> str:
    return draft.path("refer.check") if draft.checking else draft.path("refer.topic", topic=topic)


def _offered(draft: Draft, person: Person) -> list[tuple[DetailKind, str]]:
    """What can be added: under the coordinator's hat nothing that would have to be protected."""
    may = policy.may_protect(draft.work.viewer)
    return [
        (kind, words)
        for kind, words in fields.ADD[person.party].items()
        if may or not policy.must_be_protected(person.party, kind, True, False)
    ]


def _names(draft: Draft, person: Person) -> list[Row]:
    return [
        Row(
            display_name(name.surname, name.forenames),
            fields.KIND_NAMES[name.kind],
            fields.searched(name.searchable),
            draft.path("refer.name", person_id=person.id, name_id=name.id),
            draft.path("refer.name.remove", person_id=person.id, name_id=name.id),
            not name.searchable,
        )
        for name in people.names_of_person(draft.work, person)
    ]


def _dates(draft: Draft, person: Person) -> list[Row]:
    return [
        Row(
            fields.spoken(date.born_on),
            "Date of birth",
            fields.searched(date.searchable),
            draft.path("refer.date", person_id=person.id, date_id=date.id),
            draft.path("refer.date.remove", person_id=person.id, date_id=date.id),
            not date.searchable,
        )
        for date in people.birth_dates_of(draft.work, person)
    ]


def _details(draft: Draft, person: Person) -> list[Row]:
    """Ordinary details in words; of a protected one only that it is there, and who may open it."""
    own = [
        Row(
            ", ".join(part for part in (*row.value.splitlines(), row.postcode) if part),
            fields.DETAIL_NAMES[row.kind],
            "May be searched" if row.cleared else "Not searched",
            draft.path("refer.detail", person_id=person.id, detail_id=row.id),
            draft.path("refer.detail.remove", person_id=person.id, detail_id=row.id),
        )
        for row in people.details_of(draft.work, person)
    ]
    hidden = [
        Row(
            "",
            fields.DETAIL_NAMES[row.kind],
            f"Opened by {fields.opened_by(draft.work, _named(draft, row))}",
            draft.path("refer.protected", person_id=person.id, detail_id=row.id),
            draft.path("refer.protected.remove", person_id=person.id, detail_id=row.id),
            True,
        )
        for row in people.protected_of(draft.work, person)
    ]
    return own + hidden


def _named(draft: Draft, row: ProtectedDetail) -> list[UUID]:
    return [audience.agency_id for audience in people.audience_of(draft.work, row)]


def _particulars(draft: Draft, person: Person) -> list[tuple[str, str]]:
    row = people.particulars_of(draft.work, person)
    answers = row.answers if row else {}
    asked = topics.PARTICULARS[person.party]
    return [(one.label, said(one, answers[one.name])) for one in asked if answers.get(one.name)]
