"""The people of the demonstration, all invented, and what each is appointed to."""

from marac.demo.agencies import AGENCIES
from marac.demo.maracs import SOUTH, STOKE
from marac.demo.records import DemoAppointment, DemoMember
from marac.vocabulary import Role, Side

_DOMAINS = {agency.key: agency.domain for agency in AGENCIES}


def _at(*maracs: str, role: Role = Role.REPRESENTATIVE, side: Side = Side.NEITHER) -> tuple[DemoAppointment, ...]:
    return tuple(DemoAppointment(marac, role, side) for marac in maracs)


_VICTIM = Side.VICTIM
_PERPETRATOR = Side.PERPETRATOR

MEETING: tuple[DemoMember, ...] = (
    DemoMember(
        "rhiannon-achebe",
        "Rhiannon Achebe",
        "Detective Inspector, public protection",
        "police",
        _at(SOUTH, role=Role.CHAIR) + _at(STOKE),
    ),
    DemoMember(
        "philippa-amadi",
        "Philippa Amadi",
        "Head of community safety",
        "cannock-chase-council",
        (
            *_at(SOUTH),
            DemoAppointment(SOUTH, Role.CHAIR, for_member="rhiannon-achebe", from_day=-14, until_day=90),
        ),
    ),
    DemoMember(
        "tomasz-wieland",
        "Tomasz Wieland",
        "MARAC coordinator",
        "south-staffordshire-council",
        _at(SOUTH, role=Role.COORDINATOR),
    ),
    DemoMember(
        "wendy-castellano",
        "Wendy Castellano",
        "Assistant director, safer city",
        "stoke-council",
        _at(STOKE, role=Role.CHAIR),
    ),
    DemoMember("abdul-sallow", "Abdul Sallow", "MARAC coordinator", "stoke-council", _at(STOKE, role=Role.COORDINATOR)),
)

JUSTICE: tuple[DemoMember, ...] = (
    DemoMember("imran-tolland", "Imran Tolland", "Detective Sergeant, domestic abuse unit", "police", _at(SOUTH)),
    DemoMember(
        "bethan-yorath",
        "Bethan Yorath",
        "Detective Constable, domestic abuse unit",
        "police",
        (DemoAppointment(SOUTH, Role.REPRESENTATIVE, for_member="imran-tolland", from_day=-7, until_day=28),),
    ),
    DemoMember(
        "amara-whitcombe",
        "Amara Whitcombe",
        "Detective Chief Inspector, professional standards",
        "police",
        _at(SOUTH, STOKE, role=Role.CONTRIBUTOR),
    ),
    DemoMember(
        "jakub-merrow",
        "Jakub Merrow",
        "Agency administrator",
        "police",
        _at(SOUTH, STOKE, role=Role.AGENCY_ADMINISTRATOR),
    ),
    DemoMember(
        "ingrid-marlowe",
        "Ingrid Marlowe",
        "Data protection officer",
        "police",
        _at(SOUTH, STOKE, role=Role.DATA_PROTECTION_OFFICER),
    ),
    DemoMember(
        "gwendolen-thackray",
        "Gwendolen Thackray",
        "Assistant Chief Constable",
        "police",
        _at(SOUTH, STOKE, role=Role.SIGNATORY),
    ),
    DemoMember("valerie-stanko", "Valerie Stanko", "Senior probation officer", "probation", _at(SOUTH, STOKE)),
    DemoMember(
        "jerome-whitlock",
        "Jerome Whitlock",
        "Offender manager",
        "probation",
        _at(SOUTH, STOKE, role=Role.CONTRIBUTOR, side=_PERPETRATOR),
    ),
)

SPECIALISTS: tuple[DemoMember, ...] = (
    DemoMember("colette-ndiaye", "Colette Ndiaye", "Service manager", "new-era", _at(SOUTH, STOKE, side=_VICTIM)),
    DemoMember(
        "saoirse-mahmood",
        "Saoirse Mahmood",
        "IDVA",
        "new-era",
        _at(SOUTH, STOKE, role=Role.ADVOCATE, side=_VICTIM),
    ),
    DemoMember(
        "daniel-osei",
        "Daniel Osei",
        "IDVA, men's specialist",
        "new-era",
        _at(SOUTH, STOKE, role=Role.ADVOCATE, side=_VICTIM),
    ),
    DemoMember(
        "marek-lindholm",
        "Marek Lindholm",
        "Programme worker",
        "new-era-programme",
        _at(SOUTH, STOKE, side=_PERPETRATOR),
    ),
    DemoMember(
        "nkechi-bramwell",
        "Nkechi Bramwell",
        "Refuge and outreach manager",
        "womens-aid",
        _at(SOUTH, STOKE, side=_VICTIM),
    ),
    DemoMember(
        "tamsin-aguirre",
        "Tamsin Aguirre",
        "IDVA",
        "womens-aid",
        _at(SOUTH, STOKE, role=Role.ADVOCATE, side=_VICTIM),
    ),
    DemoMember("kofi-rasmussen", "Kofi Rasmussen", "Safeguarding lead", "recovery", _at(SOUTH, STOKE)),
)

