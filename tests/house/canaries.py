"""Who may meet each mark: the rules of who sees what (product.md, section 3), said once more by name.

Whoever is not named here meets it nowhere; whoever is named meets it at one address at least.
"""

from collections.abc import Iterator

from tests.house.canary_cases import code_of, mark
from tests.house.canary_people import ACTING_CHAIR
from tests.house.canary_review import may_meet_by_review

Who = frozenset[str]

POLICE: Who = frozenset({"police_rep", "two_hats"})
COUNCIL: Who = frozenset({"council_rep", "cleared_rep"})
ADVOCATE: Who = frozenset({"idva"})
LANDLORD: Who = frozenset({"landlord_rep"})
PROGRAMME: Who = frozenset({"programme_worker"})
# A worker of the victim's side in the same agency looks from the same seat, which is for the perpetrator's side (S6).
PERPETRATORS: Who = PROGRAMME | {"women_worker"}
HEALTH: Who = frozenset({"health_rep"})
SCHOOL: Who = frozenset({"school_worker"})
CHILDS: Who = frozenset({"contributor"})
AUDITOR: Who = frozenset({"auditor"})
CHAIRS: Who = frozenset({"chair", ACTING_CHAIR})
TAKERS: Who = frozenset({"coordinator", "deputy"})
HATS = CHAIRS | TAKERS
SEATED = POLICE | COUNCIL | ADVOCATE | LANDLORD
NONE: Who = frozenset()
# An agency's officer takes away its own record, whose events name papers by their case's code (S21; decision 13).
OWN_RECORD: dict[str, Who] = {
    "TEAL": frozenset({"officer", "police_officer"}),
    "WREN": frozenset({"officer", "police_officer"}),
    "SENT": frozenset({"officer"}),
    "ROOK": frozenset({"police_officer"}),
}

# Whose lines a Caldicott guardian decides on: their own agency's, and so they know the case by its code (S21).
GUARDIANS = {
    "police_guardian": "private seated agreedrisk sayonly withheld",
    "guardian": "named unticked chairunticked",
}
GUARDIANS["guardian"] += " takerunticked corrected correction"
REASONS = {"police_guardian": "withholdingreason", "guardian": "namingreason"}

# Kept, and shown on no page or paper yet: nobody else meets it either.
NOT_SHOWN = {mark("HERON", "noperpetratoraction"), mark("TEAL", "noperpetratoraction"), mark("TEAL", "teller")}


def may_meet() -> dict[str, Who]:
    """Every mark, as it is read (in small letters), and the names of those who may."""
    found = dict(_of_heron_and_teal())
    found |= _referral("WREN", POLICE, POLICE | ADVOCATE, HATS, checks=COUNCIL | HEALTH)
    found |= _referral("SENT", COUNCIL, COUNCIL | ADVOCATE, HATS)
    found[mark("SENT", "triage")] = TAKERS | {"council_rep"}  # its author alone is told, in a list of their own
    found[mark("WREN", "wall")] = HATS
    found |= _of_rook()
    found |= dict.fromkeys(_referral("DRAFTED", POLICE, POLICE, NONE), frozenset({"police_rep"}))
    for words, more in may_meet_by_review().items():
        found[words] = found.get(words, NONE) | more
    for words, who in _guarded():
        found[words] |= {who}
    for code, officers in OWN_RECORD.items():
        found[code_of(code)] |= officers
    return {words.casefold(): who for words, who in found.items()}


def _guarded() -> Iterator[tuple[str, str]]:
    """Each mark of HERON and TEAL that a guardian may meet, and who."""
    for code in ("HERON", "TEAL"):
        for who, lines in GUARDIANS.items():
            yield code_of(code), who
            of = [name for what in lines.split() for name in (what, f"{what}source") if name != "correctionsource"]
            yield from ((mark(code, what), who) for what in (*of, REASONS[who]))


def _referral(
    code: str,
    givers: Who,
    full: Who,
    hats: Who,
    *,
    checks: Who = NONE,
    actors: Who = NONE,
    perpetrators: Who = NONE,
    childs: Who = NONE,
) -> dict[str, Who]:
    """What the referral says (S2, S6, S12 to S14). `full`: case and hearing seats but for the perpetrators' side."""
    common = full | hats
    named = COUNCIL & full
    whom = {
        **dict.fromkeys(("happened", "wants", "afraid", "referrer", "judgement", "riskcomment", "language"), common),
        **dict.fromkeys(("safenote", "staffwarning", "victim", "formeraddress"), common | checks | actors),
        **dict.fromkeys(("handling", "places"), givers | hats),
        **dict.fromkeys(("newname", "refuge"), givers | (ADVOCATE & full)),
        "phone": givers | (ADVOCATE & full) | named,
        "police": givers | hats | (POLICE & full),
        "occupation": common | perpetrators,
        "perpetrator": common | checks | actors | perpetrators,
        "child": common | checks | childs,
    }
    everybody = common | checks | actors | perpetrators | childs | AUDITOR
    return {mark(code, what): who for what, who in whom.items()} | {code_of(code): everybody}


