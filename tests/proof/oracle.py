"""Who sees which row, said a third time: in plain Python over plain facts, from the product's rules S1 to S24.

It shares no line with `visible_to` or row-level security; where a rule leaves room, docs/decisions/0019 says
what was decided.
"""

from collections import defaultdict
from collections.abc import Callable, Container

from tests.proof import oracle_rooms as rooms
from tests.proof.facts import Eyes, Values, World
from tests.proof.oracle_register import register_sees
from tests.proof.place import HEARS, OPEN_TO, Place, in_force


def _line(place: Place, line: Values) -> bool:
    """As decided; one's own after the case went elsewhere (S23); to an auditor by an opening (S21)."""
    return _decided(place, line) or rooms.line_seen(place, line)


def _decided(place: Place, line: Values) -> bool:
    """Private to its agency until it decides, line by line, who learns it (S8); hats may be unticked (S9)."""
    sharing = line["sharing"]
    if place.presides:
        ticked = line["to_chair"] if place.eyes.hat == "chair" else line["to_coordinator"]
        return bool(sharing == "seated" or (sharing == "named" and ticked))
    if not place.speaks:
        return place.guards(line)
    if line["agency_id"] == place.eyes.agency and place.my_side(line["side"]):
        if place.seated or line["person_id"] in place.people:
            return True
    told = place.reads_file or (place.hears and line["kind"] != "voice")
    if sharing == "named":
        return told and place.eyes.agency in place.case.named.get(line["id"], ())
    agreed = place.reads_file or line["for_perpetrators_side"]
    return bool(sharing == "seated" and told and agreed)


def _seat(place: Place, seat: Values) -> bool:
    """One's own; who else is seated, but for the quiet (S5); a colleague's place for one action (C57)."""
    if place.presides or seat["id"] in place.held or seat in place.guarded:
        return True
    if place.knows_seats() and seat["kind"] in HEARS and not seat["quiet"]:
        return True
    if place.reads_file and seat["kind"] in HEARS and (place.advocates or not seat["quiet"]):
        return True
    handed_on = seat["kind"] == "action" and seat["member_id"] and seat["agency_id"] == place.eyes.agency
    leads = place.eyes.hat in ("representative", "advocate") and not place.kinds.isdisjoint(("case", "action"))
    return bool(handed_on and leads)


def _section(place: Place, section: Values) -> bool:
    """Common and referrer's topics; the police's; what is for the coordinator is for its giver too (S14)."""
    if place.presides or not place.reads_file:
        return place.presides or rooms.section_opened(place, section)
    if section["visibility"] in ("common", "referrer") or section["agency_id"] == place.eyes.agency:
        return True
    return bool(section["visibility"] == "police" and place.agency.kind == "police")


def _searched(place: Place, row: Values) -> bool:
    """A name or date of birth: searchable as its person is; protected for its giver and the advocate (S13)."""
    if row["searchable"]:
        return place.presides or place.meets(row["person_id"], row["party"])
    return place.advocates or (place.reads_file and row["agency_id"] == place.eyes.agency)


def _action(place: Place, action: Values) -> bool:
    """Its owner's on its side (S2, S6); the file's readers', but for the quiet (S5); who does one thing, theirs."""
    if place.presides:
        return True
    if place.eyes.hat in ("contributor", "guest") and action["member_id"] != place.eyes.member:
        return False
    if place.any_seat and action["agency_id"] == place.eyes.agency and place.my_side(action["side"]):
        return True
    return place.reads_file and (place.advocates or not action["quiet"])


def _note(place: Place, note: Values) -> bool:
    """The audience of the line that it answers, else the seats of the file (S15); the victim's voice kept apart."""
    if place.presides:
        return True
    named = place.eyes.agency in place.case.named.get(note["id"], ())
    if place.reads_file and (note["sharing"] == "seated" or named):
        return True
    beside = place.hears and note["kind"] != "voice" and note["for_perpetrators_side"]
    return bool(beside or rooms.note_opened(place, note))


def _audience(place: Place, named: Values) -> bool:
    if place.presides or place.audits:
        return _line(place, place.case.by_id[named["line_id"]])
    if place.guarded:
        line = place.case.by_id[named["line_id"]]
        return bool(named["owner_id"] == place.eyes.agency and place.guards(line))
    told = named["agency_id"] == place.eyes.agency and named["ended_at"] is None
    return place.seated and (told or named["owner_id"] == place.eyes.agency)


BESIDE = ("question", "opening", "alert")


def _key(place: Place, row: Values) -> bool:
    """With the case; and with a question, an opening or an alert about it, whose words are sealed under it."""
    if not place.here or not (place.speaks or place.guarded or place.eyes.hat in OPEN_TO):
        return False
    beside = (rooms.RULES[table](place, each.values) for table in BESIDE for each in place.case.of(table))
    return _case(place, row) or any(beside)


