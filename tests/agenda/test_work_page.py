"""My agency's work counts what is due of every kind: actions, minutes to open, and the next meeting."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from actions.models import Action
from agenda.models import MinutesIssue
from agenda.operations.ahead import unopened_minutes
from marac import clock
from marac.store.work import open_work
from marac.verbs import Verb
from marac.vocabulary import ALLOWED
from tests.actions.given import Screens
from tests.agenda.minuted import approve_and_issue, minuted
from tests.agenda.sitting import publish, sit
from tests.cast import Cast, open_case
from tests.conftest import ClientOf


def counted(page: str) -> dict[str, int]:
    found = re.findall(r'count-link__number">(\d+)</span> <span class="count-link__text">([^<]+)<', page)
    return {text: int(number) for number, text in found}


def work_of(cast: Cast, client_of: ClientOf, name: str) -> str:
    return client_of(name).get(f"/m/{cast.slug}/{cast[name].hat}/work").text


def test_own_actions_are_counted_and_the_late_ones_among_them(cast: Cast, client_of: ClientOf) -> None:
    screens = Screens(cast, client_of)
    for agency in ("council", "council", "police"):
        assert screens.agree(agency_id=str(cast.agencies[agency])).status_code == 303
    assert counted(work_of(cast, client_of, "council_rep"))["actions to do"] == 2
    with open_work(cast.store, cast["coordinator"]) as work:
        late = work.all(select(Action).where(Action.agency_id == cast.agencies["council"]))[0]
        work.require(ALLOWED, late)
        late.due_on = clock.today() - timedelta(days=1)
        work.log(Verb.ACTION_AGREED, late)
    assert counted(work_of(cast, client_of, "council_rep"))["of them late"] == 1
    with clock.at(clock.now() + timedelta(days=90)):
        page = counted(work_of(cast, client_of, "council_rep"))
    assert page["actions to do, all late"] == 2 and "of them late" not in page
    assert counted(work_of(cast, client_of, "police_rep"))["action to do"] == 1
    assert counted(work_of(cast, client_of, "outsider"))["actions to do"] == 0


@pytest.mark.parametrize("how", ["", "/pdf?reason=own-file"])
def test_minutes_are_to_be_opened_until_somebody_of_the_agency_has(cast: Cast, client_of: ClientOf, how: str) -> None:
    approve_and_issue(cast, minuted(cast))
    for name in ("council_rep", "police_rep", "idva"):
        assert counted(work_of(cast, client_of, name))["copy of minutes to open"] == 1, name
    with open_work(cast.store, cast["council_rep"]) as work:
        copy = work.all(select(MinutesIssue.id))[0]
    client_of("council_rep").get(f"/m/{cast.slug}/representative/minutes/{copy}{how}")
    assert counted(work_of(cast, client_of, "council_rep"))["copies of minutes to open"] == 0
    assert counted(work_of(cast, client_of, "police_rep"))["copy of minutes to open"] == 1


def test_minutes_are_not_counted_for_who_gets_none_or_may_not_read_whether_they_were_opened(
    cast: Cast, client_of: ClientOf
) -> None:
    approve_and_issue(cast, minuted(cast))
    for name in ("programme_worker", "contributor"):
        assert "of minutes to open" not in work_of(cast, client_of, name), name
    with open_work(cast.store, cast["outsider"]) as work:
        assert unopened_minutes(work) == 0


def test_the_next_meeting_stands_with_the_time_to_join(cast: Cast, client_of: ClientOf) -> None:
    open_case(cast)
    publish(cast, ("HERON",))
    page = work_of(cast, client_of, "council_rep")
    assert "Next meeting" in page
    assert re.search(r"Room 2\.\s+Your agency: 1 case, your first case about \d", page)
    for name in ("outsider", "walled_rep"):
        page = work_of(cast, client_of, name)
        assert "Nothing for your agency" in page, name
        assert "HERON" not in page


def test_without_a_meeting_to_come_none_is_named(cast: Cast, client_of: ClientOf) -> None:
    minuted(cast)
    assert "Next meeting" not in work_of(cast, client_of, "council_rep")
    sit(cast, cases=("ALDER",))
    assert "Next meeting" in work_of(cast, client_of, "council_rep")
