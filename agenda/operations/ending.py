"""What a case needs before it can be closed, or the reason why not (domain.md 1.8, 7: victim's voice, perpetrator)."""

from dataclasses import dataclass

from sqlmodel import col, select

from actions import catalogue
from actions.models import Action
from agencies.models import Line
from agenda.models import Hearing, Note
from marac.proceedings import NoteKind
from marac.store.work import Work
from marac.vocabulary import LineKind, Sharing

VOICE, TELLER, PERPETRATOR = "voice", "teller", "perpetrator"


@dataclass(frozen=True, slots=True)
class Ending:
    """What stands already; a reason counts as well as the thing itself."""

    voice: bool
    no_voice_reason: bool
    teller: bool
    not_told_reason: bool
    perpetrator: bool
    no_perpetrator_reason: bool

    @property
    def missing(self) -> dict[str, str]:
        """Key of the part of the page that takes it, to what is missing, in the order of discussion."""
        parts = (
            (VOICE, "the victim's voice, or why there is none", self.voice or self.no_voice_reason),
            (TELLER, "who tells the victim, or why nobody does", self.teller or self.not_told_reason),
            (PERPETRATOR, "an action towards the perpetrator, or why there is none",
             self.perpetrator or self.no_perpetrator_reason),
        )  # fmt: skip
        return {key: text for key, text, there in parts if not there}


def ending_of(work: Work, hearing: Hearing) -> Ending:
    """Without opening what is written: whether something is written is enough."""
    return Ending(
        voice=_voice(work, hearing),
        no_voice_reason=bool(hearing.no_voice_reason_sealed),  # type: ignore[attr-defined]
        teller=hearing.teller_agency_id is not None,
        not_told_reason=bool(hearing.not_told_reason_sealed),  # type: ignore[attr-defined]
        perpetrator=_towards_perpetrator(work, hearing),
        no_perpetrator_reason=bool(hearing.no_perpetrator_action_reason_sealed),  # type: ignore[attr-defined]
    )


def _voice(work: Work, hearing: Hearing) -> bool:
    note = select(Note.id).where(Note.hearing_id == hearing.id, Note.kind == NoteKind.VOICE)
    line = select(Line.id).where(
        Line.case_id == hearing.case_id,
        Line.kind == LineKind.VOICE,
        col(Line.corrected_at).is_(None),
        col(Line.sharing).in_([Sharing.SEATED, Sharing.NAMED]),
    )
    return work.first(note) is not None or work.first(line) is not None


def _towards_perpetrator(work: Work, hearing: Hearing) -> bool:
    agreed = work.all(select(Action.catalogue_code).where(Action.hearing_id == hearing.id))
    return any(_facing(code) for code in agreed)


def _facing(code: str) -> bool:
    try:
        return catalogue.find(code).perpetrator_facing
    except KeyError:
        return False
