"""A hostile provider at the front door: each attack is refused, recorded and told to nobody, and each check matters."""

import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest
from httpx2 import Response
from joserfc.errors import SecurityWarning
from sqlalchemy import create_engine, delete, update
from sqlmodel import Session, SQLModel, func, select

import tests.database as databases
from agencies.signin import wire
from agencies.signin.refusal import Check
from agencies.signin.register import Unregistered
from agencies.signin.session import Standing
from marac.store.audit import AuditEvent
from marac.store.people import Account, LoginTransaction, SignIn
from marac.store.sealing import Keyring
from marac.store.work import Store
from marac.verbs import Verb
from marac.web.rates import Rates
from marac.web.viewer import cookie_name
from tests.agencies.attacks import ATTACKS, SAID, Attack
from tests.agencies.front_door import BASE, FrontDoor
from tests.agencies.hostile_provider import Scene
from tests.agencies.removals import (
    A_FAULT,
    BY_HAND,
    CAUGHT,
    LET_IN,
    NOTHING_TO_READ,
    NOTHING_TO_WORK_ON,
    ONLY_A_FAULT,
    instead,
    remove,
)
from tests.agencies.signin import test_flow, test_metadata, test_tokens
from tests.agencies.signin.hostile import ISSUER, Hostile
from tests.agencies.visit import KEY
from tests.cast import Cast
from tests.conftest import MASTER, Database, settings_for

OF_THE_PROVIDER = {
    Unregistered.PROVIDER_SETTINGS,
    Check.INSECURE_ADDRESS,
    Check.METADATA,
    Check.METADATA_ISSUER,
    Check.REDIRECTED,
    Check.TOO_LARGE,
    Check.UNREACHABLE,
    Check.UNREADABLE,
}
PAGES: dict[tuple[int, bool], str] = {}  # the first of its kind; every other must be the same, letter by letter


def count(door: FrontDoor, kind: type[SQLModel]) -> int:
    with Session(door.owner) as session:
        return session.exec(select(func.count()).select_from(kind)).one()


def refusals(door: FrontDoor) -> list[AuditEvent]:
    return [event for event in door.record() if event.verb is Verb.SIGN_IN_REFUSED]


def assert_told_to_nobody(answer: Response, attack: Attack) -> str:
    """Returns the reference."""
    assert answer.status_code == (503 if attack.check in OF_THE_PROVIDER else 403)
    (reference,) = re.findall(r"\b[0-9a-f]{12}\b", answer.text)
    kind = (answer.status_code, attack.check == Standing.NO_APPOINTMENT)
    page = answer.text.replace(reference, "")
    assert page == PAGES.setdefault(kind, page)
    return str(reference)


def assert_nothing_left(door: FrontDoor, answer: Response, attack: Attack) -> None:
    assert cookie_name(door.settings) not in answer.headers.get("set-cookie", "")
    assert count(door, SignIn) == attack.sessions
    assert count(door, LoginTransaction) == attack.left


@pytest.fixture(scope="module")
def hall(with_cast: Cast, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDoor]:
    """One front door for all that leaves nothing behind; a new one for each takes its time."""
    database = Database(databases.clone("hostile_provider", of="template_cast"))
    engines = [create_engine(url) for url in (database.app_url, database.owner_url, database.superuser_url)]
    home = tmp_path_factory.mktemp("hostile")
    (home / "keys").mkdir()
    (home / "keys" / "demo-idp.pem").write_bytes(KEY.as_pem(private=True))
    cast = replace(with_cast, store=Store(engines[0], Keyring(MASTER)), cases={}, people={})
    yield FrontDoor(replace(settings_for(database, home), base_url=BASE), cast, engines[1], engines[2])
    for engine in engines:
        engine.dispose()
    databases.drop(database.name)


