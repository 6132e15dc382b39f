"""Settling an action: completed with evidence, not possible, or not done; three outcomes that are kept apart (C52)."""

from actions.models import Action, ActionUpdate
from marac import clock
from marac.cases.operations.leading import may_lead
from marac.policy import actions as policy
from marac.proceedings import ActionStatus
from marac.store.work import Work
from marac.verbs import Verb


def complete(
    work: Work, action: Action, outcome: str, evidence: str, *, version: int | None = None, warnings_read: bool = False
) -> None:
    """Done, and this shows it. `warnings_read`: its owner confirmed the safe-contact warnings (C34).

    Raises Refused, and Conflict where `version` is not the one in hand.
    """
    work.require(policy.may_settle(work.viewer, action) and may_lead(work, action.case_id), action)
    work.require(policy.may_report(evidence, "Say what shows that this was done."))
    if outcome.strip():
        work.require(policy.may_report(outcome, ""))
    text = "\n".join(part for part in (outcome.strip(), evidence.strip(), WARNINGS_READ * warnings_read) if part)
    _settle(work, action, ActionStatus.COMPLETED, text, version)
    action.outcome = outcome.strip()
    action.evidence = evidence.strip()
    work.log(Verb.ACTION_COMPLETED, action, fields=("outcome", "evidence"))


def not_possible(work: Work, action: Action, why: str, *, version: int | None = None) -> None:
    """It could not be done because circumstances changed. Raises as `complete`."""
    work.require(policy.may_settle(work.viewer, action) and may_lead(work, action.case_id), action)
    work.require(policy.may_report(why, "Say which circumstances changed."))
    _settle(work, action, ActionStatus.NOT_POSSIBLE, why.strip(), version)
    action.outcome = why.strip()
    work.log(Verb.ACTION_NOT_POSSIBLE, action, fields=("outcome",))


def not_done(work: Work, action: Action, why: str, *, version: int | None = None) -> None:
    """Its owner did not do it, and says why. Raises as `complete`."""
    work.require(policy.may_settle(work.viewer, action) and may_lead(work, action.case_id), action)
    work.require(policy.may_report(why, "Say why this was not done."))
    _settle(work, action, ActionStatus.NOT_DONE, why.strip(), version)
    action.outcome = why.strip()
    work.log(Verb.ACTION_NOT_DONE, action, fields=("outcome",))


def open_again(work: Work, action: Action, why: str, *, version: int | None = None) -> None:
    """What was settled too soon is open again; what was said of it stays in its history. Raises as `complete`."""
    work.require(policy.may_open_again(work.viewer, action) and may_lead(work, action.case_id), action)
    work.require(policy.may_report(why, "Say why it is opened again."))
    count_change(work, action, version)
    action.status = ActionStatus.OPEN
    action.settled_at = action.settled_by = None
    action.outcome = action.evidence = ""
    reported(work, action, f"Opened again: {why.strip()}")
    work.log(Verb.ACTION_CHANGED, action, fields=("status",))
    work.announce(action.case_id, of=action)


def reported(work: Work, action: Action, text: str) -> ActionUpdate:
    """What was said of an action, kept as said and recorded with it."""
    update = work.keep(
        ActionUpdate(
            marac_id=action.marac_id,
            case_id=action.case_id,
            action_id=action.id,
            agency_id=work.viewer.agency_id,
            member_id=work.viewer.member_id,
            status=action.status,
            text=text,
        )
    )
    work.log(Verb.ACTION_CHANGED, update, fields=("text",))
    return update


def count_change(work: Work, action: Action, version: int | None) -> None:
    work.same_version(action, action.version if version is None else version)


WARNINGS_READ = "The safe-contact warnings were read before contact."


def _settle(work: Work, action: Action, status: ActionStatus, text: str, version: int | None) -> None:
    count_change(work, action, version)
    action.status = status
    action.settled_at = clock.now()
    action.settled_by = work.viewer.member_id
    reported(work, action, text)
    work.announce(action.case_id, of=action)
