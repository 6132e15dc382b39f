"""Forged ids in forms, in small; every POST, as everybody, in `make proof`."""

from tests.proof.filling import LOOSE, ids_in, is_id, takes
from tests.proof.forged import MARKS, UNUSED, Forging
from tests.proof.house import proving
from tests.proof.posted import POSTS, posted

SAMPLE = {
    "action.agree.do", "alerts.raise", "appointment.deputise.do", "attendance.record", "case.employers", "detail.name",
    "hearing.admit", "hearing.conflict", "hearing.defer", "hearing.observer", "hearing.seats.add", "hearing.teller",
    "lines.record", "meeting.convene.do", "notes.write", "openings.open", "questions.ask", "research.answer",
    "workbench.nils",
}  # fmt: skip


def test_every_id_that_a_form_takes_is_known_to_the_proof() -> None:
    """A POST that nobody thought of: a field that takes an id, or a form that is read by names made up."""
    unknown = []
    for route in POSTS:
        asked = posted(route)
        unknown += [f"{route.name}: {name}" for name in asked.loose - LOOSE.keys()]
        unknown += [
            f"{route.name} {name}"
            for name, annotation in asked.fields.items()
            if is_id(annotation) and not takes(route.name, name)
        ]
    assert not unknown


def test_what_is_exempt_is_there() -> None:
    fields = {f"{route.name} {name}" for route in POSTS for name in ids_in(posted(route))}
    assert not UNUSED - fields
    assert MARKS <= {name.partition(" ")[2] for name in fields}


def test_forged_ids_are_refused_like_those_of_nobody() -> None:
    with proving() as one:
        made = Forging(one, one.world(1), one.world(2), tried=20)
        made.go(route for route in POSTS if route.name in SAMPLE)
    assert not made.wrong, "\n".join(made.wrong)
    assert len(made.reached) >= len(SAMPLE) // 2
    assert min(made.found[what] for what in ("of nobody", "of another MARAC", "of a case that is shut")) > 0
