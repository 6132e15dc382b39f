"""The demonstration as it is seeded: what it holds, who sees it, and what a thief of its database could read.

One file, so that it is seeded once; the thief first, since looking leaves its traces in the record.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg.rows import dict_row
from psycopg.sql import SQL, Identifier
from sqlmodel import col, select

import tests.database as databases
from actions.models import Action
from agencies.models import Line, Research
from agenda.models import Hearing, Meeting, Minutes, MinutesIssue, MinutesPart
from marac import clock
from marac.cases.models import Case, Hold, Person, PersonName, ProtectedDetail
from marac.cases.operations.links import candidates
from marac.cases.operations.notices import unread
from marac.cases.operations.people import open_secret
from marac.clock import LONDON
from marac.demo.agencies import AGENCIES
from marac.demo.cards import CARDS
from marac.demo.maracs import MARACS, SOUTH, STOKE
from marac.demo.members import MEMBERS
from marac.demo.records import Card
from marac.oversight.models import Alert, Opening, Question, SampleItem
from marac.policy.alerts import AlertStatus
from marac.policy.samples import ItemVerdict
from marac.proceedings import ActionStatus, MeetingStatus, MinutesStatus, NoticeKind
from marac.store.audit import AuditEvent
from marac.store.boxes import unseal
from marac.store.scope import kinds
from marac.store.seats import Seat
from marac.store.work import Work, open_work
from marac.verbs import Verb
from marac.vocabulary import CaseStatus, PartyRole, Role, Sharing, Viewer
from tests.demo.conftest import NAME, Seeded

PHONE = re.compile(r"(?<![\d.])0\d{4} ?\d{6}(?!\d)|\+44 ?\d{4}")
FICTION = re.compile(r"07700 900\d{3}|01632 960\d{3}")
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}\b")
EMAIL = re.compile(r"[\w.+-]+@([\w.-]+)")
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def raw(seeded: Seeded) -> Iterator[psycopg.Connection[dict[str, Any]]]:
    """The database as whoever steals it would read it."""
    with psycopg.connect(databases.plain(databases.superuser_url(NAME)), row_factory=dict_row) as connection:
        yield connection


@pytest.fixture(scope="module")
def rows(raw: psycopg.Connection[dict[str, Any]]) -> Rows:
    return {
        str(table.name): raw.execute(SQL("SELECT * FROM {}").format(Identifier(str(table.name)))).fetchall()
        for table in kinds()
    }


@pytest.fixture(scope="module")
def opened(rows: Rows, seeded: Seeded) -> list[tuple[str, str, Any]]:
    """Everything that is sealed under a case's key, opened with the master key: table, column, value."""
    keyring = seeded.store.keyring
    keys = {
        row["case_id"]: keyring.unwrap(row["marac_id"], row["case_id"], bytes(row["wrapped"]))
        for row in rows["case_key"]
    }
    found = []
    for table, kind in ((str(table.name), kind) for table, kind in kinds().items()):
        for column in [f"{name}_sealed" for name in kind.SEALED]:
            for row in rows[table]:
                if row[column]:
                    where = row["marac_id"].bytes + row["id"].bytes + f"{table}|{column}".encode()
                    text = unseal(keys[row.get("case_id", row["id"])], bytes(row[column]), where)
                    found.append((table, column, json.loads(text)))
    return found


def test_everybody_of_the_register_is_there(rows: Rows) -> None:
    assert len(rows["marac"]) == len(MARACS) == 2
    assert len(rows["agency"]) == len(AGENCIES)
    assert len(rows["member"]) == len(rows["account"]) == len(MEMBERS)
    assert len(rows["appointment"]) == sum(len(member.appointments) for member in MEMBERS)
    assert len(rows["partner"]) == sum(len(agency.maracs) for agency in AGENCIES)
    programme = next(row for row in rows["agency"] if row["short_name"] == "Perpetrator Programme")
    assert programme["parent_id"] is not None
    assert all(row["issuer"].startswith("/demo-idp/") for row in rows["provider"])


