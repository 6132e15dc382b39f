"""What a pair of eyes may not know of at all: the rows that can be taken out of its world without its noticing."""

from typing import Any
from uuid import UUID

from actions.models import Action, ActionUpdate
from agencies.models import Line, LineAudience, Research, Said
from agenda.models import CaseAttendance, Hearing, Note
from marac.cases.models import (
    BirthDate,
    Case,
    Detail,
    Particulars,
    PersonLink,
    PersonName,
    ProtectedDetail,
    ReferralSection,
    RiskAssessment,
    SafeContact,
)
from marac.store.seats import Seat
from marac.store.walls import Wall
from marac.vocabulary import Sharing
from tests.proof import audience_audit
from tests.proof.audience import Judge
from tests.proof.people import Eyes

KINDS = (
    Line, LineAudience, PersonName, BirthDate, ProtectedDetail, Note, Action, Seat, Wall, Case, Hearing, Research,
    CaseAttendance, Detail, Particulars, ReferralSection, RiskAssessment, SafeContact, PersonLink, ActionUpdate,
)  # fmt: skip
# Rows that go with a row: by which name they point at it.
HANGS_ON = {Line: "line_id", Note: "note_id", Action: "action_id", ProtectedDetail: "detail_id", Hearing: "hearing_id"}
FIELD = {Line: "text", Note: "text", Action: "wording", PersonName: "surname", BirthDate: "born_on"}
FIELD |= {ProtectedDetail: "secret", Case: "code", Detail: "value", Particulars: "answers", ActionUpdate: "text"}
FIELD |= {ReferralSection: "answers", RiskAssessment: "answers", SafeContact: "warnings", PersonLink: "evidence"}


def hidden(judge: Judge, eyes: Eyes, row: Any) -> bool:
    """Whether these eyes may not know of this row at all."""
    case_id = row.id if isinstance(row, Case) else row.case_id
    if eyes.marac_id != row.marac_id:
        return True
    if isinstance(row, Case) and audience_audit.on_record(judge, eyes, row.id):
        return False
    if type(row) in FIELD:
        told = isinstance(row, Line) and told_of(judge, eyes, row)
        return not told and not judge.may(eyes, row, FIELD[type(row)])
    if isinstance(row, Wall) and judge.behind(eyes, row):
        return False  # without it they would see the case
    if judge.walled(eyes, case_id):
        return True
    return not judge.over(eyes) and row_agency(row) != eyes.agency_id and _apart(judge, eyes, row)


def _apart(judge: Judge, eyes: Eyes, row: Any) -> bool:
    """Of rows that are another agency's."""
    if isinstance(row, Seat):
        return not judge.whole(eyes, row.case_id)  # else they know it, or read that one is not named
    if isinstance(row, LineAudience):
        return row.owner_id != eyes.agency_id and not _reviewed(judge, eyes, row)
    if isinstance(row, Hearing):
        return not judge.may(eyes, judge.cases[row.case_id], "code")
    return True


def _reviewed(judge: Judge, eyes: Eyes, row: LineAudience) -> bool:
    """An auditor who opened a line reads for whom it is (S21)."""
    line = next(one for one in judge.world.of[Line] if one.id == row.line_id)
    return not judge.walled(eyes, line.case_id) and audience_audit.opened(judge, eyes, line, "text")


def told_of(judge: Judge, eyes: Eyes, line: Line) -> bool:
    """Who may not read a line, and is told that there is something: where it was said aloud, that it bears on a
    risk (S10); under a hat that it was not ticked for, that its agencies must speak privately (S9)."""
    knows = judge.over(eyes) or judge.whole(eyes, line.case_id)
    said = any(one.line_id == line.id for one in judge.world.of[Said])
    return (said and knows) or (judge.over(eyes) and line.sharing is Sharing.NAMED)


def row_agency(row: Any) -> UUID | None:
    return getattr(row, "agency_id", None)
