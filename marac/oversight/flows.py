"""Who gave to whom how much: items disclosed between agencies, counted from the record, never what they say."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import String, case, cast
from sqlalchemy import select as ask
from sqlmodel import col, func

from marac.oversight import wording
from marac.oversight.ledger import GAVE, Asked, each, filtered
from marac.store.audit import AuditEvent
from marac.store.work import Work
from marac.verbs import Operation
from marac.vocabulary import FOR_THE_AGENCY, FOR_THE_MEETING, Hat

THE_MEETING = UUID(int=0)  # chair and coordinator give nothing in their employer's name (S9)
# A seat counts as the case that it opens; a copy of the minutes by what stands in it.
COUNTED = sorted({*wording.GROUP_OF, "seat"} - {"minutes_part", "hearing"})


@dataclass(frozen=True, slots=True)
class Flow:
    """So many items from one agency to another; `giver` is THE_MEETING where chair or coordinator gave them."""

    giver: UUID
    taker: UUID
    items: int


def flows(work: Work, asked: Asked) -> list[Flow]:
    """The largest first. An officer's are those in and out of their own agency.

    What chair or coordinator passed on was given by the agency that put it on the record; what nobody else did is
    theirs.
    """
    counted: Counter[tuple[UUID, UUID]] = Counter()
    rows = _disclosed(work, asked)
    owners = _owners(work, {row[2] for row in rows if row[2]})
    for giver_id, hat, item_id, taker, number in rows:
        giver = owners.get(item_id, THE_MEETING) if hat in FOR_THE_MEETING else giver_id or THE_MEETING
        counted[giver, UUID(taker)] += number
    mine = work.viewer.agency_id if work.viewer.hat is Hat.DATA_PROTECTION_OFFICER else asked.agency
    found = [Flow(*pair, items=number) for pair, number in counted.items() if _belongs(pair, mine)]
    return sorted(found, key=lambda flow: (-flow.items, str(flow.giver), str(flow.taker)))


def _belongs(pair: tuple[UUID, UUID], mine: UUID | None) -> bool:
    """To keep what one has is no flow."""
    return pair[0] != pair[1] and (mine is None or mine in pair)


def _disclosed(work: Work, asked: Asked) -> list[Any]:
    """(agency of the doer, hat, what to look the giver up by, agency that received, items).

    A seat that is given opens the referral of its case, so it is looked up by the case.
    """
    named = each(AuditEvent.items, "named")
    told = each(AuditEvent.recipients, "told")
    by_hat = col(AuditEvent.hat).in_([hat.value for hat in FOR_THE_MEETING])
    kind, case_id = named["t"].astext, cast(col(AuditEvent.case_id), String)
    item = case((by_hat & (kind == "seat"), case_id), (by_hat, named["id"].astext))
    agency_id, hat, taker = col(AuditEvent.agency_id), col(AuditEvent.hat), told["agency"].astext
    query: Any = ask(agency_id, hat, item, taker, func.count()).where(
        col(AuditEvent.operation) == Operation.DISCLOSURE, kind.in_(COUNTED), taker.is_not(None)
    )
    return work.rows(filtered(query, asked, but_operation=True).group_by(agency_id, hat, item, taker))


def _owners(work: Work, items: Collection[str]) -> Mapping[str, UUID]:
    """Whose each item is: the agency that first put it on the record in its own name."""
    if not items:
        return {}
    named = each(AuditEvent.items, "named")
    query: Any = (
        ask(named["id"].astext, col(AuditEvent.agency_id))
        .where(
            col(AuditEvent.verb).in_(GAVE),
            col(AuditEvent.hat).in_([hat.value for hat in FOR_THE_AGENCY]),
            named["t"].astext.in_([*COUNTED, "case_file"]),
        )
        .order_by(col(AuditEvent.at).desc())
    )
    return {row[0]: row[1] for row in work.rows(query) if row[0] in items}
