"""The cards of the sign-in page: each role in one click."""

from marac.demo.maracs import SOUTH
from marac.demo.records import Card
from marac.vocabulary import Role

CARDS: tuple[Card, ...] = (
    Card("Chair", "rhiannon-achebe", SOUTH, Role.CHAIR),
    Card("Acting chair", "philippa-amadi", SOUTH, Role.CHAIR),
    Card("Coordinator", "tomasz-wieland", SOUTH, Role.COORDINATOR),
    Card("Police", "imran-tolland", SOUTH, Role.REPRESENTATIVE),
    Card("Council housing", "marjorie-delacroix", SOUTH, Role.REPRESENTATIVE),
    Card("New Era", "colette-ndiaye", SOUTH, Role.REPRESENTATIVE),
    Card("New Era IDVA", "saoirse-mahmood", SOUTH, Role.ADVOCATE),
    Card("New Era IDVA for men", "daniel-osei", SOUTH, Role.ADVOCATE),
    Card("Women's Aid", "nkechi-bramwell", SOUTH, Role.REPRESENTATIVE),
    Card("Perpetrator programme", "marek-lindholm", SOUTH, Role.REPRESENTATIVE),
    Card("Children's services", "harriet-obuya", SOUTH, Role.REPRESENTATIVE),
    Card("Adult social care", "piotr-zawada", SOUTH, Role.REPRESENTATIVE),
    Card("Hospital", "sunita-fielding", SOUTH, Role.REPRESENTATIVE),
    Card("Mental health", "callum-iwu", SOUTH, Role.REPRESENTATIVE),
    Card("Midwifery and health visiting", "leila-haddow", SOUTH, Role.REPRESENTATIVE),
    Card("Probation", "valerie-stanko", SOUTH, Role.REPRESENTATIVE),
    Card("Offender manager", "jerome-whitlock", SOUTH, Role.CONTRIBUTOR),
    Card("Social landlord", "anjali-thorne", SOUTH, Role.REPRESENTATIVE),
    Card("Education", "gareth-nwosu", SOUTH, Role.REPRESENTATIVE),
    Card("Contributor (social worker)", "sanjay-prideaux", SOUTH, Role.CONTRIBUTOR),
    Card("Observer", "hana-birchall", SOUTH, Role.OBSERVER),
    Card("Auditor", "edmund-faleti", SOUTH, Role.AUDITOR),
    Card("Data protection officer", "ingrid-marlowe", SOUTH, Role.DATA_PROTECTION_OFFICER),
    Card("Caldicott guardian", "yusuf-penhale", SOUTH, Role.CALDICOTT_GUARDIAN),
    Card("Governance", "clare-adeyemi", SOUTH, Role.GOVERNANCE),
    Card("Administrator", "oskar-lindqvist", SOUTH, Role.ADMINISTRATOR),
)
