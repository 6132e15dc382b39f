"""Safe-contact warnings in plain words, as the viewer's seat has them: first on every page of a case (S12)."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from uuid import UUID

from sqlmodel import col, select

from marac.cases.models import SafeContact
from marac.cases.operations.places import places_on
from marac.policy.cases import Place
from marac.store.work import Work
from marac.vocabulary import SafeContactWarning

SAID: Mapping[SafeContactWarning, str] = MappingProxyType(
    {
        SafeContactWarning.NEVER_WRITE: "Never write",
        SafeContactWarning.NO_VOICEMAIL: "Leave no voicemail",
        SafeContactWarning.NO_TEXT: "Send no text messages",
        SafeContactWarning.PHONE_IS_READ: "Somebody else reads the phone",
        SafeContactWarning.EMAIL_IS_READ: "Somebody else reads the e-mail",
        SafeContactWarning.WITHHELD_NUMBER_ONLY: "Call from a withheld number only",
        SafeContactWarning.VIA_ADVOCATE_ONLY: "Contact through the advocate only",
        SafeContactWarning.INTERPRETER_NOT_FAMILY: "Interpreter: never family or friends",
        SafeContactWarning.VISIT_IN_PAIRS: "Visit in pairs",
        SafeContactWarning.NO_HOME_VISIT: "No home visits",
    }
)
# Those who may not read how the victim is reached are told what not to do (S6, S7).
FIXED: Mapping[Place, tuple[str, ...]] = MappingProxyType(
    {
        Place.PERPETRATOR: (
            "Do not contact the victim.",
            "Do not tell the perpetrator that this case is heard.",
        ),
        Place.MOVED: ("This case moved out of area. Ask the coordinator before any contact.",),
        Place.PERSON: ("Do not speak of this with the person or the family. Ask the coordinator first.",),
    }
)


def warnings_on(work: Work, case_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """By case, the lines of its strip: the warnings, the note, and what staff are warned of."""
    places = places_on(work, case_ids)
    rows = work.all(select(SafeContact).where(col(SafeContact.case_id).in_(places)))
    found: dict[UUID, list[str]] = {case_id: list(FIXED.get(at, ())) for case_id, at in places.items()}
    for row in rows:
        if places[row.case_id] not in FIXED:
            found[row.case_id] = _lines(row)
    return found


def _lines(row: SafeContact) -> list[str]:
    lines = [SAID[SafeContactWarning(warning)] for warning in row.warnings]
    lines += [row.note] if row.note else []
    return lines + ([f"For staff: {row.staff_warning}"] if row.staff_warning else [])
