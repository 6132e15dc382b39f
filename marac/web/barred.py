"""Why somebody who is signed in is let in under no hat that shows a case, and what to do about it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from marac.vocabulary import Refused

SAID = {
    "training": "Your MARAC training is out of date, or none is recorded. Ask your agency's administrator "
    "or the coordinator to record it; until then you are shown no case.",
    "statement": "You have not signed the confidentiality statement this year. Read and sign it under "
    "“Your account”; until then you are shown no case.",
    "agreement": "Your agency's information-sharing agreement is not in force. Ask the person who signs for your "
    "agency, or the coordinator; until then you are shown no case.",
}
_STANDING = {
    "missing": "has not been recorded",
    "withdrawn": "was withdrawn{since}",
    "suspended": "was suspended{since}",
    "expired": "has expired{since}",
    "not-reviewed": "has lapsed{since}, because its review is more than 60 days overdue",
}


class Barred(Refused):
    """A condition of access is not met: 403 with the reason. `why` is the name of the condition (C05, C06, S22)."""

    def __init__(self, why: str, closed: Mapping[str, Any] | None = None) -> None:
        super().__init__(said_of(why, closed))
        self.why = why


def said_of(why: str, closed: Mapping[str, Any] | None = None) -> str:
    """What is told. `closed`: which agreement of whom is not in force, and who signs it (scope.closed_by)."""
    return _agreement(closed) if closed else SAID[why]


def _agreement(closed: Mapping[str, Any]) -> str:
    which = "umbrella information-sharing protocol" if closed["umbrella"] else "information-sharing agreement"
    since = f" on {_day(closed['since'])}" if closed["since"] else ""
    standing = _STANDING[closed["standing"]].format(since=since)
    said = f"The {which} of {closed['agency']} {standing}. Until it is in force again you are shown no case. "
    if closed["signed_by"]:
        post = f", {closed['signed_as']}," if closed["signed_as"] else ""
        said += f"{closed['signed_by']}{post} signed for your agency: ask them, or the coordinator."
    else:
        said += "Ask the person who signs for your agency, or the coordinator."
    if closed["successor"] and closed["standing"] != "missing":
        said += f" Open actions that could be handed over went to {closed['successor']}."
    return said


def _day(value: str) -> str:
    day = date.fromisoformat(value)
    return f"{day.day} {day:%B %Y}"
