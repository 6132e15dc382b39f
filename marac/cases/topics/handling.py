"""Topics about who refers, what the victim knows, how to reach them, and how the case is to be handled."""

from marac.cases.topics import choices, descriptions
from marac.cases.topics.fields import Field, FieldKind, Topic, options
from marac.vocabulary import TopicVisibility

REFERRAL = Topic(
    "referral",
    "Who refers",
    (
        Field("referrer_name", "Your name", required=True, width="two-thirds"),
        Field("job_title", "Job title", width="two-thirds"),
        Field("phone", "Telephone at work", width="20"),
        Field("email", "E-mail at work", width="two-thirds"),
        Field("manager_aware", "Does your line manager know of this referral?", FieldKind.YES_NO),
        Field("source", "How did this come to light?", FieldKind.CHOICES, choices.SOURCES),
    ),
    TopicVisibility.REFERRER,
    hint="Who refers is never told on the perpetrator's side.",
)

_NO_CONSENT = ("consent_given", "no")

CONSENT = Topic(
    "consent",
    "Aware and consent",
    (
        Field("victim_aware", "Does the victim know of this referral?", FieldKind.YES_NO),
        Field("not_aware_why", "Why not?", FieldKind.LONG, shown_if=("victim_aware", "no")),
        Field(
            "informed_how",
            "How were they told?",
            FieldKind.CHOICE,
            options(in_person="In person", phone="By phone", letter="By letter", other="Other"),
            hint="By letter only where the incident is on public record.",
            shown_if=("victim_aware", "yes"),
        ),
        Field("informed_by", "Who told them?", width="two-thirds", shown_if=("victim_aware", "yes")),
        Field("informed_on", "When?", FieldKind.DATE, shown_if=("victim_aware", "yes"), past=True),
        Field("explained", "What was explained", FieldKind.LONG, shown_if=("victim_aware", "yes")),
        Field(
            "consent_given",
            "Have they agreed that information is shared?",
            FieldKind.YES_NO,
            hint="Answer no if they were not asked. A referral can be made without it.",
        ),
        Field(
            "no_consent_ground",
            "Why information is shared without consent",
            FieldKind.CHOICE,
            options(
                refused="They refused, and the danger outweighs it",
                cannot_give="They cannot give it",
                cannot_obtain="It cannot reasonably be obtained",
                would_prejudice="Asking would put them in danger",
            ),
            hint="The last three are those of the Data Protection Act 2018, Schedule 1, paragraph 18.",
            shown_if=_NO_CONSENT,
        ),
        Field("no_consent_reason", "The reason, in this case", FieldKind.LONG, shown_if=_NO_CONSENT),
        Field("decided_by", "Who decided", width="two-thirds", shown_if=_NO_CONSENT),
        Field("decided_on", "When", FieldKind.DATE, shown_if=_NO_CONSENT, past=True),
        Field("approved_by", "Who approved it", width="two-thirds", shown_if=_NO_CONSENT),
        Field("victims_wishes", "What the victim wishes about sharing", FieldKind.LONG),
    ),
    TopicVisibility.COMMON,
    hint="Two questions: whether they know, and whether they agree.",
)

SAFE_CONTACT = Topic(
    "safe-contact",
    "Safe contact",
    (
        Field("ways", "Safe ways to reach the victim", FieldKind.CHOICES, choices.WAYS),
        Field("afraid_of", "Everybody the victim is afraid of", FieldKind.LONG, hint="Not only the main perpetrator."),
        Field("safe_to_talk_to", "Who is safe to talk to", FieldKind.LONG),
        Field("not_safe_to_talk_to", "Who is not safe to talk to", FieldKind.LONG),
        Field(
            "safe_person", "Somebody who can pass on a message, and how they stand to the victim", width="two-thirds"
        ),
        Field("advocate_known", "Does an advocate (IDVA) already know the victim?", FieldKind.YES_NO_UNKNOWN),
        Field("advocate_name", "Which advocate or service", width="two-thirds", shown_if=("advocate_known", "yes")),
    ),
    TopicVisibility.COMMON,
    hint=(
        "Numbers, safe times and addresses go with the victim's contact details, where each can be protected. "
        "Warnings such as “never write” are asked on this page and shown first to everybody who may act."
    ),
)

