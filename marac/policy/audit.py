"""The record: who may read it, and how far (S21)."""

from marac.vocabulary import ALLOWED, Hat, Verdict, Viewer, refused

LEDGER_READERS = {Hat.AUDITOR, Hat.DATA_PROTECTION_OFFICER}


def may_read_ledger(viewer: Viewer) -> Verdict:
    """An auditor appointed by the controllers: across agencies. An agency's officer: what concerns their agency."""
    if viewer.hat in LEDGER_READERS:
        return ALLOWED
    return refused("The sharing ledger is for auditors and data protection officers.")


def may_read_by_case(viewer: Viewer) -> Verdict:
    """Case by case, across agencies: an auditor. An officer's ledger holds what concerns their agency alone."""
    if viewer.hat is Hat.AUDITOR:
        return ALLOWED
    return refused("Only an auditor reads the record case by case. The ledger shows what concerns your agency.")


def may_export_ledger(viewer: Viewer) -> Verdict:
    """Each agency's officer, its own record (DPA 2018 s62; UK GDPR Article 30)."""
    if viewer.hat is Hat.DATA_PROTECTION_OFFICER:
        return ALLOWED
    return refused("Only an agency's data protection officer exports its record.")
