"""Plots of fire and guns."""

from marac.demo.plot import Kid, Plot, W, Who, decision, note, risk
from marac.demo.story import Deed, Reply, Told
from marac.proceedings import RiskTo
from marac.vocabulary import Sharing

ARSON = Plot(
    referrers=("nkechi-bramwell", "imran-tolland"),
    perpetrators=(
        Who(gender="man", ages=(26, 44), kin="ex-partner"),
        Who(gender="man", ages=(20, 40), kin="acquaintance", home="no"),
    ),
    kids=(Kid(ages=(4, 9), of="other"), Kid(ages=(1, 2))),
    types="stalking damage threats-to-kill harassment",
    now="separated",
    what=(
        "Petrol was poured through {v}'s letterbox at three in the morning and did not catch. {p} had messaged that "
        "she would warm to him. {q} was seen on a camera two doors away.",
        "A burning rag was found on {v}'s doorstep. The day before, {p} stood outside with {q} and counted the "
        "windows aloud.",
    ),
    grounds={
        "history": "Two years together, three apart. {q} owes {p} money and does what he says.",
        "risk_to_victim": "Fire at night with two small children asleep upstairs.",
        "risk_to_children": "The younger one's cot is above the front door.",
        "third_parties": ["new-partner", "friends"],
        "perpetrator_triggers": "Her new partner staying the night.",
        "in_place": "Letterbox taped by a neighbour.",
    },
    wants="{v} wants to sleep. She will move if the children can stay at the same school.",
    yes="R1 R2 R3 R8 R10 R11 R13 R14 R17 R18 R24 S1 S3 S4 S5 S6 S7 S8 S9 unwanted repeated",
    warnings=(W.NO_HOME_VISIT,),
    note="Any time by telephone; he does not have this number.",
    staff="Do not park outside: cars have been followed.",
    tenure="social",
    replies=(
        Reply(
            "fire",
            ("v",),
            (Told("Attended both calls; accelerant confirmed at the first.", source="Incident report", days_old=10),),
        ),
        Reply(
            "police",
            ("v", "p", "q"),
            (
                Told(
                    "{p} on bail; {q} not traced. Neither may come within two streets.",
                    source="Crime report",
                    days_old=9,
                    for_perpetrators_side=True,
                ),
            ),
        ),
        Reply(
            "womens-aid",
            ("v",),
            (
                Told(
                    "Accepted for a family room; no place named here.",
                    Sharing.NAMED,
                    named=("police", "children"),
                    source="Outreach record",
                    days_old=4,
                ),
            ),
        ),
        Reply(
            "children",
            ("k",),
            (
                Told(
                    "Strategy discussion held the morning after; both children seen and well.",
                    source="Minutes",
                    days_old=9,
                ),
            ),
        ),
    ),
    remarks=(
        risk("Fire, at night, through the only door.", RiskTo.CHILDREN),
        note("fire", "A letterbox that cannot be fed and alarms on both floors can be fitted tomorrow."),
        decision("The family sleeps elsewhere until the letterbox, alarms and locks are in."),
    ),
    deeds=(
        Deed(
            "TH04",
            "fire",
            "Fit a fire-proof letterbox",
            "Petrol through the door",
            days=2,
            ends="completed",
            report="Fitted the same afternoon.",
            evidence="Date fitted on the job sheet",
        ),
        Deed(
            "TH05",
            "fire",
            "Visit, fit smoke alarms and agree a way out at night",
            "Fire",
            RiskTo.CHILDREN,
            days=2,
            ends="completed",
            report="Visited; four alarms.",
            evidence="Visit reference F-2209",
        ),
        Deed(
            "PO01",
            "police",
            "Trace and arrest {q}",
            "One of two is not found",
            days=3,
            ends="not-done",
            report="Three addresses visited; he has not been found.",
        ),
        Deed("HO04", "landlord", "Offer a managed move within the school's area", "Same house", days=21),
    ),
    teller="womens-aid",
    no_voice="She was asleep at her sister's for the first time in a week; nobody woke her for this.",
)

