"""What came after: a correction, an emergency, a hold, and what the auditor asked, drew, opened and looked at."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import col, select

from actions.models import Action
from agencies.models import Line
from agencies.operations.lines import correct_line
from marac.cases.models import Case, PersonName
from marac.cases.operations.keeping import place_hold
from marac.cases.operations.notices import mark_read, unread
from marac.cases.operations.people.audiences import break_glass
from marac.demo.listing import CHAIRS
from marac.demo.maracs import SOUTH
from marac.demo.past import Past
from marac.demo.referring import Filed
from marac.demo.world import World
from marac.oversight.models import Alert, SampleItem
from marac.oversight.operations.openings import end_opening, open_content
from marac.oversight.operations.questions import answer, ask
from marac.oversight.operations.reviewing import review
from marac.oversight.operations.samples import draw, judge
from marac.oversight.operations.watching import look
from marac.policy.alerts import PURPOSE_READINGS, AlertRule, AlertStatus
from marac.policy.openings import OpeningGround
from marac.policy.samples import ItemVerdict
from marac.proceedings import HoldKind, LifeThreat
from marac.store.seats import Seat
from marac.vocabulary import CaseStatus, DetailKind, PartyRole, Role, SeatKind, Sharing

AUDITOR, POLICE, ADVOCACY, CHILDREN, HOUSING = (
    "edmund-faleti", "imran-tolland", "colette-ndiaye", "harriet-obuya", "philippa-amadi"
)  # fmt: skip
FOUND = (
    (ItemVerdict.APPROPRIATE, "The reason fits, and stands on the record."),
    (ItemVerdict.APPROPRIATE, "No more agencies than have a part in the case."),
    (ItemVerdict.QUESTION, "The reason is thin: ask the agency to say more."),
)


def make_reviewed(world: World, past: Past, listed: list[Filed]) -> None:
    """South Staffordshire, in the order in which it happened."""
    corrected = _correct(world, past.heard[8:16])
    for reader in (CHILDREN, HOUSING):
        _read_again(world, reader)
    _keep(world, past.heard[2])
    marten = next(one for one in listed if one.code == "MARTEN")
    _open_in_emergency(world, marten)
    alert = _look_at_alerts(world)
    _draw(world)
    _open(world, corrected)
    _ask(world, corrected, alert)


def _correct(world: World, heard: list[Filed]) -> UUID:
    """Police put right what the minutes quote; of those who had it, Women's Aid has read so."""
    with world.speaking(POLICE, world.moment(-11, 10)) as work:
        codes = {one.case_id: one.code for one in heard}
        mine = (Line.agency_id == work.viewer.agency_id, Line.sharing == Sharing.SEATED, col(Line.case_id).in_(codes))
        line = min(work.all(select(Line).where(*mine)), key=lambda line: (codes[line.case_id], line.text))
        correct_line(work, line, f"{line.text} The log was read again: the latest entry is a day older than was said.")
        case_id = line.case_id
    with world.speaking("nkechi-bramwell", world.moment(-10, 9)) as work:
        for notice in unread(work, case_id):
            mark_read(work, notice)
    return case_id


def _read_again(world: World, member: str) -> None:
    """A heard case is read once too often by somebody whose agency has done its part in it."""
    for time in range(PURPOSE_READINGS + 1):
        with world.speaking(member, world.moment(-3 + time // 2, 12, 4 + time)) as work:
            acting = select(Seat.case_id).where(Seat.agency_id == work.viewer.agency_id, Seat.kind == SeatKind.ACTION)
            busy = select(Action.case_id).where(
                Action.agency_id == work.viewer.agency_id, col(Action.settled_at).is_(None)
            )
            over = (Case.status == CaseStatus.HEARD, col(Case.id).in_(acting), col(Case.id).not_in(busy))
            case_id = work.all(select(Case.id).where(*over).order_by(col(Case.code)))[0]
            for name in work.all(select(PersonName).where(PersonName.case_id == case_id)):
                _ = name.surname
            work.log_openings()


def _keep(world: World, filed: Filed) -> None:
    with world.as_(CHAIRS[SOUTH], Role.CHAIR, world.moment(-7, 16)) as work:
        why = "A complaint about how it was dealt with; kept until the answer has been given."
        place_hold(work, filed.case_id, filed.code, HoldKind.COMPLAINT, why)


def _open_in_emergency(world: World, filed: Filed) -> None:
    """The number was given to New Era alone; they have read that police opened it."""
    with world.speaking(POLICE, world.moment(-2, 23, 41)) as work:
        why = "He was seen in the car park of her work. Her shift ends at seven and nobody there answers."
        case = work.find(Case, filed.case_id)
        break_glass(work, case, PartyRole.VICTIM, DetailKind.PHONE, LifeThreat.KILLING_FEARED, why)
    with world.speaking(ADVOCACY, world.moment(-1, 8, 30)) as work:
        for notice in unread(work, filed.case_id):
            mark_read(work, notice)


def _look_at_alerts(world: World) -> Alert:
    """Of two, housing's is explained; the one that waits."""
    with world.as_(AUDITOR, Role.AUDITOR, world.moment(-1, 10)) as work:
        look(work)
        work.session.flush()
        found = {alert.member_id: alert for alert in work.all(select(Alert).where(Alert.rule == AlertRule.NO_PURPOSE))}
        mine = found[world.member(HOUSING)]
        review(work, mine, AlertStatus.EXPLAINED, "A locksmith's bill had to be matched to its case.", mine.version)
        return found[world.member(CHILDREN)]


def _draw(world: World) -> None:
    with world.as_(AUDITOR, Role.AUDITOR, world.moment(-1, 10, 20)) as work:
        sample = draw(work, world.day(-45), world.day(-15), 1, "a month of it")
        work.session.flush()
        items = work.all(select(SampleItem).where(SampleItem.sample_id == sample.id).order_by(col(SampleItem.position)))
        for item, (verdict, note) in zip(items, FOUND, strict=False):
            judge(work, item, verdict, note, item.version)


def _open(world: World, case_id: UUID) -> None:
    at = world.moment(-1, 11)
    with world.as_(AUDITOR, Role.AUDITOR, at) as work:
        why = "The minutes quote a line that was corrected: does what was decided still rest on it?"
        opening = open_content(work, work.find(Case, case_id), OpeningGround.SAMPLE, why, 2)
    with world.as_(AUDITOR, Role.AUDITOR, at + timedelta(minutes=25)) as work:
        end_opening(work, work.find(type(opening), opening.id))


def _ask(world: World, case_id: UUID, alert: Alert) -> None:
    """Police have answered; children's services have not."""
    with world.as_(AUDITOR, Role.AUDITOR, world.moment(-1, 11, 40)) as work:
        said = "A line of yours was corrected after the minutes went out. How was the mistake found, and by whom?"
        police = world.agency("police")
        asked = ask(work, police, said, world.day(9), case=work.find(Case, case_id), member_id=world.member(POLICE))
        why = "What was this case read for, three times after its action was done?"
        case = work.find(Case, alert.case_id)
        ask(work, alert.agency_id, why, world.day(9), case=case, member_id=alert.member_id, item_id=alert.id)
    with world.as_("ingrid-marlowe", Role.DATA_PROTECTION_OFFICER, world.moment(-1, 16)) as work:
        found = work.find(type(asked), asked.id)
        said = "By the officer herself, who read the log again for the bail hearing, and put it right the same day."
        answer(work, found, said, found.version)
