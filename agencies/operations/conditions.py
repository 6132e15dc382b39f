"""Conditions of access in one MARAC: how long a session, a training and a signed statement last."""

from dataclasses import dataclass

from sqlmodel import col, select

from marac.policy import admission as policy
from marac.store.appointments import in_force
from marac.store.people import Appointment, Marac
from marac.store.work import Work
from marac.verbs import Verb


@dataclass(frozen=True)
class Conditions:
    """In minutes, hours and months; no months: not asked for. Limits: NIST SP 800-63B 4.2.3."""

    idle_minutes: int
    session_hours: int
    training_months: int | None
    statement_months: int | None


def conditions_of(marac: Marac) -> Conditions:
    return Conditions(marac.idle_minutes, marac.session_hours, marac.training_months, marac.statement_months)


def set_conditions(work: Work, marac: Marac, wanted: Conditions) -> None:
    """They hold from the next request on; open streams look again at once."""
    work.require(policy.may_set_conditions(work.viewer), marac)
    fields = [name for name, value in vars(wanted).items() if getattr(marac, name) != value]
    for name in fields:
        setattr(marac, name, getattr(wanted, name))
    work.log(Verb.CONDITIONS_CHANGED, marac, fields=fields)
    appointed = select(col(Appointment.member_id)).where(Appointment.marac_id == marac.id, in_force()).distinct()
    for member_id in work.all(appointed):
        work.announce_member(member_id)
