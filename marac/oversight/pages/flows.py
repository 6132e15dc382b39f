"""Who gives to whom: flows between agencies, as a picture and as the table behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request

from marac.oversight.flows import THE_MEETING, flows
from marac.oversight.ledger import Names
from marac.oversight.pages.filters import Filters, filters, rooms
from marac.oversight.picture import MOST, Picture, picture_of
from marac.policy import audit as policy
from marac.store.work import Work
from marac.verbs import Operation, Verb
from marac.vocabulary import Hat
from marac.web.endpoint import Answer
from marac.web.page import Page

MEETING = "Chair and coordinator"


@dataclass(frozen=True)
class FlowsPage(Page):
    """`rows` are (giver, receiver, items, address of the events behind them)."""

    template: ClassVar[str] = "oversight/flows.html"

    rooms: list[tuple[str, str, bool]]
    filters: Filters
    errors: Mapping[str, str]
    picture: Picture | None
    rows: list[tuple[str, str, int, str]]
    total: int
    most: int
    of_agency: bool


def show_flows(request: Request, work: Work) -> Answer:
    work.require(policy.may_read_ledger(work.viewer))
    names = Names(work)
    asked, filtered = filters(request, names)
    found = flows(work, asked)
    work.log(Verb.LEDGER_READ, items=[{"t": "filter", "id": name} for name in ("flows", *filtered.used())])
    called = {**names.agencies, THE_MEETING: MEETING}
    return FlowsPage(
        rooms=rooms(request, work, "ledger.flows", filtered.query()),
        filters=filtered,
        errors=filtered.errors,
        picture=picture_of(found, {**names.short, THE_MEETING: MEETING}),
        rows=[
            (
                called.get(flow.giver, "an agency"),
                called.get(flow.taker, "an agency"),
                flow.items,
                filtered.query(agency=str(flow.taker), operation=Operation.DISCLOSURE.value),
            )
            for flow in found
        ],
        most=MOST,
        total=sum(flow.items for flow in found),
        of_agency=work.viewer.hat is Hat.DATA_PROTECTION_OFFICER,
    )
