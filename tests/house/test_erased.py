"""Every page about a case that was erased: none fails, none shows what was written, and the receipt is there."""

import re
from collections.abc import Iterable

from sqlmodel import select
from starlette.applications import Starlette
from starlette.routing import Route

from marac.cases.models import Case, Erasure, Hold
from marac.cases.operations.keeping import confirm_erasure, lift_hold
from marac.store.work import open_work
from tests.cast import PEOPLE, Cast
from tests.conftest import ClientOf
from tests.house.sample import drafted, heard
from tests.house.test_strangers import ROUTES, ids_for, names_a_record, path_of

LOOKING = ("idva", "chair", "council_rep", "programme_worker", "auditor")
BEFORE = LOOKING[:2]
TAGS = re.compile(r"<[^>]*>")
DRAFT = re.compile(r"Secretly|DRAFTED", re.IGNORECASE)  # another case, which stands
WRITTEN = re.compile(r"OKAFOR|VANCE|LOWE|\w+-words|07700 900", re.IGNORECASE)


LISTS = {"cases", "work", "workbench", "meetings", "actions", "minutes", "ledger", "holds", "inbox", "lines"}


def _about(route: Route) -> bool:
    """Whether it shows something of the case, or lists cases; a referral that is being written is another one."""
    record = names_a_record(route) or "meeting_id" in route.param_convertors
    return (record or route.name in LISTS) and not route.path.startswith("/refer/{")


def erase(cast: Cast) -> None:
    with open_work(cast.store, cast["auditor"]) as work:
        for hold in work.all(select(Hold)):
            lift_hold(work, hold, "over")
    with open_work(cast.store, cast["chair"]) as work:
        erasure = work.all(select(Erasure))[0]
        confirm_erasure(work, work.find(Case, erasure.case_id), erasure)


def test_an_erased_case_breaks_no_page_and_shows_nothing(app: Starlette, cast: Cast, client_of: ClientOf) -> None:
    of_heard, of_draft = heard(cast), drafted(cast)
    clients = {name: client_of(name) for name in LOOKING}
    pages = [route for route in ROUTES if "GET" in (route.methods or ()) and _about(route)]

    def walk(names: Iterable[str]) -> dict[tuple[str, str], tuple[int, set[str]]]:
        found = {}
        for route in pages:
            ids = ids_for(route, of_heard, of_draft)
            for name in names:
                answer = clients[name].get(path_of(app, cast, route, PEOPLE[name][1], ids))
                shown = DRAFT.sub("", TAGS.sub(" ", answer.text))
                found[route.name, name] = answer.status_code, {word.lower() for word in WRITTEN.findall(shown)}
        return found

    before = walk(BEFORE)
    erase(cast)
    after = walk(LOOKING)
    assert {key: status for key, (status, _) in after.items() if status >= 500} == {}
    assert {key: words for key, (_, words) in after.items() if words} == {}
    assert sum(bool(words) for _, words in before.values()) > 12, "the same pages showed them before"
    shut = {key for key, (status, _) in before.items() if status != after[key][0]}
    assert shut == set()
    for name in ("chair", "auditor"):
        ids = {"case_id": of_heard["case_id"]}
        shown = clients[name].get(f"/m/{cast.slug}/{PEOPLE[name][1]}/cases/{ids['case_id']}/keeping").text
        assert "Receipt: this case was erased" in shown
    shown = clients["council_rep"].get(f"/m/{cast.slug}/representative/cases/{of_heard['case_id']}").text
    assert "This case was erased on" in shown
