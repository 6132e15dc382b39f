"""What opens a case beside its seats, and who sees those rows: openings, emergencies, observers, transfers, holds.

And the auditor's rooms: alerts, questions, samples (S12, S16, S17, S21, S23, S24).
"""

from collections.abc import Callable, Iterator

from tests.proof.facts import Values
from tests.proof.place import WITHIN_AN_AGENCY, Place, in_force

ANSWERS = ("representative", "advocate")


def _kept(place: Place, table: str) -> list[Values]:
    return place.case.kept.get(table, [])


def _speaks_for(place: Place) -> bool:
    return place.here and place.eyes.hat in ANSWERS


def _officer(place: Place) -> bool:
    return place.here and place.eyes.hat == "data-protection-officer"


# What opens a case ----------------------------------------------------------


def _openings(place: Place) -> Iterator[Values]:
    """An auditor's own, in force, of a case that is not restricted (S17, S21)."""
    if not place.audits or place.case.values["restricted"]:
        return
    for opening in _kept(place, "opening"):
        ended = opening["ended_at"] is not None and opening["ended_at"] <= place.at
        if opening["member_id"] == place.eyes.member and not ended and in_force(opening, place.at):
            yield opening


def line_seen(place: Place, line: Values) -> bool:
    if moved(place) and line["agency_id"] == place.eyes.agency and place.my_side(line["side"]):
        return True
    if line["sharing"] not in ("seated", "named"):
        return False
    decided = line["decided_at"] or line["recorded_at"]
    return any(o["line_id"] in (None, line["id"]) and decided <= o["from_at"] for o in _openings(place))


def note_opened(place: Place, note: Values) -> bool:
    shared = note["sharing"] in ("seated", "named")
    return shared and any(o["line_id"] is None and note["written_at"] <= o["from_at"] for o in _openings(place))


def section_opened(place: Place, section: Values) -> bool:
    open_to_all = section["visibility"] in ("common", "referrer")
    return open_to_all and any(opening["line_id"] is None for opening in _openings(place))


def in_emergency(place: Place, detail: Values) -> bool:
    """For an hour one member may open what is protected of one kind about one party (S12)."""
    return _speaks_for(place) and any(
        (x["member_id"], x["agency_id"]) == (place.eyes.member, place.eyes.agency)
        and (x["kind"], x["party"]) == (detail["kind"], detail["party"])
        and in_force(x, place.at)
        for x in _kept(place, "emergency_opening")
    )


def observed(place: Place) -> dict[str, str]:
    """An observer's admissions in force, each with its hearing: never to a restricted or walled case (S24)."""
    if not place.here or place.eyes.hat != "observer" or place.case.values["restricted"]:
        return {}
    if any(in_force(wall, place.at) for wall in place.case.walls):
        return {}
    called = {hearing["id"] for hearing in _kept(place, "hearing") if hearing["status"] == "called"}
    mine = [o for o in _kept(place, "observation") if o["member_id"] == place.eyes.member and in_force(o, place.at)]
    return {o["id"]: o["hearing_id"] for o in mine if o["hearing_id"] in called}


def moved(place: Place) -> bool:
    """Whoever sat at it for the whole case when it went elsewhere, but for the perpetrator's side (S6, S23)."""
    if not _speaks_for(place) or place.perpetrators:
        return False
    went = {transfer["at"] for transfer in _kept(place, "transfer") if transfer["at"] <= place.at}
    return any(
        seat["agency_id"] == place.eyes.agency
        and seat["member_id"] in (None, place.eyes.member)
        and seat["person_id"] is None
        and seat["side"] != "perpetrator"
        and seat["until_at"] in went
        and seat["from_at"] < seat["until_at"]
        for seat in place.case.seats
    )


# Who sees those rows --------------------------------------------------------


def _emergency(place: Place, row: Values) -> bool:
    """Who opened, who gave such a detail, the advocate; the officers of the first two (S12)."""
    gave = any(
        detail["agency_id"] == place.eyes.agency and (detail["kind"], detail["party"]) == (row["kind"], row["party"])
        for detail in _kept(place, "protected_detail")
    )
    concerned = gave or row["agency_id"] == place.eyes.agency
    return (_officer(place) and concerned) or (_speaks_for(place) and place.knows_where(concerned))


def _notice(place: Place, row: Values) -> bool:
    side = row["both_sides"] or not place.perpetrators
    return bool(_speaks_for(place) and row["agency_id"] == place.eyes.agency and side)


def _opening(place: Place, row: Values) -> bool:
    told = (row["id"], place.eyes.agency)
    words = _officer(place) and any((t["opening_id"], t["agency_id"]) == told for t in _kept(place, "opening_told"))
    return _reviews(place) or words


def _reviews(place: Place) -> bool:
    return place.here and place.eyes.hat in ("auditor", "chair")


def _told(place: Place, row: Values) -> bool:
    """An officer learns of no other agency: one may be quiet (S5)."""
    return _reviews(place) or (_officer(place) and row["agency_id"] == place.eyes.agency)


def _keeps(place: Place, row: Values) -> bool:
    sat = any(seat["agency_id"] == place.eyes.agency and seat["from_at"] <= place.at for seat in place.case.seats)
    return place.presides or place.audits or (_officer(place) and sat)


def _erasure(place: Place, row: Values) -> bool:
    """Who may hold a case sees what is proposed; everybody seated that it was done."""
    return _keeps(place, row) or (row["confirmed_at"] is not None and place.any_seat)


def _alert(place: Place, row: Values) -> bool:
    """An auditor's; an officer's, of their people as they speak for it; never about oneself (S21)."""
    its = _officer(place) and row["agency_id"] == place.eyes.agency and row["hat"] in WITHIN_AN_AGENCY
    return bool((place.audits or its) and row["member_id"] != place.eyes.member)


def _question(place: Place, row: Values) -> bool:
    """Auditors; the officer of the agency asked; whoever was asked by name, while seated (S1, S21)."""
    ours = row["agency_id"] == place.eyes.agency
    by_name = _speaks_for(place) and row["member_id"] == place.eyes.member and place.seated
    return place.audits or (ours and (_officer(place) or by_name))


def _presides(place: Place, row: Values) -> bool:
    return place.presides


RULES: dict[str, Callable[[Place, Values], bool]] = {
    "party_employer": _presides,
    "transfer": _presides,
    "observation": lambda place, row: place.presides or row["id"] in observed(place),
    "hold": _keeps,
    "erasure": _erasure,
    "emergency_opening": _emergency,
    "notice": _notice,
    "opening": _opening,
    "opening_told": _told,
    "alert": _alert,
    "question": _question,
    "sample_item": lambda place, row: place.audits,
}
