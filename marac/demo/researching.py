"""What agencies return for a meeting: whom they know, what they bring, and what they decide about it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from agencies.models import Research
from agencies.operations.lines import decide, record_line
from agencies.operations.research import answer, people_of, return_nils, return_research
from marac.cases.models import Case
from marac.demo.referring import Filed
from marac.demo.story import Reply, Told
from marac.demo.world import World
from marac.store.work import Work
from marac.vocabulary import ResearchAnswer, Sharing, WithholdingReason

SEARCHED = "Case records, by name, other names and date of birth"
Replies = Mapping[str, Sequence[tuple[Filed, Reply]]]
Left = Mapping[str, Sequence[str]]


def research(world: World, filed: Sequence[Filed], at: datetime, left: Left) -> None:
    """First everybody says whom they know, then what of it they share: only who is seated can be named.

    `left`: the agencies that also return a nil for all other cases, each with the codes of those it leaves for now.
    """
    marac = filed[0].marac
    replies = _by_member(world, filed)
    for member, pairs in replies.items():
        _answer(world, member, pairs, at, marac)
    for member, told in _by_speaker(replies).items():
        _bring(world, member, told, at + timedelta(hours=3), marac)
    for member, pairs in replies.items():
        _return(world, member, pairs, at + timedelta(hours=4), marac)
    for agency, codes in left.items():
        member = world.spokesperson(agency, marac)
        known = {one.code for one, _ in replies.get(member, ())}
        ids = [one.case_id for one in filed if one.code not in known.union(codes)]
        with world.speaking(member, at + timedelta(hours=5), marac) as work:
            return_nils(work, list(_asked(work, ids).values()), SEARCHED)


def _by_member(world: World, filed: Sequence[Filed]) -> Replies:
    found: dict[str, list[tuple[Filed, Reply]]] = defaultdict(list)
    for one in filed:
        for reply in one.story.replies:
            found[reply.by or world.spokesperson(reply.agency, one.marac)].append((one, reply))
    return found


def _by_speaker(replies: Replies) -> dict[str, list[tuple[Filed, Told]]]:
    """Lines by whoever brings them: an advocate for their own service."""
    found: dict[str, list[tuple[Filed, Told]]] = defaultdict(list)
    for member, pairs in replies.items():
        for one, reply in pairs:
            for told in reply.lines:
                found[told.by or member].append((one, told))
    return found


def _answer(world: World, member: str, pairs: Sequence[tuple[Filed, Reply]], at: datetime, marac: str) -> None:
    with world.speaking(member, at, marac) as work, work.session.no_autoflush:
        asked = _asked(work, [one.case_id for one, _ in pairs])
        for one, reply in pairs:
            if one.case_id not in asked:
                raise LookupError(f"{reply.agency} is not asked about {one.code}")
            said = dict.fromkeys((one.people[key] for key in reply.knows), ResearchAnswer.KNOWN)
            said |= dict.fromkeys((one.people[key] for key in reply.possibly), ResearchAnswer.POSSIBLE)
            for person in people_of(work, one.case_id):
                answer(work, asked[one.case_id], person.id, said.get(person.id, ResearchAnswer.NOT_KNOWN), SEARCHED)


def _bring(world: World, member: str, lines: Iterable[tuple[Filed, Told]], at: datetime, marac: str) -> None:
    with world.speaking(member, at, marac) as work, work.session.no_autoflush:
        for one, told in lines:
            old = None if told.days_old is None else at.date() - timedelta(days=told.days_old)
            line = record_line(
                work,
                work.find(Case, one.case_id),
                told.text,
                kind=told.kind,
                source=told.source,
                source_date=old.isoformat() if old else "",
                person_id=one.people[told.about] if told.about else None,
                sensitive=told.sensitive,
            )
            if told.decided:
                decide(work, line, told.sharing, **_decision(world, told))


def _decision(world: World, told: Told) -> dict[str, Any]:
    ground = WithholdingReason.NOT_RELEVANT if told.sharing is Sharing.WITHHELD else None
    return {
        "named": world.agencies(*told.named),
        "to_chair": told.hats,
        "to_coordinator": told.hats,
        "for_perpetrators_side": told.for_perpetrators_side,
        "withholding": told.withholding or ground,
        "reason": told.reason,
        "bears_on": told.bears_on or "",
    }


def _return(world: World, member: str, pairs: Sequence[tuple[Filed, Reply]], at: datetime, marac: str) -> None:
    """But for those with a line that nobody has decided about."""
    ready = [one.case_id for one, reply in pairs if all(told.decided for told in reply.lines)]
    with world.speaking(member, at, marac) as work:
        for asked in _asked(work, ready).values():
            return_research(work, asked)


def _asked(work: Work, case_ids: Sequence[UUID]) -> dict[UUID, Research]:
    """What the speaker's agency is asked about these cases, the latest request of each."""
    of = (Research.agency_id == work.viewer.agency_id, col(Research.case_id).in_(case_ids))
    return {row.case_id: row for row in work.all(select(Research).where(*of).order_by(col(Research.requested_at)))}
