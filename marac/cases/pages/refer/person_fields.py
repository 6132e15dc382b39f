"""What is asked about somebody's names, dates of birth and details; and how it is said back."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from marac import clock
from marac.cases.topics import Field, FieldKind, Option, spoken_day
from marac.store.people import Agency
from marac.store.work import Work
from marac.vocabulary import DetailKind, NameKind, PartyRole, Verdict

OLDEST = 1900

KIND_NAMES = {
    NameKind.NAME: "Name",
    NameKind.ALIAS: "Alias or other spelling",
    NameKind.NEW_NAME: "New name",
}
_SEARCH = Field(
    "search",
    "May agencies search their records by it?",
    FieldKind.CHOICE,
    (
        Option("yes", "May be searched", "Every agency that checks this case sees it."),
        Option("no", "Protected", "Only you, your agency and the advocate see it."),
    ),
)
_SURNAME = Field("surname", "Surname", width="two-thirds")
_FORENAMES = Field("forenames", "Forenames", width="two-thirds")

DETAIL_NAMES = {
    DetailKind.HOME_ADDRESS: "Home address",
    DetailKind.CURRENT_ADDRESS: "Where they are now",
    DetailKind.FORMER_ADDRESS: "Former address",
    DetailKind.PHONE: "Telephone number",
    DetailKind.EMAIL: "E-mail address",
    DetailKind.SAFE_TIME: "Safe times and ways",
    DetailKind.SCHOOL: "School or nursery",
    DetailKind.WORKPLACE: "Workplace",
    DetailKind.ROUTINE: "Routine",
}
_ADDRESS = {DetailKind.HOME_ADDRESS: "Add an address"}
_REACHED = {DetailKind.PHONE: "Add a telephone number", DetailKind.EMAIL: "Add an e-mail address"}
_WORK = {DetailKind.WORKPLACE: "Add a workplace"}
_SCHOOL = {DetailKind.SCHOOL: "Add a school or nursery"}
_ROUTINE = {DetailKind.ROUTINE: "Add a routine"}
_SAFE = {DetailKind.SAFE_TIME: "Add safe times and ways"}
ADD: Mapping[PartyRole, Mapping[DetailKind, str]] = MappingProxyType(
    {
        PartyRole.VICTIM: {**_ADDRESS, **_REACHED, **_SAFE, **_WORK, **_SCHOOL, **_ROUTINE},
        PartyRole.PERPETRATOR: {**_ADDRESS, **_REACHED, **_WORK},
        PartyRole.CHILD: {**_ADDRESS, **_SCHOOL, **_REACHED, **_ROUTINE},
        PartyRole.ADULT_AT_RISK: {**_ADDRESS, **_REACHED, **_ROUTINE},
    }
)


def asks_search(party: PartyRole, may_protect: Verdict) -> bool:
    """A perpetrator's names are ordinary identifiers; the coordinator's hat holds nothing protected."""
    return party is not PartyRole.PERPETRATOR and bool(may_protect)


def first_name(party: PartyRole, may_protect: Verdict) -> tuple[Field, ...]:
    unknown = Field("unknown", "If there is no name to give", FieldKind.CHOICES, (Option("yes", "Name not known"),))
    search = (_SEARCH,) if asks_search(party, may_protect) else ()
    return (_SURNAME, _FORENAMES, *search, unknown)


def name(party: PartyRole, may_protect: Verdict) -> tuple[Field, ...]:
    kinds = [kind for kind in NameKind if kind is not NameKind.NEW_NAME or asks_search(party, may_protect)]
    options = tuple(Option(kind.value, KIND_NAMES[kind]) for kind in kinds)
    search = (_SEARCH,) if asks_search(party, may_protect) else ()
    return (_SURNAME, _FORENAMES, Field("kind", "What kind of name is it?", FieldKind.CHOICE, options), *search)


def name_mistakes(answers: Mapping[str, Any], unknown: object = None) -> dict[str, str]:
    given = answers.get("surname") or answers.get("forenames")
    if given and unknown:
        return {"unknown": "Give a name, or say that it is not known, not both"}
    if not given and not unknown:
        return {"surname": "Enter a surname or forenames"}
    return {}


def may_be_searched(answers: Mapping[str, Any]) -> bool:
    return bool(answers.get("search") != "no")


def searched(searchable: bool) -> str:
    return "May be searched" if searchable else "Seen by your agency and the advocate"


def birth(party: PartyRole, may_protect: Verdict) -> tuple[Field, ...]:
    return (
        Field("born_on", "Date of birth", FieldKind.DATE, hint="Like 27 3 1985", past=True),
        Field("year", "Or the year, where only that is known", FieldKind.NUMBER, width="4"),
        *((_SEARCH,) if asks_search(party, may_protect) else ()),
    )


def birth_mistakes(answers: Mapping[str, Any]) -> dict[str, str]:
    day, year = answers.get("born_on"), answers.get("year")
    if day and year:
        return {"year": "Give a date of birth or a year, not both"}
    if not day and not year:
        return {"born_on": "Enter a date of birth, or the year"}
    if year and not OLDEST <= int(year) <= clock.today().year:
        return {"year": f"The year must be from {OLDEST} to {clock.today().year}"}
    return {}


def spoken(born_on: str) -> str:
    return spoken_day(born_on) if "-" in born_on else born_on


def opened_by(work: Work, agencies: Iterable[UUID]) -> str:
    """Who may open a protected detail for which these agencies are named."""
    named = sorted(work.find(Agency, agency_id).short_name for agency_id in agencies)
    return ", ".join(["your agency", "the advocate", *named])