def _of_heron_and_teal() -> Iterator[tuple[str, Who]]:
    """HERON is over: its check seats have ended. TEAL is being heard: somebody is admitted for it."""
    rest = {"actors": SCHOOL, "perpetrators": PERPETRATORS, "childs": CHILDS}
    admitted: Who = frozenset({"admitted"})
    yield from _referral("HERON", POLICE, SEATED, HATS, **rest).items()
    yield from _referral("TEAL", POLICE, SEATED | admitted, HATS, checks=HEALTH, **rest).items()
    for code, seated in (("HERON", SEATED), ("TEAL", SEATED | admitted)):
        for what, who in (_lines(seated) | _agreed(seated)).items():
            yield mark(code, what), who
    for what, who in _noted(SEATED, COUNCIL, POLICE).items():
        yield mark("HERON", what), who
    # While a case is heard, notes stand on the live screen, which is for those who accepted the statement.
    here = (SEATED | admitted) - {"two_hats"}
    for what, who in _noted(here, COUNCIL, POLICE & here).items():
        yield mark("TEAL", what), who
    yield mark("TEAL", "evidence"), TAKERS
    yield from {mark("HERON", what): SEATED | HATS for what in ("outcome", "doneby", "teller")}.items()
    yield mark("TEAL", "teller"), HATS
    yield mark("HERON", "schooldone"), SEATED | HATS | SCHOOL


def _lines(seated: Who) -> dict[str, Who]:
    """Lines by what was decided about each, and where each came from (S8 to S11, S16)."""
    everyone = seated | HATS
    whom = {
        **dict.fromkeys(("private", "sayonly", "withheld"), POLICE),
        "seated": everyone,
        "agreedrisk": everyone | PERPETRATORS,
        "named": COUNCIL | ADVOCATE | HATS,
        "unticked": COUNCIL | ADVOCATE,
        "chairunticked": COUNCIL | POLICE | TAKERS,
        "takerunticked": COUNCIL | POLICE | CHAIRS,
        "corrected": COUNCIL,
        "correction": COUNCIL | ADVOCATE | HATS,
        "voice": everyone,
        "quietline": LANDLORD | ADVOCATE | HATS,
        "perpetratorsprivate": PROGRAMME,
        "perpetratorsline": everyone | PROGRAMME,
    }
    sources = {f"{what}source": who for what, who in whom.items() if what != "correction"}
    sources["correctedsource"] = whom["correction"]  # where it came from did not change
    return whom | sources | {"withholdingreason": POLICE, "namingreason": COUNCIL}


def _agreed(seated: Who) -> dict[str, Who]:
    """Actions, and what stands beside seats and walls (S2, S3, S5, S6, S17)."""
    everyone = seated | HATS
    owned = {
        "councilaction": everyone,
        "schoolaction": everyone | SCHOOL,
        "programmeaction": everyone | PROGRAMME,
        "landlordaction": LANDLORD | ADVOCATE | HATS,
    }
    risks = {f"{what}risk": who for what, who in owned.items()}
    beside = ("seatprogramme", "seatlandlord", "seatchild", "wall")
    return owned | risks | dict.fromkeys(beside, HATS) | {"noperpetratoraction": HATS}


def _noted(readers: Who, council: Who, police: Who) -> dict[str, Who]:
    """A note has the audience of the line that it answers, else that of everyone seated (S15)."""
    everyone = readers | HATS
    return {
        **dict.fromkeys(("note", "noteofcouncil", "risknote", "decision", "voicenote"), everyone),
        "noteforprogramme": everyone | PROGRAMME,
        "notenamed": council | ADVOCATE | HATS,
        "noteofcorrection": council | ADVOCATE | HATS,
    }


def _of_rook() -> dict[str, Who]:
    """Behind its walls: the chair, the coordinator's whole agency but one, and one member of the police (S17)."""
    hats: Who = frozenset({"deputy", ACTING_CHAIR})
    full = POLICE | ADVOCATE | {"cleared_rep"}
    found = _referral("ROOK", ADVOCATE, full, hats)
    whom = {
        **dict.fromkeys(("seated", "seatedsource", "note", "policeaction", "policeactionrisk"), full | hats),
        **dict.fromkeys(("private", "privatesource"), POLICE),
        **dict.fromkeys(("named", "namedsource"), ADVOCATE | {"cleared_rep"} | hats),
        **dict.fromkeys(("wall", "seat"), hats),
        "evidence": frozenset({"deputy"}),
    }
    return found | {mark("ROOK", what): who for what, who in whom.items()}