def test_nobodys_name_can_be_read_in_the_raw_database(
    raw: psycopg.Connection[dict[str, Any]], opened: list[tuple[str, str, Any]]
) -> None:
    surnames = {
        value.lower() for table, column, value in opened if (table, column) == ("person_name", "surname_sealed")
    }
    assert len(surnames) > 100
    words = [surname.encode() for surname in surnames] + [b"petrol", b"tracker", b"example rise", b"07700 900"]
    for table in (str(table.name) for table in kinds()):
        with raw.cursor().copy(SQL("COPY {} TO STDOUT (FORMAT binary)").format(Identifier(table))) as copy:
            kept = b"".join(bytes(part) for part in copy).lower()
        assert [word for word in words if word in kept] == [], table


def test_telephones_postcodes_and_addresses_are_those_of_fiction(opened: list[tuple[str, str, Any]]) -> None:
    texts = [json.dumps(value, ensure_ascii=False) for _, _, value in opened]
    phones = [phone for text in texts for phone in PHONE.findall(text)]
    assert len(phones) > 100
    assert [phone for phone in phones if not FICTION.fullmatch(phone)] == []
    assert [code for text in texts for code in POSTCODE.findall(text) if not code.startswith("QX")] == []
    assert {host for text in texts for host in EMAIL.findall(text) if not host.endswith(".example")} == set()


def test_nothing_lies_in_the_future_but_what_is_planned(rows: Rows) -> None:
    now = datetime.now(UTC)
    moments = [(table, name, row[name]) for table, kept in rows.items() for row in kept for name in row]
    late = {
        (table, name)
        for table, name, value in moments
        if isinstance(value, datetime) and value > now and (table, name) not in PLANNED
    }
    assert late == set()


PLANNED = {
    ("meeting", "starts_at"),
    ("meeting", "research_due_at"),
    ("hearing", "slot_at"),
    ("seat", "from_at"),  # a check that was taken off before its list was published
    ("research", "due_at"),
    ("sign_in", "expires_at"),
}


def test_every_event_names_somebody_and_something(rows: Rows) -> None:
    members = {row["id"] for row in rows["member"]}
    assert all(row["member_id"] in members for row in rows["audit_event"])
    assert all(row["items"] for row in rows["audit_event"])
    about = {UUID(str(row["case_id"])) for row in rows["audit_event"] if row["case_id"]}
    assert about == {row["id"] for row in rows["case_file"]}


def test_nothing_is_left_uncommitted(raw: psycopg.Connection[dict[str, Any]]) -> None:
    others = raw.execute(
        "SELECT state FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
        " AND state LIKE 'idle in transaction%%'",
        [NAME],
    ).fetchall()
    assert others == []
    assert raw.execute("SELECT 1 FROM pg_prepared_xacts").fetchall() == []


SPECIAL = {"HERON", "ALDER", "MARTEN", "TEAL"}
NAMES = {member.key: member.name for member in MEMBERS}


@pytest.fixture
def coordinator(seeded: Seeded) -> Iterator[Work]:
    with open_work(seeded.store, seeded.viewer("Tomasz Wieland", Role.COORDINATOR)) as work:
        yield work


def meeting_on(work: Work, days: int) -> Meeting:
    day = clock.today() + timedelta(days=days)
    return next(row for row in work.all(select(Meeting)) if row.starts_at.astimezone(LONDON).date() == day)


def cases_of(work: Work, meeting: Meeting) -> list[Case]:
    listed = select(Case).join(Hearing, col(Hearing.case_id) == Case.id).where(Hearing.meeting_id == meeting.id)
    return work.all(listed.order_by(col(Hearing.position)))


def codes_seen(seeded: Seeded, name: str, role: Role, marac: str = SOUTH) -> set[str]:
    with open_work(seeded.store, seeded.viewer(name, role, marac)) as work:
        return set(work.all(select(Case.code)))


