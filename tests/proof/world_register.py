"""What a random world's registers hold beside its people: an agreement with its paper, and a checkpoint."""

from datetime import date, timedelta
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING
from uuid import UUID

from pypdf import PdfWriter

from marac.proceedings import Occasion, RemarkKind
from marac.store.agreements import Agreement, AgreementDocument, AgreementRemark
from marac.store.checkpoints import Checkpoint, CheckpointReceipt
from marac.store.tree import Peaks
from marac.vocabulary import Role

if TYPE_CHECKING:
    from tests.proof.world_audit import Audited

HOUR = timedelta(hours=1)


def signed(audited: "Audited") -> None:
    """The record as it stands, and an officer who has the checkpoint."""
    tree = Peaks()
    for event in audited.events():
        assert event.leaf
        tree.add(event.leaf)
    then = audited.moment - HOUR
    at = {"at": then, "clock_at": then, "occasion": Occasion.MEETING}
    what = {"size": tree.size, "root": tree.root(), "peaks": tree.packed(), "note": "Signed.\n"}
    checkpoint = audited.add(Checkpoint(**audited.here, number=1, **what, **at, public_key=bytes(32)))
    officer = audited.eyes[0]
    by = {"agency_id": officer.agency_id, "member_id": officer.member_id}
    audited.add(CheckpointReceipt(**audited.here, checkpoint_id=checkpoint.id, **by))


def agreed(audited: "Audited", agency_id: UUID) -> Agreement:
    on = {"signed_on": date(2026, 1, 1), "review_on": date(2027, 1, 1), "expires_on": date(2028, 1, 1)}
    by = {"signed_by": "Hollis Ferncastle", "document_name": "signed.pdf"}
    made = Agreement(**audited.here, agency_id=agency_id, label="Protocol 3", **by, **on)
    audited.add(made)
    audited.add(AgreementDocument(agreement_id=made.id, content=_paper()))
    audited.add(AgreementRemark(agreement_id=made.id, kind=RemarkKind.RECORDED, hat=Role.ADMINISTRATOR.value))
    return made


@cache
def _paper() -> bytes:
    written, paper = BytesIO(), PdfWriter()
    paper.add_blank_page(200, 200)
    paper.write(written)
    return written.getvalue()
