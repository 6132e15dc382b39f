"""Every attack on signing in, by name, and the check that stops it: what is said, and what is done around it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import httpx2
from httpx2 import Response
from sqlmodel import Session, col, delete, select
from starlette.responses import JSONResponse, StreamingResponse

from agencies.signin.refusal import Check
from agencies.signin.register import Unregistered
from agencies.signin.session import Standing
from marac import clock
from marac.store.people import Appointment, LoginTransaction, Member, Provider
from marac.store.scope import Record
from tests.agencies.front_door import FrontDoor
from tests.agencies.hostile_provider import Query, Scene
from tests.agencies.signin import test_flow, test_metadata, test_tokens
from tests.agencies.signin.hostile import Hostile, settings

CORA = "cora@council.test"
Step = Callable[[Scene], object]


def nothing(scene: Scene) -> None:
    """All is as usual."""


@dataclass(frozen=True)
class Attack:
    """check: as it is recorded, under the agency's name; left: sign-ins under way that are none of the attacker's.

    before: what happens before anybody leaves for the provider; meanwhile: while they are there. seconds: the
    patience of the house. sessions: those that were rightly begun.
    """

    check: str
    provider: Callable[[Hostile], object] = lambda hostile: None
    before: Step = nothing
    meanwhile: Step = nothing
    agency: str | None = "police"
    left: int = 0
    sessions: int = 0
    seconds: float = 5.0

    def stage(self, door: FrontDoor) -> Scene:
        """Everything ready, so that the attack is `sign_in`."""
        hostile = Hostile()
        self.provider(hostile)
        scene = Scene(door, hostile)
        scene.meanwhile = self.meanwhile
        self.before(scene)
        return scene


def back(on_return: Callable[[Scene, str, Query], Response]) -> Step:
    return lambda scene: setattr(scene, "on_return", on_return)


def back_to(key: str) -> Step:
    return back(lambda scene, _, query: scene.arrive(key, query))


def again(scene: Scene, key: str, query: Query) -> Response:
    assert scene.arrive(key, query).status_code == 303
    return scene.arrive(key, query)


def at_once(scene: Scene, key: str, query: Query) -> Response:
    """In two tabs of one browser; only one is let in."""
    tab = scene.door.browser()
    tab.client.cookies.update(scene.browser.client.cookies)
    with ThreadPoolExecutor(2) as threads:
        both = [threads.submit(scene.arrive, key, query, browser) for browser in (scene.browser, tab)]
    let_in, refused = sorted((each.result() for each in both), key=lambda answer: answer.status_code)
    assert let_in.status_code == 303
    return refused


def in_another_browser(scene: Scene, key: str, query: Query) -> Response:
    """Somebody who is about to sign in is sent to an attacker's callback instead."""
    other = scene.door.browser()
    assert other.client.post("/sign-in", data={"email": scene.email}).status_code == 200
    return scene.arrive(key, query, other)


def changes(kind: type[Record], **values: Any) -> Step:
    def change(scene: Scene) -> None:
        door, name = scene.door, scene.member
        rows = {
            Provider: scene.provider_id,
            Member: door.cast.members[name],
            Appointment: door.cast[name].appointment_id,
        }
        door.change(kind, rows[kind], **values)

    return change


def runs_out_of_time(scene: Scene) -> None:
    with Session(scene.door.owner) as session:
        row = session.exec(select(LoginTransaction)).one()
    scene.door.change(LoginTransaction, row.id, expires_at=clock.now() - timedelta(seconds=1))


def deletes_the_provider(scene: Scene) -> None:
    with Session(scene.door.owner) as session:
        session.execute(delete(LoginTransaction).where(col(LoginTransaction.provider_id) == scene.provider_id))
        session.execute(delete(Provider).where(col(Provider.id) == scene.provider_id))
        session.commit()


def withdraws_its_key(scene: Scene) -> None:
    """A quarter of an hour after somebody signed in with it; the provider goes on signing with it."""
    scene.keep_time()
    scene.sign_in_before()
    scene.seconds, scene.hostile.published = 900.0, [test_metadata.SECOND]


def as_another_subject(scene: Scene) -> None:
    scene.sign_in_before()
    scene.hostile.claims["sub"] = "s-2"


def with_a_shared_provider(scene: Scene) -> None:
    """Council and police have one provider, and the same client there."""
    ours, scene.hostile.provider = scene.hostile.provider, settings(email_domains=frozenset({"council.test"}))
    council = Scene(scene.door, scene.hostile, "council", "council_rep")
    council.email = CORA
    council.register()
    scene.hostile.provider = ours


def to_the_council(scene: Scene, key: str, query: Query) -> Response:
    scene.hostile.claims |= {"email": CORA, "sub": "s-2"}
    return scene.arrive(scene.door.cast.agencies["council"].hex, query)


def through_a_shared_provider(scene: Scene) -> None:
    """It brings a police officer's subject to the council's door."""
    scene.sign_in_before()
    scene.hostile.provider = settings(email_domains=frozenset({"council.test"}))
    other = Scene(scene.door, scene.hostile, "council", "council_rep")
    scene.agency, scene.member, scene.key, scene.provider_id = other.agency, other.member, other.key, other.provider_id
    scene.email = scene.hostile.claims["email"] = CORA


def as_mark(scene: Scene) -> None:
    """The Kelvin sign is a k in small letters."""
    scene.email, scene.hostile.claims["email"] = "mark@police.test", "mar\u212a@police.test"


def now_of_the_council(scene: Scene) -> None:
    scene.hostile.claims["email"] = CORA


