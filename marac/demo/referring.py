"""Making a referral, as its referrer does: every topic, everybody in it, and sending it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from marac import clock
from marac.cases.models import Case, Person
from marac.cases.operations.people import (
    add_birth_date,
    add_detail,
    add_person,
    name_person,
    set_particulars,
)
from marac.cases.operations.refer import (
    save_risk,
    save_section,
    set_criteria,
    set_safe_contact,
    start_referral,
    submit,
    topic_done,
)
from marac.demo.story import Human, Place, Story
from marac.demo.world import World
from marac.store.work import Work
from marac.vocabulary import DetailKind, PartyRole

ADDRESSES = (DetailKind.HOME_ADDRESS, DetailKind.CURRENT_ADDRESS, DetailKind.FORMER_ADDRESS)
TOPICS = {
    PartyRole.VICTIM: "victim",
    PartyRole.PERPETRATOR: "perpetrators",
    PartyRole.CHILD: "children",
    PartyRole.ADULT_AT_RISK: "others",
}


@dataclass
class Filed:
    """A story that has become a case."""

    story: Story
    case_id: UUID
    code: str
    people: dict[str, UUID] = field(default_factory=dict)
    hearing_id: UUID | None = None

    @property
    def marac(self) -> str:
        return self.story.marac


def refer(world: World, story: Story, at: datetime, *, sent: bool = True, topics: int | None = None) -> Filed:
    """The whole referral in one sitting of 25 minutes; a draft stops after so many topics."""
    with world.speaking(story.referrer, at, story.marac) as work, work.session.no_autoflush:
        case = start_referral(work, code=story.code or world.new_code())
        filed = Filed(story, case.id, case.code)
        for human in story.people:
            filed.people[human.key] = _add(work, case, human, world).id
        for topic, answers in list(story.sections.items())[:topics]:
            save_section(work, case, topic, answers)
        if sent:
            _assess(work, case, story)
    if sent:
        with world.speaking(story.referrer, at + timedelta(minutes=25), story.marac) as work:
            submit(work, work.find(Case, filed.case_id))
    return filed


def _assess(work: Work, case: Case, story: Story) -> None:
    for topic in TOPICS.values():
        topic_done(work, case, topic)
    day = clock.today().isoformat()
    if story.yes:
        save_risk(work, case, story.risk(), completed_by="The referrer", completed_on=day)
    set_criteria(work, case, story.criteria, story.judgement)
    warned = story.warned
    set_safe_contact(work, case, warned.warnings, warned.note, warned.staff)


def _add(work: Work, case: Case, human: Human, world: World) -> Person:
    person = add_person(work, case, human.party)
    for name in human.names:
        name_person(work, person, name.surname, name.forenames, name.kind, name.searchable)
    for born in human.born:
        add_birth_date(work, person, born)
    if human.particulars:
        set_particulars(work, person, human.particulars)
    for place in human.places:
        _put(work, person, place, world)
    work.session.flush()  # whoever comes next is compared with them
    return person


def _put(work: Work, person: Person, place: Place, world: World) -> None:
    add_detail(
        work,
        person,
        place.kind,
        place.value,
        place.postcode,
        known_to_perpetrator=place.known,
        refuge=place.refuge,
        confirmed=place.kind in ADDRESSES and place.known is True,
        audience=world.agencies(*place.audience),
    )
