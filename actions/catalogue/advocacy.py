"""IDVA service, New Era and Women's Aid (domain.md 5.4)."""

from actions.catalogue.kinds import BY_DATE, ActionType, Condition, Group, UsualTime, hours, working_days
from marac.vocabulary import AgencyKind


def _advocacy(
    code: str,
    title: str,
    usual_time: UsualTime,
    evidence: str,
    *,
    note: str = "",
    conditions: tuple[Condition, ...] = (),
    milestones: tuple[str, ...] = (),
    alerts_perpetrator: bool = False,
    contacts_victim: bool = True,
) -> ActionType:
    return ActionType(
        code=code,
        title=title,
        group=Group.ADVOCACY,
        owner_kinds=(AgencyKind.VICTIM_SERVICE,),
        usual_time=usual_time,
        evidence=evidence,
        note=note,
        conditions=conditions,
        milestones=milestones,
        alerts_perpetrator=alerts_perpetrator,
        contacts_victim=contacts_victim,
    )


ADVOCACY: tuple[ActionType, ...] = (
    _advocacy(
        "ID01",
        "Contact the victim and explain the outcome of the meeting safely",
        hours(24, 48),
        "Told, unsafe, declined or not reached, with each attempt",
    ),
    _advocacy(
        "ID02",
        "Agree an individual safety and support plan and do the risk list again",
        working_days(5),
        "Date and score",
    ),
    _advocacy(
        "ID03",
        "Arrange advice on civil orders (non-molestation, occupation) with a solicitor or NCDV",
        working_days(5),
        "Application reference",
        note="The order is served on the perpetrator: agree the day with the victim first.",
        conditions=(Condition.VICTIMS_CHOICE,),
        alerts_perpetrator=True,
    ),
    _advocacy(
        "ID04",
        "Support the victim at court: special measures, Victims' Code",
        BY_DATE,
        "Hearing attended, date",
        note="Due on the day of the hearing.",
    ),
    _advocacy(
        "ID05",
        "Refer for counselling, confidence building or a children's worker",
        working_days(10),
        "Referral accepted",
        conditions=(Condition.VICTIMS_CHOICE,),
    ),
    _advocacy(
        "ID06",
        "Allocate a specialist IDVA: male, LGBT+ or from a by-and-for service",
        working_days(3),
        "Allocated, to whom",
    ),
    ActionType(
        code="ID07",
        title="Refer the perpetrator to the New Era Perpetrator Programme",
        group=Group.ADVOCACY,
        owner_kinds=(AgencyKind.PERPETRATOR_SERVICE,),
        usual_time=working_days(10),
        evidence="Referred, and engaged yes or no",
        note="Voluntary: up to 10 single sessions, or 30 sessions in a group. Never report it to the victim as 'safe'.",
        milestones=("Approached", "Suitability assessed", "Started", "Finished or left"),
        alerts_perpetrator=True,
        perpetrator_facing=True,
    ),
    _advocacy(
        "ID08",
        "Speak for the victim on housing, benefits and no recourse to public funds",
        working_days(5),
        "Outcome",
    ),
    _advocacy(
        "ID09",
        "Name another professional who can reach the victim, and agree the plan with them",
        working_days(5),
        "Name and agency",
        note="For a victim who does not engage.",
        contacts_victim=False,
    ),
)
