"""An auditor asks one agency; it answers; nobody else reads either (C73)."""

import html
import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from marac import clock
from marac.cases.models import Case
from marac.cases.operations.seats import raise_wall
from marac.oversight.models import Question
from marac.oversight.operations.questions import answer, ask, close
from marac.policy.questions import Finding
from marac.store.work import open_work
from marac.vocabulary import Conflict, NotFound, Refused
from tests.cast import Cast, open_case
from tests.conftest import ClientOf
from tests.house.sample import heard
from tests.oversight.review import path

DPO = "data-protection-officer"


def asked(cast: Cast, case: bool = True, member: str = "") -> UUID:
    with open_work(cast.store, cast["auditor"]) as work:
        about = work.find(Case, cast.cases["HERON"]) if case else None
        named = cast.members[member] if member else None
        agency = cast["council_rep"].agency_id
        return ask(work, agency, "Asked-words", clock.today(), case=about, member_id=named).id


def test_words_about_a_case_are_sealed_and_others_stand_plain(cast: Cast) -> None:
    open_case(cast)
    for about, kept in ((True, ("Asked-words", "")), (False, ("", "Asked-words"))):
        one = asked(cast, about)
        with open_work(cast.store, cast["officer"]) as work:
            question = work.find(Question, one)
            assert (question.asked, question.plain_asked) == kept
            assert b"Asked-words" not in getattr(question, "asked_sealed")  # noqa: B009


def test_one_question_from_asking_to_closing(cast: Cast, client_of: ClientOf) -> None:
    open_case(cast)
    auditor, officer = client_of("auditor"), client_of("officer")
    form = auditor.get(path(cast, "auditor", "questions/new"))
    assert "Testshire council: data protection officer" in form.text
    assert "Testshire health: data protection officer" not in form.text, "the auditor's own employer"
    to = {"to": str(cast.agencies["council"]), "case_id": str(cast.cases["HERON"]), "words": "Asked-words"}
    due = clock.today() + timedelta(days=7)
    day = {f"due_on-{part}": str(getattr(due, part)) for part in ("day", "month", "year")}
    assert auditor.post(path(cast, "auditor", "questions"), data=to).status_code == 422
    assert (
        auditor.post(path(cast, "auditor", "questions"), data={**to, **day, "due_on-year": "2020"}).status_code == 422
    )
    forged = {**to, **day, "to": str(cast.agencies["health"])}
    assert auditor.post(path(cast, "auditor", "questions"), data=forged).status_code == 404
    sent = auditor.post(path(cast, "auditor", "questions"), data={**to, **day})
    one = sent.headers["location"].rpartition("/")[2]
    assert "To be answered" in officer.get(path(cast, DPO, "questions")).text
    page = officer.get(path(cast, DPO, f"questions/{one}"))
    assert "Asked-words" in page.text
    assert "HERON" in page.text
    early = auditor.post(sent.headers["location"] + "/close", data={"finding": "satisfied", "version": "1"})
    assert early.status_code == 403
    reply = {"words": "Answered-words", "version": "1"}
    said = [officer.post(path(cast, DPO, f"questions/{one}/answer"), data=reply).status_code for _ in range(2)]
    assert said == [303, 403]
    assert "Answered-words" in auditor.get(sent.headers["location"]).text
    assert auditor.post(sent.headers["location"] + "/answer", data=reply).status_code == 403
    done = {"finding": "put-right", "version": "2"}
    ends = [auditor.post(sent.headers["location"] + "/close", data=done).status_code for _ in range(2)]
    assert ends == [303, 403]
    assert "Put right by the agency" in officer.get(path(cast, DPO, f"questions/{one}")).text


def test_a_question_comes_from_what_the_auditor_looked_at(cast: Cast, client_of: ClientOf) -> None:
    ids, auditor = heard(cast), client_of("auditor")
    entry = f"samples/{ids['sample_id']}/{ids['entry_id']}"
    for rest in (f"ledger/{ids['line_id']}", f"alerts/{ids['alert_id']}", entry):
        found = re.search(r'href="([^"]+questions/new[^"]+)"', auditor.get(path(cast, "auditor", rest)).text)
        assert found, rest
        form = auditor.get(html.unescape(found[1]))
        assert f'name="item_id" value="{rest.rpartition("/")[2]}"' in form.text
    with open_work(cast.store, cast["auditor"]) as work:
        police = cast.agencies["police"]
        made = ask(work, police, "x", clock.today(), item_id=ids["alert_id"]).id
    assert f"alerts/{ids['alert_id']}" in auditor.get(path(cast, "auditor", f"questions/{made}")).text


def test_only_those_asked_find_it(cast: Cast, client_of: ClientOf) -> None:
    open_case(cast)
    one = asked(cast, member="council_rep")
    assert "Asked-words" in client_of("council_rep").get(path(cast, "representative", f"questions/{one}")).text
    for name, hat in (("police_rep", "representative"), ("outsider", "representative"), ("idva", "advocate")):
        client = client_of(name)
        for where in (one, uuid4()):
            assert client.get(path(cast, hat, f"questions/{where}")).status_code == 404
            assert (
                client.post(
                    path(cast, hat, f"questions/{where}/answer"), data={"words": "x", "version": "1"}
                ).status_code
                == 404
            )
        assert "HERON" not in client.get(path(cast, hat, "questions")).text
    for name, hat in (("chair", "chair"), ("coordinator", "coordinator"), ("administrator", "administrator")):
        assert client_of(name).get(path(cast, hat, f"questions/{one}")).status_code == 404


def test_no_seat_no_question(cast: Cast) -> None:
    """Whoever is asked by name sees a question about a case while they are seated on it (S1); the officer always."""
    open_case(cast)
    with open_work(cast.store, cast["auditor"]) as work:
        fire, member, today = cast.agencies["fire"], cast.members["outsider"], clock.today()
        about = work.find(Case, cast.cases["HERON"])
        one = ask(work, fire, "Asked-words", today, case=about, member_id=member).id
        other = ask(work, fire, "Asked-words", today, member_id=member).id
    with open_work(cast.store, cast["outsider"]) as work:
        assert work.find(Question, other)
        with pytest.raises(NotFound):
            work.find(Question, one)


def test_a_wall_hides_it_from_auditor_officer_and_whoever_was_asked(cast: Cast) -> None:
    open_case(cast)
    one = asked(cast, member="council_rep")
    for name in ("auditor", "officer", "council_rep"):
        with open_work(cast.store, cast["coordinator"]) as work:
            raise_wall(work, work.find(Case, cast.cases["HERON"]), "cousin", member_id=cast.members[name])
        with pytest.raises(NotFound), open_work(cast.store, cast[name]) as work:
            work.find(Question, one)


def test_answers_are_given_once_by_the_agency_and_closed_by_an_auditor(cast: Cast) -> None:
    one = asked(cast, case=False)
    with pytest.raises(Refused), open_work(cast.store, cast["auditor"]) as work:
        answer(work, work.find(Question, one), "x", 1)
    with pytest.raises(Refused), open_work(cast.store, cast["officer"]) as work:
        close(work, work.find(Question, one), Finding.NOT_ANSWERED, 1)
    with pytest.raises(Conflict), open_work(cast.store, cast["officer"]) as work:
        answer(work, work.find(Question, one), "x", 9)
    with pytest.raises(Refused, match="employed"), open_work(cast.store, cast["auditor"]) as work:
        ask(work, cast["auditor"].agency_id, "x", clock.today())
