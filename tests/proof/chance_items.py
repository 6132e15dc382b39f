"""What hangs on one case of a world by chance: its file, its people, lines, notes, actions, papers and events."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from marac.proceedings import HearingStatus, NoteKind, RiskTo
from marac.vocabulary import DetailKind, LineKind, PartyRole, Role, Sharing, Side, TopicVisibility
from tests.proof.chance_beside import Beside
from tests.proof.facts import CaseFacts, Row, Values

if TYPE_CHECKING:
    from tests.proof.chance import Chance

HOUR = timedelta(hours=1)
SHARINGS = (Sharing.SEATED, Sharing.SEATED, Sharing.NAMED, Sharing.NAMED, Sharing.PRIVATE, Sharing.SAY_ONLY,
            Sharing.WITHHELD)  # fmt: skip


class Items:
    """Rows of every table that hangs on a case, of every class and audience."""

    def __init__(self, by: "Chance", case: CaseFacts, here: dict[str, str], people: dict[str, PartyRole]) -> None:
        self.by, self.case, self.here, self.people = by, case, here, people

    def fill(self) -> None:
        self._file()
        for person, party in self.people.items():
            self._person(person, party.value)
        for _ in range(3):
            self._line()
        self._research()
        self._hearing()
        self._events()
        Beside(self).fill()

    def add(self, table: str, **values: Any) -> Values:
        made = {"id": self.by.new(), **self.here, **values}
        self.case.rows.append(Row(table, made))
        return made

    def keep(self, table: str, row: Values) -> Values:
        """A row on which others hang, or which opens or closes others."""
        self.case.by_id[row["id"]] = row
        self.case.kept.setdefault(table, []).append(row)
        return row

    def agency(self) -> str:
        """Mostly one that is seated, so that what is hidden is hidden for its own sake."""
        if self.case.seats and self.by.maybe(0.7):
            return str(self.by.one(self.case.seats)["agency_id"])
        return self.by.one(self.by.agencies)

    def name(self, row: Values, agency: str, ended: bool = False) -> None:
        if not ended:
            self.case.named.setdefault(row["id"], set()).add(agency)

    def _file(self) -> None:
        own = {"agency_id": self.case.values["agency_id"]}
        self.add("case_key")
        self.add("referral", **own)
        for visibility in TopicVisibility:
            self.add("referral_section", **own, topic=visibility.value, visibility=visibility.value)
        self.add("risk_assessment")
        self.add("safe_contact")

    def _person(self, person: str, party: str) -> None:
        self.case.rows.append(Row("person", {"id": person, **self.here, "party": party}))
        of = {"person_id": person, "party": party, "agency_id": self.agency()}
        searchable = self.by.maybe()
        self.add("person_name", **of, searchable=searchable)
        self.add("birth_date", **of, searchable=not searchable)
        self.add("detail", **of, cleared=self.by.maybe())
        self.add("particulars", person_id=person, party=party)
        if self.by.maybe():
            self.add("blind_index", person_id=person, party=party)
        kind = self.by.one((DetailKind.PHONE, DetailKind.SCHOOL)).value
        secret = self.add("protected_detail", **of, kind=kind)
        self.keep("protected_detail", secret)
        for _ in range(self.by.one([0, 1, 2])):
            told, ended = self.agency(), self.by.maybe(0.25)
            at = self.by.world.at if ended else None
            by = {"named_by_agency_id": self.agency(), "ended_at": at}
            self.add("protected_audience", detail_id=secret["id"], agency_id=told, **by)
            self.name(secret, told, ended)

    def _line(self) -> None:
        by, owner = self.by, self.agency()
        line = self.add(
            "line",
            agency_id=owner,
            person_id=by.one(list(self.people)) if by.maybe(0.3) else None,
            side=by.one(list(Side)).value,
            kind=by.one(list(LineKind)).value,
            sharing=by.one(SHARINGS).value,
            to_chair=by.maybe(),
            to_coordinator=by.maybe(),
            for_perpetrators_side=by.maybe(0.3),
            recorded_at=by.world.at - 5 * HOUR,
            decided_at=by.one([None, by.world.at - 4 * HOUR, by.world.at]),
        )
        self.keep("line", line)
        for _ in range(by.one([0, 1, 2])):
            told, ended = self.agency(), by.maybe(0.3)
            at = by.world.at if ended else None
            self.add("line_audience", line_id=line["id"], owner_id=owner, agency_id=told, ended_at=at)
            self.name(line, told, ended)
        bears_on = by.one(list(RiskTo)).value if by.maybe() else None
        self.add("said", line_id=line["id"], agency_id=owner, bears_on=bears_on)

    def _research(self) -> None:
        agency = self.agency()
        meeting = self.by.meetings[self.here["marac_id"]]
        asked = self.add("research", agency_id=agency, meeting_id=meeting)
        self.add("research_person", agency_id=agency, research_id=asked["id"])

    def _hearing(self) -> None:
        by = self.by
        status = by.one((HearingStatus.CALLED, HearingStatus.CALLED, *HearingStatus)).value
        self.keep("hearing", self.add("hearing", meeting_id=by.meetings[self.here["marac_id"]], status=status))
        present = self.agency()
        self.add("case_attendance", agency_id=present, member_id=by.member(present))
        for sharing in (Sharing.SEATED, Sharing.NAMED):
            kind = by.one(list(NoteKind)).value
            written = by.one([by.world.at, by.world.at - 4 * HOUR])
            more = {"for_perpetrators_side": by.maybe(0.3), "written_at": written}
            note = self.add("note", kind=kind, sharing=sharing.value, **more)
            told = self.agency()
            self.add("note_audience", note_id=note["id"], agency_id=told)
            self.name(note, told)
        for quiet in (True, False):
            self._action(quiet)
        reader = self.agency()
        # A copy for named people where its reader is let in by name alone (agenda.operations.minutes).
        only = [by.member(reader)] if by.maybe(0.4) else []
        self.add("minutes_part", agency_id=reader, side=by.one(list(Side)).value, member_ids=only)

    def _action(self, quiet: bool) -> None:
        by, owner = self.by, self.agency()
        member = by.member(owner) if by.maybe() else None
        action = self.add("action", agency_id=owner, member_id=member, side=by.one(list(Side)).value, quiet=quiet)
        self.keep("action", action)
        self.add("action_update", action_id=action["id"], agency_id=owner)

    def _events(self) -> None:
        for hat in (Role.REPRESENTATIVE, Role.CONTRIBUTOR, Role.CHAIR, Role.AUDITOR):
            by, agency = self.by, self.agency()
            heard = [{"agency": self.agency()}] if by.maybe() else []
            case = self.case.id if by.maybe(0.8) else None
            by.row(
                "audit_event",
                marac_id=self.here["marac_id"],
                case_id=case,
                agency_id=agency,
                hat=hat.value,
                recipients=heard,
            )
