"""In which order the record's events are read: by moment, and within one in the order of the doing."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case
from sqlmodel import col

from marac.store.audit import AuditEvent
from marac.verbs import Verb

# One work is one moment. What it did follows the words of the record: recorded, decided, shared, said, heard, read.
_PLACE = {verb: place for place, verb in enumerate(Verb)}


def in_order(event: AuditEvent) -> tuple[datetime, str, int, UUID]:
    return event.at, event.request_id, _PLACE[event.verb], event.id


def latest_first() -> tuple[Any, ...]:
    """The same, backwards, for a query."""
    place = case(_PLACE, value=col(AuditEvent.verb))
    return col(AuditEvent.at).desc(), col(AuditEvent.request_id).desc(), place.desc(), col(AuditEvent.id).desc()
