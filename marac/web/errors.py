"""Refused 403, not found 404, conflict 409, fault 500, and the like: plain pages with a reference and no more."""

from dataclasses import dataclass
from typing import ClassVar, Self

from marac.web.page import Page

_SAID = {
    400: ("This could not be read", "Something was sent that is not text. Go back, type it again and send it again."),
    403: ("You cannot do this", "Ask the coordinator if you think you should be able to."),
    404: ("Page not found", "It does not exist, or it is not for you to see under this role."),
    405: ("This cannot be done here", "Go back, reload the page and try again."),
    409: ("Somebody changed this first", "Go back, reload the page and look at what changed. Nothing was overwritten."),
    413: ("Too much was sent", "Nothing was changed. Go back and send less text at a time."),
    429: ("Too many tries", "Wait a few minutes, then try again. Nothing was changed."),
    500: ("Something went wrong", "Nothing was changed. Try again; if it happens again, give the reference below."),
    503: (
        "The records cannot be reached",
        "This usually passes in a minute. What you sent was kept whole or not at all: "
        "look whether it is there before you send it again.",
    ),
}


@dataclass(frozen=True)
class ErrorPage(Page):
    template: ClassVar[str] = "errors/error.html"

    status: int
    title: str
    advice: str
    reason: str
    reference: str

    @classmethod
    def of(cls, status: int, reason: str, reference: str) -> Self:
        title, advice = _SAID.get(status, _SAID[500])
        return cls(status, title, advice, reason, reference)


@dataclass(frozen=True)
class ConflictPage(Page):
    """What was typed beside what stands now: (field, words) each, and where to open it again."""

    template: ClassVar[str] = "errors/conflict.html"

    reason: str
    yours: list[tuple[str, str]]
    theirs: list[tuple[str, str]]
    href: str
