"""The newest checkpoint stands at the foot of the front sheet, as it was when the copy was issued."""

from io import BytesIO

from pypdf import PdfReader
from sqlmodel import select

from agenda.models import MinutesIssue
from marac.store.checkpoints import Checkpoint
from marac.store.work import open_work
from tests.agenda.minuted import approve_and_issue, minuted
from tests.cast import Cast
from tests.conftest import ClientOf
from tests.oversight.record import signed


def test_the_newest_checkpoint_is_printed_and_stays_as_it_was(cast: Cast, client_of: ClientOf) -> None:
    made = minuted(cast)
    signed(cast)
    approve_and_issue(cast, made)
    signed(cast, times=2)
    with open_work(cast.store, cast["auditor"]) as work:
        first, second = work.all(select(Checkpoint).order_by("number"))
    with open_work(cast.store, cast["council_rep"]) as work:
        copy = work.all(select(MinutesIssue))[0]
    client = client_of("council_rep")
    groups = " ".join(first.root.hex()[at : at + 4] for at in range(0, 64, 4))
    page = client.get(f"/m/{cast.slug}/representative/minutes/{copy.id}")
    assert f"Record of sharing: {first.size:,} entries" in page.text
    assert groups in page.text
    assert second.root.hex()[:4] not in page.text.split("Fingerprint:")[1]
    pdf = client.get(f"/m/{cast.slug}/representative/minutes/{copy.id}/pdf?reason=own-file")
    text = "".join("".join(sheet.extract_text() for sheet in PdfReader(BytesIO(pdf.content)).pages).split())
    assert first.root.hex() in text
