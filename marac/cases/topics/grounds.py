"""Topics about what happened and the risk."""

from marac.cases.topics import choices
from marac.cases.topics.fields import Field, FieldKind, Topic, options
from marac.cases.topics.people import SENSITIVE
from marac.vocabulary import TopicVisibility

GROUNDS = Topic(
    "grounds",
    "What happened",
    (
        Field("incident_on", "Date of the most recent incident", FieldKind.DATE, past=True),
        Field("incident_types", "What kind of thing happened?", FieldKind.CHOICES, choices.INCIDENT_TYPES),
        Field(
            "what_happened",
            "What happened, and why now?",
            FieldKind.LONG,
            required=True,
            hint="Say what is fact, and what is your opinion.",
        ),
        Field("history", "Brief history", FieldKind.LONG),
        Field(
            "domestic",
            "Are they, or were they, partners or family?",
            FieldKind.YES_NO_UNKNOWN,
            hint="“Personally connected” in the Domestic Abuse Act 2021.",
        ),
        Field("relationship_now", "How do they stand now?", FieldKind.CHOICE, choices.RELATIONSHIP_NOW),
        Field("third_parties", "Who else is contacted or threatened?", FieldKind.CHOICES, choices.THIRD_PARTIES),
        Field("third_parties_note", "How they are contacted or threatened", FieldKind.LONG),
        Field("devices", "Phones, accounts and devices", FieldKind.CHOICES, choices.DEVICES),
        Field("risk_to_victim", "Risk to the victim, and what could set it off", FieldKind.LONG),
        Field("risk_to_children", "Risk to the children", FieldKind.LONG),
        Field("risk_to_others", "Risk to others and to staff", FieldKind.LONG),
        Field("perpetrator_triggers", "What drives the perpetrator, and coming dates", FieldKind.LONG),
        Field("in_place", "Support and safeguarding already in place", FieldKind.LONG),
        Field(
            "victim_wants",
            "What the victim wants",
            FieldKind.LONG,
            hint="In their own words where you can. The perpetrator's side never sees it.",
        ),
    ),
    TopicVisibility.COMMON,
    hint="No addresses, telephone numbers or new names in these texts. " + SENSITIVE,
)

LEGAL_ORDERS = Topic(
    "orders",
    "Orders and court",
    (
        Field("orders", "Orders and conditions in force or applied for", FieldKind.CHOICES, choices.ORDERS),
        Field("orders_end", "First date on which one of them ends", FieldKind.DATE),
        Field("orders_note", "What they forbid, and by which court", FieldKind.LONG),
        Field("broken", "Has one been broken?", FieldKind.YES_NO_UNKNOWN),
        Field("broken_note", "When and how, and what was done", FieldKind.LONG, shown_if=("broken", "yes")),
        Field("court_on", "Next court date", FieldKind.DATE),
        Field("court_note", "What it is about", width="two-thirds"),
    ),
    TopicVisibility.COMMON,
    hint="What you know of, civil or criminal. Dates on which an order ends are dangerous days.",
)

RISK = Topic(
    "risk",
    "Risk list",
    (
        Field(
            "list_done",
            "How was the list filled in?",
            FieldKind.CHOICE,
            options(
                with_victim="With the victim",
                from_records="By a practitioner, from records",
                declined="The victim declined it",
                not_offered="Not done",
            ),
        ),
        Field("completed_by", "By whom", width="two-thirds"),
        Field("completed_on", "On which date", FieldKind.DATE, past=True),
        Field(
            "other_tool",
            "Another risk tool was used",
            FieldKind.CHOICE,
            options(no="No", dash="DASH", dara="DARA", merit="MeRIT", young="Young person's list", other="Other"),
        ),
        Field("other_result", "Its result", width="two-thirds"),
        Field("weapons_note", "Weapons: what, where, how you know", FieldKind.LONG),
        Field("victims_priority", "What worries the victim most", FieldKind.LONG),
    ),
    TopicVisibility.COMMON,
    hint="A referral is accepted without the list. No answer is better than a guess.",
)

CRITERIA = Topic(
    "criteria",
    "Why this case",
    (
        Field(
            "judgement_prompts",
            "Which of these worry you?",
            FieldKind.CHOICES,
            (
                *options(
                    pattern="Separation, control and violence together",
                    strangulation="Strangulation",
                    stalking="Stalking",
                    threats_to_kill="Threats to kill",
                    own_fear="The victim's own view of the danger",
                    honour="So-called honour-based abuse or forced marriage",
                    cannot_answer="The victim cannot answer freely: language, disability, coercion",
                    others="Danger to children or others",
                ),
                choices.NONE,
            ),
        ),
        Field("police_incidents", "Incidents reported to police in the last 12 months", FieldKind.NUMBER, width="4"),
        Field("previous", "Heard at a MARAC before?", FieldKind.YES_NO_UNKNOWN),
        Field("previous_where", "Where", width="two-thirds", shown_if=("previous", "yes")),
        Field(
            "previous_when", "When, and its case code if you have it", width="two-thirds", shown_if=("previous", "yes")
        ),
        Field("transferred_from", "MARAC that this case comes from", width="two-thirds"),
    ),
    TopicVisibility.COMMON,
    hint="Any one criterion is enough. Not a reason: only to get an advocate, or evidence for a move or legal aid.",
)
