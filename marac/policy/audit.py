"""The record: who may read it, and how far (S21)."""

from marac.vocabulary import ALLOWED, Hat, Verdict, Viewer, refused

LEDGER_READERS = {Hat.AUDITOR, Hat.DATA_PROTECTION_OFFICER}


def may_read_ledger(viewer: Viewer) -> Verdict:
    """An auditor appointed by the controllers: across agencies. An agency's officer: what concerns their agency."""
    if viewer.hat in LEDGER_READERS:
        return ALLOWED
    return refused("The sharing ledger is for auditors and data protection officers.")
