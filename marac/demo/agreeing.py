"""Actions: agreed in a hearing or ahead of it, and what became of them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import select

from actions.catalogue import find
from actions.catalogue.answers import kept, questions
from actions.models import Action
from actions.operations import agree, complete, not_done, not_possible
from marac import clock
from marac.cases.models import Case
from marac.demo.referring import Filed
from marac.demo.story import Deed
from marac.demo.world import World
from marac.store.work import Work
from marac.vocabulary import Role


def agree_on(world: World, work: Work, case: Case, deed: Deed, hearing_id: UUID | None = None) -> Action:
    """One action; every condition of its kind met, but for those that the story says are not."""
    answers = {**dict.fromkeys(questions(find(deed.code)), "yes"), **deed.unmet}
    return agree(
        work,
        case,
        catalogue_code=deed.code,
        wording=deed.wording,
        agency_id=world.agency(deed.agency),
        due_on=clock.today() + timedelta(days=deed.days),
        risk_to=deed.risk_to,
        risk=deed.risk,
        member_id=world.member(deed.member) if deed.member else None,
        conditions=kept(answers),
        hearing_id=hearing_id,
    )


def agree_ahead(world: World, filed: Filed, coordinator: str, at: datetime) -> None:
    """What cannot wait for the meeting."""
    with world.as_(coordinator, Role.COORDINATOR, at, filed.marac) as work:
        for deed in filed.story.ahead:
            agree_on(world, work, work.find(Case, filed.case_id), deed)


def settle(world: World, filed: Sequence[Filed], at: datetime) -> None:
    """Owners report on what has an end, each in one sitting."""
    ended: dict[str, list[tuple[Filed, Deed]]] = defaultdict(list)
    for one in filed:
        for deed in (*one.story.ahead, *one.story.discussion.deeds):
            if deed.ends != "open":
                ended[deed.member or world.spokesperson(deed.agency, one.marac)].append((one, deed))
    for member, deeds in ended.items():
        with world.speaking(member, at, deeds[0][0].marac) as work:
            for one, deed in deeds:
                _report(work, _found(work, one, deed), deed)


def _found(work: Work, filed: Filed, deed: Deed) -> Action:
    asked = select(Action).where(
        Action.case_id == filed.case_id,
        Action.agency_id == work.viewer.agency_id,
        Action.catalogue_code == deed.code,
    )
    return next(action for action in work.all(asked) if action.wording == deed.wording)


def _report(work: Work, action: Action, deed: Deed) -> None:
    if deed.ends == "completed":
        complete(work, action, deed.report, deed.evidence, warnings_read=True)
    elif deed.ends == "not-possible":
        not_possible(work, action, deed.report)
    else:
        not_done(work, action, deed.report)
