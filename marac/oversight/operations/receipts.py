"""An agency's officer says that they have a checkpoint, kept elsewhere."""

from sqlmodel import select

from marac.policy import record as policy
from marac.store.checkpoints import Checkpoint, CheckpointReceipt
from marac.store.work import Work
from marac.verbs import Verb


def receive(work: Work, checkpoint: Checkpoint) -> CheckpointReceipt:
    """Once for each agency; a second press changes nothing. Raises Refused."""
    said = work.first(
        select(CheckpointReceipt).where(
            CheckpointReceipt.checkpoint_id == checkpoint.id, CheckpointReceipt.agency_id == work.viewer.agency_id
        )
    )
    work.require(policy.may_receive_checkpoint(work.viewer, received=False))
    if said is not None:
        return said
    viewer = work.viewer
    made = CheckpointReceipt(
        marac_id=viewer.marac_id, checkpoint_id=checkpoint.id, agency_id=viewer.agency_id, member_id=viewer.member_id
    )
    work.log(Verb.CHECKPOINT_RECEIVED, work.keep(made), items=[{"t": "checkpoint", "id": str(checkpoint.id)}])
    return made
