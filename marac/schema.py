"""Every table of every room, gathered for migrations and tests."""

from sqlalchemy import MetaData

import actions.models
import agencies.models
import agenda.models
import marac.cases.models
import marac.oversight.models
import marac.store.agreements
import marac.store.audit
import marac.store.checkpoints
import marac.store.keys
import marac.store.own
import marac.store.people
from marac.store.scope import Record

ROOMS = (
    marac.store.people,
    marac.store.agreements,
    marac.store.keys,
    marac.store.audit,
    marac.store.own,
    marac.store.checkpoints,
    marac.cases.models,
    agencies.models,
    actions.models,
    agenda.models,
    marac.oversight.models,
)

metadata: MetaData = Record.metadata

# Rows of one unit of work refer to each other in any order; the check comes at commit.
for _table in metadata.tables.values():
    for _constraint in _table.foreign_key_constraints:
        _constraint.deferrable, _constraint.initially = True, "DEFERRED"
