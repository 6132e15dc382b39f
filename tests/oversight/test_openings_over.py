"""An opening that ended says so to whoever made it, and how to open again; to nobody else, and past no wall (S21)."""

import re
from html import unescape

from marac.cases.models import Case
from marac.cases.operations.restriction import restrict
from marac.cases.operations.seats import raise_wall
from marac.oversight.models import Opening
from marac.oversight.operations.openings import end_opening
from marac.store.work import open_work
from marac.web.page import clock_time
from tests.cases.refer_visit import words
from tests.cast import Cast, open_case
from tests.conftest import ClientOf
from tests.oversight.review import REASON, opened, path


def test_who_comes_back_to_it_reads_when_it_ended_and_opens_it_again(cast: Cast, client_of: ClientOf) -> None:
    case_id, auditor = open_case(cast), client_of("auditor")
    one = opened(cast, case_id)
    read = path(cast, "auditor", f"openings/{one}/read")
    with open_work(cast.store, cast["chair"]) as work:
        end_opening(work, work.find(Opening, one))
    with open_work(cast.store, cast["auditor"]) as work:
        ended = clock_time(work.find(Opening, one).ended_at)
    over = auditor.get(read)
    assert f"Your opening of HERON ended at {ended}" in words(over) and REASON not in over.text
    (again,) = re.findall(r'href="([^"]+)">Open it again with a reason', over.text)
    form = auditor.get(unescape(again)).text
    assert re.search(rf'value="{case_id}"\s+selected', form) and re.search(r'value="complaint"\s+checked', form)
    for hat in ("chair", "officer"):
        theirs = client_of(hat).get(path(cast, cast[hat].hat.value, f"openings/{one}/read"))
        assert theirs.status_code == 404 and "ended at" not in theirs.text


def test_where_a_restriction_or_a_wall_now_stands_there_is_nothing(cast: Cast, client_of: ClientOf) -> None:
    case_id, auditor = open_case(cast), client_of("auditor")
    one = opened(cast, case_id)
    read = path(cast, "auditor", f"openings/{one}/read")
    with open_work(cast.store, cast["auditor"]) as work:
        end_opening(work, work.find(Opening, one))
    for restricted in (True, False):
        with open_work(cast.store, cast["coordinator"]) as work:
            restrict(work, work.find(Case, case_id), restricted)
        assert auditor.get(read).status_code == (404 if restricted else 200)
    with open_work(cast.store, cast["coordinator"]) as work:
        raise_wall(work, work.find(Case, case_id), "cousin", member_id=cast.members["auditor"])
    assert auditor.get(read).status_code == 404
