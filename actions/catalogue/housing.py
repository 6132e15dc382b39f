"""Housing (domain.md 5.2)."""

from actions.catalogue.kinds import EVERY_AGENCY, SAME_DAY, ActionType, Condition, Group, UsualTime, weeks, working_days
from marac.vocabulary import AgencyKind

COUNCIL = AgencyKind.COUNCIL
LANDLORD = AgencyKind.SOCIAL_LANDLORD
CHOICE = (Condition.VICTIMS_CHOICE,)


def _housing(
    code: str,
    title: str,
    owner_kinds: tuple[AgencyKind, ...],
    usual_time: UsualTime,
    evidence: str,
    *,
    note: str = "",
    conditions: tuple[Condition, ...] = CHOICE,
    milestones: tuple[str, ...] = (),
    needs_address: bool = False,
    against_perpetrator: bool = False,
) -> ActionType:
    return ActionType(
        code=code,
        title=title,
        group=Group.HOUSING,
        owner_kinds=owner_kinds,
        usual_time=usual_time,
        evidence=evidence,
        note=note,
        conditions=conditions,
        milestones=milestones,
        needs_address=needs_address,
        alerts_perpetrator=against_perpetrator,
        contacts_victim=True,
        perpetrator_facing=against_perpetrator,
    )


HOUSING: tuple[ActionType, ...] = (
    _housing(
        "HO01",
        "Take a homelessness application and offer interim accommodation",
        (COUNCIL,),
        SAME_DAY,
        "Decision letter reference",
        note="Hand the decision over safely; do not post it to a shared address.",
    ),
    _housing(
        "HO02",
        "Search for a refuge space and refer",
        (AgencyKind.VICTIM_SERVICE,),
        SAME_DAY,
        "Vacancy log, or accepted and by which service",
        note="Never write the refuge's address or area here.",
    ),
    _housing(
        "HO03",
        "Give priority banding or a direct offer",
        (COUNCIL,),
        working_days(5, 10),
        "Band and date",
    ),
    _housing(
        "HO04",
        "Arrange a managed move (management transfer)",
        (LANDLORD,),
        weeks(2, 8),
        "Date of the offer and of the tenancy's start",
        note="Never write the new address or area here.",
        milestones=(
            "Move approved",
            "Areas to avoid agreed with the victim",
            "Home offered",
            "Home viewed with support",
            "Security fitted before the move",
            "Tenancy started",
            "Old tenancy ended without telling the perpetrator",
        ),
        needs_address=True,
    ),
    _housing(
        "HO05",
        "Take tenancy action against the perpetrator (notice, injunction, ground 14A)",
        (LANDLORD, COUNCIL),
        working_days(10),
        "Notice reference",
        conditions=(),
        needs_address=True,
        against_perpetrator=True,
    ),
    _housing(
        "HO06",
        "Change the tenancy, remove the perpetrator from it, open a safe rent account",
        (LANDLORD, COUNCIL),
        working_days(10),
        "Confirmation of the change",
        conditions=(Condition.VICTIMS_CHOICE, Condition.RIGHT_TO_OCCUPY, Condition.OWNERS_PERMISSION),
        needs_address=True,
        against_perpetrator=True,
    ),
    _housing(
        "HO07",
        "Arrange a reciprocal move out of the area",
        (LANDLORD, COUNCIL),
        weeks(4, 8),
        "Acceptance by the other landlord, without its area",
        note="Never write the new address or area here.",
        milestones=("Partner landlord found", "Move accepted", "Home offered", "Tenancy started", "Old tenancy ended"),
    ),
    ActionType(
        code="HO08",
        title="Set confidential-address and correspondence controls on every file",
        group=Group.HOUSING,
        owner_kinds=EVERY_AGENCY,
        usual_time=SAME_DAY,
        evidence="Alert on file, date",
        note="Check every system that prints letters: a letter to the old shared address gives the new one away.",
    ),
)
