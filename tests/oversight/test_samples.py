"""A dip sample is drawn by chance, by agency, and the same for everybody who knows its seed (C73)."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import col, select

from marac import clock
from marac.cases.models import Case
from marac.cases.operations.seats import raise_wall
from marac.oversight.draw import chosen, rank
from marac.oversight.models import Sample, SampleItem
from marac.oversight.operations.samples import draw, judge
from marac.policy.samples import ItemVerdict
from marac.store.audit import AuditEvent
from marac.store.work import open_work
from marac.verbs import Verb
from marac.vocabulary import Conflict, Refused, Role
from tests.cast import Cast, open_case
from tests.conftest import ClientOf
from tests.oversight.review import path


def decided(cast: Cast, case_id: UUID, *names: str, times: int = 5) -> None:
    for name in names:
        with open_work(cast.store, cast[name]) as work:
            for number in range(times):
                line = {"t": "line", "id": str(uuid4()), "label": f"K{number}"}
                to = [cast.agencies["council"]]
                work.log(Verb.LINE_DECIDED, items=[line], to=to, reason="named", case_id=case_id)


def drawn(cast: Cast, per_agency: int = 3) -> UUID:
    with open_work(cast.store, cast["auditor"]) as work:
        return draw(work, clock.today() - timedelta(days=1), clock.today(), per_agency).id


def test_what_is_drawn_depends_on_the_seed_alone() -> None:
    one, other = uuid4(), uuid4()
    events = [(uuid4(), agency) for agency in (one, other) for _ in range(9)] + [(uuid4(), uuid4())]
    taken = chosen("seed", events, 3)
    assert taken == chosen("seed", reversed(events), 3)
    assert taken != chosen("another", events, 3)
    of_one = sorted((event for event, agency in events if agency == one), key=lambda event: rank("seed", event))
    assert set(of_one[:3]) == {event for event in taken if event in of_one}
    assert len(taken) == 7


def test_so_many_of_each_agency_and_again_from_the_record(cast: Cast) -> None:
    decided(cast, open_case(cast), "police_rep", "council_rep", times=5)
    decided(cast, cast.cases["HERON"], "idva", times=2)
    decided(cast, cast.cases["HERON"], "coordinator", times=5)
    sample_id = drawn(cast)
    with open_work(cast.store, cast.as_hat("council_rep", Role.AUDITOR)) as work:
        sample = work.find(Sample, sample_id)
        items = work.all(select(SampleItem))
        numbers = {name: sum(item.agency_id == cast.agencies[name] for item in items) for name in cast.agencies}
        assert {name: number for name, number in numbers.items() if number} == {"police": 3, "council": 3, "new_era": 2}
        told = [event for event in work.all(select(AuditEvent)) if event.hat in ("representative", "advocate")]
        kinds = (Verb.LINE_DECIDED,)
        pool = [
            (event.id, event.agency_id)
            for event in told
            if event.agency_id and (event.verb in kinds or event.operation == "disclosure")
        ]
        again = chosen(sample.seed, pool, sample.per_agency)
        assert {item.event_id for item in items} == set(again)


def test_findings_are_kept_sealed_and_nobody_judges_themselves(cast: Cast) -> None:
    decided(cast, open_case(cast), "police_rep")
    with open_work(cast.store, cast.as_hat("auditor", Role.REPRESENTATIVE)) as work:
        work.log(Verb.LINE_DECIDED, reason="seated")
    drawn(cast)
    with open_work(cast.store, cast["auditor"]) as work:
        items = {item.member_id: item for item in work.all(select(SampleItem))}
        item = items[cast.members["police_rep"]]
        judge(work, item, ItemVerdict.QUESTION, "Found-words", item.version)
        assert item.note == "Found-words"
        assert b"Found-words" not in getattr(item, "note_sealed")  # noqa: B009
        with pytest.raises(Conflict):
            judge(work, item, ItemVerdict.APPROPRIATE, "", 1)
    with pytest.raises(Refused, match="yourself"), open_work(cast.store, cast["auditor"]) as work:
        judge(work, items[cast.members["auditor"]], ItemVerdict.APPROPRIATE, "", 1)


def test_an_auditor_draws_works_through_and_reads_the_result(cast: Cast, client_of: ClientOf) -> None:
    decided(cast, open_case(cast), "police_rep")
    auditor, here = client_of("auditor"), path(cast, "auditor", "samples")
    day = clock.today()
    pieces = {
        f"{name}-{part}": str(getattr(day, part)) for name in ("since", "until") for part in ("day", "month", "year")
    }
    assert auditor.post(here, data={**pieces, "per_agency": "99"}).status_code == 422
    backwards = {**pieces, "since-year": str(day.year + 1), "per_agency": "1"}
    assert "not before the first" in auditor.post(here, data=backwards).text
    sent = auditor.post(here, data={**pieces, "per_agency": "1"})
    page = auditor.get(sent.headers["location"])
    assert "0 of 1 looked at" in page.text
    with open_work(cast.store, cast["auditor"]) as work:
        item = work.all(select(SampleItem))[0]
    entry = f"{sent.headers['location']}/{item.id}"
    assert "HERON" in auditor.get(entry).text
    assert auditor.post(entry, data={"verdict": "", "version": "1", "note": "Kept-words"}).status_code == 422
    assert auditor.post(entry, data={"verdict": "appropriate", "version": "1", "note": "Kept-words"}).status_code == 303
    done = auditor.get(sent.headers["location"])
    assert "1 of 1 looked at" in done.text
    assert "Kept-words" in done.text
    assert auditor.post(entry, data={"verdict": "appropriate", "version": "1"}).status_code == 409
    other = f"{path(cast, 'auditor', 'samples')}/{uuid4()}/{item.id}"
    assert auditor.get(other).status_code == 404
    for name, hat in (("officer", "data-protection-officer"), ("chair", "chair"), ("police_rep", "representative")):
        client = client_of(name)
        assert client.get(path(cast, hat, "samples")).status_code == 403
        for rest in (f"samples/{item.sample_id}", f"samples/{item.sample_id}/{item.id}"):
            assert client.get(path(cast, hat, rest)).status_code == 404


def test_a_wall_hides_an_item_from_its_auditor(cast: Cast, client_of: ClientOf) -> None:
    decided(cast, open_case(cast), "police_rep")
    sample_id = drawn(cast, 1)
    with open_work(cast.store, cast["coordinator"]) as work:
        raise_wall(work, work.find(Case, cast.cases["HERON"]), "cousin", member_id=cast.members["auditor"])
    page = client_of("auditor").get(path(cast, "auditor", f"samples/{sample_id}"))
    assert "HERON" not in page.text
    assert "Nothing was decided" in page.text


def test_items_are_numbered_as_if_those_behind_a_wall_were_not_there(cast: Cast, client_of: ClientOf) -> None:
    names = ("police_rep", "council_rep", "idva")
    decided(cast, open_case(cast), *names, times=1)
    for name in names:
        with open_work(cast.store, cast[name]) as work:
            work.log(Verb.LINE_DECIDED, reason="seated")
    sample_id = drawn(cast, 20)
    with open_work(cast.store, cast["coordinator"]) as work:
        raise_wall(work, work.find(Case, cast.cases["HERON"]), "cousin", member_id=cast.members["auditor"])
    with open_work(cast.store, cast["auditor"]) as work:
        items = work.all(select(SampleItem).order_by(col(SampleItem.position)))
    auditor, here = client_of("auditor"), path(cast, "auditor", f"samples/{sample_id}")
    listed = auditor.get(here).text
    numbers = re.findall(r'<span class="govuk-visually-hidden">Item </span>(\d+)', listed)
    titles = [auditor.get(f"{here}/{item.id}").text.split("<title>")[1][:20].split()[:2] for item in items]
    assert numbers == [str(number) for number in range(1, len(items) + 1)]
    assert numbers != [str(item.position) for item in items]
    assert titles == [["Item", number] for number in numbers]