def door_for(names: Iterable[str], request: pytest.FixtureRequest) -> FrontDoor:
    door = request.getfixturevalue("hall" if SAID.keys() >= set(names) else "door")
    assert isinstance(door, FrontDoor)
    return door


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_refused_and_recorded(
    name: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    attack, door = ATTACKS[name], door_for([name], request)
    start_again(door)
    before = len(refusals(door))
    monkeypatch.setattr(wire, "SECONDS", attack.seconds)
    scene = attack.stage(door)
    subject = door.account(scene.member).subject
    answer = scene.sign_in()
    reference = assert_told_to_nobody(answer, attack)
    assert_nothing_left(door, answer, attack)
    (event,) = refusals(door)[before:]
    assert (event.reason, event.request_id) == (attack.check, reference)
    assert event.agency_id == (door.cast.agencies[attack.agency] if attack.agency else None)
    assert not attack.sessions or door.account(scene.member).subject == "s-1"
    assert attack.sessions or door.account(scene.member).subject == subject


BEHAVES: dict[str, test_tokens.Change] = test_tokens.ACCEPTED | {
    "metadata that would override our settings": test_metadata.publishes(**test_metadata.OVERRIDES),
    "an answer that names its issuer as promised": test_flow.promises(test_flow.brings(iss=ISSUER)),
}


@pytest.mark.parametrize("name", BEHAVES)
def test_the_same_provider_signs_its_people_in_with(hall: FrontDoor, name: str) -> None:
    """So that every refusal here is for what the attack does, and for nothing else."""
    start_again(hall)
    before = len(refusals(hall))
    hostile = Hostile()
    BEHAVES[name](hostile)
    answer = Scene(hall, hostile).sign_in()
    assert (answer.status_code, count(hall, SignIn), count(hall, LoginTransaction)) == (303, 1, 0)
    assert len(refusals(hall)) == before
    assert hostile.form["code_verifier"] and hostile.form["redirect_uri"]


def without(check: str, attack: Attack, door: FrontDoor) -> str:
    """What becomes of an attack when its check is gone."""
    with (
        pytest.MonkeyPatch.context() as monkeypatch,
        warnings.catch_warnings(action="ignore", category=SecurityWarning),
    ):
        monkeypatch.setattr(wire, "SECONDS", attack.seconds)
        scene = attack.stage(door)
        remove(check, monkeypatch)
        before = len(refusals(door))
        try:
            answer = scene.sign_in()
        except Exception:
            return A_FAULT
    if answer.status_code == 303:
        return LET_IN
    reasons = [event.reason for event in refusals(door)[before:]]
    return reasons[0] if len(reasons) == 1 else A_FAULT


def start_again(door: FrontDoor) -> None:
    """Nothing under way, nobody known, and no count of how often was tried."""
    door.app.state.rates = Rates(off=True)
    with Session(door.owner) as session:
        session.execute(delete(SignIn))
        session.execute(delete(LoginTransaction))
        session.execute(update(Account).values(issuer="", subject=""))
        session.commit()


@pytest.mark.parametrize("check", [*Check, *sorted(BY_HAND.keys() - set(Check))])
def test_without_its_check_an_attack_gets_further(check: str, request: pytest.FixtureRequest) -> None:
    attacks = {name: attack for name, attack in ATTACKS.items() if attack.check == check}
    expected, became, door = {}, {}, door_for(attacks, request)
    for name, attack in attacks.items():
        start_again(door)
        became[name] = without(check, attack, door)
        expected[name] = instead(name, check)
    assert became == expected
    assert set(became.values()) - {check, A_FAULT} or check in ONLY_A_FAULT, "nothing shows what this check is for"


def test_every_attack_that_gets_no_further_is_one_of_these() -> None:
    assert set(CAUGHT) | NOTHING_TO_READ | NOTHING_TO_WORK_ON <= set(ATTACKS)


def test_there_is_an_attack_on_everything_that_is_checked() -> None:
    assert {*Check, *Standing} <= {attack.check for attack in ATTACKS.values()}
    assert len(ATTACKS) >= 60


def test_an_address_that_no_table_can_hold_is_nobodys(hall: FrontDoor) -> None:
    """Where other machines call too, without a page to show."""
    client = hall.browser().client
    assert client.post("/auth/backchannel/a%00", data={"logout_token": "a.b.c"}).status_code == 400
    assert client.get("/auth/keys/a%00").status_code == 404
    assert client.post("/sign-in", data={"email": "ada@police\x00.test"}).status_code == 422
