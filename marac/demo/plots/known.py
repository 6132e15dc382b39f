"""Plots of people whom services have known for years."""

from marac.demo.plot import Kid, Plot, W, Who, decision, note, risk, says
from marac.demo.story import Deed, Reply, Told
from marac.proceedings import RiskTo
from marac.vocabulary import Sharing

LICENCE = Plot(
    referrers=("valerie-stanko", "imran-tolland"),
    perpetrators=(
        Who(
            gender="man",
            ages=(27, 50),
            kin="ex-partner",
            more={"justice": "licence", "mappa": "level-1", "weapons": "unknown"},
        ),
    ),
    kids=(Kid(ages=(5, 12)),),
    types="physical weapon threats-to-kill order-broken",
    now="separated",
    what=(
        "{p} was released on licence after eighteen months for wounding {v}. Within a week he asked two of her cousins "
        "where she shops, and was seen twice by the school gate.",
        "{p} came out on licence this month. From prison he had sent {v} letters under another man's name, saying that "
        "he counted every day.",
    ),
    grounds={
        "history": "Convicted of wounding {v} with a kitchen knife. Two other former partners named in court.",
        "risk_to_victim": "Licence conditions name her street; he lives two bus stops outside the line.",
        "risk_to_children": "{k} was in the room when it happened and is afraid of the dark.",
        "perpetrator_triggers": "The end of his curfew, and the family court's answer about contact.",
        "in_place": "Victim contact scheme. A panic alarm that nobody has tested since he went in.",
    },
    wants="{v} wants to be told before he is told, each time something changes.",
    yes="R1 R2 R3 R7 R8 R12 R13 R14 R17 R23 R24 S1 S2 S5 S11 fixated repeated",
    criteria="visible-high-risk potential-escalation",
    warnings=(W.WITHHELD_NUMBER_ONLY, W.VISIT_IN_PAIRS),
    staff="He has threatened an officer. Visit him in pairs, by day.",
    tenure="council",
    more={
        "orders": {
            "orders": ["licence", "restraining"],
            "broken": "yes",
            "broken_note": "Letters from prison under another name; reported.",
            "orders_note": "No contact direct or indirect; not to enter her street or the school's.",
        }
    },
    replies=(
        Reply(
            "probation",
            ("p",),
            (
                Told(
                    "Licence with an exclusion zone and a curfew from seven; he has been ten minutes late twice.",
                    source="Licence and contact log",
                    days_old=4,
                    for_perpetrators_side=True,
                ),
                Told(
                    "In supervision he speaks of {v} as his and asks about the boyfriend he believes she has.",
                    Sharing.SAY_ONLY,
                    bears_on=RiskTo.VICTIM,
                    source="Supervision notes",
                    days_old=4,
                ),
            ),
        ),
        Reply(
            "police",
            ("v", "p"),
            (
                Told(
                    "Seen by the school gate twice; words of advice given, no arrest.",
                    source="Incident log",
                    days_old=6,
                    for_perpetrators_side=True,
                ),
            ),
        ),
        Reply(
            "council",
            ("v",),
            (
                Told(
                    "{v} has the tenancy alone; rent paid, no other adult known.", source="Housing system", days_old=30
                ),
            ),
        ),
        Reply(
            "new-era",
            ("v",),
            (
                says(
                    "{v} sleeps downstairs with the lights on. Being told late is what frightens her most.",
                    "saoirse-mahmood",
                    "Meeting in person",
                    5,
                ),
            ),
        ),
    ),
    remarks=(
        risk("He tests the edge of the zone and asks her family where she goes.", RiskTo.VICTIM),
        note("probation", "Two late returns are a warning; a third starts recall."),
        decision("The zone is drawn again so that the school and both bus stops lie inside it."),
    ),
    deeds=(
        Deed(
            "PR02",
            "probation",
            "Add the school and both bus stops to the exclusion zone",
            "He waits by the school",
            member="jerome-whitlock",
            days=5,
            ends="completed",
            report="Varied; he has been told.",
            evidence="Licence as varied",
        ),
        Deed(
            "PR03",
            "probation",
            "Visit {p} at his address, in pairs, and check who lives there",
            "He hides a contact",
            member="jerome-whitlock",
            days=6,
        ),
        Deed(
            "TH06",
            "council",
            "Fit a camera doorbell whose account only {v} holds",
            "He asks where she shops",
            days=10,
            ends="not-done",
            report="The contractor had no doorbell in stock; it is ordered again.",
        ),
        Deed("PO09", "police", "Put {p} forward for serial-perpetrator tasking", "Three women harmed", days=14),
    ),
)

