"""What a form takes, and what it says is missing."""

import pytest
from pydantic import Field
from starlette.datastructures import FormData

from marac.web.forms import Form, Invalid


class Words(Form):
    text: str = Field(title="Enter what happened")
    note: str = ""
    number: int | None = None


@pytest.mark.parametrize("typed", ["", " ", "\n\t ", "\u00a0\u2003", "\x00 "])
def test_white_space_alone_is_nothing_given(typed: str) -> None:
    with pytest.raises(Invalid) as wrong:
        Words.read(FormData({"text": typed, "note": "kept"}))
    assert wrong.value.errors == {"text": "Enter what happened."}
    assert wrong.value.typed["note"] == "kept"


def test_white_space_in_what_may_be_empty_leaves_it_empty() -> None:
    read = Words.read(FormData({"text": " He rang. ", "note": "  ", "number": " "}))
    assert (read.text, read.note, read.number) == ("He rang.", "", None)
