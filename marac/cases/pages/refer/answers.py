"""The answers of a referral, read back topic by topic; and what is still missing, without insisting."""

from dataclasses import dataclass
from typing import Any

from marac.cases import risk, topics
from marac.cases.matching import fold
from marac.cases.models import Person
from marac.cases.operations import people, refer
from marac.cases.operations.naming import display_name
from marac.cases.pages.refer import extras
from marac.cases.pages.refer import person_fields as fields
from marac.cases.pages.refer.asking import said
from marac.cases.pages.refer.draft import Draft
from marac.cases.pages.refer.risk_list import ANSWER_NAMES, FOLLOW_UP, FOLLOW_UPS
from marac.vocabulary import PartyRole

Rows = list[tuple[str, str | list[str]]]


@dataclass(frozen=True)
class Card:
    """Part of the answers, and the page where it is changed."""

    title: str
    rows: Rows
    change: str


def cards(draft: Draft, gathered: people.Gathered) -> list[Card]:
    found: list[Card] = []
    for code in draft.codes:
        topic = topics.find(code)
        persons = draft.persons(topic.party)
        found += [_person(draft, gathered, person) for person in persons]
        if topic.fields or not persons:
            found.append(_topic(draft, topic, f"{topic.title}: other answers" if persons else topic.title))
        if code == extras.RISK:
            found += _risk(draft)
    return found


def _topic(draft: Draft, topic: topics.Topic, title: str) -> Card:
    values, _ = extras.load(draft, topic)
    if topic.code == extras.CRITERIA:
        values["criteria"] = list(draft.referral.criteria)
    asked = extras.fields_of(topic)
    rows: Rows = [(one.label, _words(one, values[one.name])) for one in asked if values.get(one.name)]
    return Card(title, rows, draft.path("refer.topic", topic=topic.code))


def _words(asked: topics.Field, answer: Any) -> str | list[str]:
    if asked.kind is topics.FieldKind.CHOICES:
        return [said(asked, one) for one in answer]
    words = said(asked, answer)
    return words.splitlines() if asked.kind is topics.FieldKind.LONG else words


def _person(draft: Draft, gathered: people.Gathered, person: Person) -> Card:
    told = gathered.of[person.id]
    rows: Rows = [
        (fields.KIND_NAMES[name.kind], _marked(display_name(name.surname, name.forenames), name.searchable))
        for name in told.names
    ] or [("Name", "Not known")]
    rows += [("Date of birth", _marked(fields.spoken(date.born_on), date.searchable)) for date in told.dates]
    rows += [
        (fields.DETAIL_NAMES[row.kind], [part for part in (*row.value.splitlines(), row.postcode) if part])
        for row in told.details
    ]
    for row in told.protected:
        readers = fields.opened_by(draft.work, gathered.named.get(row.id, []))
        rows.append((fields.DETAIL_NAMES[row.kind], ["Protected", f"Opened by {readers}"]))
    answers = told.particulars.answers if told.particulars else {}
    asked = topics.PARTICULARS[person.party]
    rows += [(one.label, _words(one, answers[one.name])) for one in asked if answers.get(one.name)]
    return Card(draft.called(person), rows, draft.path("refer.person", person_id=person.id))


def _marked(text: str, searchable: bool) -> str:
    return text if searchable else f"{text} (protected)"


def _risk(draft: Draft) -> list[Card]:
    row = draft.assessment
    if row is None:
        return []
    answers = row.answers
    made = [
        Card(f"Risk list: {page.title}", _items(page.items, answers), draft.path("refer.risk", page=page.number))
        for page in risk.R24.pages
    ]
    if risk.R24.follow_up_asked(refer.answered(row)):
        for place, items in enumerate(FOLLOW_UPS):
            rows = _items(items, answers)
            made.append(Card(risk.STALKING.title, rows, draft.path("refer.risk", page=FOLLOW_UP + place)))
        words = [four.value.capitalize() for four in risk.Four if four.value in answers]
        made[-1].rows.extend([("The four words", words)] if words else [])
    return made


def _items(items: tuple[risk.RiskItem, ...], answers: dict[str, dict[str, str]]) -> Rows:
    rows: Rows = []
    for item in items:
        kept = answers.get(item.code, {})
        words = [ANSWER_NAMES.get(kept.get("answer", ""), ""), *kept.get("comment", "").splitlines()]
        if any(words):
            rows.append((f"{item.number}. {item.label}", [word for word in words if word]))
    return rows


def gaps(draft: Draft, gathered: people.Gathered) -> list[tuple[str, str]]:
    """What a coordinator will ask for, in words and with the page for it; none of it holds the referral up."""
    found = _people_gaps(draft, gathered)
    answers = {code: section.answers for code, section in draft.sections.items()}

    def missing(topic: str, name: str, words: str) -> None:
        if not answers.get(topic, {}).get(name):
            found.append((words, draft.path("refer.topic", topic=topic)))

    missing("grounds", "what_happened", "What happened, and why now")
    if answers.get("risk", {}).get("list_done") not in {"declined", "not-offered"}:
        given = refer.answered(draft.assessment)
        open_items = sum(item.code not in given for item in risk.R24.items)
        if open_items:
            words = f"The risk list: {open_items} of {len(risk.R24.items)} questions have no answer"
            found.append((words, draft.path("refer.topic", topic="risk")))
    missing("consent", "victim_aware", "Whether the victim knows of this referral")
    missing("consent", "consent_given", "Whether they have agreed that information is shared")
    missing("safe-contact", "ways", "Safe ways to reach the victim")
    return found


def _people_gaps(draft: Draft, gathered: people.Gathered) -> list[tuple[str, str]]:
    found = []
    for victim in draft.persons(PartyRole.VICTIM):
        page, told = draft.path("refer.person", person_id=victim.id), gathered.of[victim.id]
        if not told.names:
            found.append(("The victim's name", page))
        if not told.dates:
            found.append(("The victim's date of birth: agencies search by it", page))
        if not told.protected and not told.details:
            found.append(("Where or how the victim can be reached", page))
    if not draft.persons(PartyRole.PERPETRATOR):
        found.append(("A perpetrator", draft.path("refer.topic", topic="perpetrators")))
    elif _same_name(draft, gathered):
        words = "The victim and a perpetrator have the same name: check that they are two people"
        found.append((words, draft.path("refer.topic", topic="perpetrators")))
    return found


def _same_name(draft: Draft, gathered: people.Gathered) -> bool:
    sides = [
        {
            (fold(name.surname), fold(name.forenames))
            for person in draft.persons(party)
            for name in gathered.of[person.id].names
        }
        for party in (PartyRole.VICTIM, PartyRole.PERPETRATOR)
    ]
    return not sides[0].isdisjoint(sides[1])