RELAPSE = Plot(
    referrers=("kofi-rasmussen", "piotr-zawada"),
    victim=Who(ages=(25, 44), more={"support_needs": ["drink"]}),
    perpetrators=(Who(gender="man", ages=(28, 50), kin="partner", home="yes", more={"justice": "community"}),),
    types="physical economic coercive-control exploitation",
    now="together",
    what=(
        "{v} came to her keywork session with a broken tooth. {p} takes her benefits on the day they come, holds her "
        "prescription and decides when she drinks.",
        "{v} was found in the stairwell at night. {p} had locked her out for refusing to sell her medication. She has "
        "gone back to him each time.",
    ),
    grounds={
        "history": "Five years. She was sober for seven months when he was away.",
        "risk_to_victim": "Untreated injuries, withdrawal without help, no money and nowhere to go.",
        "risk_to_others": "Others come to the flat to use; two are known for weapons.",
        "perpetrator_triggers": "Payment days; any talk of detox.",
    },
    wants="{v} wants a detox bed and for him not to know where.",
    yes="R1 R2 R4 R5 R11 R12 R16 R20 R21 R23 R24",
    unknown="R6 R14",
    criteria="professional-judgement",
    judgement="The list is short because she is never alone long enough to finish it. The injuries are not.",
    warnings=(W.VIA_ADVOCATE_ONLY, W.VISIT_IN_PAIRS),
    note="At Clearbrook on Tuesdays and Fridays, in the treatment room.",
    staff="Needles and a large dog at the flat.",
    tenure="social",
    more={"places": {"substance_service": "Clearbrook Recovery"}},
    replies=(
        Reply(
            "recovery",
            ("v", "p"),
            (
                Told("{v} attends twice a week; {p} waits outside each time.", source="Attendance record", days_old=4),
                Told(
                    "A detox bed can be had within ten days if she asks.",
                    Sharing.NAMED,
                    source="Service manager",
                    named=("new-era", "mental-health"),
                    days_old=2,
                ),
            ),
        ),
        Reply(
            "police",
            ("v", "p"),
            (
                Told(
                    "Eleven calls to the flat in a year, mostly by neighbours; no statements.",
                    source="Incident logs",
                    days_old=25,
                ),
            ),
        ),
        Reply(
            "mental-health",
            ("v",),
            (
                Told(
                    "Overdose in the spring, seen once by liaison, did not attend after.",
                    source="Liaison record",
                    days_old=150,
                ),
            ),
        ),
    ),
    remarks=(
        risk("Somebody else decides when she drinks, eats and sleeps.", RiskTo.VICTIM),
        note("recovery", "He waits outside; she could leave by the yard."),
        decision("The detox bed is booked under her initials, with transport from the service."),
    ),
    deeds=(
        Deed(
            "SM01",
            "recovery",
            "Assess {v} for detox and book the bed under her initials",
            "Withdrawal without help",
            days=7,
            ends="completed",
            report="Assessed and admitted.",
            evidence="Admission date on file",
        ),
        Deed(
            "AS01",
            "county-adults",
            "Open a safeguarding enquiry about money and medication",
            "Money and medication",
            days=5,
            ends="completed",
            report="Opened; police invited.",
            evidence="Enquiry opened, date on file",
        ),
        Deed(
            "PO08",
            "police",
            "Visit the flat twice a week, as for the neighbours' complaints",
            "Others come to use",
            RiskTo.OTHERS,
            days=14,
        ),
    ),
    teller="recovery",
    no_perpetrator="To be asked again once she is safe in the detox unit.",
)

PLOTS = (LICENCE, RELAPSE)
