"""A meeting that is over: HERON was heard, with something of every kind in it, each with words of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from actions.models import Action
from agencies.models import Line, LineAudience
from agenda.minutes.issuing import issue
from agenda.models import Attendance, Hearing, Meeting, Note, NoteAudience
from agenda.operations import minutes as operations
from marac import clock
from marac.cases.models import PersonName, ProtectedDetail
from marac.proceedings import HearingStatus, MeetingStatus, NoteKind, Presence, RiskTo
from marac.store.work import open_work
from marac.verbs import Verb
from marac.vocabulary import ALLOWED, CaseStatus, DetailKind, LineKind, NameKind, PartyRole, Sharing, Side
from tests.cast import Cast, open_case

# words -> the copies that they stand in
WORDS: dict[str, set[str]] = {
    "police-seated-words": {"police", "council", "new_era", "landlord"},
    "police-agreed-risk-words": {"police", "council", "new_era", "landlord", "programme"},
    "council-named-words": {"council", "new_era"},
    "police-private-words": set(),
    "police-say-only-words": set(),
    "police-withheld-words": set(),
    "voice-words": {"police", "council", "new_era", "landlord"},
    "risk-note-words": {"police", "council", "new_era", "landlord"},
    "decision-words": {"police", "council", "new_era", "landlord"},
    "named-note-words": {"council"},
    "council-action-words": {"police", "council", "new_era", "landlord"},
    "quiet-action-words": {"new_era", "landlord"},
    "programme-action-words": {"police", "council", "new_era", "landlord", "programme"},
    "New-Name-Words": set(),
    "07700 900123": set(),
}
AGENCIES = {"police", "council", "new_era", "landlord", "programme"}


@dataclass
class Minuted:
    meeting: UUID
    hearing: UUID
    case: UUID


def minuted(cast: Cast, code: str = "HERON", meeting: UUID | None = None, position: int = 1) -> Minuted:
    with clock.at(clock.now() - timedelta(days=10)):
        case_id = open_case(cast, code, CaseStatus.HEARD)
    with clock.at(clock.now() - timedelta(minutes=1)):
        for name, make in {"police_rep": _polices, "council_rep": _councils, "idva": _advocates}.items():
            _keep(cast, name, case_id, make)
    with open_work(cast.store, cast["coordinator"]) as work:
        made = _meeting(cast) if meeting is None else None
        meeting_id = made.id if made else meeting
        assert meeting_id is not None
        closed = clock.now() - timedelta(seconds=1)
        hearing = Hearing(
            marac_id=cast.marac,
            case_id=case_id,
            meeting_id=meeting_id,
            position=position,
            status=HearingStatus.HEARD,
            called_at=closed - timedelta(minutes=9),
            closed_at=closed,
            teller_agency_id=cast.agencies["new_era"],
            teller_method="In person",
        )
        work.require(ALLOWED)
        rows = [work.keep(row) for row in [*([made] if made else []), hearing]]
        work.session.flush()
        rows += [work.keep(row) for row in _spoken(cast, case_id, hearing.id)]
        if made:
            rows += [work.keep(row) for row in _attendance(cast, meeting_id)]
        work.log(Verb.HEARING_CLOSED, *rows)
    return Minuted(meeting_id, hearing.id, case_id)


def approve_and_issue(cast: Cast, made: Minuted) -> None:
    with open_work(cast.store, cast["chair"]) as work:
        operations.approve(work, work.find(Meeting, made.meeting))
    with open_work(cast.store, cast["coordinator"]) as work:
        issue(work, work.find(Meeting, made.meeting))


def _keep(cast: Cast, name: str, case_id: UUID, make: Callable[[Cast, UUID], list[Any]]) -> None:
    with open_work(cast.store, cast[name]) as work:
        work.require(ALLOWED)
        work.log(Verb.LINE_RECORDED, *(work.keep(row) for row in make(cast, case_id)))


def _line(cast: Cast, case_id: UUID, who: str, label: str, text: str, sharing: Sharing, **more: Any) -> Line:
    viewer = cast[who]
    return Line(
        marac_id=cast.marac,
        case_id=case_id,
        agency_id=viewer.agency_id,
        member_id=viewer.member_id,
        label=label,
        text=text,
        sharing=sharing,
        **more,
    )


def _polices(cast: Cast, case_id: UUID) -> list[Any]:
    def line(label: str, text: str, sharing: Sharing, **more: Any) -> Line:
        return _line(cast, case_id, "police_rep", label, text, sharing, **more)

    return [
        line("B2", "police-seated-words", Sharing.SEATED, source="Crime report"),
        line("B3", "police-agreed-risk-words", Sharing.SEATED, for_perpetrators_side=True),
        line("B4", "police-private-words", Sharing.PRIVATE),
        line("B5", "police-say-only-words", Sharing.SAY_ONLY),
        line("B6", "police-withheld-words", Sharing.WITHHELD),
    ]


def _councils(cast: Cast, case_id: UUID) -> list[Any]:
    named = _line(cast, case_id, "council_rep", "K2", "council-named-words", Sharing.NAMED)
    audience = LineAudience(
        marac_id=cast.marac,
        case_id=case_id,
        line_id=named.id,
        agency_id=cast.agencies["new_era"],
        owner_id=cast.agencies["council"],
    )
    return [named, audience]


def _advocates(cast: Cast, case_id: UUID) -> list[Any]:
    victim = next(person for key, person in cast.people.items() if key.endswith(PartyRole.VICTIM))
    of: dict[str, Any] = {
        "marac_id": cast.marac,
        "case_id": case_id,
        "person_id": victim,
        "agency_id": cast.agencies["new_era"],
        "party": PartyRole.VICTIM,
    }
    return [
        _line(cast, case_id, "idva", "V2", "voice-words", Sharing.SEATED, kind=LineKind.VOICE, side=Side.VICTIM),
        PersonName(**of, kind=NameKind.NEW_NAME, surname="New-Name-Words", searchable=False),
        ProtectedDetail(**of, kind=DetailKind.PHONE, secret="07700 900123"),
    ]


def _meeting(cast: Cast) -> Meeting:
    return Meeting(
        marac_id=cast.marac,
        starts_at=clock.now() - timedelta(hours=3),
        venue="Online",
        status=MeetingStatus.CLOSED,
        chair_id=cast.members["chair"],
        closed_at=clock.now(),
    )


def _spoken(cast: Cast, case_id: UUID, hearing_id: UUID) -> list[Any]:
    here = {"marac_id": cast.marac, "case_id": case_id, "hearing_id": hearing_id}
    by = {"written_by": cast.members["coordinator"]}
    named = Note(**here, **by, text="named-note-words", sharing=Sharing.NAMED, client_id=uuid4())

    def action(agency: str, label: str, wording: str, **more: Any) -> Action:
        return Action(
            **here,
            agency_id=cast.agencies[agency],
            label=label,
            catalogue_code="TH02",
            wording=wording,
            risk_to=RiskTo.VICTIM,
            due_on=clock.today() + timedelta(days=3),
            agreed_by=cast.members["coordinator"],
            **more,
        )

    return [
        Note(**here, **by, text="risk-note-words", kind=NoteKind.RISK, risk_to=RiskTo.VICTIM, client_id=uuid4()),
        Note(**here, **by, text="decision-words", kind=NoteKind.DECISION, client_id=uuid4()),
        named,
        NoteAudience(marac_id=cast.marac, case_id=case_id, note_id=named.id, agency_id=cast.agencies["council"]),
        action("council", "C2", "council-action-words"),
        action("landlord", "C3", "quiet-action-words", quiet=True),
        action("programme", "C4", "programme-action-words", side=Side.PERPETRATOR),
    ]


def _attendance(cast: Cast, meeting_id: UUID) -> list[Attendance]:
    here = {"marac_id": cast.marac, "meeting_id": meeting_id}

    def row(name: str, presence: Presence, **more: Any) -> Attendance:
        viewer = cast[name]
        return Attendance(**here, agency_id=viewer.agency_id, member_id=viewer.member_id, presence=presence, **more)

    return [
        row("police_rep", Presence.PRESENT, statement_at=clock.now()),
        row("observer", Presence.OBSERVER, statement_at=clock.now()),
        row("landlord_rep", Presence.APOLOGIES, information_sent=True, information_received_on="yesterday"),
    ]
