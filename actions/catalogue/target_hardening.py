"""Target hardening and sanctuary (domain.md 5.1)."""

from actions.catalogue.kinds import SAME_DAY, ActionType, Condition, Group, UsualTime, hours, weeks, working_days
from marac.vocabulary import AgencyKind

COUNCIL = AgencyKind.COUNCIL
LANDLORD = AgencyKind.SOCIAL_LANDLORD
POLICE = AgencyKind.POLICE
FIRE = AgencyKind.FIRE

VISIT = (Condition.PERPETRATOR_LIVES_ELSEWHERE, Condition.VICTIMS_CHOICE, Condition.NOT_A_REFUGE)
FITTED = tuple(Condition)

FLAGGED = "Tell the emergency services what was fitted, and take it out when it is no longer needed."


def _at_home(
    code: str,
    title: str,
    owner_kinds: tuple[AgencyKind, ...],
    usual_time: UsualTime,
    evidence: str,
    *,
    conditions: tuple[Condition, ...] = FITTED,
    note: str = FLAGGED,
    milestones: tuple[str, ...] = (),
    contacts_victim: bool = True,
) -> ActionType:
    return ActionType(
        code=code,
        title=title,
        group=Group.TARGET_HARDENING,
        owner_kinds=owner_kinds,
        usual_time=usual_time,
        evidence=evidence,
        note=note,
        conditions=conditions,
        reviews_months=(3, 6),
        milestones=milestones,
        needs_address=True,
        contacts_victim=contacts_victim,
    )


TARGET_HARDENING: tuple[ActionType, ...] = (
    _at_home(
        "TH01",
        "Carry out a security survey of the home",
        (POLICE, COUNCIL),
        working_days(5),
        "Survey report reference and date",
        conditions=VISIT,
        note="By the police crime reduction officer or the council.",
    ),
    _at_home(
        "TH02",
        "Change or add door locks",
        (COUNCIL, LANDLORD),
        hours(24, 72),
        "Job sheet and invoice number",
    ),
    _at_home(
        "TH03",
        "Fit window locks or alarms, door chain, viewer and security lights",
        (COUNCIL, LANDLORD),
        working_days(5, 10),
        "Job sheet",
    ),
    _at_home(
        "TH04",
        "Fit a fire-proof letterbox or block the letterbox",
        (FIRE, COUNCIL),
        working_days(3, 5),
        "Date fitted",
    ),
    _at_home(
        "TH05",
        "Carry out a home fire safety visit and fit smoke alarms",
        (FIRE,),
        working_days(5),
        "Visit reference",
        conditions=VISIT,
    ),
    _at_home(
        "TH06",
        "Fit CCTV or a camera doorbell",
        (COUNCIL, LANDLORD, AgencyKind.VOLUNTARY),
        working_days(10),
        "Date installed",
        note="Only the victim may hold the account and password. " + FLAGGED,
    ),
    ActionType(
        code="TH07",
        title="Issue a personal attack alarm and mark property",
        group=Group.TARGET_HARDENING,
        owner_kinds=(POLICE, AgencyKind.VICTIM_SERVICE),
        usual_time=working_days(5),
        evidence="Issued to whom, and date",
        conditions=(Condition.VICTIMS_CHOICE,),
        reviews_months=(3, 6),
        contacts_victim=True,
    ),
    _at_home(
        "TH08",
        "Build a safe room (sanctuary)",
        (COUNCIL,),
        weeks(4, 6),
        "Completion certificate",
        note="Fire-rated door that opens outwards, bolts, wide-angle viewer. " + FLAGGED,
        milestones=("Survey done", "Permission given", "Work ordered", "Work booked with the victim", "Certificate in"),
    ),
    _at_home(
        "TH09",
        "Place a treat-as-urgent marker on the address",
        (POLICE,),
        SAME_DAY,
        "Marker reference, and the date on which it ends or is reviewed",
        conditions=(Condition.NOT_A_REFUGE,),
        note="On police command and control. Lift it when the victim moves.",
        contacts_victim=False,
    ),
    _at_home(
        "TH10",
        "Place ambulance, fire and A&E markers",
        (FIRE, AgencyKind.ACUTE_TRUST, AgencyKind.OTHER),
        working_days(5),
        "Acknowledgement from each service",
        conditions=(Condition.NOT_A_REFUGE,),
        note="Lift them when the victim moves.",
        contacts_victim=False,
    ),
)
