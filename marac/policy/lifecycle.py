"""Which status may follow which: case, referral, meeting, hearing, action, minutes (domain.md 1.12)."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from marac.proceedings import ActionStatus as A
from marac.proceedings import HearingStatus as H
from marac.proceedings import MeetingStatus as M
from marac.proceedings import MinutesStatus as P
from marac.vocabulary import ALLOWED, Verdict, refused
from marac.vocabulary import CaseStatus as C

Steps = Mapping[StrEnum, frozenset[StrEnum]]


def _steps(table: dict[StrEnum, set[StrEnum]]) -> Steps:
    return MappingProxyType({old: frozenset(new) for old, new in table.items()})


LIFECYCLES: Final[Mapping[str, Steps]] = MappingProxyType(
    {
        "Case": _steps(
            {
                C.DRAFT: {C.REFERRED},
                C.REFERRED: {C.MORE_INFORMATION, C.ACCEPTED, C.LISTED, C.ALERT_ONLY, C.RETURNED, C.WITHDRAWN, C.CLOSED},
                C.MORE_INFORMATION: {C.REFERRED, C.WITHDRAWN, C.CLOSED},
                C.ACCEPTED: {C.LISTED, C.ALERT_ONLY, C.WITHDRAWN, C.CLOSED},
                C.ALERT_ONLY: {C.ACCEPTED, C.LISTED, C.CLOSED},
                C.LISTED: {C.HEARD, C.ACCEPTED, C.WITHDRAWN},
                C.HEARD: {C.LISTED, C.CLOSED},
                C.RETURNED: {C.REFERRED},
                C.WITHDRAWN: set(),
                C.CLOSED: set(),
            }
        ),
        "Meeting": _steps(
            {
                M.PLANNED: {M.PUBLISHED},
                M.PUBLISHED: {M.OPEN},
                M.OPEN: {M.CLOSED},
                M.CLOSED: set(),
            }
        ),
        "Hearing": _steps(
            {
                H.LISTED: {H.CALLED, H.DEFERRED, H.REMOVED},
                H.CALLED: {H.HEARD, H.DEFERRED, H.LISTED},
                H.HEARD: set(),
                H.DEFERRED: set(),
                H.REMOVED: set(),
            }
        ),
        "Action": _steps(
            {
                A.OPEN: {A.COMPLETED, A.NOT_POSSIBLE, A.NOT_DONE},
                A.COMPLETED: {A.OPEN},
                A.NOT_POSSIBLE: {A.OPEN},
                A.NOT_DONE: {A.OPEN},
            }
        ),
        "Minutes": _steps(
            {
                P.DRAFT: {P.APPROVED},
                P.APPROVED: {P.DRAFT, P.ISSUED},
                P.ISSUED: {P.DRAFT},
            }
        ),
    }
)


def may_become(old: StrEnum, new: StrEnum) -> Verdict:
    """Whether one status may follow another of the same lifecycle."""
    for name, steps in LIFECYCLES.items():
        if type(old) is type(next(iter(steps))):
            said = (f"The {name.lower()}", "stand" if name == "Minutes" else "stands")
            if new in steps[old]:
                return ALLOWED
            if new is old:
                return refused(f"{said[0]} already {said[1]} at “{new.value.replace('-', ' ')}”.")
            words = f"{old.value} to {new.value}".replace("-", " ")
            return refused(f"{said[0]} cannot go from {words}.")
    return refused(f"{type(old).__name__} has no lifecycle.")
