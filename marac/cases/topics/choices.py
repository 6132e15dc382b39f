"""The answers offered by the referral form, where several questions share them or they are long."""

from marac.cases.topics.fields import Option, options

NONE = Option("none", "None of these", exclusive=True)

NOT_KNOWN = Option("unknown", "Not known", exclusive=True)

INCIDENT_TYPES = options(
    physical="Physical assault",
    strangulation="Strangulation or suffocation",
    threats_to_kill="Threat to kill",
    threats="Other threats",
    weapon="Use of a weapon",
    sexual_assault="Rape or sexual assault",
    sexual_coercion="Sexual coercion",
    exposure="Indecent exposure",
    voyeurism="Voyeurism",
    up_skirting="Up-skirting",
    spiking="Spiking",
    street_harassment="Harassment in public, cat-calling",
    intimate_images="Intimate images shared, or a threat to share them",
    stalking="Stalking",
    harassment="Harassment",
    malicious_communications="Malicious or unwanted messages",
    coercive_control="Coercive or controlling behaviour",
    economic="Economic abuse",
    emotional="Emotional or psychological abuse",
    damage="Damage to property",
    false_allegations="False allegations",
    order_broken="Order, bail or contact terms broken",
    honour_based="So-called honour-based abuse",
    forced_marriage="Forced marriage",
    fgm="Female genital mutilation",
    exploitation="Sexual or criminal exploitation",
    modern_slavery="Modern slavery or trafficking",
    child_to_parent="Abuse by a child, 16 or over, of a parent",
    child_abduction="Child taken, or a threat to take a child",
    harm_to_animals="Harm to an animal",
    other="Other",
)

SOURCES = options(
    victim="The victim told us",
    police_call="Police call-out",
    control_room="Domestic abuse specialist in the 999 control room",
    disclosure_scheme="Disclosure scheme (Clare's Law)",
    health="Health appointment or visit",
    emergency_department="A&E or ambulance",
    school="School, college or nursery",
    child="A child told somebody",
    family="Family, friend or neighbour",
    employer="Employer",
    business="Business or licensed premises, through the police",
    observed="We saw it or found it in records",
    perpetrator="The perpetrator told somebody",
    other_marac="Another MARAC",
    other="Other",
)

RELATIONSHIP_NOW = options(
    together="Together",
    separating="Separating, or has said so",
    separated_recently="Separated within the last 6 months",
    separated="Separated longer ago",
    never="Never partners",
    unknown="Not known",
)

THIRD_PARTIES = (
    *options(
        parents="Parents or other family",
        children="The children",
        new_partner="New partner",
        friends="Friends or neighbours",
        work="Employer, colleagues or clients",
        solicitor="Solicitor",
        school="School or nursery",
        professionals="Doctor, social worker or other professional",
        other="Other",
    ),
    NONE,
    NOT_KNOWN,
)

DEVICES = (
    *options(
        messages="Constant messages or calls",
        social_media="Social media watched, or false accounts",
        accounts="E-mail or other accounts opened by somebody else",
        phone_read="Phone read, or tracking software feared",
        tracker="Tracker found or feared, on a car or in belongings",
        cameras="Cameras, doorbell or smart home used to watch",
        shared_location="Location shared, also through a child's device",
        games="Contact through games or a child's account",
        reset="Number, handset or accounts already changed",
    ),
    NONE,
    NOT_KNOWN,
)

ORDERS = (
    *options(
        dvpn="Domestic Violence Protection Notice (DVPN)",
        dvpo="Domestic Violence Protection Order (DVPO)",
        dapn="Domestic Abuse Protection Notice (DAPN)",
        dapo="Domestic Abuse Protection Order (DAPO)",
        spo="Stalking Protection Order",
        spo_interim="Stalking Protection Order, interim",
        non_molestation="Non-molestation order",
        occupation="Occupation order",
        restraining="Restraining order",
        bail="Bail conditions",
        licence="Licence conditions",
        forced_marriage="Forced Marriage Protection Order",
        fgm="FGM Protection Order",
        sexual_harm="Sexual Harm Prevention Order",
        child_arrangements="Child arrangements or prohibited steps order",
        behaviour="Criminal behaviour order or injunction",
        other="Other",
    ),
    NONE,
    NOT_KNOWN,
)

WAYS = options(
    call="Phone call",
    text="Text message",
    voicemail="Voicemail",
    email="E-mail",
    letter="Letter",
    in_person="In person",
    somebody="Through somebody they trust",
)