@pytest.mark.parametrize(
    "days, status", [(-42, [MinutesStatus.ISSUED]), (-28, [MinutesStatus.ISSUED]), (-14, [])], ids=str
)
def test_three_meetings_were_held_and_the_last_ones_minutes_wait_for_the_chair(
    coordinator: Work, days: int, status: list[MinutesStatus]
) -> None:
    meeting = meeting_on(coordinator, days)
    assert meeting.status is MeetingStatus.CLOSED
    minutes = coordinator.all(select(Minutes).where(Minutes.meeting_id == meeting.id))
    assert [row.status for row in minutes] == status
    issued = coordinator.all(select(MinutesIssue).where(MinutesIssue.meeting_id == meeting.id))
    assert bool(issued) is bool(status)
    assert len(cases_of(coordinator, meeting)) == 8


def test_todays_meeting_has_sixteen_cases_on_a_published_list(coordinator: Work) -> None:
    meeting = meeting_on(coordinator, 0)
    assert meeting.status is MeetingStatus.PUBLISHED
    assert meeting.starts_at.astimezone(LONDON).time() == time(9, 30)
    cases = cases_of(coordinator, meeting)
    assert len(cases) == 16
    assert {case.code for case in cases} >= SPECIAL
    assert cases[-1].code == "TEAL"  # after those whom its wall keeps out have left (S19)
    assert {case.status for case in cases} == {CaseStatus.LISTED}


def test_research_for_today_is_mostly_returned(coordinator: Work) -> None:
    meeting = meeting_on(coordinator, 0)
    asked = coordinator.all(select(Research).where(Research.meeting_id == meeting.id))
    returned = [row for row in asked if row.returned_at]
    assert len(asked) > 180
    assert 0.85 < len(returned) / len(asked) < 0.97


@pytest.mark.parametrize("name", ["Marjorie Delacroix", "Anjali Thorne"])
def test_housing_has_five_to_return(seeded: Seeded, name: str) -> None:
    with open_work(seeded.store, seeded.viewer(name, Role.REPRESENTATIVE)) as work:
        query = select(Research, Case).join(Case, col(Case.id) == col(Research.case_id))
        due = [
            case.code
            for row, case in work.rows(query)
            if row.agency_id == work.viewer.agency_id and row.returned_at is None and case.status is CaseStatus.LISTED
        ]
    assert len(due) == 5
    assert ("MARTEN" in due) is (name == "Anjali Thorne")


def test_the_next_meeting_fills_up(coordinator: Work) -> None:
    meeting = meeting_on(coordinator, 14)
    assert meeting.status is MeetingStatus.PLANNED
    assert len(cases_of(coordinator, meeting)) == 4


def test_referrals_stand_in_every_way(seeded: Seeded, coordinator: Work) -> None:
    found = Counter(coordinator.all(select(Case.status)))
    assert found[CaseStatus.REFERRED] == 5
    assert found[CaseStatus.RETURNED] == found[CaseStatus.MORE_INFORMATION] == found[CaseStatus.ALERT_ONLY] == 1
    assert found[CaseStatus.HEARD] == 23  # and one of the 24 was put off to today
    assert found[CaseStatus.DRAFT] == 0  # a draft is its author's alone
    with open_work(seeded.store, seeded.viewer("Sanjay Prideaux", Role.CONTRIBUTOR)) as work:
        assert CaseStatus.DRAFT in set(work.all(select(Case.status)))


def test_there_are_about_sixty_cases(seeded: Seeded) -> None:
    south = codes_seen(seeded, "Tomasz Wieland", Role.COORDINATOR)
    north = codes_seen(seeded, "Abdul Sallow", Role.COORDINATOR, STOKE)
    assert 54 <= len(south) + len(north) <= 66


def test_the_two_maracs_see_nothing_of_each_other(seeded: Seeded) -> None:
    south = codes_seen(seeded, "Tomasz Wieland", Role.COORDINATOR)
    north = codes_seen(seeded, "Abdul Sallow", Role.COORDINATOR, STOKE)
    assert north
    assert not south & north
    assert codes_seen(seeded, "Valerie Stanko", Role.REPRESENTATIVE, STOKE) <= north
    assert codes_seen(seeded, "Valerie Stanko", Role.REPRESENTATIVE, SOUTH) <= south


def test_actions_stand_in_every_way_and_some_are_overdue(coordinator: Work) -> None:
    actions = coordinator.all(select(Action))
    assert {action.status for action in actions} == set(ActionStatus)
    assert any(action.status is ActionStatus.OPEN and action.due_on < clock.today() for action in actions)
    assert {action.side.value for action in actions} >= {"neither", "perpetrator"}
    assert any(action.quiet for action in actions)


