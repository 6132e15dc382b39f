"""The first section of a case: what each place at it opens with."""

from dataclasses import dataclass
from typing import ClassVar

from sqlmodel import select
from starlette.requests import Request

from marac.cases.models import Case, Referral, ReferralSection
from marac.cases.pages.file.emergency import EmergencyRow, emergencies_on
from marac.cases.pages.frame import FileFrame, file_frame
from marac.cases.pages.people import PersonCard, cards
from marac.cases.pages.reading import CRITERIA, Row, read_risk
from marac.cases.topics import find, in_words
from marac.policy.cases import Place, Section
from marac.policy.details import may_break_glass
from marac.store.people import Agency, Member
from marac.store.work import Work
from marac.vocabulary import FOR_THE_MEETING, Hat, Viewer
from marac.web.page import Page, day, words

INTRODUCTIONS = {
    Place.CHECK: (
        "You are asked to check your records for these people, and to say whether your agency knows them. "
        "Why the case is heard, and who else is asked, is told to an agency that knows somebody."
    ),
    Place.ACTION: "Your agency has an action on this case. This is whom it concerns, and how to contact them safely.",
    Place.PERPETRATOR: (
        "Your part is with the perpetrator. You see them, what is shared for your work, and your own actions."
    ),
    Place.PERSON: "You are asked about one person, and see what concerns them.",
    Place.MOVED: "This case moved out of area. Your agency keeps what it recorded itself.",
    Place.AUDIT: "Auditors see that a case is, and in the sharing ledger what was shared with whom; not what is in it.",
}


@dataclass(frozen=True)
class OverviewPage(Page):
    template: ClassVar[str] = "cases/file_overview.html"

    file: FileFrame
    status: str
    introduction: str
    rows: tuple[Row, ...]
    cards: tuple[PersonCard, ...]
    triages: bool
    emergencies: tuple[EmergencyRow, ...]
    may_break: bool


def show_case(request: Request, work: Work) -> Page:
    case = work.find(Case, request.path_params["case_id"])
    frame = file_frame(request, work, case, Section.OVERVIEW)
    whole = frame.at in {Place.OVER, Place.FULL}
    return OverviewPage(
        frame,
        words(case.status.value),
        INTRODUCTIONS.get(frame.at, ""),
        tuple(_summary(work, case)) if whole else (),
        () if whole or frame.at is Place.AUDIT else tuple(cards(work, case.id, frame.at)),
        work.viewer.hat is Hat.COORDINATOR,
        emergencies_on(work, case.id, frame.at) if frame.at is Place.ACTION else (),
        frame.at is Place.ACTION and bool(may_break_glass(work.viewer, frame.at)),
    )


def _summary(work: Work, case: Case) -> list[Row]:
    referral = work.first(select(Referral).where(Referral.case_id == case.id))
    rows: list[Row] = [("Status", words(case.status.value))]
    if referral is not None:
        member = work.find(Member, referral.member_id).name
        rows += [
            ("Referred", day(case.referred_at)),
            ("Referred by", f"{work.find(Agency, referral.agency_id).name} ({member})"),
            ("Criteria", [CRITERIA[criterion] for criterion in referral.met]),
            ("Victim knows of the referral", words(referral.aware) or "Not said"),
            ("Victim agrees to sharing", words(referral.consent) or "Not said"),
        ]
    if risk := read_risk(work, case.id):
        rows.append(("Risk list", risk.score))
    rows.append(("Children", str(case.children)))
    rows += _orders(work, case)
    if said := _repeat(work.viewer, case):
        rows.append(("Repeat", said))
    return rows


def _orders(work: Work, case: Case) -> list[Row]:
    row = work.first(
        select(ReferralSection).where(ReferralSection.case_id == case.id, ReferralSection.topic == "orders")
    )
    if row is None:
        return []
    fields = [field for field in find("orders").fields if field.name in {"orders", "orders_end"}]
    return [(field.label, in_words(field, row.answers[field.name])) for field in fields if row.answers.get(field.name)]


def _repeat(viewer: Viewer, case: Case) -> str:
    """Seats read of an earlier referral only when it makes this one a repeat."""
    return case.repeat_sentence if case.repeat or viewer.hat in FOR_THE_MEETING else ""