FARM = Plot(
    referrers=("philippa-amadi", "imran-tolland"),
    victim=Who(ages=(34, 58)),
    perpetrators=(
        Who(
            gender="man",
            ages=(36, 62),
            kin="partner",
            named="victim",
            home="yes",
            more={"weapons": "yes", "occupation": "Farmer"},
        ),
    ),
    kids=(Kid(ages=(12, 15)),),
    types="coercive-control threats-to-kill weapon economic",
    now="separating",
    what=(
        "{v} walked two miles to the village hall to use a telephone. {p} had taken the car keys and laid the shotgun "
        "across the kitchen table while she cooked.",
        "{p} told {v} at the supper table that there is room under the slurry for two. She has packed and unpacked a "
        "bag in the feed store for weeks.",
    ),
    grounds={
        "history": "Twenty years on his family's farm; she is a partner in it on paper and owns nothing.",
        "risk_to_victim": "Guns, no neighbours, no signal.",
        "risk_to_children": "{k} is taken out shooting and told to choose.",
        "perpetrator_triggers": "The bank's letter; the sale of the herd.",
        "in_place": "None; the nearest bus is four miles away.",
    },
    wants="{v} wants to leave with {k}, the dogs and her mother's clock.",
    yes="R2 R3 R4 R6 R10 R11 R12 R13 R14 R19 R20 R22",
    unknown="R21 R24",
    criteria="visible-high-risk professional-judgement",
    judgement="Guns in the house, talk of his own death and hers, and nobody within a mile.",
    warnings=(W.NEVER_WRITE, W.NO_HOME_VISIT),
    note="At the village hall on Thursdays; the caretaker can pass a word.",
    staff="One track in and out. Police first, always.",
    tenure="tied",
    more={"others": {"pets": "Two collies; he has shot one before."}},
    replies=(
        Reply(
            "police",
            ("p",),
            (
                Told(
                    "Shotgun certificate for four guns; review opened and the cabinet keys asked for.",
                    source="Firearms licensing",
                    days_old=3,
                ),
            ),
        ),
        Reply(
            "primary-care",
            ("v", "p"),
            (Told("{p} told the locum that he would not see another harvest.", source="GP record", days_old=18),),
        ),
        Reply(
            "education",
            ("k",),
            (
                Told(
                    "{k} wrote in an essay that at home it is better not to be in the room.",
                    Sharing.NAMED,
                    named=("new-era", "police"),
                    source="Concern form",
                    days_old=26,
                ),
            ),
        ),
    ),
    remarks=(
        risk("Four guns and talk of dying.", RiskTo.VICTIM),
        risk("Told to choose between them.", RiskTo.CHILDREN),
        risk("Anybody who drives up that track.", RiskTo.PROFESSIONALS),
        decision("The guns go first. Nobody visits until the police say that they have them."),
    ),
    deeds=(
        Deed(
            "PO05",
            "police",
            "Take the guns and certificate, and mark the farm",
            "Four guns",
            days=1,
            ends="completed",
            report="Four guns and ammunition taken.",
            evidence="Property record",
        ),
        Deed(
            "HO01",
            "council",
            "Take a homelessness application for {v} and {k}, by telephone",
            "Nowhere to go",
            days=2,
            ends="completed",
            report="Interim accommodation accepted.",
            evidence="Decision letter, safe copy",
        ),
        Deed(
            "HE05",
            "mental-health",
            "Review {p} and tell the police if he is not found",
            "Talk of dying",
            days=3,
            risk_to=RiskTo.OTHERS,
        ),
        Deed(
            "ID05",
            "new-era",
            "Offer {k} the children's worker",
            "Told to choose",
            RiskTo.CHILDREN,
            days=9,
            ends="not-possible",
            report="{k} has gone to an aunt in another county.",
        ),
    ),
)

PLOTS = (ARSON, FARM)