def test_lines_are_shared_in_every_way(seeded: Seeded) -> None:
    ways = set()
    for member in MEMBERS:
        for appointment in member.appointments:
            if appointment.role in {Role.REPRESENTATIVE, Role.ADVOCATE, Role.CONTRIBUTOR}:
                with open_work(seeded.store, seeded.viewer(member.name, appointment.role, appointment.marac)) as work:
                    ways |= {line.sharing for line in work.all(select(Line))}
    assert ways == set(Sharing)


def _opened(seeded: Seeded, viewer: Viewer, detail_id: UUID) -> str:
    """One in a work: a second one is refused."""
    with open_work(seeded.store, viewer) as work:
        return open_secret(work, work.find(ProtectedDetail, detail_id))


def test_heron_is_a_man_whose_new_name_and_handset_are_his_advocates_alone(seeded: Seeded) -> None:
    advocate = seeded.viewer("Daniel Osei", Role.ADVOCATE)
    with open_work(seeded.store, advocate) as work:
        case = work.all(select(Case).where(Case.code == "HERON"))[0]
        names = work.all(select(PersonName).where(PersonName.case_id == case.id))
        secret = [name.surname for name in names if not name.searchable]
        details = work.all(select(ProtectedDetail.id).where(ProtectedDetail.case_id == case.id))
    handset = [_opened(seeded, advocate, detail_id) for detail_id in details]
    assert secret == ["Westmarch"]
    assert any(text.startswith("07700 900") for text in handset)
    others = [("Imran Tolland", Role.REPRESENTATIVE), ("Tomasz Wieland", Role.COORDINATOR)]
    others += [("Marek Lindholm", Role.REPRESENTATIVE), ("Tamsin Aguirre", Role.ADVOCATE)]
    for name, role in others:
        with open_work(seeded.store, seeded.viewer(name, role)) as work:
            kept = select(PersonName).where(PersonName.case_id == case.id, col(PersonName.searchable).is_(False))
            assert work.all(kept) == []
            assert work.all(select(ProtectedDetail).where(ProtectedDetail.case_id == case.id)) == []


def test_alder_finds_the_earlier_case_although_spelling_and_date_differ(coordinator: Work) -> None:
    case = coordinator.all(select(Case).where(Case.code == "ALDER"))[0]
    victim = next(match for match in candidates(coordinator, case) if match.person.party is PartyRole.VICTIM)
    assert "day and month of birth swapped" in victim.found[0].evidence
    assert not case.repeat  # the walk decides it


def test_one_repeat_is_decided_and_explained(coordinator: Work) -> None:
    repeats = coordinator.all(select(Case).where(col(Case.repeat).is_(True)))
    assert [case.repeat_sentence.startswith("Repeat: the same pair") for case in repeats] == [True]


def test_martens_landlord_sits_quietly(seeded: Seeded) -> None:
    def seats(name: str, role: Role) -> dict[str, bool]:
        with open_work(seeded.store, seeded.viewer(name, role)) as work:
            held = select(Seat).join(Case, col(Case.id) == Seat.case_id).where(Case.code == "MARTEN")
            return {str(seat.agency_id): seat.quiet for seat in work.all(held)}

    landlord = str(seeded.viewer("Anjali Thorne", Role.REPRESENTATIVE).agency_id)
    assert seats("Tomasz Wieland", Role.COORDINATOR)[landlord]
    assert landlord in seats("Anjali Thorne", Role.REPRESENTATIVE)
    assert landlord not in seats("Marjorie Delacroix", Role.REPRESENTATIVE)
    with open_work(seeded.store, seeded.viewer("Saoirse Mahmood", Role.ADVOCATE)) as work:
        children = select(Person).join(Case, col(Case.id) == Person.case_id).where(Case.code == "MARTEN")
        fathers = {name.surname for name in work.all(select(PersonName)) if name.party is PartyRole.CHILD}
        assert sum(person.party is PartyRole.CHILD for person in work.all(children)) == 2
        assert fathers >= {"Kwartengson-Lisle", "Pollitt-Vance"}