def _part(place: Place, part: Values) -> bool:
    """To contributors and guests nothing of their agency's comes but by name."""
    for_me = (place.leads and not part["member_ids"]) or place.eyes.member in part["member_ids"]
    return place.mine(part["agency_id"]) and place.my_side(part["side"]) and for_me


def _own(place: Place, row: Values) -> bool:
    return place.presides or (place.any_seat and row["agency_id"] == place.eyes.agency)


def _file(place: Place, row: Values) -> bool:
    return place.presides or place.reads_file


def _named_detail(place: Place, detail: Values) -> bool:
    agency = place.eyes.agency
    told = agency == detail["agency_id"] or agency in place.case.named.get(detail["id"], ())
    return place.knows_where(told or rooms.in_emergency(place, detail))


def _who_knows(place: Place, named: Values) -> bool:
    """That an agency is named for a detail: itself while it is, who named it, who gave the detail, the advocate."""
    told = named["agency_id"] == place.eyes.agency and named["ended_at"] is None
    gave = place.case.by_id[named["detail_id"]]["agency_id"]
    return place.knows_where(told or place.eyes.agency in (named["named_by_agency_id"], gave))


def _coordinates(place: Place, row: Values) -> bool:
    return place.here and place.eyes.hat == "coordinator"


def _case(place: Place, row: Values) -> bool:
    beside = rooms.moved(place) or bool(rooms.observed(place))
    return place.any_seat or place.presides or place.audits or beside or bool(place.guarded)


def _hearing(place: Place, row: Values) -> bool:
    return place.any_seat or place.presides or place.audits or row["id"] in rooms.observed(place).values()


RULES: dict[str, Callable[[Place, Values], bool]] = {
    "case_file": _case,
    "hearing": _hearing,
    "case_key": _key,
    "wall": lambda place, row: place.presides,
    "seat": _seat,
    "referral": _file,
    "referral_section": _section,
    "risk_assessment": _file,
    "person": lambda place, row: place.presides or place.meets(row["id"], row["party"]),
    "person_name": _searched,
    "birth_date": _searched,
    "particulars": lambda place, row: _file(place, row) or (place.hears and row["party"] == "perpetrator"),
    "detail": lambda place, row: _file(place, row) or (row["cleared"] and place.meets(row["person_id"], row["party"])),
    "protected_detail": _named_detail,
    "protected_audience": _who_knows,
    "safe_contact": lambda place, row: not place.perpetrators and (place.presides or bool(place.ours)),
    "blind_index": _coordinates,
    "research": _own,
    "research_person": _own,
    "said": lambda place, row: (
        _own(place, row)
        or (row["bears_on"] is not None and place.reads_file)
        or place.guards(place.case.by_id[row["line_id"]])
    ),
    "line": _line,
    "line_audience": _audience,
    "action": _action,
    "action_update": lambda place, row: _action(place, place.case.by_id[row["action_id"]]),
    "case_attendance": lambda place, row: (
        place.presides or (place.mine(row["agency_id"]) and (place.leads or row["member_id"] == place.eyes.member))
    ),
    "note": _note,
    "note_audience": lambda place, row: (
        place.presides or (place.hears and not place.perpetrators and place.mine(row["agency_id"]))
    ),
    "minutes_part": _part,
    **rooms.RULES,
}


def sees(world: World, eyes: Eyes, tables: Container[str] | None = None) -> dict[str, set[str]]:
    """Every row that this viewer may see, of every table or of those asked about."""
    seen: dict[str, set[str]] = defaultdict(set)
    closed: set[str | None] = set()
    for case in world.cases:
        place = Place(world, eyes, case)
        if place.closed:
            closed.add(case.id)
            continue
        for row in case.rows:
            if (tables is None or row.table in tables) and RULES[row.table](place, row.values):
                seen[row.table].add(row.id)
    for row in world.rows:
        if (tables is None or row.table in tables) and register_sees(world, eyes, row, closed):
            seen[row.table].add(row.id)
    return seen


def sentences(world: World, eyes: Eyes) -> dict[str, tuple[bool, set[str]]]:
    """Of each case: whether "and one agency not named here" is said to them (S5), and who must speak privately (S9)."""
    return {case.id: _sentences(Place(world, eyes, case)) for case in world.cases}


def _sentences(place: Place) -> tuple[bool, set[str]]:
    if place.closed:
        return False, set()
    quiet = any(
        seat["quiet"] and seat["kind"] in HEARS and seat["agency_id"] != place.eyes.agency
        for seat in place.case.seats
        if in_force(seat, place.at)
    )
    apart: set[str] = set()
    for line in (row.values for row in place.case.of("line") if place.presides):
        if line["sharing"] == "named" and not _decided(place, line):
            apart |= {line["agency_id"], *place.case.named.get(line["id"], ())}
    return quiet and (place.reads_file or place.knows_seats()) and not place.advocates, apart
