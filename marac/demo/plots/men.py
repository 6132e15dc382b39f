"""Plots of men who are afraid."""

from marac.demo.plot import Kid, Plot, W, Who, decision, note, risk, says, voice
from marac.demo.story import Deed, Reply, Told
from marac.proceedings import RiskTo
from marac.vocabulary import Sharing

FLATMATES = Plot(
    referrers=("daniel-osei", "imran-tolland"),
    victim=Who(gender="man", ages=(23, 41)),
    perpetrators=(Who(gender="man", ages=(26, 47), kin="ex-partner"),),
    types="physical coercive-control intimate-images false-allegations",
    now="separated-recently",
    what=(
        "{p} rang the police and said that {v} had attacked him. Officers found {v} with a bite to the shoulder and "
        "{p} without a mark. It is the third such call since {v} asked him to leave.",
        "{v} moved out while {p} was at work. {p} has told {v}'s office and his gym a story about him, and holds "
        "pictures that he says he will send to {v}'s father.",
    ),
    grounds={
        "history": "Together for three years. {v} was cautioned once on {p}'s word.",
        "risk_to_victim": "Bitten and burned. He is afraid of not being believed, and says that this is what keeps him "
        "quiet.",
        "third_parties": ["work", "friends"],
        "devices": ["messages", "social-media", "shared-location"],
        "perpetrator_triggers": "{v} being seen with friends.",
    },
    wants="{v} wants it written down that he is not the one who began it. He wants a male worker.",
    yes="R1 R2 R4 R5 R6 R8 R10 R11 R12 R16 R17",
    unknown="R21 R22",
    criteria="professional-judgement potential-escalation",
    judgement="Each says that the other is the abuser. The injuries, the calls and the control are all on one side.",
    warnings=(W.NO_VOICEMAIL, W.EMAIL_IS_READ),
    note="Text first, from the service's number only, at lunchtime.",
    more={
        "perpetrators": {
            "counter_allegation": "yes",
            "knows_of_help": "yes",
            "counter_allegation_note": "Three calls by {p}, no injuries seen on him at any of them.",
        }
    },
    replies=(
        Reply(
            "police",
            ("v", "p"),
            (
                Told(
                    "Three calls by {p} in two months; body-worn video shows {v} injured each time and {p} not.",
                    source="Incident logs and video",
                    days_old=10,
                ),
            ),
        ),
        Reply(
            "new-era",
            ("v",),
            (
                says(
                    "{v} says: I would rather be hit again than explain it once more.",
                    "daniel-osei",
                    "Meeting in person",
                    3,
                ),
                Told(
                    "{v} has not told his family whom he lived with, and must not be outed by a letter.",
                    Sharing.NAMED,
                    named=("police",),
                    sensitive="sexual-orientation",
                    source="Meeting in person",
                    days_old=3,
                ),
            ),
        ),
        Reply(
            "university-hospitals",
            ("v",),
            (
                Told(
                    "Human bite cleaned and dressed; tetanus given. A burn to the forearm is older.",
                    source="A&E record",
                    days_old=24,
                ),
            ),
        ),
    ),
    remarks=(
        risk("Allegations are used as blows: each has cost him a job or a friend.", RiskTo.VICTIM),
        voice("{v} asks that calls about him are checked before officers come through the door."),
        note("police", "A note on the address says who the victim is, so that the next patrol knows."),
    ),
    deeds=(
        Deed(
            "ID06",
            "new-era",
            "Allocate a worker from the men's service",
            "Not believed",
            days=3,
            member="daniel-osei",
            ends="completed",
            report="Allocated.",
            evidence="Allocated to the men's specialist",
        ),
        Deed(
            "PO05",
            "police",
            "Mark both addresses with who has been found to be the victim",
            "False calls",
            days=1,
            ends="completed",
            report="Marked.",
            evidence="Marker references on the log",
        ),
        Deed("ID07", "new-era-programme", "Offer {p} an assessment for the programme", "Control", days=12),
    ),
)

