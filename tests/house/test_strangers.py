"""Every address of the house, tried by those who have no business there, and by somebody who has."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from marac.app import room_routes
from tests.cast import PEOPLE, Cast
from tests.conftest import ClientOf
from tests.house.sample import CANARIES, PLAIN, drafted, heard

EVERY = [route for route in room_routes() if isinstance(route, Route)]
STREAMS = {"live.stream", "observe.stream"}  # never end for those let in: tests/web/test_live.py tries them
ROUTES = [route for route in EVERY if route.name not in STREAMS]
# A meeting is known to the whole MARAC, what is on its list is not; the ledger asks for the hat before it looks.
MEETING_ONLY = {"meeting_id", "item_id"}
# Shown only while the case, or the hearing, is in a state that the sample has left behind; the room's tests see it.
OTHER_STATE = {"triage.accept", "note"}
STRANGERS = ("outsider", "walled_rep")
# Seated, but not for everything: what must never stand on any of their pages.
NOT_ALL: dict[str, tuple[str, ...]] = {
    "programme_worker": ("OKAFOR", "Okafor", "LOWE", "Lowe", "DRAFTED", "voice-words", "07700"),
    "administrator": CANARIES,
    "observer": CANARIES,
    "auditor": ("OKAFOR", "Okafor", "DRAFTED", "-words", "07700"),
    "contributor": CANARIES,
}


def ids_for(route: Route, of_heard: dict[str, Any], of_draft: dict[str, Any]) -> dict[str, Any]:
    """What fills the path. A name without a sample value fails: deny by default, for tests too."""
    draft = route.path.startswith("/refer/")
    known = {**PLAIN, **(of_draft if draft else of_heard)}
    if draft and "/protected/" in route.path:
        known["detail_id"] = known["protected_id"]
    return {name: known[name] for name in route.param_convertors}


def path_of(app: Starlette, cast: Cast, route: Route, hat: str, ids: dict[str, Any]) -> str:
    return str(app.url_path_for(route.name, marac=cast.slug, hat=hat, **ids))


def names_a_record(route: Route) -> bool:
    named = {name for name, kind in route.param_convertors.items() if type(kind).__name__ == "UUIDConvertor"}
    return bool(named - MEETING_ONLY)


def test_no_address_tells_strangers_anything(app: Starlette, cast: Cast, client_of: ClientOf) -> None:
    of_heard, of_draft = heard(cast), drafted(cast)
    clients = {name: client_of(name) for name in (*STRANGERS, *NOT_ALL)}
    wrong = []
    for route in ROUTES:
        ids = ids_for(route, of_heard, of_draft)
        for method in (route.methods or set()) - {"HEAD"}:
            for name, client in clients.items():
                path = path_of(app, cast, route, PEOPLE[name][1], ids)
                answer = client.request(method, path)
                told = [word for word in NOT_ALL.get(name, CANARIES) if word in answer.text]
                shut = answer.status_code == 404 or name in NOT_ALL or not names_a_record(route)
                if told or not shut or answer.status_code >= 500:
                    wrong.append((name, method, route.path, answer.status_code, told))
    assert not wrong


def test_no_address_answers_the_signed_out_or_a_hat_not_worn(app: Starlette, cast: Cast, client_of: ClientOf) -> None:
    of_heard, of_draft = heard(cast), drafted(cast)
    nobody, outsider = client_of("nobody"), client_of("outsider")
    for route in EVERY:
        ids = ids_for(route, of_heard, of_draft)
        for method in (route.methods or set()) - {"HEAD"}:
            answer = nobody.request(method, path_of(app, cast, route, "representative", ids))
            assert (answer.status_code, answer.headers["location"][:8]) == (303, "/sign-in"), route.path
            assert outsider.request(method, path_of(app, cast, route, "chair", ids)).status_code == 404, route.path


def test_every_page_is_open_to_somebody(app: Starlette, cast: Cast, client_of: ClientOf) -> None:
    """The positive twin: at the same addresses, somebody entitled is answered."""
    of_heard, of_draft = heard(cast), drafted(cast)
    clients = {name: client_of(name) for name in PEOPLE}
    shut = []
    for route in ROUTES:
        if "GET" not in (route.methods or set()) or route.name in OTHER_STATE:
            continue
        ids = ids_for(route, of_heard, of_draft)
        statuses = {}
        for name, client in clients.items():
            statuses[name] = client.get(path_of(app, cast, route, PEOPLE[name][1], ids)).status_code
            if statuses[name] in (200, 303):
                break
        else:
            shut.append((route.path, statuses))
    assert not shut


def test_what_is_guessed_and_what_is_forbidden_look_the_same(app: Starlette, cast: Cast, client_of: ClientOf) -> None:
    """Existence is hidden: same status, same page but for the reference, same headers."""
    of_heard, of_draft = heard(cast), drafted(cast)
    client = client_of("outsider")
    for route in ROUTES:
        if not names_a_record(route) or "GET" not in (route.methods or set()):
            continue
        ids = ids_for(route, of_heard, of_draft)
        guessed = {
            name: uuid4() if isinstance(value, UUID) and name not in MEETING_ONLY else value
            for name, value in ids.items()
        }
        real = client.get(path_of(app, cast, route, "representative", ids))
        fake = client.get(path_of(app, cast, route, "representative", guessed))
        assert (real.status_code, fake.status_code) == (404, 404), route.path
        assert len(real.text) == len(fake.text), route.path
        assert set(real.headers) == set(fake.headers)


def test_every_address_has_the_one_door() -> None:
    for route in EVERY:
        door = getattr(route.endpoint, "__self__", None)
        assert type(door).__name__ in {"Door", "StreamDoor"}, f"{route.path} was not made by page() or deed()"


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_names_and_methods_go_together(route: Route) -> None:
    """What changes something is a POST; nothing is both shown and done at one name."""
    methods = (route.methods or set()) - {"HEAD"}
    assert len(methods) == 1
    assert route.name
    handler = getattr(route.endpoint, "__self__", None)
    if methods == {"GET"} and type(handler).__name__ == "Door":
        assert not handler.reads_form  # type: ignore[union-attr]
