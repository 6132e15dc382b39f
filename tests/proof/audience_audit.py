"""Who may meet what auditors asked, found and opened, and what an opening shows: from S8, S9, S17, S21, domain.md 4.3
and docs/decisions/0016 over the plain facts of a world: no SQL, no policy code.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from uuid import UUID

from agencies.models import Line, LineAudience
from marac.oversight.models import Alert, Opening, OpeningTold, Question
from marac.store.audit import AuditEvent
from marac.vocabulary import Role, Sharing, TopicVisibility
from tests.proof.asking import Address
from tests.proof.people import Eyes

if TYPE_CHECKING:
    from tests.proof.audience import Judge

ANSWERS = {Role.REPRESENTATIVE, Role.ADVOCATE}
# Hats under which people act within their own agency.
SPEAKS = {role.value for role in (*ANSWERS, Role.CONTRIBUTOR, Role.GUEST, Role.CALDICOTT_GUARDIAN)}
SHARED = {Sharing.SEATED, Sharing.NAMED}
# What an opening shows of what was shared; never why something is kept back, or what it bears on.
SHOWN = {"line": {"text", "source", "source_date"}, "note": {"text"}, "referral_section": {"answers"}}


def opens(opening: Opening, row: Any) -> bool:
    """What was shared on this case when it was made: lines, or the one; and of a whole case notes and common topics."""
    if opening.case_id != row.case_id:
        return False
    if row.__tablename__ == "line":
        its = opening.line_id in (None, row.id)
        return its and row.sharing in SHARED and (row.decided_at or row.recorded_at) <= opening.from_at
    if opening.line_id is not None:
        return False
    if row.__tablename__ == "note":
        return row.sharing in SHARED and row.written_at <= opening.from_at
    return row.visibility in {TopicVisibility.COMMON, TopicVisibility.REFERRER}


def opened_by(judge: "Judge", eyes: Eyes, row: Any, field: str) -> Iterator[Opening]:
    """Through which of their own openings an auditor reads it; never of a case that is restricted (S17)."""
    if eyes.hat is not Role.AUDITOR or field not in SHOWN.get(row.__tablename__, ()):
        return
    if not judge.cases[row.case_id].restricted:
        mine = (one for one in judge.world.of[Opening] if one.member_id == eyes.member_id)
        yield from (one for one in mine if _running(judge, one) and opens(one, row))


def opened(judge: "Judge", eyes: Eyes, row: Any, field: str) -> bool:
    return any(opened_by(judge, eyes, row, field))


def _running(judge: "Judge", opening: Opening) -> bool:
    now = judge.world.moment
    return opening.ended_at is None and opening.from_at <= now < opening.until_at


def _question(judge: "Judge", eyes: Eyes, row: Any, field: str) -> bool:
    """Auditors; the officer of the agency that is asked; whoever was asked by name, while seated (S1, S21)."""
    if eyes.hat is Role.AUDITOR:
        return True
    if row.agency_id != eyes.agency_id:
        return False
    by_name = eyes.hat in ANSWERS and row.member_id == eyes.member_id
    seated = by_name and (row.case_id is None or bool(judge.kinds(eyes, row.case_id)))
    return seated or eyes.hat is Role.DATA_PROTECTION_OFFICER


def _opening(judge: "Judge", eyes: Eyes, row: Any, field: str) -> bool:
    """Why it was opened: auditors, the chair, and the officers of agencies whose words it opened (S21)."""
    return eyes.hat in {Role.AUDITOR, Role.CHAIR} or _told(judge, eyes, row.id)


def _told(judge: "Judge", eyes: Eyes, opening_id: UUID) -> bool:
    told = any(one.opening_id == opening_id and one.agency_id == eyes.agency_id for one in judge.world.of[OpeningTold])
    return told and eyes.hat is Role.DATA_PROTECTION_OFFICER


def _alert(judge: "Judge", eyes: Eyes, row: Any, field: str) -> bool:
    """Auditors; an agency's officer, of its people as they spoke for it (S9). Nobody, about themselves."""
    its = eyes.hat is Role.DATA_PROTECTION_OFFICER and row.agency_id == eyes.agency_id and row.hat in SPEAKS
    return row.member_id != eyes.member_id and (eyes.hat is Role.AUDITOR or its)


def _finding(judge: "Judge", eyes: Eyes, row: Any, field: str) -> bool:
    return eyes.hat is Role.AUDITOR


RULES: Mapping[str, Callable[["Judge", Eyes, Any, str], bool]] = MappingProxyType(
    {"question": _question, "opening": _opening, "alert": _alert, "sample_item": _finding}
)


def by_its_code(judge: "Judge", eyes: Eyes, case_id: UUID) -> bool:
    """An officer reads the code of a case about which their agency was asked, or on which its words were opened."""
    return code_home(judge, eyes, case_id) is not None


def code_home(judge: "Judge", eyes: Eyes, case_id: UUID) -> Address | None:
    """Where an officer reads it."""
    if eyes.hat is not Role.DATA_PROTECTION_OFFICER:
        return None
    for kind, rule, name in ((Question, _question, "questions"), (Opening, _opening, "openings")):
        if any(rule(judge, eyes, row, "code") for row in judge.world.of[kind] if row.case_id == case_id):
            return Address(name)
    return None


def on_record(judge: "Judge", eyes: Eyes, case_id: UUID) -> bool:
    """An officer reads in the record that their people did something there or that their agency was given something,
    and sees alerts about it: not of which case, but that and to whom (S21)."""
    if eyes.hat is not Role.DATA_PROTECTION_OFFICER or judge.walled(eyes, case_id):
        return False
    there = [row for kind in (Line, LineAudience, AuditEvent, Alert) for row in judge.world.of[kind]]
    mine = (row for row in there if row.case_id == case_id and row.agency_id == eyes.agency_id)
    given = {"agency": str(eyes.agency_id)}
    told = (row for row in judge.world.of[AuditEvent] if row.case_id == case_id and given in row.recipients)
    return any(mine) or any(told)


# Where each word is to be met -----------------------------------------------


def home(judge: "Judge", eyes: Eyes, row: Any, field: str) -> Address | None:
    """Of what is the auditors', or is open to one; None: it is neither."""
    if row.__tablename__ == "sample_item":
        return Address("sample.item", (("sample_id", row.sample_id), ("entry_id", row.id)))
    if row.__tablename__ in RULES:
        return Address(row.__tablename__, ((f"{row.__tablename__}_id", row.id),))
    through = next(opened_by(judge, eyes, row, field), None)
    return Address("opening.read", (("opening_id", through.id),)) if through else None
