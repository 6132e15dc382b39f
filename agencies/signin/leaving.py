"""Leaving for another site after a form was posted, under a CSP that lets forms go nowhere else."""

from dataclasses import dataclass
from typing import ClassVar

from marac.web.page import Drawn, Page


@dataclass(frozen=True)
class LeavingPage(Page):
    """A page that goes on by itself, or by its link."""

    template: ClassVar[str] = "agencies/leaving.html"
    address: str
    organisation: str


def leave_for(address: str, organisation: str) -> Drawn:
    """What to answer to the form, with 200.

    `form-action 'self'` blocks a redirect to the provider after a POST; a page's own refresh it does not
    (sign-in-and-ui.md 1.3). Raises ValueError for an address that is none of the web's.
    """
    if not address.startswith(("https://", "http://")):
        raise ValueError("only an address of the web can be left for")
    return LeavingPage(address, organisation).whole()
