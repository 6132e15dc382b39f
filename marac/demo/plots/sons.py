"""Plots of sons who hurt a parent."""

from marac.demo.plot import Kid, Plot, W, Who, decision, note, risk
from marac.demo.story import Deed, Reply, Told
from marac.proceedings import RiskTo
from marac.vocabulary import Sharing

SON = Plot(
    referrers=("marjorie-delacroix", "piotr-zawada", "imran-tolland"),
    victim=Who(gender="man", ages=(66, 79), more={"support_needs": ["mobility"]}),
    perpetrators=(Who(gender="man", ages=(34, 48), kin="child", named="victim", home="yes"),),
    types="physical economic threats child-to-parent",
    now="never",
    what=(
        "{v} reported that he had lost his keys for the third time. He then said that his son {p} takes them, his "
        "pension and, last Friday, two of his teeth.",
        "A neighbour saw {p} drag {v} from the doorstep by his collar. {v} said to the officer that a father does not "
        "make statements.",
    ),
    grounds={
        "history": "The son moved back four years ago after a divorce. Two loans in {v}'s name.",
        "risk_to_victim": "He is hit for money on the days when there is none.",
        "perpetrator_triggers": "The end of the month; being asked to leave.",
        "in_place": "The bank has put a stop on new credit.",
    },
    wants="{v} wants his son helped, not taken away. He wants his keys.",
    yes="R1 R2 R10 R11 R12 R20 R21 R24",
    unknown="R4 R5 R14",
    criteria="professional-judgement",
    judgement="He minimises everything. The injuries, the loans and the neighbour do not.",
    warnings=(W.NO_VOICEMAIL, W.VISIT_IN_PAIRS),
    note="At the bowls club on Wednesday afternoons.",
    staff="Go in pairs; the son has thrown things at callers.",
    tenure="council",
    replies=(
        Reply(
            "council",
            ("v", "p"),
            (
                Told(
                    "Tenancy in {v}'s name alone for 31 years; the son is not on it.",
                    source="Tenancy file",
                    days_old=14,
                ),
                Told("Two complaints of shouting by neighbours this quarter.", source="Complaints", days_old=40),
            ),
        ),
        Reply(
            "county-adults",
            ("v",),
            (
                Told(
                    "A concern was raised by the bank in June; {v} declined help at the door with the son behind him.",
                    source="Concern record",
                    days_old=120,
                ),
            ),
        ),
        Reply(
            "police",
            ("p",),
            (
                Told(
                    "{p}: two convictions for common assault, one against his former wife.",
                    source="Police system",
                    days_old=1100,
                ),
            ),
        ),
        Reply(
            "recovery",
            ("p",),
            (
                Told(
                    "{p} was referred for drink twice and came once.",
                    source="Referral record",
                    days_old=200,
                    for_perpetrators_side=True,
                ),
            ),
        ),
    ),
    remarks=(
        risk("Hit for money, and too proud to say so.", RiskTo.VICTIM),
        note("council", "The tenancy gives a way to keep the son out, if the father agrees."),
        decision("What is offered to the son is offered first, since that is what the father asks."),
    ),
    deeds=(
        Deed(
            "HO05",
            "council",
            "Serve notice on the son to leave, once {v} agrees",
            "Same roof",
            days=10,
            ends="not-possible",
            report="{v} does not agree to it; asked twice, alone.",
        ),
        Deed(
            "SM03",
            "recovery",
            "Make an outreach visit to {p}",
            "Drink",
            RiskTo.OTHERS,
            days=8,
            ends="completed",
            report="Seen; assessment booked.",
            evidence="Visit date and worker on file",
        ),
        Deed(
            "AS01",
            "county-adults",
            "Open a safeguarding enquiry into money and injuries",
            "Money",
            days=5,
            ends="completed",
            report="Opened.",
            evidence="Enquiry opened, date on file",
        ),
        Deed(
            "PN01",
            "council",
            "Refer {v} to the Multi Agency Vulnerability Hub with a minimum summary",
            "Loans",
            days=9,
            ends="completed",
            report="Heard; the bank and a befriender are in.",
            evidence="Hub date and outcome",
        ),
        Deed("TH02", "council", "Change the locks when {v} asks for it, and keep the cylinder ready", "Keys", days=21),
    ),
)

TEEN = Plot(
    referrers=("harriet-obuya", "imran-tolland"),
    victim=Who(ages=(38, 52)),
    perpetrators=(Who(gender="man", ages=(16, 17), kin="child", named="victim", home="yes"),),
    kids=(Kid(ages=(6, 11), of="other"),),
    types="physical damage threats weapon child-to-parent",
    now="never",
    what=(
        "{p}, who is sixteen, held a bread knife to his mother {v}'s back while she cooked, because she had turned the "
        "router off. His sibling {k} rang their grandmother from under the bed.",
        "{v} has not slept in her own bed for a month. {p} has broken three doors and her finger, and says sorry each "
        "morning.",
    ),
    grounds={
        "history": "It began when his father's contact stopped. School sees none of it.",
        "risk_to_victim": "He is stronger than she is, and she will not ring 999 on her son.",
        "risk_to_children": "{k} sleeps with shoes on.",
        "perpetrator_triggers": "His telephone, and messages from his father.",
        "in_place": "Early help worker, once a fortnight.",
    },
    wants="{v} wants it to stop and to keep both children. She does not want him to have a record.",
    yes="R1 R2 R4 R5 R10 R11 R13 R18",
    unknown="R14 R21 R22",
    criteria="professional-judgement",
    judgement="He is a child himself, which the list does not know; the knife and the sibling decide it.",
    warnings=(W.NO_TEXT,),
    note="Between nine and three. He reads her messages in the evening.",
    replies=(
        Reply(
            "children",
            ("v", "p", "k"),
            (
                Told(
                    "{p} is a child in need himself; his worker has known him for a year.",
                    source="Case file",
                    days_old=15,
                ),
            ),
        ),
        Reply(
            "education",
            ("p", "k"),
            (
                Told(
                    "{p} is quiet and well liked in school. No concern was ever recorded.",
                    Sharing.NAMED,
                    named=("children", "new-era"),
                    source="School report",
                    days_old=50,
                ),
            ),
        ),
        Reply(
            "mental-health",
            ("p",),
            (
                Told(
                    "On the waiting list for an autism assessment for fourteen months.",
                    Sharing.NAMED,
                    named=("children",),
                    source="Waiting list",
                    days_old=420,
                ),
            ),
        ),
    ),
    remarks=(
        risk("A knife at her back, and a mother who will not ring.", RiskTo.VICTIM),
        risk("The younger child hides and waits.", RiskTo.CHILDREN),
        note("children", "One worker for mother, another for son, and they talk."),
        decision("Nobody speaks of a perpetrator in front of him: he is a child who needs help and must be stopped."),
    ),
    deeds=(
        Deed(
            "CS06",
            "children",
            "Find a place on the programme for young people who hurt parents",
            "Doors and fingers",
            member="sanjay-prideaux",
            days=14,
        ),
        Deed(
            "ID02",
            "new-era",
            "Write a safety plan with {v}: knives, doors, whom to ring",
            "The knife",
            days=4,
            ends="completed",
            report="Plan agreed with her and her mother.",
            evidence="Plan dated",
        ),
        Deed(
            "HE05",
            "mental-health",
            "Bring the assessment of {p} forward and give its date",
            "Fourteen months' wait",
            days=10,
            ends="not-done",
            report="No slot before spring; asked for a cancellation list.",
        ),
    ),
)

PLOTS = (SON, TEEN)
