"""A second provider, which shares no line with the first: Debian's glewlwyd."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.agencies.front_door import onward
from tests.interop.glewlwyd import Glewlwyd, Resident, running
from tests.interop.house import House
from tests.interop.visitor import Visitor, changed
from tests.registered import email

REP = email("police_rep")


@pytest.fixture(scope="module")
def glewlwyd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Glewlwyd]:
    with running(tmp_path_factory.mktemp("glewlwyd")) as provider:
        yield provider


@pytest.fixture(scope="module")
def rep(glewlwyd: Glewlwyd) -> Resident:
    return glewlwyd.know("rep", REP)


def back(visitor: Visitor) -> str:
    """Where it sends somebody who has signed in there before."""
    answer = visitor.follow(visitor.get(visitor.leave(REP) + "&g_continue"))
    assert answer.is_redirect, answer.text
    return answer.headers["location"]


@pytest.fixture
def enrolled(bare: House, glewlwyd: Glewlwyd) -> House:
    """It says nothing of assurance or of the time of signing in, so only its methods can be asked for."""
    bare.enrol("police", glewlwyd, acr="", amr="otp", max_age=None)
    return bare


def test_a_sign_in_with_an_authenticator(enrolled: House, glewlwyd: Glewlwyd, rep: Resident, visitor: Visitor) -> None:
    glewlwyd.enter(visitor, rep)
    assert visitor.get(back(visitor)).status_code == 303
    assert enrolled.reads_home(visitor, "police_rep")
    account, session = enrolled.account("police_rep"), enrolled.session_of("police_rep")
    assert account.issuer == glewlwyd.issuer
    assert account.subject and account.subject == session.subject
    assert session.provider_session
    assert enrolled.refusals() == []


def test_without_the_authenticator_it_sends_nobody_back(
    enrolled: House, glewlwyd: Glewlwyd, rep: Resident, visitor: Visitor
) -> None:
    glewlwyd.enter(visitor, rep, otp=False)
    answer = visitor.follow(visitor.get(visitor.leave(REP) + "&g_continue"))
    assert answer.url.path == "/login.html"
    assert not enrolled.reads_home(visitor, "police_rep")


@pytest.mark.parametrize(
    ("wanted", "check"),
    [({"acr": "aal2"}, "assurance"), ({"amr": "hwk"}, "methods"), ({"max_age": 300}, "authentication-time")],
)
def test_what_it_does_not_say_is_not_believed(
    bare: House, glewlwyd: Glewlwyd, rep: Resident, visitor: Visitor, wanted: dict[str, Any], check: str
) -> None:
    bare.enrol("police", glewlwyd, **{"acr": "", "amr": "otp", "max_age": None} | wanted)
    glewlwyd.enter(visitor, rep)
    assert visitor.get(back(visitor)).status_code == 403
    assert bare.refusals() == [check]


@pytest.mark.parametrize(("kept", "check"), [("verifier", "token-exchange"), ("nonce", "nonce")])
def test_a_code_of_another_sign_in_is_refused(
    enrolled: House, glewlwyd: Glewlwyd, rep: Resident, visitor: Visitor, kept: str, check: str
) -> None:
    glewlwyd.enter(visitor, rep)
    came = back(visitor)
    enrolled.change(enrolled.under_way(), **{kept: "x" * 64})
    assert visitor.get(came).status_code == 403
    assert enrolled.refusals() == [check]


def test_another_issuer_in_its_answer_is_refused(
    enrolled: House, glewlwyd: Glewlwyd, rep: Resident, visitor: Visitor
) -> None:
    """It sends its issuer, though its metadata does not promise it."""
    glewlwyd.enter(visitor, rep)
    came = back(visitor)
    assert "iss=" in came
    assert visitor.get(changed(came, iss="http://127.0.0.1:9")).status_code == 403
    assert enrolled.refusals() == ["issuer-parameter"]


def test_signing_out_is_done_here_whatever_it_answers(
    enrolled: House, glewlwyd: Glewlwyd, rep: Resident, visitor: Visitor
) -> None:
    """It ends its own session only for who shows an ID token, which the house puts in no address."""
    glewlwyd.enter(visitor, rep)
    visitor.get(back(visitor))
    address = onward(visitor.post(f"{enrolled.address}/sign-out", {}))
    assert address.startswith(f"{glewlwyd.issuer}/end_session?")
    assert not enrolled.reads_home(visitor, "police_rep")


def test_its_word_that_somebody_signed_out_there_is_not_believed(
    enrolled: House, glewlwyd: Glewlwyd, visitor: Visitor
) -> None:
    """Its logout tokens, of a draft, never expire; the standard wants `exp` (Back-Channel Logout 1.0, 2.4)."""
    walled = glewlwyd.know("walled", email("walled_rep"))
    glewlwyd.enter(visitor, walled)
    visitor.get(back(visitor))
    session = enrolled.session_of("walled_rep").provider_session
    visitor.put("DELETE", f"{glewlwyd.issuer}/session/{session}/", {})
    assert enrolled.refused_logouts() == ["logout-expired"]
    assert enrolled.reads_home(visitor, "walled_rep")
