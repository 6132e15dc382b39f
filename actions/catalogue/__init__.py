"""The kinds of action: owner, usual time, evidence and conditions (domain.md 5)."""

from collections.abc import Mapping
from types import MappingProxyType

from actions.catalogue.advocacy import ADVOCACY
from actions.catalogue.care import ADULTS, CHILDREN, HEALTH, SUBSTANCE_MISUSE
from actions.catalogue.due import due_on
from actions.catalogue.everyone import ALL_AGENCIES, CHAIR, OTHER
from actions.catalogue.housing import HOUSING
from actions.catalogue.kinds import ActionType, Condition, Count, Group, UsualTime
from actions.catalogue.police import POLICE
from actions.catalogue.supervision import EDUCATION, PANELS, PROBATION
from actions.catalogue.target_hardening import TARGET_HARDENING
from actions.catalogue.wording import vague

__all__ = [
    "CATALOGUE",
    "OTHER",
    "ActionType",
    "Condition",
    "Count",
    "Group",
    "UsualTime",
    "by_group",
    "due_on",
    "find",
    "vague",
]

CATALOGUE: tuple[ActionType, ...] = (
    *TARGET_HARDENING,
    *HOUSING,
    *POLICE,
    *ADVOCACY,
    *CHILDREN,
    *ADULTS,
    *HEALTH,
    *SUBSTANCE_MISUSE,
    *PROBATION,
    *EDUCATION,
    *PANELS,
    *ALL_AGENCIES,
    *CHAIR,
)

_BY_CODE = MappingProxyType({entry.code: entry for entry in CATALOGUE})
_BY_GROUP = MappingProxyType({group: tuple(e for e in CATALOGUE if e.group is group) for group in Group})


def find(code: str) -> ActionType:
    """The entry of this code; raises KeyError when there is none."""
    return _BY_CODE[code]


def by_group() -> Mapping[Group, tuple[ActionType, ...]]:
    """All entries by group, both in catalogue order."""
    return _BY_GROUP
