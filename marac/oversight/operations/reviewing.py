"""Settling an alert: explained, or passed on; who looked, when, and what they found."""

from marac import clock
from marac.oversight.models import Alert
from marac.oversight.operations import words
from marac.policy import alerts as policy
from marac.policy.alerts import AlertStatus
from marac.store.work import Work
from marac.verbs import Verb


def review(work: Work, alert: Alert, outcome: AlertStatus, note: str, version: int) -> None:
    """Raises Refused, Conflict."""
    work.require(policy.may_review_alert(work.viewer, alert, outcome), alert)
    work.same_version(alert, version)
    alert.status = outcome
    words.write(alert, "note", note)
    alert.reviewed_by = work.viewer.member_id
    alert.reviewed_at = clock.now()
    work.log(Verb.ALERT_REVIEWED, alert, fields=["note", "status"], reason=outcome.value)
