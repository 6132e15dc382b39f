"""What the auditor's rooms are tried with: a case that was heard, and an auditor who has opened it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import select

from agencies.models import Line
from marac import clock
from marac.cases.models import Case
from marac.oversight.models import Alert, Opening, SampleItem
from marac.oversight.operations.openings import open_content
from marac.oversight.operations.questions import ask
from marac.oversight.operations.samples import draw
from marac.oversight.operations.watching import look
from marac.policy.alerts import NOT_FOUND_AN_HOUR
from marac.policy.openings import OpeningGround
from marac.store.work import open_work
from marac.verbs import Verb
from marac.vocabulary import Sharing
from tests.cast import Cast

REASON = "Asked-by-the-board"


def opened(cast: Cast, case_id: UUID, hours: int = 1) -> UUID:
    with open_work(cast.store, cast["auditor"]) as work:
        made: Opening = open_content(work, work.find(Case, case_id), OpeningGround.COMPLAINT, REASON, hours)
    return made.id


def reviewed(cast: Cast, case_id: UUID) -> dict[str, Any]:
    """Ids of one of each; the opening is of a line that is private, and so shows nothing."""
    with open_work(cast.store, cast["police_rep"]) as work:
        line = next(one for one in work.all(select(Line)) if one.sharing is Sharing.PRIVATE)
    with open_work(cast.store, cast["council_rep"]) as work:
        for _ in range(NOT_FOUND_AN_HOUR + 1):
            work.log(Verb.REQUEST_NOT_FOUND)
    with open_work(cast.store, cast["auditor"]) as work:
        case = work.find(Case, case_id)
        opening = open_content(work, case, OpeningGround.COMPLAINT, REASON, 1, line.id, line.label)
        council, member = cast.agencies["council"], cast.members["council_rep"]
        question = ask(work, council, "Why so?", clock.today(), case=case, member_id=member)
        look(work)
        sample = draw(work, clock.today() - timedelta(days=30), clock.today(), 3)
        work.session.flush()
        ids = {"opening_id": opening.id, "question_id": question.id, "sample_id": sample.id}
        ids["alert_id"] = work.all(select(Alert.id))[0]
        ids["entry_id"] = work.all(select(SampleItem.id))[0]
    return ids


def path(cast: Cast, hat: str, rest: str) -> str:
    return f"/m/{cast.slug}/{hat}/{rest}"
