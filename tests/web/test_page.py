"""What a page may and may not be made of."""

from dataclasses import dataclass

import pytest

from marac.web.page import GIVEN, Page


@pytest.mark.parametrize("name", sorted(GIVEN))
def test_a_field_that_would_be_overwritten_is_refused_at_once(name: str) -> None:
    with pytest.raises(TypeError, match=f"every template is given {name} already"):
        type("BadPage", (Page,), {"__annotations__": {name: str}})


def test_other_fields_are_free() -> None:
    @dataclass(frozen=True)
    class GoodPage(Page):
        href: str

    assert GoodPage("/x").href == "/x"