def test_teal_is_behind_a_wall_with_one_cleared_person_and_an_acting_chair(seeded: Seeded) -> None:
    for name, role, sees in (
        ("Imran Tolland", Role.REPRESENTATIVE, False),
        ("Rhiannon Achebe", Role.CHAIR, False),
        ("Ingrid Marlowe", Role.DATA_PROTECTION_OFFICER, False),
        ("Anjali Thorne", Role.REPRESENTATIVE, False),
        ("Amara Whitcombe", Role.CONTRIBUTOR, True),
        ("Philippa Amadi", Role.CHAIR, True),
        ("Sunita Fielding", Role.REPRESENTATIVE, True),
    ):
        assert ("TEAL" in codes_seen(seeded, name, role)) is sees, name
    with open_work(seeded.store, seeded.viewer("Philippa Amadi", Role.CHAIR)) as work:
        assert work.all(select(Case.restricted).where(Case.code == "TEAL")) == [True]


def test_agencies_hold_their_copies_of_the_minutes_in_parts(seeded: Seeded) -> None:
    with open_work(seeded.store, seeded.viewer("Colette Ndiaye", Role.REPRESENTATIVE)) as work:
        parts = work.all(select(MinutesPart))
        assert len({part.meeting_id for part in parts}) == 2
        assert all(part.content["code"] == part.label for part in parts)


def test_the_auditors_rooms_have_something_to_look_at(seeded: Seeded) -> None:
    with open_work(seeded.store, seeded.viewer("Edmund Faleti", Role.AUDITOR)) as work:
        assert sorted(alert.status for alert in work.all(select(Alert))) == [AlertStatus.EXPLAINED, AlertStatus.OPEN]
        assert sorted(asked.answered_at is None for asked in work.all(select(Question))) == [False, True]
        found = Counter(item.verdict for item in work.all(select(SampleItem)))
        assert (found[ItemVerdict.APPROPRIATE], found[ItemVerdict.QUESTION]) == (2, 1)
        assert found[None] > 9
        assert [(opening.over, bool(opening.reason)) for opening in work.all(select(Opening))] == [(True, True)]
        assert [hold.lifted_at for hold in work.all(select(Hold))] == [None]
        verbs = set(work.all(select(AuditEvent.verb)))
    assert verbs >= {Verb.OBSERVER_ADMITTED, Verb.OBSERVER_SENT_OUT, Verb.LINE_CORRECTED, Verb.DETAIL_IN_EMERGENCY}
    assert verbs.isdisjoint({Verb.REQUEST_NOT_FOUND, Verb.REQUEST_REFUSED})


def test_notices_of_the_correction_and_the_emergency_were_read_by_some(seeded: Seeded) -> None:
    for name, left in (("Nkechi Bramwell", NoticeKind.DETAIL_OPENED), ("Colette Ndiaye", NoticeKind.LINE_CORRECTED)):
        with open_work(seeded.store, seeded.viewer(name, Role.REPRESENTATIVE)) as work:
            assert [notice.kind for notice in unread(work)] == [left], name
    officer = seeded.client("Ingrid Marlowe", Role.DATA_PROTECTION_OFFICER)
    page = officer.get(f"/m/{SOUTH}/data-protection-officer/emergencies")
    assert "MARTEN" in page.text
    assert "Telephone of the victim" in page.text


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.title)
def test_each_cards_first_page_is_there(seeded: Seeded, card: Card) -> None:
    browser = seeded.client(NAMES[card.member], card.role, card.marac)
    answer = browser.get(f"/m/{card.marac}/{card.role.value}/")
    assert answer.status_code == 200
    assert "<h1" in answer.text


def test_what_waits_for_the_guardian_is_there_by_its_code(seeded: Seeded) -> None:
    """And no restricted case."""
    client = seeded.client("Dr Yusuf Penhale", Role.CALDICOTT_GUARDIAN)
    home = client.get("/m/south-staffordshire/caldicott-guardian/own-lines").text
    assert "1 line waits for a decision." in home
    assert "ALDER" in home
    assert "TEAL" not in home
