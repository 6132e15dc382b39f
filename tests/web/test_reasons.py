"""A file leaves for a reason of the closed list, asked before anything is opened and kept on the record."""

from sqlmodel import select

from agenda.models import MinutesIssue
from marac.proceedings import DownloadReason
from marac.store.audit import AuditEvent
from marac.store.work import open_work
from marac.verbs import Verb
from marac.web.reasons import FOR_LOGS, FOR_PAPERS, SAID
from tests.agenda.minuted import WORDS, approve_and_issue, minuted
from tests.cast import Cast
from tests.conftest import ClientOf


def the_pdf(cast: Cast) -> str:
    approve_and_issue(cast, minuted(cast))
    with open_work(cast.store, cast["council_rep"]) as work:
        copy = work.all(select(MinutesIssue.id))[0]
    return f"/m/{cast.slug}/representative/minutes/{copy}/pdf"


def test_without_a_reason_the_question_is_asked_and_nothing_is_opened(cast: Cast, client_of: ClientOf) -> None:
    pdf, client = the_pdf(cast), client_of("council_rep")
    for query, status in (("", 200), ("?reason=", 422), ("?reason=because", 422)):
        answer = client.get(pdf + query)
        assert answer.status_code == status
        assert "Why do you need this as a file?" in answer.text
        assert ("Say why you need it as a file." in answer.text) is (status == 422)
        assert not [words for words in [*WORDS, "OKAFOR", "HERON"] if words in answer.text]
    with open_work(cast.store, cast["auditor"]) as work:
        assert not [e for e in work.all(select(AuditEvent)) if e.verb in (Verb.MINUTES_DOWNLOADED, Verb.PAGE_READ)]


def test_with_one_the_file_comes_and_the_record_says_why(cast: Cast, client_of: ClientOf) -> None:
    answer = client_of("council_rep").get(f"{the_pdf(cast)}?reason=legal-request")
    assert answer.headers["content-type"] == "application/pdf"
    with open_work(cast.store, cast["auditor"]) as work:
        told = [e.reason for e in work.all(select(AuditEvent)) if e.verb is Verb.MINUTES_DOWNLOADED]
    assert told == ["legal-request"]


def test_every_reason_is_asked_for_somewhere_in_words() -> None:
    assert set(SAID) == set(DownloadReason) == {*FOR_PAPERS, *FOR_LOGS}
