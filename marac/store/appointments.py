"""Who is appointed to what, today."""

from sqlalchemy import and_, or_
from sqlalchemy.sql import ColumnElement
from sqlmodel import col

from marac import clock
from marac.store.people import Appointment


def in_force() -> ColumnElement[bool]:
    """Confirmed and not ended; the first day has come and the last has not gone by, on London's calendar."""
    not_over = or_(col(Appointment.until_on).is_(None), col(Appointment.until_on) >= clock.today())
    not_ended = or_(col(Appointment.ended_at).is_(None), col(Appointment.ended_at) > clock.now())
    confirmed = col(Appointment.confirmed_at) <= clock.now()
    return and_(col(Appointment.from_on) <= clock.today(), not_over, not_ended, confirmed)
