"""Children's services, adult social care, health and substance misuse (domain.md 5.5)."""

from dataclasses import dataclass

from actions.catalogue.kinds import SAME_DAY, ActionType, Group, UsualTime, working_days
from marac.vocabulary import AgencyKind

HEALTH_KINDS = (
    AgencyKind.PRIMARY_CARE,
    AgencyKind.ACUTE_TRUST,
    AgencyKind.MENTAL_HEALTH,
    AgencyKind.MIDWIFERY,
)


@dataclass(frozen=True, slots=True)
class _Service:
    group: Group
    owner_kinds: tuple[AgencyKind, ...]

    def entry(
        self,
        code: str,
        title: str,
        usual_time: UsualTime,
        evidence: str,
        *,
        owner_kinds: tuple[AgencyKind, ...] = (),
        note: str = "",
        needs_address: bool = False,
        alerts_perpetrator: bool = False,
        contacts_victim: bool = False,
        perpetrator_facing: bool = False,
    ) -> ActionType:
        return ActionType(
            code=code,
            title=title,
            group=self.group,
            owner_kinds=owner_kinds or self.owner_kinds,
            usual_time=usual_time,
            evidence=evidence,
            note=note,
            needs_address=needs_address,
            alerts_perpetrator=alerts_perpetrator,
            contacts_victim=contacts_victim,
            perpetrator_facing=perpetrator_facing,
        )


_children = _Service(Group.CHILDREN, (AgencyKind.CHILDREN,)).entry
_adults = _Service(Group.ADULTS, (AgencyKind.ADULTS,)).entry
_health = _Service(Group.HEALTH, HEALTH_KINDS).entry
_substance = _Service(Group.SUBSTANCE_MISUSE, (AgencyKind.SUBSTANCE_MISUSE,)).entry

CHILDREN: tuple[ActionType, ...] = (
    _children(
        "CS01",
        "Hold a strategy discussion and decide on a section 47 enquiry",
        SAME_DAY,
        "Decision and date",
        note="Agree first who speaks to which parent, and when.",
        alerts_perpetrator=True,
    ),
    _children(
        "CS02",
        "Assess the child's needs (section 17)",
        working_days(10),
        "Assessment started, date",
        alerts_perpetrator=True,
        contacts_victim=True,
    ),
    _children("CS03", "Bring this risk to the child protection conference", working_days(5), "Conference date"),
    _children(
        "CS04",
        "Advise on safe contact arrangements",
        working_days(5),
        "Advice given, to whom",
        alerts_perpetrator=True,
        contacts_victim=True,
    ),
    _children("CS05", "Send an alert to the private-law family proceedings", working_days(5), "Sent, date"),
    _children("CS06", "Offer early help to the family", working_days(10), "Accepted or declined", contacts_victim=True),
    _children(
        "CS07",
        "Provide wrap-around support for the victim and children",
        working_days(10),
        "Worker allocated, first visit",
        needs_address=True,
        contacts_victim=True,
    ),
)

ADULTS: tuple[ActionType, ...] = (
    _adults("AS01", "Open a safeguarding enquiry (section 42)", SAME_DAY, "Decision and date", contacts_victim=True),
    _adults("AS02", "Assess mental capacity", working_days(5), "Decision assessed, and result", contacts_victim=True),
    _adults(
        "AS03",
        "Arrange or review a care package",
        working_days(5),
        "Package in place, date",
        needs_address=True,
        contacts_victim=True,
    ),
    _adults("AS04", "Assess the carer's needs", working_days(5), "Assessment date", contacts_victim=True),
)

_MENTAL = (AgencyKind.MENTAL_HEALTH,)

HEALTH: tuple[ActionType, ...] = (
    _health(
        "HE01",
        "Flag the GP record, hidden from online access",
        working_days(2),
        "Flag placed and hidden, date",
        owner_kinds=(AgencyKind.PRIMARY_CARE,),
        note="Separate texts for the victim's and the perpetrator's records; neither on summary printouts.",
    ),
    _health(
        "HE02",
        "Make a midwife or health visitor visit",
        working_days(5),
        "Visit date",
        owner_kinds=(AgencyKind.MIDWIFERY,),
        needs_address=True,
        contacts_victim=True,
    ),
    _health("HE03", "Place an A&E alert", working_days(2), "Alert placed, date", owner_kinds=(AgencyKind.ACUTE_TRUST,)),
    _health(
        "HE04",
        "Arrange a mental-health review for the victim",
        working_days(10),
        "Date offered, attended or not",
        owner_kinds=_MENTAL,
        contacts_victim=True,
    ),
    _health(
        "HE05",
        "Arrange a mental-health review for the perpetrator",
        working_days(10),
        "Date offered, attended or not",
        owner_kinds=_MENTAL,
        alerts_perpetrator=True,
        perpetrator_facing=True,
    ),
    _health(
        "HE06",
        "Refer to the IRIS advocate through the practice",
        working_days(10),
        "Referral accepted",
        owner_kinds=(AgencyKind.PRIMARY_CARE,),
        contacts_victim=True,
    ),
    _health(
        "HE07",
        "Limit the medication held at home because of overdose risk",
        working_days(2),
        "Prescription changed, date",
        owner_kinds=(AgencyKind.PRIMARY_CARE, AgencyKind.MENTAL_HEALTH),
        note="Say whose medication.",
    ),
)

SUBSTANCE_MISUSE: tuple[ActionType, ...] = (
    _substance("SM01", "Assess the victim's drink or drug use", working_days(5, 10), "Date", contacts_victim=True),
    _substance(
        "SM02",
        "Assess the perpetrator's drink or drug use",
        working_days(5, 10),
        "Date",
        alerts_perpetrator=True,
        perpetrator_facing=True,
    ),
    _substance("SM03", "Make an outreach visit", working_days(5, 10), "Visit date", note="Say whom it is to reach."),
    _substance("SM04", "Share whether the person attends treatment", working_days(5), "Shared with whom, date"),
)