WIFE = Plot(
    referrers=("daniel-osei", "sunita-fielding"),
    victim=Who(gender="man", ages=(33, 55)),
    perpetrators=(Who(gender="woman", ages=(31, 53), kin="partner", named="victim", home="yes"),),
    kids=(Kid(ages=(9, 14)), Kid(ages=(5, 8))),
    types="physical weapon emotional economic",
    now="together",
    what=(
        "{v} came to A&E with a scald over his chest. He said that he had spilt a kettle. His daughter said in the "
        "corridor that mummy throws things when daddy is slow.",
        "{v} has slept in his van since {p} cut his work clothes up and his hand with them. He goes home to get the "
        "children to school.",
    ),
    grounds={
        "history": "Eleven years. He has told nobody; his brother found the scars at a swimming pool.",
        "risk_to_victim": "What she takes up is heavier each time: a plate, a pan, a kettle, scissors.",
        "risk_to_children": "They wait on the stairs to see how he comes in.",
        "perpetrator_triggers": "Money, and his mother's visits.",
        "in_place": "Nothing yet.",
    },
    wants="{v} wants to stay with the children. He is sure that he would lose them if it came out.",
    yes="R1 R2 R5 R10 R11 R12 R13 R18 R20",
    unknown="R14 R21 R23 R24",
    not_asked="R16",
    criteria="professional-judgement",
    judgement="He makes light of each thing. Taken together they are a scald, a blade and a van.",
    warnings=(W.NO_VOICEMAIL, W.NEVER_WRITE),
    note="At the yard, before seven in the morning.",
    tenure="owner",
    replies=(
        Reply(
            "university-hospitals",
            ("v",),
            (
                Told(
                    "Scald of chest and arm, consistent with water thrown from in front.",
                    source="Burns clinic",
                    days_old=13,
                ),
            ),
        ),
        Reply(
            "children",
            ("k", "p"),
            (
                Told(
                    "{k}'s school asked for advice in the summer about a drawing of a man in a van.",
                    source="Contact log",
                    days_old=110,
                ),
            ),
        ),
        Reply(
            "new-era",
            ("v",),
            (
                says(
                    "{v} says that he can take it, and that the children cannot. He would talk to a man.",
                    "daniel-osei",
                    "Telephone call",
                    4,
                ),
            ),
        ),
        Reply(
            "primary-care",
            ("p",),
            (
                Told(
                    "{p} has asked for help with her temper and was given a leaflet.",
                    Sharing.NAMED,
                    named=("new-era", "children"),
                    source="GP record",
                    days_old=75,
                ),
            ),
        ),
    ),
    remarks=(
        risk("Each thing thrown is heavier than the last.", RiskTo.VICTIM),
        risk("The children watch the door.", RiskTo.CHILDREN),
        voice("{v} wants advice about the children from somebody who does not smile at him."),
        decision("He is spoken to as a victim by every agency: the file says so from today."),
    ),
    deeds=(
        Deed(
            "ID06",
            "new-era",
            "Allocate a worker from the men's service and meet {v} at the yard",
            "Alone with it",
            days=3,
            member="daniel-osei",
            ends="completed",
            report="Met twice.",
            evidence="Dates of both meetings",
        ),
        Deed(
            "ID03",
            "new-era",
            "Find a solicitor who advises on the home and the children",
            "Afraid to lose them",
            days=7,
        ),
        Deed(
            "CS02",
            "children",
            "Assess both children as in need, seeing each parent apart",
            "The stairs",
            RiskTo.CHILDREN,
            days=14,
            ends="not-done",
            report="The worker was changed; it starts on Monday.",
        ),
        Deed(
            "ID07",
            "new-era-programme",
            "Offer {p} one-to-one sessions",
            "Her temper",
            RiskTo.OTHERS,
            days=12,
            ends="completed",
            report="Offered and accepted; first session held.",
            evidence="Referral accepted",
        ),
    ),
)

PLOTS = (FLATMATES, WIFE)
