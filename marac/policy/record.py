"""The record's proof: who reads its checkpoints, acknowledges them, and takes the record away to check it (C71)."""

from marac.vocabulary import ALLOWED, Hat, Verdict, Viewer, refused

READERS = {Hat.AUDITOR, Hat.DATA_PROTECTION_OFFICER}


def may_read_checkpoints(viewer: Viewer) -> Verdict:
    """Auditors of the MARAC, and the data protection officer of each agency."""
    if viewer.hat in READERS:
        return ALLOWED
    return refused("Checkpoints are for auditors and data protection officers.")


def may_receive_checkpoint(viewer: Viewer, received: bool) -> Verdict:
    """An agency's officer, once: it is their copy, kept elsewhere, that nobody here can alter."""
    if viewer.hat is not Hat.DATA_PROTECTION_OFFICER:
        return refused("Only an agency's data protection officer says that the agency has a checkpoint.")
    if received:
        return refused("Your agency has said that it has this checkpoint.")
    return ALLOWED


def may_export_record(viewer: Viewer) -> Verdict:
    """An auditor: the whole MARAC's. An agency's officer: what their ledger shows, with the proof that it is whole."""
    if viewer.hat in READERS:
        return ALLOWED
    return refused("The record is taken away to be checked by auditors and data protection officers.")
