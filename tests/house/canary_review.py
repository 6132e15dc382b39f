"""What auditors do with the planted cases: HERON is opened, asked about, and in a sample; and who may meet it there."""

from datetime import timedelta

from sqlmodel import select

from marac import clock
from marac.oversight.models import Alert, Question, SampleItem
from marac.oversight.operations.openings import open_content
from marac.oversight.operations.questions import answer, ask
from marac.oversight.operations.samples import draw, judge
from marac.oversight.operations.watching import look
from marac.policy.alerts import NOT_FOUND_AN_HOUR
from marac.policy.openings import OpeningGround
from marac.policy.samples import ItemVerdict
from marac.verbs import Verb
from tests.house.canary_cases import Planted, code_of, mark

AUDITORS = frozenset({"auditor"})
OFFICERS = frozenset({"officer", "police_officer"})
# Everything on HERON that was shared by its lines, noted, or said in a common topic of its referral.
LINES = (
    "seated", "agreedrisk", "named", "unticked", "chairunticked", "takerunticked", "voice", "quietline",
    "perpetratorsline",
)  # fmt: skip
NOTES = (
    "note", "noteofcouncil", "risknote", "decision", "voicenote", "noteforprogramme", "notenamed", "noteofcorrection",
)  # fmt: skip
TOPICS = ("referrer", "happened", "wants", "afraid")


def review(made: Planted) -> None:
    cast = made.cast
    with made.working("council_rep") as work:
        for _ in range(NOT_FOUND_AN_HOUR + 1):
            work.log(Verb.REQUEST_NOT_FOUND)
    with made.working("auditor") as work:
        case = made.case(work, "HERON")
        opening = open_content(work, case, OpeningGround.COMPLAINT, mark("HERON", "openingreason"), 24)
        council, member = cast.agencies["council"], cast.members["council_rep"]
        question = ask(work, council, mark("HERON", "question"), clock.today(), case=case, member_id=member)
        look(work)
        sample = draw(work, clock.today() - timedelta(days=30), clock.today(), 20)
        work.session.flush()
        entry = next(one for one in work.all(select(SampleItem)) if one.case_id == case.id)
        judge(work, entry, ItemVerdict.QUESTION, mark("HERON", "finding"), entry.version)
        ids = {"alert_id": work.all(select(Alert.id))[0], "entry_id": entry.id, "sample_id": sample.id}
        ids |= {"opening_id": opening.id, "question_id": question.id}
    with made.working("officer") as work:
        answer(work, work.find(Question, question.id), mark("HERON", "answer"), question.version)
    cast.people |= ids


def may_meet_by_review() -> dict[str, frozenset[str]]:
    """Beside those who may meet it anyway."""
    lines = {what for line in LINES for what in (line, f"{line}source")} | {"correction", "correctedsource"}
    found = {mark("HERON", what): AUDITORS for what in (*lines, *NOTES, *TOPICS)}
    found[mark("HERON", "finding")] = AUDITORS
    found[mark("HERON", "openingreason")] = AUDITORS | OFFICERS | {"chair", "two_hats as chair"}
    asked = AUDITORS | {"officer", "council_rep"}
    found |= dict.fromkeys((mark("HERON", "question"), mark("HERON", "answer")), asked)
    return found | {code_of("HERON"): OFFICERS}
