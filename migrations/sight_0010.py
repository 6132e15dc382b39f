"""Nobody writes into a case that they do not see: a second word on every policy for writing, as of migration 0010.

A statement that reads nothing asks only the policy of its own command, and those of the first migration say whose the
row must be, not that its writer has a place on the case. These are restrictive: they add to each of them.
"""

from migrations.policies_0001 import ADDED_ONLY, DELETED_FROM_DRAFTS, WRITTEN

BESIDE_CASES = {"case_file", "meeting", "list_version", "attendance", "minutes", "minutes_issue"}
TABLES = tuple(table for table in WRITTEN if table not in BESIDE_CASES)
_WALLED = "EXISTS (SELECT FROM scope.walled w WHERE w.case_id = this.%s OFFSET 0)"
# A draft's author writes before there is a seat.
SIGHT = (
    "(EXISTS (SELECT FROM case_file c WHERE c.id = this.case_id OFFSET 0)"
    f" OR (this.case_id IN (SELECT scope.authored()) AND NOT {_WALLED % 'case_id'}))"
)
_SEATED = "EXISTS (SELECT FROM scope.held h WHERE h.case_id = this.id OFFSET 0)"
ON_IT = f"(scope.presides() OR {_SEATED} OR this.id IN (SELECT scope.authored())) AND NOT {_WALLED % 'id'}"


def statements() -> list[str]:
    made = [_policy("changed_within_sight", "case_file", "UPDATE", f"USING ({ON_IT})")]
    for table in TABLES:
        made.append(_policy("added_within_sight", table, "INSERT", f"WITH CHECK ({SIGHT})"))
        if table not in ADDED_ONLY:
            made.append(_policy("changed_within_sight", table, "UPDATE", f"USING ({SIGHT})"))
    for table in DELETED_FROM_DRAFTS:
        made.append(_policy("removed_within_sight", table, "DELETE", f"USING ({SIGHT})"))
    return made


def undone() -> list[str]:
    """Back to 0009."""
    made = ["DROP POLICY changed_within_sight ON case_file"]
    made += [f"DROP POLICY added_within_sight ON {table}" for table in TABLES]
    made += [f"DROP POLICY changed_within_sight ON {table}" for table in TABLES if table not in ADDED_ONLY]
    return [*made, *(f"DROP POLICY removed_within_sight ON {table}" for table in DELETED_FROM_DRAFTS)]


def _policy(name: str, table: str, command: str, rule: str) -> str:
    said = rule.replace("this.", f"{table}.")
    return f"CREATE POLICY {name} ON {table} AS RESTRICTIVE FOR {command} TO marac_app {said}"
