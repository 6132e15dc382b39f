"""Topics about the people of a case, and about the places that could lead to them."""

from marac.cases.topics import descriptions
from marac.cases.topics.fields import Field, FieldKind, Topic
from marac.vocabulary import PartyRole, TopicVisibility

SENSITIVE = (
    "Write nothing here about immigration status, sexual health, HIV, gender history, sexual orientation or "
    "counselling. Tell the coordinator that you hold it; share it later line by line."
)

VICTIM = Topic(
    "victim",
    "Victim",
    (),
    TopicVisibility.COMMON,
    hint="Give every spelling, other name and other date of birth you know: agencies search by them. " + SENSITIVE,
    party=PartyRole.VICTIM,
)

PERPETRATORS = Topic(
    "perpetrators",
    "Perpetrators",
    (
        Field("act_together", "If there are several, do they act together?", FieldKind.YES_NO_UNKNOWN),
        Field(
            "knows_of_help",
            "Does the perpetrator know that the victim has sought help?",
            FieldKind.YES_NO_UNKNOWN,
            hint="If not, tell the victim of this referral by phone or in person only.",
        ),
        Field("counter_allegation", "Does each say that the other is the abuser?", FieldKind.YES_NO_UNKNOWN),
        Field(
            "counter_allegation_note",
            "What is said, and what you make of it",
            FieldKind.LONG,
            shown_if=("counter_allegation", "yes"),
        ),
    ),
    TopicVisibility.COMMON,
    hint="All people who do this harm, one by one.",
    party=PartyRole.PERPETRATOR,
)

CHILDREN = Topic(
    "children",
    "Children",
    (
        Field(
            "children_affected",
            "Did a child see, hear or live with the abuse?",
            FieldKind.YES_NO_UNKNOWN,
            hint="In law such a child is a victim too.",
        ),
        Field(
            "child_referral",
            "Has a referral to children's services been made?",
            FieldKind.YES_NO_UNKNOWN,
            hint="This form does not replace it.",
        ),
        Field(
            "child_referral_on", "Date of that referral", FieldKind.DATE, shown_if=("child_referral", "yes"), past=True
        ),
        Field("contact", "Contact arrangements, and what happens at handovers", FieldKind.LONG),
    ),
    TopicVisibility.COMMON,
    hint="Also an unborn child, and children who live elsewhere.",
    party=PartyRole.CHILD,
)

OTHERS = Topic(
    "others",
    "Others in the household",
    (
        Field("relatives", "Other relatives or people in the home, and how they stand to this", FieldKind.LONG),
        Field("pets", "Pets", hint="A refuge may not take them, and a threat to them is a threat."),
    ),
    TopicVisibility.COMMON,
    hint="Adults at risk first, such as an elderly parent.",
    party=PartyRole.ADULT_AT_RISK,
)

PLACES = Topic(
    "places",
    "Landlord, GP, schools and work",
    (
        Field("tenure", "How does the victim hold the home?", FieldKind.CHOICE, descriptions.TENURES),
        Field("landlord", "Landlord or housing association", width="two-thirds"),
        Field("perpetrator_on_tenancy", "Is the perpetrator on the tenancy or deeds?", FieldKind.YES_NO_UNKNOWN),
        Field("gp_surgery", "GP surgery of the victim", width="two-thirds"),
        Field("schools", "Schools and nurseries of the children", FieldKind.LONG, hint="One a line, with the child."),
        Field("employer", "Victim's employer and place of work", width="two-thirds"),
        Field("substance_service", "Drink or drug service that knows somebody here", width="two-thirds"),
    ),
    TopicVisibility.COORDINATOR,
    hint=(
        "Only the coordinator, the chair and your own agency see this page. It tells them whom else to ask. "
        "The victim's home address is not asked here."
    ),
)