COUNCILS: tuple[DemoMember, ...] = (
    DemoMember(
        "marjorie-delacroix", "Marjorie Delacroix", "Housing options manager", "south-staffordshire-council", _at(SOUTH)
    ),
    DemoMember(
        "desmond-firth",
        "Desmond Firth",
        "Chief executive",
        "south-staffordshire-council",
        _at(SOUTH, role=Role.SIGNATORY),
    ),
    DemoMember("luca-hargreave", "Luca Hargreave", "Housing safety officer", "stoke-council", _at(STOKE)),
    DemoMember("esme-okonjo", "Esme Okonjo", "Housing advice manager", "newcastle-council", _at(STOKE)),
    DemoMember("harriet-obuya", "Harriet Obuya", "Team manager, first response", "county-children", _at(SOUTH, STOKE)),
    DemoMember(
        "sanjay-prideaux",
        "Sanjay Prideaux",
        "Social worker",
        "county-children",
        _at(SOUTH, STOKE, role=Role.CONTRIBUTOR),
    ),
    DemoMember(
        "hana-birchall", "Hana Birchall", "Student social worker", "county-children", _at(SOUTH, role=Role.OBSERVER)
    ),
    DemoMember("piotr-zawada", "Piotr Zawada", "Safeguarding practice lead", "county-adults", _at(SOUTH, STOKE)),
    DemoMember("aisling-mensah", "Aisling Mensah", "Team manager, front door", "stoke-children", _at(STOKE)),
    DemoMember("gareth-nwosu", "Gareth Nwosu", "Schools safeguarding adviser", "education", _at(SOUTH, STOKE)),
    DemoMember(
        "ruth-albescu",
        "Ruth Albescu",
        "Designated safeguarding lead",
        "education",
        _at(SOUTH, STOKE, role=Role.CONTRIBUTOR),
    ),
)

HEALTH: tuple[DemoMember, ...] = (
    DemoMember(
        "sunita-fielding", "Sunita Fielding", "Safeguarding nurse, A&E", "university-hospitals", _at(SOUTH, STOKE)
    ),
    DemoMember("mei-ling-carver", "Mei-Ling Carver", "Safeguarding lead", "combined-healthcare", _at(STOKE)),
    DemoMember(
        "yusuf-penhale",
        "Dr Yusuf Penhale",
        "Medical director",
        "university-hospitals",
        _at(SOUTH, STOKE, role=Role.CALDICOTT_GUARDIAN),
    ),
    DemoMember("callum-iwu", "Callum Iwu", "Safeguarding lead", "midlands-partnership", _at(SOUTH)),
    DemoMember("leila-haddow", "Leila Haddow", "Specialist midwife", "midwifery", _at(SOUTH, STOKE)),
    DemoMember("oonagh-rezaei", "Oonagh Rezaei", "Named nurse for GPs", "primary-care", _at(SOUTH, STOKE)),
    DemoMember(
        "owen-vasquez", "Dr Owen Vasquez", "GP partner", "primary-care", _at(SOUTH, STOKE, role=Role.CONTRIBUTOR)
    ),
)

HOMES: tuple[DemoMember, ...] = (
    DemoMember("anjali-thorne", "Anjali Thorne", "Tenancy safety manager", "landlord", _at(SOUTH, STOKE)),
    DemoMember(
        "brendan-kowal",
        "Brendan Kowal",
        "Housing officer",
        "landlord",
        _at(SOUTH, STOKE, role=Role.CONTRIBUTOR, side=_PERPETRATOR),
    ),
    DemoMember(
        "lorcan-abiola", "Lorcan Abiola", "Director of housing", "landlord", _at(SOUTH, STOKE, role=Role.SIGNATORY)
    ),
    DemoMember("rosalind-ekwueme", "Rosalind Ekwueme", "Community safety manager", "fire", _at(SOUTH, STOKE)),
)

OVERSIGHT: tuple[DemoMember, ...] = (
    DemoMember(
        "edmund-faleti",
        "Edmund Faleti",
        "Auditor appointed by the controllers",
        "commissioner",
        _at(SOUTH, STOKE, role=Role.AUDITOR),
    ),
    DemoMember(
        "clare-adeyemi",
        "Clare Adeyemi",
        "Head of partnerships",
        "commissioner",
        _at(SOUTH, STOKE, role=Role.GOVERNANCE),
    ),
    DemoMember(
        "oskar-lindqvist",
        "Oskar Lindqvist",
        "Platform administrator",
        "commissioner",
        _at(SOUTH, STOKE, role=Role.ADMINISTRATOR),
    ),
)

MEMBERS: tuple[DemoMember, ...] = (
    *MEETING,
    *JUSTICE,
    *SPECIALISTS,
    *COUNCILS,
    *HEALTH,
    *HOMES,
    *OVERSIGHT,
)


def email_of(member: DemoMember) -> str:
    """By which their agency's provider knows them; every domain is one that cannot exist."""
    return f"{member.key.replace('-', '.')}@{_DOMAINS[member.agency]}"