def dawdles(path: str) -> Callable[[Hostile], object]:
    """Half a second between the head of an answer and its end."""

    def dress(body: dict[str, Any]) -> Response:
        async def parts() -> AsyncIterator[bytes]:
            yield b" "
            await asyncio.sleep(0.5)
            yield bytes(JSONResponse(body).body)

        return StreamingResponse(parts(), media_type="application/json")  # type: ignore[return-value]

    return lambda hostile: hostile.dress.update({path: dress})  # type: ignore[dict-item]


def dies(scene: Scene) -> None:
    def dead(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("nobody there")

    scene.hostile.discovery.wire._transport = httpx2.MockTransport(dead)


def dies_and_is_forgotten(scene: Scene) -> None:
    """So that its addresses must be asked for anew."""
    scene.keep_time()
    scene.register()
    dies(scene)


PARTS = {"callback": test_flow.REFUSED, "token": test_tokens.REFUSED, "provider": test_metadata.REFUSED}
SAID = {
    f"{part}: {name}": Attack(check, provider=change)
    for part, table in (
        ("callback", test_flow.REFUSED),
        ("token", test_tokens.REFUSED),
        ("provider", test_metadata.REFUSED),
    )
    for name, (change, check) in table.items()
}
for name in ("no state", "an empty state", "another sign-in's state", "an endless state"):
    SAID[f"callback: {name}"] = replace(SAID[f"callback: {name}"], left=1)
SAID["callback: another agency's return address"] = replace(
    SAID["callback: another agency's return address"], agency="council"
)

yesterday, tomorrow = timedelta(days=-1), timedelta(days=1)
NOBODYS = Attack(Unregistered.UNKNOWN_PROVIDER, meanwhile=back_to("nobody"), agency=None)
DONE: dict[str, Attack] = {
    "callback: the same once more": Attack(Check.STATE, meanwhile=back(again), sessions=1),
    "callback: twice at once": Attack(Check.STATE, before=Scene.sign_in_before, meanwhile=back(at_once), sessions=1),
    "callback: at the address of another agency with the same provider": Attack(
        Check.OTHER_PROVIDER, before=with_a_shared_provider, meanwhile=back(to_the_council), agency="council"
    ),
    "callback: in the browser of somebody who is signing in": Attack(
        Check.BROWSER, meanwhile=back(in_another_browser), left=1
    ),
    "callback: after ten minutes": Attack(Check.LOGIN_EXPIRED, meanwhile=runs_out_of_time),
    "callback: at an address of nobody": Attack(
        Unregistered.UNKNOWN_PROVIDER, meanwhile=back_to("nobody"), agency=None
    ),
    "callback: at an address with a NUL": Attack(Unregistered.UNKNOWN_PROVIDER, meanwhile=back_to("a%00"), agency=None),
    "provider: an issuer without TLS": Attack(
        Check.INSECURE_ADDRESS, provider=test_tokens.wants(issuer="http://idp.police.test")
    ),
    "provider: a document that dawdles": Attack(
        Check.UNREACHABLE, provider=dawdles("/.well-known/openid-configuration"), seconds=0.2
    ),
    "provider: tokens that dawdle": Attack(Check.UNREACHABLE, provider=dawdles("/token"), seconds=0.2),
    "provider: keys that dawdle": Attack(Check.UNREACHABLE, provider=dawdles("/keys"), seconds=0.2),
    "provider: out of order while somebody is there": Attack(Check.UNREACHABLE, meanwhile=dies),
    "provider: out of order and forgotten while somebody is there": Attack(
        Check.UNREACHABLE, meanwhile=dies_and_is_forgotten
    ),
    "provider: a key withdrawn a quarter of an hour ago": Attack(Check.UNKNOWN_KEY, before=withdraws_its_key),
    "provider: switched off while somebody is there": Attack(
        Unregistered.UNKNOWN_PROVIDER, meanwhile=changes(Provider, switched_on=False)
    ),
    "provider: deleted while somebody is there": Attack(Check.STATE, meanwhile=deletes_the_provider, agency=None),
    "provider: its registration broken while somebody is there": Attack(
        Unregistered.PROVIDER_SETTINGS, meanwhile=changes(Provider, secret_sealed=b"?" * 40)
    ),
    "account: nobody of that address": Attack(
        Standing.UNKNOWN_ACCOUNT, provider=test_tokens.says(email="bob@police.test")
    ),
    "account: a known subject with another agency's address": Attack(
        Check.EMAIL_DOMAIN, before=Scene.sign_in_before, meanwhile=now_of_the_council
    ),
    "account: a letter that looks like another's": Attack(Check.EMAIL, before=as_mark),
    "account: another subject with the address": Attack(Standing.OTHER_SUBJECT, before=as_another_subject),
    "account: a colleague's subject through a shared provider": Attack(
        Standing.OTHER_AGENCY, before=through_a_shared_provider, agency="council"
    ),
    "account: a member who retired": Attack(Standing.RETIRED, before=changes(Member, retired_at=clock.now())),
    "account: a member who retires while they are there": Attack(
        Standing.RETIRED, meanwhile=changes(Member, retired_at=clock.now())
    ),
    "account: an appointment that is over": Attack(
        Standing.NO_APPOINTMENT, before=changes(Appointment, until_on=clock.today() + yesterday)
    ),
    "account: an appointment that has not begun": Attack(
        Standing.NO_APPOINTMENT, before=changes(Appointment, from_on=clock.today() + tomorrow)
    ),
    "account: an appointment that is only proposed": Attack(
        Standing.NO_APPOINTMENT, before=changes(Appointment, confirmed_at=None)
    ),
}
ATTACKS: dict[str, Attack] = SAID | DONE
