"""The answers offered where the referral form describes a person."""

from marac.cases.topics.choices import NONE, NOT_KNOWN
from marac.cases.topics.fields import options

RELATIONSHIPS = options(
    partner="Partner or spouse",
    ex_partner="Former partner or spouse",
    dating="Dating, or has dated",
    parent="Parent or step-parent",
    child="Son or daughter, or step-child",
    sibling="Brother or sister",
    in_law="In-law",
    other_family="Other family",
    carer="Carer",
    household="Same household, not family",
    acquaintance="Friend, colleague, neighbour or acquaintance",
    stranger="Stranger",
    other="Other",
    unknown="Not known",
)

GENDERS = options(
    woman="Woman",
    man="Man",
    non_binary="Non-binary",
    other="Other",
    prefers_not="Prefers not to say",
    unknown="Not known",
)

CHILD_GENDERS = options(girl="Girl", boy="Boy", other="Other", unknown="Not known")

JUSTICE = options(
    custody="In custody, remanded or serving",
    bail="On bail with conditions",
    bail_free="On bail without conditions",
    investigation="Released under investigation",
    licence="On licence",
    community="Community or suspended sentence",
    wanted="Wanted",
    none="None of these",
    unknown="Not known",
)

ETHNICITY_GROUPS = options(
    asian="Asian or Asian British",
    black="Black, Black British, Caribbean or African",
    mixed="Mixed or multiple ethnic groups",
    white_british="White: English, Welsh, Scottish, Northern Irish or British",
    white_irish="White: Irish",
    white_traveller="White: Gypsy, Traveller or Roma",
    white_other="Other White background",
    other="Other ethnic group",
    prefers_not="Prefers not to say",
    unknown="Not known",
)

RELIGIONS = options(
    none="No religion",
    buddhist="Buddhist",
    christian="Christian",
    hindu="Hindu",
    jewish="Jewish",
    muslim="Muslim",
    sikh="Sikh",
    other="Other",
    prefers_not="Prefers not to say",
    unknown="Not known",
)

TENURES = options(
    owner="Owns, alone or jointly",
    council="Rents from a council",
    social="Rents from a social landlord",
    private="Rents privately",
    family="Stays with family or friends",
    temporary="Temporary or emergency accommodation",
    refuge="Refuge",
    tied="Home that comes with a job, or forces housing",
    none="No fixed address",
    other="Other",
    unknown="Not known",
)

MAPPA_LEVELS = options(
    level_1="Level 1", level_2="Level 2", level_3="Level 3", no="Not under MAPPA", unknown="Not known"
)

LIVES_WITH = options(
    victim="The victim",
    perpetrator="The perpetrator",
    both="Both, in one home",
    shared="Both, in turn",
    relatives="Relatives or friends",
    placement="Foster carers or another placement",
    alone="Alone or elsewhere",
    unknown="Not known",
)

CHILD_STATUS = (
    *options(
        protection_plan="Child protection plan",
        in_need="Child in need plan",
        looked_after="Looked after by the council",
        early_help="Early help",
        enquiry="Section 47 enquiry open",
        ehcp="Education, health and care plan (EHCP)",
        young_carer="Young carer",
        exploitation="Known or feared exploitation",
    ),
    NONE,
    NOT_KNOWN,
)

SCHOOL_STAGES = options(
    pre_school="Nursery or pre-school",
    primary="Primary",
    secondary="Secondary",
    college="College or training",
    home="Educated at home",
    none="Not in education",
    unknown="Not known",
)

SUPPORT_NEEDS = (
    *options(
        mental_health="Mental health",
        drink="Drink",
        drugs="Drugs",
        learning="Learning disability or autism",
        memory="Memory or capacity",
        mobility="Mobility or physical health",
        hearing="Deaf or hard of hearing",
        sight="Sight",
        care="Needs daily care from somebody",
        caring="Cares for somebody",
        other="Other",
    ),
    NONE,
    NOT_KNOWN,
)
