"""Plots of the young: at college, and not yet grown."""

from marac.demo.plot import Plot, W, Who, decision, risk, says
from marac.demo.story import Deed, Reply, Told
from marac.proceedings import RiskTo
from marac.vocabulary import Sharing

SIXTEEN = Plot(
    referrers=("harriet-obuya", "gareth-nwosu"),
    victim=Who(ages=(16, 17)),
    perpetrators=(Who(gender="man", ages=(18, 21), kin="dating"),),
    types="physical sexual-assault exploitation intimate-images coercive-control",
    now="separating",
    what=(
        "{v}, sixteen, came to college with a cut lip and two telephones. {p} rings on one, and others ring on the "
        "other. She says that she owes him.",
        "{p} filmed himself hitting {v} and sent it to her class. She missed the day after, and came on the next in "
        "his coat.",
    ),
    grounds={
        "history": "Eight months. He was her older brother's friend.",
        "risk_to_victim": "Taken to parties in other towns; comes back with money and without sleep.",
        "third_parties": ["school", "friends"],
        "devices": ["messages", "social-media", "shared-location"],
        "perpetrator_triggers": "Being seen to talk to staff.",
        "in_place": "Weekly meeting with the college nurse.",
    },
    wants="{v} wants her mother not to know yet, and somewhere to sit at lunch where he cannot see in.",
    yes="R1 R2 R4 R5 R6 R8 R10 R11 R12 R15 R16 R17",
    unknown="R21 R23",
    criteria="professional-judgement",
    judgement="She is sixteen and says that she chose it. The second telephone and the parties say otherwise.",
    warnings=(W.PHONE_IS_READ, W.NO_HOME_VISIT),
    note="Through the college nurse, never the telephones.",
    tenure="family",
    more={"places": {"schools": "A college in the district"}, "equality": {"aged_16_17": "yes"}},
    replies=(
        Reply(
            "children",
            ("v",),
            (
                Told(
                    "{v} is a child in need; a missing episode in each of the last three weekends.",
                    source="Case file",
                    days_old=5,
                ),
            ),
        ),
        Reply(
            "education",
            ("v",),
            (
                Told(
                    "Attendance fell from 96 to 61 per cent in a term.",
                    Sharing.NAMED,
                    named=("children", "new-era"),
                    source="Attendance",
                    days_old=8,
                ),
            ),
        ),
        Reply(
            "police",
            ("v", "p"),
            (
                Told(
                    "{p} is linked to an address where three other girls were found.",
                    Sharing.NAMED,
                    named=("children",),
                    source="Intelligence",
                    days_old=9,
                ),
            ),
        ),
    ),
    remarks=(
        risk("Hit, filmed and passed round, at sixteen.", RiskTo.VICTIM),
        risk("Three other girls at the same address.", RiskTo.CHILDREN),
        decision("The exploitation panel takes the address; this meeting keeps {v}."),
    ),
    deeds=(
        Deed(
            "PN06",
            "children",
            "Refer {v} and the address to the exploitation panel",
            "Three other girls",
            RiskTo.CHILDREN,
            days=7,
            ends="completed",
            report="Accepted.",
            evidence="Panel date and outcome on file",
        ),
        Deed(
            "ED03",
            "education",
            "Name a safe adult for {v}, and a room at lunch",
            "He looks in",
            days=2,
            ends="completed",
            report="Named, and the room is hers.",
            evidence="Name of the adult on her plan",
        ),
        Deed(
            "PO02",
            "police",
            "Issue a protection notice and apply for the order",
            "Hit and filmed",
            days=4,
            ends="not-done",
            report="The inspector asked for a statement first; being taken.",
        ),
    ),
    no_voice="She was in an examination; her worker will speak with her this week.",
)

CAMPUS = Plot(
    referrers=("nkechi-bramwell", "sunita-fielding"),
    victim=Who(ages=(19, 23), more={"kind_of_work": "Student"}),
    perpetrators=(Who(gender="man", ages=(20, 26), kin="dating"),),
    types="stalking spiking intimate-images malicious-communications",
    now="separated-recently",
    what=(
        "{v} woke in A&E with no memory of the evening. Friends had seen {p} at the bar. The next day pictures of her "
        "were sent to her course group.",
        "{p} has enrolled on two of {v}'s seminars. He posts what she is wearing while she is wearing it, under names "
        "that last a day.",
    ),
    grounds={
        "history": "Four months, ended by her. He has said that he will be at her graduation whatever she does.",
        "risk_to_victim": "Spiked once; the images are used to make her meet him.",
        "third_parties": ["friends", "school", "work"],
        "devices": ["social-media", "messages", "shared-location"],
        "perpetrator_triggers": "Hearing that she has spoken to the university.",
    },
    wants="{v} wants the pictures gone and to finish her degree in her own room.",
    yes="R2 R4 R5 R6 R8 R10 R11 R12 R16 S1 S2 S4 S5 S7 S9 fixated obsessed unwanted repeated",
    unknown="R24 R21",
    criteria="professional-judgement potential-escalation",
    judgement="Fewer yes answers than some, but spiking and images in one month, and he has moved closer each week.",
    warnings=(W.NO_TEXT,),
    note="Text only to fix a call; her flatmates know.",
    replies=(
        Reply(
            "university-hospitals",
            ("v",),
            (
                Told(
                    "Sedative found in blood; samples kept for the police with her agreement.",
                    source="A&E record",
                    days_old=16,
                ),
            ),
        ),
        Reply(
            "police",
            ("v", "p"),
            (
                Told(
                    "Released under investigation; telephone seized, images found.", source="Crime report", days_old=12
                ),
            ),
        ),
        Reply(
            "womens-aid",
            ("v",),
            (
                says(
                    "{v} asks that her parents are not told: they do not know that she had a boyfriend.",
                    "tamsin-aguirre",
                    "Meeting on campus",
                    5,
                ),
            ),
        ),
    ),
    remarks=(
        risk("Spiked once, and the images are held over her.", RiskTo.VICTIM),
        risk("Other women on the course.", RiskTo.OTHERS),
        decision("The university is told through the police only, with what it needs to separate timetables."),
    ),
    deeds=(
        Deed(
            "PO06",
            "police",
            "Make the disclosure under the scheme to {v}",
            "She does not know his history",
            days=20,
            ends="completed",
            report="Disclosed in person.",
            evidence="Disclosed on the visit, to {v}",
        ),
        Deed(
            "ID08",
            "womens-aid",
            "Help {v} to move rooms and to keep her funding",
            "He knows her block",
            days=6,
            ends="completed",
            report="Moved.",
            evidence="New licence seen",
        ),
        Deed(
            "ID03",
            "new-era",
            "Advise on a non-molestation order and find a solicitor",
            "No order",
            days=5,
            ends="not-possible",
            report="She has decided to wait for the stalking protection order.",
        ),
    ),
    teller="womens-aid",
    no_perpetrator="The interview after the telephone is read comes first.",
)

PLOTS = (SIXTEEN, CAMPUS)
