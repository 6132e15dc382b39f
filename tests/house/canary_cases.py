"""Unique words put wherever words can be kept: cases carried through the operations, each kind of text its own mark.

HERON has been heard, and its minutes issued; TEAL is being heard; WREN waits its turn. ROOK, heard with HERON, is
restricted: the chair, one member of the police and all of the council but one are walled off. SENT waits in the inbox;
DRAFTED has not been sent.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlmodel import select

from agencies.models import Line, Research
from agencies.operations.decisions import decide
from agencies.operations.lines import correct_line, record_line
from agencies.operations.research import answer as answer_research
from agenda.models import Hearing
from agenda.operations.proposals import add_seat
from marac.cases.models import Case, Person
from marac.cases.operations import people, refer
from marac.cases.operations.links import link
from marac.cases.operations.restriction import name_people, restrict
from marac.cases.operations.seats import give_seat, raise_wall
from marac.cases.operations.triage import triage
from marac.proceedings import RiskTo, SamePerson, Triage
from marac.store.people import Agency
from marac.store.work import Work, open_work
from marac.vocabulary import (
    Criterion,
    DetailKind,
    LineKind,
    NameKind,
    PartyRole,
    ResearchAnswer,
    SafeContactWarning,
    SeatKind,
    Sharing,
    WithholdingReason,
)
from tests.cast import Cast
from tests.house.canary_people import ACTING_CHAIR

# Who may open ROOK, by agency.
READERS = {"police": ("police_rep", "two_hats"), "new_era": ("idva",), "council": ("cleared_rep",)}


def mark(code: str, what: str) -> str:
    """Words found nowhere else; letters alone, so that no page or paper breaks or escapes them."""
    return f"qz{code}{what}zq".lower()


def code_of(code: str) -> str:
    """What stands for a case on screen and paper (S4): its existence is a mark, too."""
    return f"QV{code}"


@dataclass
class Planted:
    """What was made, by name: cases and meetings, and the id of everything else that an address can name."""

    cast: Cast
    ids: dict[str, UUID] = field(default_factory=dict)

    @contextmanager
    def working(self, name: str) -> Iterator[Work]:
        with open_work(self.cast.store, self.cast[name]) as work:
            yield work

    def keep(self, name: str, row: object) -> None:
        self.ids[name] = row.id  # type: ignore[attr-defined]

    def case(self, work: Work, code: str) -> Case:
        return work.find(Case, self.ids[code])

    def hearing(self, work: Work, code: str) -> Hearing:
        return work.find(Hearing, self.ids[f"{code} hearing"])


def refer_all(made: Planted) -> None:
    """All six referrals, the walls around them, and the decisions about who is the same person."""
    for code, by in {"HERON": "police_rep", "TEAL": "police_rep", "WREN": "police_rep", "ROOK": "idva"}.items():
        _refer(made, code, by)
        _send(made, code, by)
    for code, by in {"SENT": "council_rep", "DRAFTED": "police_rep"}.items():
        _refer(made, code, by)
    _send(made, "SENT", "council_rep")
    with made.working("coordinator") as work:
        triage(work, made.case(work, "SENT"), Triage.MORE_INFORMATION, mark("SENT", "triage"))
    _wall_off(made)
    _link(made, "coordinator", "HERON", "TEAL")
    _link(made, "deputy", "HERON", "ROOK")


# The referral --------------------------------------------------------------


def _refer(made: Planted, code: str, by: str) -> None:
    with made.working(by) as work:
        case = refer.start_referral(work, code=code_of(code))
        made.keep(code, case)
        _victim(made, work, case, code)
        _others(made, work, case, code)
        refer.save_section(work, case, "referral", {"referrer_name": mark(code, "referrer")})
        grounds = {"what_happened": mark(code, "happened"), "victim_wants": mark(code, "wants")}
        refer.save_section(work, case, "grounds", grounds)
        refer.save_section(work, case, "police", {"conditions": mark(code, "police")})
        handling = {"emergency": "yes", "emergency_why": mark(code, "handling")}
        refer.save_section(work, case, "handling", handling)
        refer.save_section(work, case, "places", {"landlord": mark(code, "places")})
        refer.save_section(work, case, "safe-contact", {"afraid_of": mark(code, "afraid")})
        refer.save_risk(work, case, {"R1": {"answer": "yes", "comment": mark(code, "riskcomment")}})
        refer.set_criteria(work, case, [Criterion.PROFESSIONAL_JUDGEMENT], mark(code, "judgement"))
        warnings = [SafeContactWarning.NEVER_WRITE]
        refer.set_safe_contact(work, case, warnings, mark(code, "safenote"), mark(code, "staffwarning"))


def _victim(made: Planted, work: Work, case: Case, code: str) -> None:
    victim = people.add_person(work, case, PartyRole.VICTIM)
    made.keep(f"{code} victim", victim)
    made.keep(f"{code} name", people.name_person(work, victim, mark(code, "victim"), "Sam"))
    new = people.name_person(work, victim, mark(code, "newname"), "Alex", NameKind.NEW_NAME)
    made.keep(f"{code} new name", new)
    made.keep(f"{code} date", people.add_birth_date(work, victim, "1990-02-03"))
    people.set_particulars(work, victim, {"language": mark(code, "language")})
    known: dict[str, Any] = {"known_to_perpetrator": True, "refuge": False, "confirmed": True}
    hidden: dict[str, Any] = {"known_to_perpetrator": False, "refuge": True, "confirmed": False}
    was = people.add_detail(work, victim, DetailKind.FORMER_ADDRESS, mark(code, "formeraddress"), **known)
    made.keep(f"{code} detail", was)
    refuge = people.add_detail(work, victim, DetailKind.CURRENT_ADDRESS, mark(code, "refuge"), **hidden)
    made.keep(f"{code} refuge", refuge)
    to_council = [made.cast.agencies["council"]]
    phone = people.add_detail(work, victim, DetailKind.PHONE, mark(code, "phone"), **hidden, audience=to_council)
    made.keep(f"{code} phone", phone)


def _others(made: Planted, work: Work, case: Case, code: str) -> None:
    other = people.add_person(work, case, PartyRole.PERPETRATOR)
    people.name_person(work, other, mark(code, "perpetrator"), "Lee")
    people.set_particulars(work, other, {"occupation": mark(code, "occupation")})
    child = people.add_person(work, case, PartyRole.CHILD)
    made.keep(f"{code} child", child)
    people.name_person(work, child, mark(code, "child"), "Robin")


def _send(made: Planted, code: str, by: str) -> None:
    with made.working(by) as work:
        refer.submit(work, made.case(work, code))


def _wall_off(made: Planted) -> None:
    cast = made.cast
    with made.working("coordinator") as work:
        for code in ("HERON", "TEAL", "WREN"):
            wall = raise_wall(work, made.case(work, code), mark(code, "wall"), member_id=cast.members["walled_rep"])
            made.keep(f"{code} wall", wall)
    with made.working("deputy") as work:
        rook = made.case(work, "ROOK")
        restrict(work, rook, True)
        reason = mark("ROOK", "wall")
        council, cleared = cast.agencies["council"], [cast.members["cleared_rep"]]
        made.keep("ROOK wall", raise_wall(work, rook, reason, agency_id=council, cleared=cleared))
        for name in ("chair", "walled_rep"):
            raise_wall(work, rook, reason, member_id=cast.members[name])
        for agency in ("police", "council"):
            give_seat(work, rook, cast.agencies[agency], SeatKind.CASE, mark("ROOK", "seat"))
        for agency, names in READERS.items():
            name_people(work, rook, cast.agencies[agency], [cast.members[name] for name in names])
    put_line(made, "police_rep", "ROOK", "private")
    put_line(made, "police_rep", "ROOK", "seated", Sharing.SEATED)
    put_line(made, "cleared_rep", "ROOK", "named", Sharing.NAMED, named=[cast.agencies["new_era"]])


def _link(made: Planted, by: str, code: str, other: str) -> None:
    with made.working(by) as work:
        one, two = (work.find(Person, made.ids[f"{each} victim"]) for each in (code, other))
        made.keep(f"{code} {other} link", link(work, one, two, SamePerson.SAME, mark(other, "evidence")))


# What agencies bring --------------------------------------------------------


def seat(made: Planted, code: str) -> None:
    """The programme for the perpetrator, the landlord quietly, a contributor for a child; the council knows them."""
    cast = made.cast
    with made.working(ACTING_CHAIR) as work:
        hearing = made.hearing(work, code)
        for name, quiet in (("programme", False), ("landlord", True)):
            agency = work.find(Agency, cast.agencies[name])
            seat = add_seat(work, hearing, agency, SeatKind.CASE, mark(code, f"seat{name}"), quiet=quiet)
            made.keep(f"{code} {name} seat", seat)
    with made.working("coordinator") as work:
        alone: dict[str, Any] = {"member_id": cast.members["contributor"], "person_id": made.ids[f"{code} child"]}
        case, council = made.case(work, code), cast.agencies["council"]
        give_seat(work, case, council, SeatKind.CASE, mark(code, "seatchild"), **alone)
    with made.working("council_rep") as work:
        asked = select(Research).where(Research.case_id == made.ids[code])
        research = work.all(asked)[0]
        made.keep(f"{code} research", research)
        answer_research(work, research, made.ids[f"{code} victim"], ResearchAnswer.KNOWN)


def bring(made: Planted, code: str) -> None:
    """A line of every kind and every audience."""
    to = made.cast.agencies
    put_line(made, "police_rep", code, "private")
    put_line(made, "police_rep", code, "seated", Sharing.SEATED)
    put_line(made, "police_rep", code, "agreedrisk", Sharing.SEATED, for_perpetrators_side=True)
    put_line(made, "police_rep", code, "sayonly", Sharing.SAY_ONLY, bears_on=RiskTo.VICTIM.value)
    why: dict[str, Any] = {"withholding": WithholdingReason.VICTIM_ASKED, "reason": mark(code, "withholdingreason")}
    put_line(made, "police_rep", code, "withheld", Sharing.WITHHELD, **why)
    reason = mark(code, "namingreason")
    put_line(made, "council_rep", code, "named", Sharing.NAMED, named=[to["new_era"]], reason=reason)
    unticked: dict[str, Any] = {"to_chair": False, "to_coordinator": False}
    put_line(made, "council_rep", code, "unticked", Sharing.NAMED, named=[to["new_era"]], **unticked)
    put_line(made, "council_rep", code, "chairunticked", Sharing.NAMED, named=[to["police"]], to_chair=False)
    put_line(made, "council_rep", code, "takerunticked", Sharing.NAMED, named=[to["police"]], to_coordinator=False)
    put_line(made, "council_rep", code, "corrected", Sharing.NAMED, named=[to["police"]])
    with made.working("council_rep") as work:
        new = correct_line(work, work.find(Line, made.ids[f"{code} corrected"]), mark(code, "correction"))
        decide(work, new, Sharing.NAMED, named=[to["new_era"]])
        made.keep(f"{code} correction", new)
    put_line(made, "idva", code, "voice", Sharing.SEATED, kind=LineKind.VOICE)
    put_line(made, "landlord_rep", code, "quietline", Sharing.NAMED, named=[to["new_era"]])
    put_line(made, "programme_worker", code, "perpetratorsprivate")
    put_line(made, "programme_worker", code, "perpetratorsline", Sharing.SEATED)


def put_line(
    made: Planted,
    by: str,
    code: str,
    what: str,
    sharing: Sharing | None = None,
    kind: LineKind = LineKind.FACT,
    **how: Any,
) -> None:
    with made.working(by) as work:
        source = mark(code, f"{what}source")
        line = record_line(work, made.case(work, code), mark(code, what), kind=kind, source=source)
        made.keep(f"{code} {what}", line)
        if sharing:
            decide(work, line, sharing, **how)
