"""Checkpoints: what was signed, who has it; and the record taken away to be checked without us (C71)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlmodel import col, func, select
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from marac import clock
from marac.clock import LONDON
from marac.oversight.operations.receipts import receive
from marac.oversight.packing import pack
from marac.oversight.sources import OfViewer
from marac.policy import record as policy
from marac.proceedings import Occasion
from marac.store.checkpoints import Checkpoint, CheckpointReceipt, Outbox
from marac.store.people import Agency
from marac.store.signing import key_line
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import Hat, Verdict
from marac.web.endpoint import Answer, redirect
from marac.web.house import house_of
from marac.web.page import Page, url_maker
from marac.web.rates import DOWNLOADS, count
from marac.web.reasons import FOR_LOGS, ask_reason, reason_given

PAGE = 20
WHY = {Occasion.MINUTE: "Something happened", Occasion.DAY: "First of the day", Occasion.MEETING: "A meeting ended"}
SIGN_INS = "sign-ins"


@dataclass(frozen=True, slots=True)
class Row:
    """One checkpoint as it is shown. `post`: what became of the e-mails about it."""

    id: UUID
    number: int
    at: datetime
    clock_at: datetime | None
    why: str
    size: int
    root: list[str]
    post: list[str]
    received: list[str]
    may_receive: Verdict


@dataclass(frozen=True)
class CheckpointsPage(Page):
    template: ClassVar[str] = "oversight/checkpoints.html"

    rows: list[Row]
    sign_ins: bool
    every: bool
    number: int
    pages: int
    keys: list[str]
    officer: bool
    may_export: Verdict


def show_checkpoints(request: Request, work: Work) -> Answer:
    work.require(policy.may_read_checkpoints(work.viewer))
    sign_ins, every = request.query_params.get("of") == SIGN_INS, request.query_params.get("show") == "all"
    tree = None if sign_ins else work.viewer.marac_id
    asked = select(Checkpoint).where(col(Checkpoint.marac_id) == tree)
    total = select(func.count(col(Checkpoint.id))).where(col(Checkpoint.marac_id) == tree)
    if not every:
        asked = asked.where(Checkpoint.occasion != Occasion.MINUTE)
        total = total.where(Checkpoint.occasion != Occasion.MINUTE)
    typed = request.query_params.get("page", "1")
    number = int(typed) if typed.isascii() and typed.isdigit() and 1 <= int(typed) < 100_000 else 1
    found = work.all(asked.order_by(col(Checkpoint.number).desc()).offset((number - 1) * PAGE).limit(PAGE))
    work.log(Verb.LEDGER_READ, items=[{"t": "filter", "id": "checkpoints"}])
    return CheckpointsPage(
        rows=_rows(work, found, bool(house_of(request).settings.smtp_url)),
        sign_ins=sign_ins,
        every=every,
        number=number,
        pages=max(1, -(-(work.first(total) or 0) // PAGE)),
        keys=[key_line(key) for key in sorted({one.public_key for one in found})],
        officer=work.viewer.hat is Hat.DATA_PROTECTION_OFFICER,
        may_export=policy.may_export_record(work.viewer),
    )


def _rows(work: Work, found: Sequence[Checkpoint], by_mail: bool) -> list[Row]:
    ids = [one.id for one in found]
    agencies = {agency.id: agency.short_name for agency in work.all(select(Agency))}
    letters = work.all(select(Outbox).where(col(Outbox.checkpoint_id).in_(ids)))
    receipts = work.all(select(CheckpointReceipt).where(col(CheckpointReceipt.checkpoint_id).in_(ids)))
    made = []
    for one in found:
        mine = [receipt for receipt in receipts if receipt.checkpoint_id == one.id]
        root = one.root.hex()
        made.append(
            Row(
                id=one.id,
                number=one.number,
                at=one.at,
                clock_at=one.clock_at if one.clock_at != one.at else None,
                why=WHY[one.occasion],
                size=one.size,
                root=[root[at : at + 4] for at in range(0, len(root), 4)],
                post=_post([letter for letter in letters if letter.checkpoint_id == one.id], by_mail),
                received=sorted(agencies.get(receipt.agency_id, "an agency") for receipt in mine),
                may_receive=policy.may_receive_checkpoint(
                    work.viewer, any(receipt.agency_id == work.viewer.agency_id for receipt in mine)
                ),
            )
        )
    return made


def _post(letters: Sequence[Outbox], by_mail: bool) -> list[str]:
    """In how far the officers were sent it."""
    sent = sum(letter.sent_at is not None for letter in letters)
    tried = sum(letter.sent_at is None and letter.tries > 0 for letter in letters)
    untried = len(letters) - sent - tried
    said = (
        (sent, f"Sent to {_officers(sent)}"),
        (tried, f"Could not be sent to {_officers(tried)}; it is tried again"),
        (untried, f"Waits to be sent to {_officers(untried)}" if by_mail else "Not sent: no mail server is set"),
    )
    return [words for number, words in said if number]


def _officers(number: int) -> str:
    return "1 officer" if number == 1 else f"{number} officers"


def show_text(request: Request, work: Work) -> Answer:
    """What was signed, to be kept where nobody of the platform can reach it."""
    found = work.find(Checkpoint, request.path_params["checkpoint_id"])
    work.require(policy.may_read_checkpoints(work.viewer))
    work.log(Verb.LEDGER_READ, found)
    day = found.at.astimezone(LONDON).date().isoformat()
    name = f"checkpoint-{'' if found.marac_id else 'sign-ins-'}{found.number}-{day}.txt"
    return Response(found.note, media_type="text/plain", headers=_attached(name))


def receive_checkpoint(request: Request, work: Work, form: FormData) -> Answer:
    found = work.find(Checkpoint, request.path_params["checkpoint_id"])
    receive(work, found)
    return redirect(request, "checkpoints")


def show_pack(request: Request, work: Work) -> Answer:
    """Once a reason is given: recorded as a disclosure before a byte of it is sent."""
    work.require(policy.may_export_record(work.viewer))
    reason = reason_given(request, FOR_LOGS)
    if reason is None:
        return ask_reason(request, "The record of sharing with its proof", url_maker(request)("checkpoints"), FOR_LOGS)
    count(request, DOWNLOADS, str(work.viewer.member_id))
    made = pack(OfViewer(work), {"marac": work.viewer.marac_id, SIGN_INS: None})
    work.log(Verb.RECORD_EXPORTED, reason=reason.value)
    name = f"record-{clock.today().isoformat()}.zip"
    return Response(made, media_type="application/zip", headers=_attached(name))


def _attached(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"'}