POLICE = Topic(
    "police",
    "Police information",
    (
        Field("crime_references", "Crime and incident references", width="two-thirds"),
        Field("officer", "Officer in the case", width="two-thirds"),
        Field("offence", "Current offence", width="two-thirds"),
        Field("justice", "Where it stands", FieldKind.CHOICE, descriptions.JUSTICE),
        Field("bail_end", "Date bail ends", FieldKind.DATE),
        Field("conditions", "Bail, custody or licence conditions", FieldKind.LONG),
        Field("court_on", "Next court date", FieldKind.DATE),
        Field("sentence", "Sentence", width="two-thirds"),
        Field(
            "warning_markers",
            "PNC warning markers",
            FieldKind.CHOICES,
            (
                *options(
                    weapons="Weapons",
                    firearms="Firearms",
                    violent="Violent",
                    officers="Assaults police",
                    drugs="Drugs",
                    self_harm="Self-harm",
                    escape="Escape",
                    explosives="Explosives",
                ),
                choices.NONE,
                choices.NOT_KNOWN,
            ),
        ),
        Field("firearms_licence", "Firearms or shotgun licence in the home?", FieldKind.YES_NO_UNKNOWN),
        Field("markers", "Local markers and flags", FieldKind.LONG),
        Field("disclosure_scheme", "Application under the disclosure scheme open?", FieldKind.YES_NO_UNKNOWN),
        Field(
            "disclosure_on",
            "Date of that application",
            FieldKind.DATE,
            shown_if=("disclosure_scheme", "yes"),
            past=True,
        ),
    ),
    TopicVisibility.POLICE,
    hint="For police to fill in. Only police, the chair and the coordinator see it until it is shared line by line.",
)

HANDLING = Topic(
    "handling",
    "Handling",
    (
        Field("emergency", "Can this not wait for the next meeting?", FieldKind.YES_NO),
        Field("emergency_why", "Why not, and what is done meanwhile", FieldKind.LONG, shown_if=("emergency", "yes")),
        Field("staff_involved", "Does somebody in this case work for one of the agencies?", FieldKind.YES_NO_UNKNOWN),
        Field("staff_who", "Who, and for which agency", width="two-thirds", shown_if=("staff_involved", "yes")),
        Field("restricted", "Should the case be open to named people only?", FieldKind.YES_NO),
        Field("restricted_why", "Why", FieldKind.LONG, shown_if=("restricted", "yes")),
        Field("kept_from", "People or agencies who must not see this case, and why", FieldKind.LONG),
        Field("address_secret", "Is the victim's address to be kept secret?", FieldKind.YES_NO_UNKNOWN),
        Field("phone_only", "Should the coordinator reach you by phone only?", FieldKind.YES_NO),
        Field(
            "holds_sensitive",
            "Do you hold something that only some agencies should know?",
            FieldKind.YES_NO,
            hint=(
                "Such as immigration status, sexual health, HIV, gender history, sexual orientation or counselling. "
                "Say only that you hold it; share it later line by line."
            ),
        ),
        Field("note", "Anything else for the coordinator", FieldKind.LONG),
    ),
    TopicVisibility.COORDINATOR,
    hint="Only the coordinator, the chair and your own agency see this page.",
)

EQUALITY = Topic(
    "equality",
    "Equality monitoring",
    (
        Field("ethnicity_group", "Ethnic group of the victim", FieldKind.CHOICE, descriptions.ETHNICITY_GROUPS),
        Field("gender", "Gender of the victim", FieldKind.CHOICE, descriptions.GENDERS),
        Field("lgbt", "Is the victim LGBT+?", FieldKind.YES_NO_UNKNOWN),
        Field(
            "disability",
            "Is the victim disabled?",
            FieldKind.YES_NO_UNKNOWN,
            hint="As the Equality Act 2010 defines it.",
        ),
        Field("aged_16_17", "Is the victim 16 or 17?", FieldKind.YES_NO_UNKNOWN),
        Field("religion", "Religion or belief of the victim", FieldKind.CHOICE, descriptions.RELIGIONS),
        Field("perpetrator_under_18", "Is a perpetrator 17 or under?", FieldKind.YES_NO_UNKNOWN),
        Field(
            "perpetrator_ethnicity_group",
            "Ethnic group of the perpetrator",
            FieldKind.CHOICE,
            descriptions.ETHNICITY_GROUPS,
        ),
        Field("perpetrator_disability", "Is the perpetrator disabled?", FieldKind.YES_NO_UNKNOWN),
    ),
    TopicVisibility.COORDINATOR,
    hint="For counting only. Leave out what you were not told; “not known” is counted as such, never as no.",
)
