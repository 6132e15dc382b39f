"""Row-level security alone shows what the rules say, in worlds by chance; and the oracle knows every table."""

from marac.store.scope import Scoped, kinds
from tests.proof import rls, written

WORLDS = 1000


def test_the_oracle_knows_every_table_that_not_everybody_sees() -> None:
    scoped = {table.name for table, kind in kinds().items() if issubclass(kind, Scoped)}
    assert scoped == written.RULED


def test_nobody_sees_more_or_less_by_row_level_security_alone() -> None:
    assert "0 leaked, 0 wrongly hidden" in rls.run(WORLDS)
