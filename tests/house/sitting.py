"""The half of a random world that happens at a meeting; and the dice that both halves are thrown with."""

import random
from typing import Any
from uuid import UUID, uuid4

from actions.models import Action, ActionUpdate
from agencies.models import Line, Said
from agenda.models import (
    Attendance,
    CaseAttendance,
    Hearing,
    ListVersion,
    Meeting,
    Minutes,
    MinutesIssue,
    MinutesPart,
    Note,
    NoteAudience,
)
from marac import clock
from marac.proceedings import ActionStatus, HearingStatus, NoteKind, Presence, RiskTo
from marac.store.scope import Record
from marac.vocabulary import Sharing, Side, Viewer
from tests.cast import Cast
from tests.house.world_details import beyond
from tests.house.world_keeping import keeping
from tests.house.world_walls import employers


class Sitting:
    """A meeting, and each case's place in it."""

    cast: Cast
    dice: random.Random
    rows: list[Record]
    agencies: list[UUID]
    members: dict[str, Viewer]
    meeting: Meeting
    issue: MinutesIssue
    line: Line

    def _add(self, row: Any) -> Any:
        self.rows.append(row)
        return row

    def _agency(self) -> UUID:
        return self.dice.choice(self.agencies)

    def _member(self, agency: UUID | None = None) -> UUID:
        of = [v.member_id for v in self.members.values() if agency in (None, v.agency_id)]
        return self.dice.choice(of)

    def _maybe(self, odds: float = 0.5) -> bool:
        return self.dice.random() < odds

    def _meeting_rows(self) -> None:
        here = {"marac_id": self.cast.marac, "meeting_id": self.meeting.id}
        self._add(ListVersion(**here, number=1, published_by=self._member()))
        self._add(Minutes(**here))
        viewer = self.members["health_rep"]
        self._add(Attendance(**here, agency_id=viewer.agency_id, member_id=viewer.member_id, presence=Presence.PRESENT))
        self.issue = self._add(
            MinutesIssue(
                **here, agency_id=self._agency(), copy_number="1", front={}, front_hash="", issued_by=self._member()
            )
        )

    def _hearing(self, here: dict[str, Any]) -> None:
        status = self.dice.choice([HearingStatus.CALLED, HearingStatus.CALLED, HearingStatus.LISTED])
        hearing = self._add(Hearing(**here, meeting_id=self.meeting.id, position=1, status=status))
        self.rows += beyond(self.dice, self.members, here, hearing.id)
        self.rows += keeping(here, self.dice, self._member)
        self.rows += employers(
            here, random.Random(len(self.rows)), self.agencies, self.members["coordinator"].member_id
        )
        of = {**here, "hearing_id": hearing.id}
        said_by = {"agency_id": self._agency(), "said_by": self._member()}
        bears_on = RiskTo.CHILDREN if self._maybe() else None
        self._add(Said(**of, line_id=self.line.id, bears_on=bears_on, **said_by))
        viewer = self.members["police_rep"]
        self._add(CaseAttendance(**of, agency_id=viewer.agency_id, member_id=viewer.member_id))
        for sharing in (Sharing.SEATED, Sharing.NAMED):
            self._note(of, sharing)
        for quiet in (True, False):
            self._action(of, quiet)
        self._add(
            MinutesPart(
                **here,
                meeting_id=self.meeting.id,
                issue_id=self.issue.id,
                agency_id=self._agency(),
                side=self.dice.choice(list(Side)),
                member_ids=[self._member()] if self._maybe(0.3) else [],
                label="L",
                position=1,
                content_hash="",
            )
        )

    def _note(self, of: dict[str, Any], sharing: Sharing) -> None:
        note = self._add(
            Note(
                **of,
                kind=self.dice.choice(list(NoteKind)),
                sharing=sharing,
                for_perpetrators_side=self._maybe(),
                client_id=uuid4(),
                written_by=self._member(),
            )
        )
        here = {"marac_id": of["marac_id"], "case_id": of["case_id"]}
        self._add(NoteAudience(**here, note_id=note.id, agency_id=self._agency()))

    def _action(self, of: dict[str, Any], quiet: bool) -> None:
        agency = self._agency()
        action = self._add(
            Action(
                **of,
                agency_id=agency,
                member_id=self._member() if self._maybe() else None,
                side=self.dice.choice(list(Side)),
                label=uuid4().hex[:4],
                catalogue_code="TH02",
                risk_to=RiskTo.VICTIM,
                due_on=clock.today(),
                quiet=quiet,
                agreed_by=self._member(),
            )
        )
        here = {"marac_id": of["marac_id"], "case_id": of["case_id"], "action_id": action.id}
        told = {"agency_id": agency, "member_id": self._member(), "status": ActionStatus.OPEN}
        self._add(ActionUpdate(**here, **told))
