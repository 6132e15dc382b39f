"""What every agency does, and what chair and coordinator do (domain.md 5.5)."""

from actions.catalogue.kinds import BY_DATE, EVERY_AGENCY, ActionType, Group, working_days
from marac.vocabulary import AgencyKind

OTHER = "AL04"
HOSTS = (AgencyKind.POLICE, AgencyKind.COUNCIL)

ALL_AGENCIES: tuple[ActionType, ...] = (
    ActionType(
        code="AL01",
        title="Flag and tag the file for 12 months",
        group=Group.ALL_AGENCIES,
        owner_kinds=EVERY_AGENCY,
        usual_time=working_days(3),
        evidence="Flag placed, date, and the date on which it ends",
        note="Flag the victim, the perpetrator and each child known to the agency.",
    ),
    ActionType(
        code="AL02",
        title="Update contact details and next of kin on file",
        group=Group.ALL_AGENCIES,
        owner_kinds=EVERY_AGENCY,
        usual_time=working_days(3),
        evidence="Checked, date",
        note="The perpetrator is often still named as next of kin or emergency contact.",
    ),
    ActionType(
        code="AL03",
        title="Check staff safety before visits",
        group=Group.ALL_AGENCIES,
        owner_kinds=EVERY_AGENCY,
        usual_time=working_days(3),
        evidence="Warning placed or not needed, date",
    ),
    # Not in domain.md 5: what no other entry fits still has a code, and is asked every question.
    ActionType(
        code=OTHER,
        title="Take another step, in the meeting's own words",
        group=Group.ALL_AGENCIES,
        owner_kinds=EVERY_AGENCY,
        usual_time=BY_DATE,
        evidence="What was done, and the date",
        note="Only where nothing else in the catalogue fits.",
        alerts_perpetrator=True,
        contacts_victim=True,
    ),
)

CHAIR: tuple[ActionType, ...] = (
    ActionType(
        code="CH01",
        title="Transfer the case to another MARAC",
        group=Group.CHAIR,
        owner_kinds=HOSTS,
        usual_time=working_days(2),
        evidence="Receipt from the other coordinator, date",
        note="The new address never goes back to the old area.",
        milestones=("Prepared", "Sent", "Acknowledged", "Listed in the new area"),
    ),
    ActionType(
        code="CH02",
        title="Check whether a domestic abuse related death review is needed",
        group=Group.CHAIR,
        owner_kinds=HOSTS,
        usual_time=working_days(5),
        evidence="Decision, by whom, date",
    ),
    ActionType(
        code="CH03",
        title="Write the letter agreed at the meeting",
        group=Group.CHAIR,
        owner_kinds=HOSTS,
        usual_time=working_days(5),
        evidence="Sent to whom, date, by which safe way",
        note="Not the minutes, nor any part of them.",
        contacts_victim=True,
    ),
    ActionType(
        code="CH04",
        title="Refer an allegation against a professional (LADO, PiPoT or PSD)",
        group=Group.CHAIR,
        owner_kinds=HOSTS,
        usual_time=working_days(2),
        evidence="Referred to which route, date",
        note="Keep it inside the wall of the case.",
        alerts_perpetrator=True,
        perpetrator_facing=True,
    ),
)
