"""What the record says of a paper: which parts of which copy left, for whom, and what stands in each part."""

from collections.abc import Iterable, Iterator
from typing import Any

from marac.proceedings import DownloadReason
from marac.verbs import Verb
from tests.proof.asking import Address
from tests.proof.people import Eyes

PAPERS = {"minutes.copy", "minutes.pdf"}
PART, COPY = "minutes_part", "minutes_issue"


class Papers:
    """Every part that was issued in one world, by its id: of which case, for whom, made of which fields of which rows.

    `events`: the record of the world, past and asked now.
    """

    def __init__(self, events: Iterable[Any]) -> None:
        issued = (event for event in events if event.verb is Verb.MINUTES_ISSUED and event.case_id)
        self.issued = {_only(event.items, PART): event for event in issued}

    def stands_in(self, events: Iterable[Any]) -> list[dict[str, Any]]:
        """The rows and fields of which the parts consist that these events name."""
        return [one for part in _parts(events) for one in self.issued[part].items if one["t"] != PART]

    def amiss(self, eyes: Eyes, address: Address, cases: set[str], events: list[Any]) -> Iterator[tuple[str, str]]:
        """`cases`: those whose code stands on the paper, each a part of it. What is wrong, and with which."""
        parts = _parts(events)
        of = {str(self.issued[part].case_id) for part in parts}
        yield from (("unrecorded", f"the part of case {one}") for one in cases - of)
        yield from (("recorded, not shown", f"the part of case {one}") for one in of - cases)
        for part in parts:
            if {"agency": str(eyes.agency_id)} not in self.issued[part].recipients:
                yield "leak", f"part {part}, issued to another agency"
        if address.name == "minutes.pdf":
            yield from self._downloads(eyes, address, events)

    def _downloads(self, eyes: Eyes, address: Address, events: list[Any]) -> Iterator[tuple[str, str]]:
        """A paper that leaves: a disclosure of each part to this member, of which copy, and why."""
        whom = [{"agency": str(eyes.agency_id)}, {"member": str(eyes.member_id)}]
        for event in events:
            named = (event.verb, event.recipients, event.reason, _only(event.items, COPY))
            if named != (Verb.MINUTES_DOWNLOADED, whom, DownloadReason.OWN_FILE, str(dict(address.ids)["issue_id"])):
                yield "unrecorded", f"{event.verb}: which copy, to whom, or why"
            part = _only(event.items, PART)  # none: a front sheet alone
            if event.case_id != (self.issued[part].case_id if part else None):
                yield "unrecorded", f"{event.verb}: of which case"


def _parts(events: Iterable[Any]) -> list[str]:
    return [one["id"] for event in events for one in event.items if one["t"] == PART]


def _only(items: Iterable[dict[str, Any]], table: str) -> str:
    """The id of the one row of this table that is named; empty for none. Raises ValueError for two."""
    found = [str(one["id"]) for one in items if one["t"] == table] or [""]
    (only,) = found
    return only
