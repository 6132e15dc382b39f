"""A form that is sent after its session ended: nothing that was typed is lost, and nothing is done."""

import re
from html import unescape

from httpx2 import Response

from tests.cast import Cast, open_case
from tests.conftest import ClientOf

WORDS = 'She said "no" & <b>left</b> at 9.\r\n\r\nIt\'s "written" down.'


def held(answer: Response) -> list[tuple[str, str]]:
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', answer.text)
    return [(unescape(name), unescape(value)) for name, value in found]


def test_a_form_comes_back_whole_and_goes_where_it_was_going(client_of: ClientOf, cast: Cast) -> None:
    path = f"/m/{cast.slug}/representative/cases/{open_case(cast)}/lines?part=1"
    sent = {"text": WORDS, "about": ["a", "b"], "version": "3", "empty": ""}
    answer = client_of("nobody").post(path, data=sent)
    assert answer.status_code == 401
    assert held(answer) == [("text", WORDS), ("about", "a"), ("about", "b"), ("version", "3"), ("empty", "")]
    assert f'<form method="post" action="{path}">' in unescape(answer.text)
    assert "<b>left</b>" not in answer.text
    assert 'href="/sign-in?next=%2Fsigned-in-again" target="_blank" rel="noopener"' in answer.text
    assert (answer.headers["cache-control"], "set-cookie" in answer.headers) == ("no-store", False)


def test_what_came_back_can_be_sent_by_who_signs_in_again(client_of: ClientOf, cast: Cast) -> None:
    path = f"/m/{cast.slug}/representative/cases/{open_case(cast)}/lines"
    sent = client_of("nobody").post(path, data={"kind": "fact", "text": "", "nonsense": "two words"})
    again: dict[str, list[str]] = {}
    for name, value in held(sent):
        again.setdefault(name, []).append(value)
    assert client_of("police_rep").post(path, data=again).status_code == 422  # it was read: the room answers


def test_a_form_without_a_word_leads_to_sign_in_and_back_to_its_page(client_of: ClientOf, cast: Cast) -> None:
    path = f"/m/{cast.slug}/representative/cases/{open_case(cast)}/lines"
    client = client_of("nobody")
    page = f"/m/{cast.slug}/representative/cases?page=2"
    answer = client.post(path, headers={"referer": f"https://testserver{page}"})
    back = f"/sign-in?next=%2Fm%2F{cast.slug}%2Frepresentative%2Fcases%3Fpage%3D2"
    assert (answer.status_code, answer.headers["location"]) == (303, back)
    assert client.post(path).headers["location"] == "/sign-in"


def test_htmx_is_answered_above_the_form_which_stays_as_it_is(client_of: ClientOf, cast: Cast) -> None:
    path = f"/m/{cast.slug}/representative/cases/{open_case(cast)}/lines"
    answer = client_of("nobody").post(path, data={"text": WORDS}, headers={"hx-request": "true"})
    assert (answer.status_code, answer.headers["hx-retarget"], answer.headers["hx-reswap"]) == (
        401,
        "#notice",
        "outerHTML",
    )
    assert answer.text.strip().startswith('<div id="notice">')
    assert "left" not in answer.text


def test_a_script_that_keeps_its_own_words_is_told(client_of: ClientOf, cast: Cast) -> None:
    path = f"/m/{cast.slug}/representative/cases/{open_case(cast)}/lines"
    answer = client_of("nobody").post(path, data={"text": "a b"}, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()) == (401, {"error": "signed-out"})


def test_another_site_gets_nothing_back(client_of: ClientOf, cast: Cast) -> None:
    path = f"/m/{cast.slug}/representative/cases"
    answer = client_of("nobody").post(path, data={"text": "a b"}, headers={"sec-fetch-site": "cross-site"})
    assert (answer.status_code, "a b" in answer.text) == (403, False)
