"""The frame of the case file: who it is about, how to contact safely, and the sections this viewer may open."""

from dataclasses import dataclass
from uuid import UUID

from starlette.requests import Request
from starlette.routing import NoMatchFound

from marac.cases.models import Case
from marac.cases.operations.keeping import erasure_of
from marac.cases.operations.naming import CaseNames, names_of
from marac.cases.operations.places import place_on
from marac.cases.operations.safe_contact import warnings_on
from marac.cases.pages.notices import NoticeRow, notice_rows
from marac.policy import cases as policy
from marac.policy.cases import Place, Section
from marac.store.work import Work
from marac.vocabulary import PartyRole, Viewer
from marac.web.page import day, url_maker

TITLES = {
    Section.OVERVIEW: "Overview",
    Section.PEOPLE: "People and contact",
    Section.REFERRAL: "Referral and risk",
    Section.INFORMATION: "Information shared",
    Section.ACTIONS: "Actions",
    Section.SEATS: "Who is seated",
    Section.OPENED: "What my agency opened",
    Section.WALLS: "Walls and restriction",
    Section.TRANSFER: "Move to another MARAC",
    Section.KEEPING: "Keeping and erasing",
}
# What a section is called where the seat makes it something else.
_TITLES_AT = {
    (Section.OVERVIEW, Place.CHECK): "Who to look for",
    (Section.INFORMATION, Place.CHECK): "Your agency's answer",
    (Section.INFORMATION, Place.PERSON): "Your answer",
    (Section.ACTIONS, Place.ACTION): "Your agency's action",
    (Section.INFORMATION, Place.ACTION): "What your agency recorded",
    (Section.OVERVIEW, Place.PERPETRATOR): "The perpetrator",
    (Section.INFORMATION, Place.MOVED): "What your agency recorded",
    (Section.ACTIONS, Place.PERPETRATOR): "Your agency's actions",
}


@dataclass(frozen=True)
class FileFrame:
    """`people` are (part, name); `navigation` are (text, address, is this one)."""

    case_id: UUID
    code: str
    at: Place
    people: tuple[tuple[str, str], ...]
    tags: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    notices: tuple[NoticeRow, ...]
    navigation: tuple[tuple[str, str, bool], ...]
    erased: str = ""

    @property
    def here(self) -> str:
        """What the menu calls the section that is open."""
        return next((text for text, _, current in self.navigation if current), "Case")


def file_frame(request: Request, work: Work, case: Case, here: Section) -> FileFrame:
    """The frame for one section, which the viewer must be let into. Raises Refused, with the reason.

    Sections that live in rooms above stand in it by the name of their route.
    """
    at = place_on(work, case.id)
    work.require(policy.may_read(work.viewer, at, here))
    audits = at is Place.AUDIT
    return FileFrame(
        case.id,
        case.code,
        at,
        () if audits else _people(as_seated(names_of(work, [case.id])[case.id], at)),
        _tags(case, at),
        () if audits else tuple(warnings_on(work, [case.id])[case.id]),
        notice_rows(work, url_maker(request), case.id),
        tuple(_navigation(request, work.viewer, case.id, at, here)),
        _erased(work, case.id),
    )


def _erased(work: Work, case_id: UUID) -> str:
    """Said only where a name or warning was to be opened and could not be: it costs other cases nothing."""
    if case_id not in work.keys.erased:
        return ""
    receipt = erasure_of(work, case_id)
    when = f" on {day(receipt.confirmed_at)}" if receipt and receipt.confirmed_at else ""
    return f"This case was erased{when}. What was written in it cannot be read by anybody any more."


def as_seated(names: CaseNames, at: Place) -> CaseNames:
    """A seat to act concerns the victim alone (S2)."""
    return names.only(PartyRole.VICTIM) if at is Place.ACTION else names


def _people(names: CaseNames) -> tuple[tuple[str, str], ...]:
    people = [("Victim", names.victim)] if names.victim else []
    people += [("Perpetrator", name) for name in names.perpetrators]
    if not people:
        people = [("Child", name) for name in names.children] + [("Adult at risk", name) for name in names.adults]
    return tuple(people)


def _tags(case: Case, at: Place) -> tuple[tuple[str, str], ...]:
    """What is said of a case on every page of it, to those whom its referral is for."""
    if at not in {Place.OVER, Place.FULL}:
        return ()
    tags = (
        (case.restricted, "Restricted", "red"),
        (case.repeat, "Repeat", "orange"),
        (case.stalking, "Stalking", "purple"),
    )
    return tuple((text, colour) for given, text, colour in tags if given)


def _navigation(
    request: Request, viewer: Viewer, case_id: UUID, at: Place, here: Section
) -> list[tuple[str, str, bool]]:
    url = url_maker(request)
    found = []
    for section, title in TITLES.items():
        if not policy.may_read(viewer, at, section):
            continue
        try:
            path = url(section.value, case_id=case_id)
        except NoMatchFound:
            continue
        found.append((_TITLES_AT.get((section, at), title), path, section is here))
    return found
