"""One topic a page."""

from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request

from marac.cases import topics
from marac.cases.models import Person
from marac.cases.operations.naming import display_name
from marac.cases.operations.people import names_of_person
from marac.cases.operations.refer import save_section, topic_done
from marac.cases.pages.refer import extras
from marac.cases.pages.refer.asking import PersonRow, QuestionsPage, answered
from marac.cases.pages.refer.draft import Draft, opened
from marac.store.work import Work
from marac.vocabulary import NotFound, PartyRole
from marac.web.endpoint import Answer

UNNAMED = "Name not known"
ADD = {
    PartyRole.PERPETRATOR: ("Add a perpetrator", "Add another perpetrator"),
    PartyRole.CHILD: ("Add a child", "Add another child"),
    PartyRole.ADULT_AT_RISK: ("Add an adult at risk", "Add another adult at risk"),
}


def show_topic(request: Request, work: Work) -> Answer:
    draft = opened(request, work)
    topic = draft.topic(request.path_params["topic"])
    if topic.party is PartyRole.VICTIM:
        victims = draft.persons(topic.party)
        if not victims:
            return draft.go("refer.person.add", party=topic.party.value)
        return draft.go("refer.person", person_id=victims[0].id)
    return _page(draft, topic)


def save_topic(request: Request, work: Work, form: FormData) -> Answer:
    """Save and continue ticks the topic; save and return leaves it for later."""
    draft = opened(request, work, lock=True)
    topic = draft.topic(request.path_params["topic"])
    page, got = _page(draft, topic), answered(extras.fields_of(topic), form)
    errors = got.errors or extras.mistakes(topic, got.answers)
    if errors:
        return got.wrong(page, **errors)
    if topic.fields and got.version != page.version:
        return got.late(page)
    done = not got.returns and not _missing(topic, got.answers)
    if topic.fields:
        _keep(draft, topic, got.answers, done and not extras.goes_on(topic, got.answers))
    elif done:
        topic_done(work, draft.case, topic.code)
    if got.returns:
        return draft.go(draft.home)
    if extras.goes_on(topic, got.answers):
        return draft.go("refer.risk", page=1)
    return draft.after(topic.code)


def _missing(topic: topics.Topic, answers: dict[str, Any]) -> bool:
    return any(asked.required and not answers.get(asked.name) for asked in topic.fields)


def _keep(draft: Draft, topic: topics.Topic, answers: dict[str, Any], done: bool) -> None:
    rest = extras.keep(draft, topic, answers)
    section = extras.section_of(draft, topic)
    save_section(draft.work, draft.case, topic.code, rest, version=section.version if section else 0, done=done)


def _page(draft: Draft, topic: topics.Topic) -> QuestionsPage:
    values, version = extras.load(draft, topic)
    return QuestionsPage(
        title=topic.title,
        code=draft.case.code,
        action=draft.path("refer.topic.save", topic=topic.code),
        back=draft.path(draft.home),
        fields=extras.fields_of(topic),
        values=values,
        version=version,
        hint=topic.hint,
        checking=draft.checking,
        notice=extras.notice(draft, topic),
        people=_people(draft, topic),
        add=_add(draft, topic),
    )


def _people(draft: Draft, topic: topics.Topic) -> list[PersonRow] | None:
    if topic.party is None:
        return None
    people = draft.persons(topic.party)
    return [
        PersonRow(draft.called(person), shown_name(draft, person), draft.path("refer.person", person_id=person.id))
        for person in people
    ]


def _add(draft: Draft, topic: topics.Topic) -> tuple[str, str] | None:
    if topic.party not in ADD:
        return None
    first, more = ADD[topic.party]
    people = draft.persons(topic.party)
    return (more if people else first), draft.path("refer.person.add", party=topic.party.value)


def shown_name(draft: Draft, person: Person) -> str:
    """By what one tells this person from others: the first name given."""
    names = names_of_person(draft.work, person)
    return display_name(names[0].surname, names[0].forenames) if names else UNNAMED


def party_of(request: Request) -> PartyRole:
    """The part that a path names. Raises NotFound."""
    try:
        return PartyRole(request.path_params["party"])
    except ValueError:
        raise NotFound("party") from None
