"""Probation, education and the other panels (domain.md 5.5)."""

from actions.catalogue.kinds import (
    NEXT_PANEL,
    NEXT_SCHOOL_DAY,
    SAME_DAY,
    ActionType,
    Group,
    UsualTime,
    working_days,
)
from marac.vocabulary import AgencyKind

POLICE = AgencyKind.POLICE
PROBATION_SERVICE = AgencyKind.PROBATION
COUNCIL = AgencyKind.COUNCIL
CHILDRENS_SERVICES = AgencyKind.CHILDREN
ADULT_CARE = AgencyKind.ADULTS

MINIMUM = "Send the least that lets the panel act, never the minutes; record the date and the outcome."


def _probation(
    code: str, title: str, usual_time: UsualTime, evidence: str, *, note: str = "", alerts: bool = True
) -> ActionType:
    return ActionType(
        code=code,
        title=title,
        group=Group.PROBATION,
        owner_kinds=(PROBATION_SERVICE,),
        usual_time=usual_time,
        evidence=evidence,
        note=note,
        alerts_perpetrator=alerts,
        perpetrator_facing=True,
    )


def _education(code: str, title: str, evidence: str, *, note: str = "", contacts_victim: bool = False) -> ActionType:
    return ActionType(
        code=code,
        title=title,
        group=Group.EDUCATION,
        owner_kinds=(AgencyKind.EDUCATION,),
        usual_time=NEXT_SCHOOL_DAY,
        evidence=evidence,
        note=note,
        contacts_victim=contacts_victim,
    )


def _panel(code: str, title: str, owners: tuple[AgencyKind, ...], *, perpetrator_facing: bool = False) -> ActionType:
    return ActionType(
        code=code,
        title=title,
        group=Group.PANELS,
        owner_kinds=owners,
        usual_time=NEXT_PANEL,
        evidence="Date referred, accepted or not, outcome",
        note=MINIMUM,
        perpetrator_facing=perpetrator_facing,
    )


PROBATION: tuple[ActionType, ...] = (
    _probation("PR01", "Start recall or breach proceedings", SAME_DAY, "Decision and date"),
    _probation(
        "PR02",
        "Add or change licence conditions",
        working_days(5),
        "Conditions and the date from which they run",
        note="An exclusion area can give the victim's home away: agree its size with the advocate.",
    ),
    _probation("PR03", "Make a home visit to the perpetrator", working_days(5), "Visit date"),
    _probation("PR04", "Update the risk assessment (OASys, SARA)", working_days(5), "Date updated", alerts=False),
    ActionType(
        code="PR05",
        title="Offer the victim contact scheme through the victim liaison officer",
        group=Group.PROBATION,
        owner_kinds=(PROBATION_SERVICE,),
        usual_time=working_days(5),
        evidence="Offered, accepted or declined",
        contacts_victim=True,
    ),
)

EDUCATION: tuple[ActionType, ...] = (
    _education("ED01", "Brief the designated safeguarding lead", "Briefed, date"),
    _education("ED02", "Set a collection password", "Set, date", contacts_victim=True),
    _education("ED03", "Name a safe adult for the child in school", "Name of the adult"),
    _education("ED04", "Report any absence the same day", "First week's attendance reported", note="Say to whom."),
    _education(
        "ED05",
        "Agree that the new school is told to nobody",
        "Both schools have confirmed",
        note="Also not on transfer files that either parent may ask for. Never write the new school's name here.",
    ),
)

PANELS: tuple[ActionType, ...] = (
    _panel("PN01", "Refer to the Multi Agency Vulnerability Hub", (COUNCIL, POLICE, AgencyKind.VICTIM_SERVICE)),
    _panel("PN02", "Refer for MAPPA screening", (PROBATION_SERVICE, POLICE), perpetrator_facing=True),
    _panel("PN03", "Refer to MATAC", (POLICE,), perpetrator_facing=True),
    _panel("PN04", "Refer to the MASH", (CHILDRENS_SERVICES, ADULT_CARE, POLICE)),
    _panel("PN05", "Refer to CTAC or Channel", (POLICE, COUNCIL)),
    _panel("PN06", "Refer to MACE (child exploitation)", (CHILDRENS_SERVICES, POLICE)),
    _panel("PN07", "Refer to the risk-management panel for adults (MARM, VARM)", (ADULT_CARE, COUNCIL)),
    _panel("PN08", "Refer to the Community MARAC (anti-social behaviour)", (COUNCIL, POLICE)),
    _panel("PN09", "Refer to a prevention panel", (COUNCIL, POLICE, CHILDRENS_SERVICES)),
)
